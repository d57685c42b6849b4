// Archives are walked in memory, nested, within limits; binaries become text.
#include "scanner/facts/archive.h"

#include <archive.h>
#include <archive_entry.h>

#include <map>

#include "scanner/facts/binary.h"
#include "tests/catch.h"

using namespace unsoap;

namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

std::string Pack(const Files& files, const std::string& kind) {
  std::string out(32 << 20, '\0');
  size_t used = 0;
  archive* writer = archive_write_new();
  if (kind == "zip") {
    archive_write_set_format_zip(writer);
  } else if (kind == "raw.gz") {
    archive_write_set_format_raw(writer);
    archive_write_add_filter_gzip(writer);
  } else if (kind == "iso") {
    archive_write_set_format_iso9660(writer);
  } else if (kind == "deb") {
    archive_write_set_format_ar_svr4(writer);
  } else {
    archive_write_set_format_pax_restricted(writer);
    if (kind == "tar.lz4") archive_write_add_filter_lz4(writer);
    if (kind == "tar.lz") archive_write_add_filter_lzip(writer);
    if (kind == "tar.Z") archive_write_add_filter_compress(writer);
    if (kind == "tar.zst") archive_write_add_filter_zstd(writer);
    if (kind == "tar.gz") archive_write_add_filter_gzip(writer);
    if (kind == "tar.xz") archive_write_add_filter_xz(writer);
    if (kind == "tar.bz2") archive_write_add_filter_bzip2(writer);
  }
  REQUIRE(archive_write_open_memory(writer, out.data(), out.size(), &used) == ARCHIVE_OK);
  for (const auto& [name, content] : files) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    REQUIRE(archive_write_header(writer, entry) == ARCHIVE_OK);
    archive_write_data(writer, content.data(), content.size());
    archive_entry_free(entry);
  }
  archive_write_close(writer);
  archive_write_free(writer);
  out.resize(used);
  return out;
}

struct Walked {
  facts::ArchiveResult result;
  std::map<std::string, std::string> members;
  std::map<std::string, bool> binary;
  std::string Reasons() const {
    std::string out;
    for (const auto& entry : result.not_read) out += entry.path + ": " + entry.reason + ";";
    return out;
  }
};

Walked Walk(const std::string& path, const std::string& bytes,
            const facts::ArchiveLimits& limits = {}) {
  Walked walked;
  walked.result = facts::WalkArchive(path, bytes, limits, [&](const facts::ArchiveMember& member) {
    walked.members[member.path] = std::string(member.bytes);
    walked.binary[member.path] = member.is_binary;
  });
  return walked;
}

void PutU32(std::string& out, size_t value) {
  for (int i = 0; i < 4; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
}
std::string Text(const std::string& text) {
  std::string out;
  PutU32(out, text.size());
  return out + text;
}
std::string Phar(const std::string& name, const std::string& packed, size_t size, size_t flags) {
  std::string manifest;
  PutU32(manifest, 1);
  manifest += std::string("\x11\x10", 2);
  PutU32(manifest, 0);
  manifest += Text("alias") + Text("") + Text(name);
  for (const size_t number : {size, size_t{0}, packed.size(), size_t{0}, flags, size_t{0}})
    PutU32(manifest, number);
  return "<?php echo 1; __HALT_COMPILER(); ?>\r\n" + Text(manifest) + packed;
}

}  // namespace

TEST_CASE("members of nested archives have paths that show the nesting") {
  const std::string jar =
      Pack({{"com/x/Y.class", std::string("\xca\xfe\xba\xbe\0\0", 6)}, {"a.txt", "in jar"}}, "zip");
  const std::string war = Pack({{"WEB-INF/lib/b.jar", jar}, {"index.php", "<?php"}}, "zip");
  const Walked walked = Walk("lib/a.war", war);
  CHECK(walked.result.is_archive);
  CHECK(walked.result.members == 3);
  CHECK(walked.members.at("lib/a.war!/WEB-INF/lib/b.jar!/a.txt") == "in jar");
  CHECK(walked.binary.at("lib/a.war!/WEB-INF/lib/b.jar!/com/x/Y.class"));
  CHECK_FALSE(walked.binary.at("lib/a.war!/index.php"));
}

