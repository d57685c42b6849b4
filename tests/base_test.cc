// Classes of characters and paths of files: what the rest takes for granted.
#include <stdlib.h>
#include <unistd.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <string>

#include "scanner/base/char.h"
#include "scanner/base/paths.h"
#include "tests/catch.h"

namespace unsoap {
namespace {

namespace fs = std::filesystem;

TEST_CASE("characters are what the C library says of ASCII, and nothing else") {
  for (int i = 0; i < 256; ++i) {
    CAPTURE(i);
    const char c = static_cast<char>(i);
    const bool ascii = i < 128;
    CHECK(IsUpper(c) == (ascii && std::isupper(i) != 0));
    CHECK(IsLower(c) == (ascii && std::islower(i) != 0));
    CHECK(IsDigit(c) == (ascii && std::isdigit(i) != 0));
    CHECK(IsAlpha(c) == (ascii && std::isalpha(i) != 0));
    CHECK(IsAlnum(c) == (ascii && std::isalnum(i) != 0));
    CHECK(IsBlank(c) == (ascii && std::isblank(i) != 0));
    CHECK(IsSpace(c) == (ascii && std::isspace(i) != 0));
    CHECK((HexValue(c) >= 0) == (ascii && std::isxdigit(i) != 0));
    CHECK(ToLower(c) == (ascii ? static_cast<char>(std::tolower(i)) : c));
    CHECK(ToUpper(c) == (ascii ? static_cast<char>(std::toupper(i)) : c));
    CHECK(IsWordChar(c) == (IsAlnum(c) || c == '_'));
    CHECK(IsDataSpace(c) == (c == ' ' || c == '\t' || c == '\r' || c == '\n'));
  }
  CHECK(HexValue('0') == 0);
  CHECK(HexValue('9') == 9);
  CHECK(HexValue('a') == 10);
  CHECK(HexValue('F') == 15);
  CHECK(StartsUpper("Type"));
  CHECK_FALSE(StartsUpper("name"));
  CHECK_FALSE(StartsUpper(""));
}

TEST_CASE("a path is in a directory where a part ends, not where its letters do") {
  CHECK(IsWithin("/a/b", "/a"));
  CHECK(IsWithin("/a", "/a"));
  CHECK(IsWithin("/a/b", "/"));
  CHECK(IsWithin("/", "/"));
  CHECK(IsWithin("/a/b", "/a/"));
  CHECK_FALSE(IsWithin("/ab", "/a"));
  CHECK_FALSE(IsWithin("/a", "/a/b"));
  CHECK_FALSE(IsWithin("/a", "/a/"));
}

TEST_CASE("paths are joined and taken apart by their text") {
  CHECK(From("b", "/a") == "/a/b");
  CHECK(From("/b", "/a") == "/b");
  CHECK(From("", "/a").empty());
  CHECK(FolderOf("a/b/c") == "a/b");
  CHECK(FolderOf("/a").empty());
  CHECK(FolderOf("a").empty());
  CHECK(NameOf("a/b") == "b");
  CHECK(NameOf("a") == "a");
  CHECK(NameOf("a/").empty());
  CHECK(DirectoryAround("/a/b") == "/a");
  CHECK(DirectoryAround("/a") == "/");
  CHECK(DirectoryAround("/") == "/");
}

TEST_CASE("on the disk a link lies where it leads") {
  std::string name = (fs::temp_directory_path() / "unsoap-base-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  const std::string top = RealPath(name);
  fs::create_directories(top + "/in/deep");
  fs::create_directories(top + "/out");
  std::ofstream(top + "/out/file") << "x";
  fs::create_symlink("../out/file", top + "/in/leads-out");
  fs::create_symlink("deep", top + "/in/stays");
  fs::create_symlink("nowhere", top + "/in/dangles");
  CHECK(IsWithinOnDisk(top + "/in/deep", top + "/in"));
  CHECK(IsWithinOnDisk(top + "/in", top + "/in"));
  CHECK(IsWithinOnDisk(top + "/in/deep/", top + "/in/"));
  CHECK(IsWithinOnDisk(top + "/in/stays", top + "/in"));
  CHECK(IsWithinOnDisk(top + "/in", "/"));
  CHECK_FALSE(IsWithinOnDisk(top + "/in/leads-out", top + "/in"));
  CHECK_FALSE(IsWithinOnDisk(top + "/in/deep/../../out", top + "/in"));
  CHECK_FALSE(IsWithinOnDisk(top + "/in/dangles", top + "/in"));
  CHECK_FALSE(IsWithinOnDisk("", top));
  CHECK_FALSE(IsWithinOnDisk(top, ""));
  CHECK(RealPath(top + "/in/leads-out") == top + "/out/file");
  CHECK(RealPath(top + "/in/dangles").empty());
  fs::remove_all(top);
}

}  // namespace
}  // namespace unsoap
