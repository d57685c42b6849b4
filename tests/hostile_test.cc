// A tree that is out to hurt, end to end: nothing crashes or hangs, every path is accounted for,
// and nothing raw reaches a terminal.
#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "tests/catch.h"
#include "tests/program.h"

namespace unsoap {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const std::string kClient =
    "$crm = new SoapClient('https://100-AEK-913.mktoapi.com/soap/mktows/2_9?WSDL');\n";
const std::string kPhp = "<?php\n" + kClient + "$crm->getLead(array('leadKey' => $key));\n";
const std::string kAnchor = "https://100-AEK-913.mktoapi.com/soap/mktows/2_9";

std::string Times(size_t n, const std::string& text) {
  std::string out;
  for (size_t i = 0; i < n; ++i) out += text;
  return out;
}

std::string Zip(const std::vector<std::pair<std::string, std::string>>& files) {
  std::string out(32 << 20, '\0');
  size_t used = 0;
  archive* writer = archive_write_new();
  archive_write_set_format_zip(writer);
  REQUIRE(archive_write_open_memory(writer, out.data(), out.size(), &used) == ARCHIVE_OK);
  for (const auto& [name, bytes] : files) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(bytes.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    REQUIRE(archive_write_header(writer, entry) == ARCHIVE_OK);
    archive_write_data(writer, bytes.data(), bytes.size());
    archive_entry_free(entry);
  }
  archive_write_close(writer);
  archive_write_free(writer);
  out.resize(used);
  return out;
}

void Sparse(const std::string& path, off_t size) {
  const int file = open(path.c_str(), O_CREAT | O_WRONLY, 0600);
  REQUIRE(file >= 0);
  REQUIRE(ftruncate(file, size) == 0);
  close(file);
}

void Socket(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  REQUIRE(path.size() < sizeof address.sun_path);
  path.copy(address.sun_path, path.size());
  const int s = socket(AF_UNIX, SOCK_STREAM, 0);
  REQUIRE(bind(s, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  close(s);
}

/// Five thousand directories, one inside the other, and a use at the bottom.
void Deep(const std::string& root) {
  int at = open(root.c_str(), O_PATH);
  for (int i = 0; i < 5000; ++i) {
    REQUIRE(mkdirat(at, "dd", 0700) == 0);
    const int next = openat(at, "dd", O_PATH);
    close(at);
    at = next;
  }
  const int file = openat(at, "deep.php", O_CREAT | O_WRONLY, 0600);
  REQUIRE(write(file, kPhp.data(), kPhp.size()) == static_cast<ssize_t>(kPhp.size()));
  close(file);
  close(at);
}

/// Code that nests a hundred thousand deep, with a word that no prefilter drops.
void Nested(const ScratchDir& tree) {
  constexpr size_t kDepth = 100'000;
  const std::string open = Times(kDepth, "("), close = Times(kDepth, ")");
  const std::string list = Times(kDepth, "["), end = Times(kDepth, "]");
  const std::string word = "\"" + kAnchor + "\"";
  const std::vector<std::pair<std::string, std::string>> files = {
      {"n.php", "<?php\n" + kClient + "$x = " + open + "1" + close + ";\n"},
      {"n.js", "var a = " + word + ";\nvar x = " + list + end + ";\n"},
      {"n.py", "a = " + word + "\nx = " + open + "1" + close + "\n"},
      {"N.java", "class N { String a = " + word + "; int x = " + open + "1" + close + "; }\n"},
      {"N.cs", "class N { string a = " + word + "; int x = " + open + "1" + close + "; }\n"},
      {"n.cc",
       "const char* a = " + word + ";\nint f() " + Times(kDepth, "{") + Times(kDepth, "}") + "\n"},
      {"n.go", "package n\nvar a = " + word + "\nvar x = " + open + "1" + close + "\n"},
      {"n.json", "{\"a\": " + word + ", \"x\": " + list + end + "}\n"},
      {"n.yaml", "a: " + word + "\nx: " + list + end + "\n"},
      {"n.xml", "<r a=" + word + ">" + Times(kDepth, "<a>") + Times(kDepth, "</a>") + "</r>\n"},
  };
  for (const auto& [name, text] : files) tree.Write("nested/" + name, text);
}

void Plant(const ScratchDir& tree) {
  tree.Write("plain.php", kPhp);
  tree.Write("nothing.txt", "nothing\n");
  // Links and special files.
  fs::create_directory(tree.At("links"));
  fs::create_directory_symlink(".", tree.At("links/loop"));
  fs::create_directory_symlink("../..", tree.At("links/up"));
  fs::create_directory_symlink("/etc", tree.At("links/etc"));
  fs::create_symlink("/etc/passwd", tree.At("links/passwd"));
  fs::create_symlink("b", tree.At("links/a"));
  fs::create_symlink("a", tree.At("links/b"));
  REQUIRE(mkfifo(tree.At("pipe.php").c_str(), 0600) == 0);
  Socket(tree.At("socket.php"));
  Deep(tree.Root());
  Sparse(tree.At("huge.php"), off_t{2} << 30);
  Sparse(tree.At("huge.bin"), off_t{2} << 30);
  // Texts and names that are none.
  tree.Write("bad\xff\xfe.php", kPhp + "// \xff\xfe\xc0\xaf\xed\xa0\x80\n");
  tree.Write("nul.php", kPhp + std::string("// \0\0\0\n", 7) + "$crm->getTags($x);\n");
  tree.Write("\x1b[31mred\x07\nline.php",
             "<?php\n" + kClient + "$crm->getTags(\"\x1b[2J\x07\");\n");
  tree.Write("long.js", "var a='" + std::string(10 << 20, 'x') + "',b='" + kAnchor + "';\n");
  Nested(tree);
  // Bombs.
  std::string laughs = "endpoint: " + kAnchor + "\na0: &a0 [lol, lol]\n";
  for (int i = 1; i < 40; ++i) {
    const std::string n = std::to_string(i), before = "*a" + std::to_string(i - 1);
    laughs += "a" + n + ": &a" + n + " [" + Times(9, before + ", ") + before + "]\n";
  }
  tree.Write("laughs.yaml", laughs);
  std::string entities = "<?xml version=\"1.0\"?>\n<!DOCTYPE r [<!ENTITY e0 \"lol\">\n";
  for (int i = 1; i < 20; ++i) {
    entities += "<!ENTITY e" + std::to_string(i) + " \"" +
                Times(10, "&e" + std::to_string(i - 1) + ";") + "\">\n";
  }
  tree.Write("entities.xml", entities + "]>\n<r a=\"" + kAnchor + "\">&e19;</r>\n");
  tree.Write("bomb.zip", Zip({{"own.php", kPhp}, {"zeros.php", std::string(96 << 20, '\0')}}));
  std::string nested = Zip({{"own.php", kPhp}});
  for (int i = 0; i < 6; ++i) nested = Zip({{"inner.zip", nested}});
  tree.Write("nested.zip", nested);
  tree.Write("torn.zip", Zip({{"own.php", kPhp}}).substr(0, 60));
  tree.Write("climb.zip", Zip({{"../../climbed.php", kPhp}, {"/etc/climbed.php", kPhp}}));
}

bool HasPath(const json& list, const std::string& path) {
  for (const json& row : list) {
    if (row["path"] == path) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a hostile tree is read to its end and accounted for") {
  const ScratchDir tree;
  Plant(tree);
  // A loaded machine must not decide how far a file is read.
  std::vector<std::string> flags = {"scan",    ".",          "--no-config",    "--strict",
                                    "--as-of", "2026-11-23", "--timeout-file", "60"};
  std::vector<std::string> arguments = flags;
  for (const char* const flag : {"-j", "1", "--fail-on", "never", "--format", "json"})
    arguments.emplace_back(flag);
  const ScratchDir outputs;
  const ProgramRun alone = RunUnsoap(arguments, tree.Root());
  INFO(alone.error.substr(0, 2000));
  REQUIRE(alone.status == 3);  // not everything could be read
  arguments = flags;
  const std::vector<std::string> formats = {"text", "markdown", "csv", "github", "json"};
  for (const std::string& format : formats) {
    arguments.emplace_back("--format");
    arguments.push_back(format + "=" + outputs.At(format));
  }
  for (const char* const flag : {"-j", "8", "--color", "never", "-v"}) arguments.emplace_back(flag);
  const ProgramRun many = RunUnsoap(arguments, tree.Root());
  REQUIRE(many.status == 1);  // findings count for more

  json one = json::parse(alone.out), eight = json::parse(outputs.Read("json"));
  for (json* const report : {&one, &eight}) report->erase("command"), report->erase("gate");
  CHECK(json::diff(one, eight).dump() == "[]");

  const json& coverage = one["coverage"];
  const auto number = [&](const char* key) { return coverage[key].get<int64_t>(); };
  CHECK(number("files_found") == number("files_parsed") + number("files_text_only") +
                                     number("files_dropped_by_prefilter") +
                                     number("files_not_read"));
  const json& not_read = coverage["not_read"];
  CHECK(static_cast<int64_t>(not_read.size()) == number("files_not_read"));
  for (const char* const path :
       {"links/up", "links/etc", "links/passwd", "links/a", "links/b", "pipe.php", "socket.php"}) {
    INFO(path);
    CHECK(HasPath(not_read, path));
  }
  CHECK_FALSE(HasPath(not_read, "links/loop"));  // it leads to what is being read
  for (const json& row : not_read) CHECK_FALSE(row["reason"].get<std::string>().empty());

  // What can be found in spite of it all.
  std::set<std::string> found;
  for (const json& finding : one["findings"]) {
    const std::string path = finding["location"]["path"];
    CHECK(path.find("..") == std::string::npos);
    found.insert(path.size() > 9000 ? "deep" : path);
  }
  for (const char* const path :
       {"plain.php", "deep", "nul.php", "long.js", "nested/n.php", "nested/n.js", "nested/n.json",
        "nested/n.xml", "laughs.yaml", "entities.xml", "bomb.zip!/own.php"}) {
    INFO(path);
    CHECK(found.contains(path));
  }

  // A terminal gets text alone, in every format for people.
  for (const std::string& format : formats) {
    INFO(format);
    for (const char c : outputs.Read(format) + many.error) {
      const auto byte = static_cast<unsigned char>(c);
      if ((byte < 0x20 && c != '\n' && c != '\t' && c != '\r') || byte == 0x7f)
        FAIL("byte " << static_cast<int>(byte));
    }
  }
  // Deleting recurses by path and cannot go this deep.
  REQUIRE(system(("rm -rf '" + tree.At("dd") + "'").c_str()) == 0);
}

}  // namespace unsoap