TEST_CASE("tar files and single compressed files are read") {
  for (const std::string kind : {"tar", "tar.gz", "tar.xz", "tar.bz2"}) {
    INFO(kind);
    CHECK(Walk("a." + kind, Pack({{"./d/f.rb", "x"}}, kind)).members ==
          std::map<std::string, std::string>{{"a." + kind + "!/d/f.rb", "x"}});
  }
  CHECK(
      Walk("dump.sql.gz", Pack({{"f", "select"}}, "raw.gz")).members.at("dump.sql.gz!/dump.sql") ==
      "select");
}

TEST_CASE("disks, Debian packages and every filter of the library's own are read") {
  const std::map<std::string, std::string> one = {{"a!/src/A.php", "<?php // one"}};
  for (const char* kind : {"tar.lz4", "tar.lz", "tar.Z", "tar.zst", "tar.xz", "tar.bz2"}) {
    INFO(kind);
    const std::string packed = Pack({{"src/A.php", "<?php // one"}}, kind);
    CHECK(facts::HasArchiveBytes(packed));
    CHECK(Walk("a", packed).members == one);
  }
  const Walked disk = Walk("a", Pack({{"src/A.php", "<?php // one"}}, "iso"));
  CHECK(disk.members == one);
  CHECK(disk.Reasons().empty());
  const std::string inner = Pack({{"usr/share/A.php", "<?php // two"}}, "tar.xz");
  const Walked package =
      Walk("a.deb", Pack({{"debian-binary", "2.0\n"}, {"data.tar.xz", inner}}, "deb"));
  CHECK(package.members.at("a.deb!/data.tar.xz!/usr/share/A.php") == "<?php // two");
}

TEST_CASE("a zlib stream is unpacked up to a limit, a damaged one as far as it goes") {
  const std::string gz = Pack({{"f", std::string(5000, 'x') + "end"}}, "raw.gz");
  const std::string stream = "\x78\x9c" + gz.substr(10, gz.size() - 18) + "\1\2\3\4";
  CHECK(facts::Inflate(stream, 1 << 20) == std::string(5000, 'x') + "end");
  CHECK(facts::Inflate(stream, 100) == std::string(100, 'x'));
  for (size_t cut = 0; cut < stream.size(); ++cut)
    CHECK(facts::Inflate(stream.substr(0, cut), 1 << 20).size() <= 5003);
  CHECK(facts::Inflate("no stream of any kind", 100).empty());
}

TEST_CASE("a nested archive beyond the depth is handed on whole and named") {
  const std::string inner = Pack({{"f", "x"}}, "zip");
  const std::string middle = Pack({{"c.zip", inner}}, "zip");
  facts::ArchiveLimits limits;
  limits.max_depth = 1;
  const Walked walked = Walk("a.zip", middle, limits);
  CHECK(walked.Reasons() == "a.zip!/c.zip: too deep;");
  CHECK(walked.members.count("a.zip!/c.zip") == 1);
  limits.max_depth = 0;
  CHECK_FALSE(Walk("a.zip", middle, limits).result.is_archive);
}

TEST_CASE("a bomb is reported and not unpacked") {
  const std::string zeros(24 << 20, '\0');
  const std::string bomb = Pack({{"zeros", zeros}, {"after", "x"}}, "zip");
  REQUIRE(bomb.size() < (1 << 20));
  facts::ArchiveLimits limits;
  limits.max_ratio = 50;
  const Walked walked = Walk("a.zip", bomb, limits);
  CHECK(walked.result.bomb);
  CHECK(walked.Reasons() == "a.zip!/zeros: bomb;");
  CHECK(walked.members.empty());
  facts::ArchiveLimits total;
  total.max_total_bytes = 100;
  CHECK(Walk("a.zip", Pack({{"f", std::string(101, 'x')}}, "zip"), total).result.bomb);
}

TEST_CASE("limits on members and entries leave the rest readable") {
  facts::ArchiveLimits limits;
  limits.max_member_bytes = 10;
  const Walked walked =
      Walk("a.zip", Pack({{"big", std::string(11, 'x')}, {"small", "y"}}, "zip"), limits);
  CHECK(walked.Reasons() == "a.zip!/big: too large;");
  CHECK(walked.members.at("a.zip!/small") == "y");
  limits.max_entries = 1;
  CHECK(Walk("a.zip", Pack({{"f", "1"}, {"g", "2"}}, "zip"), limits).Reasons() ==
        "a.zip: too many entries;");
}

