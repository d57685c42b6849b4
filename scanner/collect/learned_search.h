// LearnedSearch: is one of the names that link learned in a file?
//
// What it is: a prefilter for all names, and a second look at the files that hold one: is a home of
// it shown there (the file's folder, its namespace, an import of it), is the other half of a pair?
// What holds a name and nothing that makes it this one is told, and Choose() takes it where few
// files hold that name; a name that others declare, too, says no more than an everyday word. Code
// of another language says nothing. Immutable, safe to share between threads.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/regex.h"
#include "scanner/languages/language.h"
#include "scanner/link/uses.h"
#include "scanner/prefilter/prefilter.h"
#include "scanner/prefilter/required_literal.h"

namespace unsoap::collect {

class LearnedSearch {
 public:
  /// Names are whole words, in any case where the language of the file says so; shapes are looked
  /// for in every file.
  explicit LearnedSearch(const link::LearnedNames& names);

  struct Found {
    bool enough = false;
    std::vector<uint32_t> names;     // that it holds without showing a home, and pairs; sorted
    std::vector<uint32_t> declared;  // of these, what it declares itself; sorted
    bool telling = false;            // one of these is no everyday word
  };
  Found Search(std::string_view path, std::string_view bytes) const;

  /// Of the files that are not enough by themselves those that hold a name which few of them hold:
  /// the rarest names first, at most `most` files.
  std::vector<size_t> Choose(const std::vector<Found>& found, size_t most) const;

 private:
  enum class Role : uint8_t { kAlone, kName, kMember, kPair };
  struct Word {
    Role role;
    uint32_t index;  // of homes_ or pairs
    bool is_second;
  };
  struct HomeWords {
    std::string folder;
    std::string family;
    uint32_t stem = 0;            // of beside_
    std::vector<uint32_t> space;  // of beside_
  };
  /// What stands beside a name, as far as it can show a home.
  struct Beside {
    std::vector<bool> seen, imported;  // by word of beside_: anywhere, on a line that imports
    const languages::Language* language = nullptr;
  };
  /// `language`: nullptr if it is none.
  Beside LookBeside(const languages::Language* language, bool is_exact,
                    std::string_view bytes) const;
  bool ShowsHome(uint32_t name, std::string_view folder, const Beside& beside) const;
  /// True if code of the language may mean the name.
  bool MayName(const languages::Language* language, uint32_t name) const;
  std::vector<std::vector<Word>> words_;       // by needle
  std::vector<std::string> texts_;             // by needle
  std::vector<std::vector<HomeWords>> homes_;  // by name; ids of pairs follow behind those of names
  std::vector<bool> telling_;                  // by id
  std::vector<std::string> member_families_;
  std::vector<bool> member_is_everyday_;  // class and method: the class must stand as one
  uint32_t pairs_ = 0;
  struct Shape {
    prefilter::RequiredRun run;
    Regex regex;
  };
  std::vector<Shape> shapes_;
  std::optional<prefilter::Prefilter>
      any_;  // all words; the file is looked at once more if one is in it
  std::vector<std::string> beside_texts_;
  std::optional<prefilter::Prefilter> beside_;  // stems and parts of namespaces
};

}  // namespace unsoap::collect
