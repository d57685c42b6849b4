// LoadLibclang: the names under which systems have the library, the newest first.
#include "scanner/clang/libclang.h"

#include <dlfcn.h>

#include <string>
#include <vector>

namespace unsoap::clang {
namespace {

/// Versions that are looked for; before 14 the library's name has ".1" behind it.
constexpr int kNewest = 25, kOldest = 11;

std::vector<std::string> Names() {
  std::vector<std::string> out;
  for (int version = kNewest; version >= kOldest; --version) {
    const std::string number = std::to_string(version);
    out.push_back("libclang-" + number + ".so." + number);
    out.push_back("libclang-" + number + ".so.1");
    out.push_back("libclang.so." + number);
    out.push_back("/usr/lib/llvm-" + number + "/lib/libclang.so.1");
    out.push_back("/usr/lib/llvm" + number + "/lib/libclang.so");
  }
  out.push_back("libclang.so.1");
  out.push_back("libclang.so");
  return out;
}

bool Fill(void* library) {
  bool all = true;
#define X(name)                                                                    \
  lib.name = reinterpret_cast<decltype(lib.name)>(dlsym(library, "clang_" #name)); \
  all = all && lib.name != nullptr;
  UNSOAP_LIBCLANG(X)
#undef X
  return all;
}

}  // namespace

Libclang lib;

bool LoadLibclang() {
  for (const std::string& name : Names()) {
    // Never closed: what it set up lives as long as the process.
    if (void* const library = dlopen(name.c_str(), RTLD_NOW); library != nullptr && Fill(library))
      return true;
  }
  return false;
}

}  // namespace unsoap::clang