TEST_CASE("member names cannot lead out of the archive") {
  const Walked walked =
      Walk("a.tar", Pack({{"../../etc/x", "1"}, {"/abs", "2"}, {"w\\in", "3"}}, "tar"));
  CHECK(walked.members == std::map<std::string, std::string>{
                              {"a.tar!/etc/x", "1"}, {"a.tar!/abs", "2"}, {"a.tar!/w/in", "3"}});
}

TEST_CASE("what is no archive is not one, and a damaged one says so") {
  CHECK_FALSE(Walk("a.zip", "just text that is long enough").result.is_archive);
  CHECK_FALSE(Walk("a.zip", "").result.is_archive);
  const std::string whole = Pack({{"f", std::string(5000, 'x')}, {"g", "y"}}, "tar.gz");
  for (size_t cut = 1; cut < whole.size(); cut += 7) {
    const Walked walked = Walk("a.tar.gz", whole.substr(0, cut));
    CHECK(walked.members.size() <= 2);
  }
  CHECK(Walk("a.tar.gz", whole.substr(0, whole.size() / 2)).Reasons().find("damaged") !=
        std::string::npos);
  const std::string zip = Pack({{"f", std::string(5000, 'x')}}, "zip");
  for (size_t i = 0; i < zip.size(); ++i) {
    std::string flipped = zip;
    flipped[i] = static_cast<char>(flipped[i] ^ 0x55);
    CHECK(Walk("a.zip", flipped).result.bytes <= 70000);
  }
}

TEST_CASE("a phar gives its files, plain and deflated") {
  CHECK(Walk("a.phar", Phar("src/A.php", "<?php plain", 11, 0)).members ==
        std::map<std::string, std::string>{{"a.phar!/src/A.php", "<?php plain"}});
  // A gzip file without its ten bytes of header and eight of trailer is a deflate stream.
  const std::string gz = Pack({{"f", "<?php packed"}}, "raw.gz");
  const std::string deflated = gz.substr(10, gz.size() - 18);
  CHECK(Walk("a.phar", Phar("B.php", deflated, 12, 0x1000)).members.at("a.phar!/B.php") ==
        "<?php packed");
  const std::string whole = Phar("A.php", "x", 1, 0);
  for (size_t cut = 0; cut < whole.size(); ++cut)
    CHECK(Walk("a.phar", whole.substr(0, cut)).members.empty());
}

TEST_CASE("archives are known by their names") {
  CHECK(facts::HasArchiveName("lib/A.WAR"));
  CHECK(facts::HasArchiveName("x.tar.gz"));
  CHECK(facts::HasArchiveName("a.war!/b.jar"));
  CHECK_FALSE(facts::HasArchiveName("jar"));
  CHECK_FALSE(facts::HasArchiveName("a.jar/readme"));
}

TEST_CASE("a class file gives its constant pool") {
  std::string bytes("\xca\xfe\xba\xbe\0\0\0\x34\0\x06", 10);
  bytes += std::string("\x01\0\x07getLead", 10);
  bytes += std::string("\x05\0\0\0\0\0\0\0\x01", 9);  // a long: two indexes
  bytes += std::string("\x07\0\x01", 3);
  bytes += std::string("\x01\0\x03x\ny", 6);
  bytes += "trailing text is code";
  CHECK(facts::KindOf(bytes) == facts::BinaryKind::kJavaClass);
  CHECK(facts::BinaryText(bytes) == "getLead\nx y\n");
  for (size_t cut = 0; cut < bytes.size(); ++cut)
    CHECK(facts::BinaryText(bytes.substr(0, cut)).size() < 40);
}

TEST_CASE("an assembly gives names and UTF-16 literals") {
  std::string bytes =
      "MZ" + std::string(62, '\0') + "getLead" + std::string(1, '\0') + "ab" + std::string(2, '\0');
  for (const char c : std::string("https://x")) bytes += std::string(1, c) + '\0';
  CHECK(facts::KindOf(bytes) == facts::BinaryKind::kPortableExecutable);
  CHECK(facts::BinaryText(bytes) == "getLead\nhttps://x\n");
}
