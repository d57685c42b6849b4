# UNSOAP_STATIC: the libraries as archives, in the order in which one needs the next. As Debian 12 has them; libarchive's
# reader of XAR is not asked for, so neither libxml2 nor ICU is needed.
add_library(unsoap_static_objects OBJECT cmake/static/fmt.cc cmake/static/no_network.c)
set(STATIC_LIBRARIES "")
set(STATIC_NAMES git2 yaml-cpp re2 archive nettle acl lzma zstd lz4 bz2 mbedcrypto http_parser pcre2-8 xxhash z)
foreach(NAME ${STATIC_NAMES})
  find_library(STATIC_${NAME} NAMES lib${NAME}.a)
  if(NOT STATIC_${NAME})
    message(FATAL_ERROR "lib${NAME}.a is missing: run './dev package', which installs what it needs")
  endif()
  list(APPEND STATIC_LIBRARIES ${STATIC_${NAME}})
endforeach()
set_source_files_properties(cmake/static/no_network.c PROPERTIES COMPILE_OPTIONS "-Wall;-Wextra;-Werror")
# As objects: a linker that goes through archives in order must meet the refusals before libgit2's own.
target_link_libraries(unsoap_base_libraries INTERFACE $<TARGET_OBJECTS:unsoap_static_objects> ${STATIC_LIBRARIES})
# The flags that the shared libraries bring along: the same command lines, so that a compiler cache compiles each file once
# for the tests and for what is handed out.
add_library(unsoap_flags_of_shared INTERFACE)
target_compile_definitions(unsoap_flags_of_shared INTERFACE FMT_SHARED)
target_compile_options(unsoap_flags_of_shared INTERFACE -pthread)
target_link_libraries(unsoap_base_libraries INTERFACE unsoap_flags_of_shared)
