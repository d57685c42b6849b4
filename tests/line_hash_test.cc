#include "scanner/findings/line_hash.h"

#include <string>
#include <vector>

#include "tests/catch.h"

namespace unsoap {
namespace {

using Lines = std::vector<std::string>;

TEST_CASE("the hash of an empty file is that of its end") {
  CHECK(findings::LineHashes("") == Lines{"c129715d7a2bc9a3:1"});
}

TEST_CASE("blanks do not count in a line's hash") {
  CHECK(
      findings::LineHashes(" a\nb\n  \t\tc\n d") ==
      Lines{"271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"});
}

TEST_CASE("every line has a hash, empty ones too") {
  CHECK(findings::LineHashes(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End") ==
        Lines{"8b7cf3e952e7aeb2:1", "b1ae1287ec4718d9:1", "bff680108adb0fcc:1",
              "c6805c5e1288b612:1", "b86d3392aea1be30:1", "e6ceba753e1a442:1"});
}

TEST_CASE("CRLF counts as one line end and a final one begins another line") {
  CHECK(findings::LineHashes(" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n") ==
        Lines{"e9496ae3ebfced30:1", "fb7c023a8b9ccb3f:1", "ce8ba1a563dcdaca:1",
              "e20e36e16fcb0cc8:1", "b3edc88f2938467e:1", "c8e28b0b4002a3a0:1",
              "c129715d7a2bc9a3:1"});
}

TEST_CASE("equal hashes of one file are counted") {
  std::string text;
  for (int i = 0; i < 10; ++i) text += "Lorem ipsum dolor sit amet.\n";
  CHECK(findings::LineHashes(text) ==
        Lines{"a7f2ff13bc495cf2:1", "a7f2ff13bc495cf2:2", "a7f2ff13bc495cf2:3",
              "a7f2ff13bc495cf2:4", "a7f2ff13bc495cf2:5", "a7f2ff13bc495cf2:6",
              "a7f2ff1481e87703:1", "a9cf91f7bbf1862b:1", "55ec222b86bcae53:1",
              "cc97dc7b1d7d8f7b:1", "c129715d7a2bc9a3:1"});
}

TEST_CASE("the hash counts UTF-16 units") {
  CHECK(findings::LineHashes("$client->syncLead($p); // \xc3\xa9\n").front() ==
        "95f67c9f4d2d3939:1");
  CHECK(findings::LineHashes("x = '\xf0\x9f\x98\x80'\n").front() == "4e43cdee9a71542d:1");
}

TEST_CASE("a byte order mark belongs to the first line") {
  CHECK(findings::LineHashes("a\nb").front() == "c74339777b6a2c60:1");
  CHECK(findings::LineHashes("\xef\xbb\xbf"
                             "a\nb")
            .front() == "763375ab6ee38983:1");
}

}  // namespace
}  // namespace unsoap
