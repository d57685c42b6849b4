// Sanitizers: whether this is a build whose memory a sanitizer hands out.
//
// What it is: one macro; GCC says it by macros, Clang as features. What it is not: for behaviour
// that users see; limits of memory, which no shadow memory fits into, are left out by it.
#pragma once

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define UNSOAP_SANITIZER_ALLOCATES 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define UNSOAP_SANITIZER_ALLOCATES 1
#endif
