// Freer: what a std::unique_ptr needs to free an object of a C library.
//
// What it is: `std::unique_ptr<git_index, Freer<git_index_free>>`. What it is not: about libgit2,
// whose types stand in no header of this project.
#pragma once

namespace unsoap::git {

template <auto kFree>
struct Freer {
  template <class T>
  void operator()(T* pointer) const {
    kFree(pointer);
  }
};

}  // namespace unsoap::git
