// Seeds from the fixtures, and packed or compiled ones that are made here because none lies in the
// tree.
#include "tests/fuzz/seeds.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

namespace unsoap::fuzz {
namespace {

namespace fs = std::filesystem;

const std::map<std::string, std::string>& Fixtures() {
  static const std::map<std::string, std::string>* const kAll = [] {
    auto* all = new std::map<std::string, std::string>;
    std::error_code error;
    for (fs::recursive_directory_iterator at(kFixtures, error), end; !error && at != end;
         at.increment(error)) {
      if (!at->is_regular_file(error) || at->file_size(error) > kMaxSeed) continue;
      std::ifstream file(at->path(), std::ios::binary);
      all->emplace(at->path().generic_string(),
                   std::string(std::istreambuf_iterator<char>(file), {}));
    }
    return all;
  }();
  return *kAll;
}

std::string Text(archive* writer, const std::vector<Input>& files) {
  std::string out(1 << 20, '\0');
  size_t used = 0;
  Demand(archive_write_open_memory(writer, out.data(), out.size(), &used) == ARCHIVE_OK,
         "an archive for a seed can be written");
  for (const Input& file : files) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, file.name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(file.bytes.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_write_header(writer, entry);
    archive_write_data(writer, file.bytes.data(), file.bytes.size());
    archive_entry_free(entry);
  }
  archive_write_close(writer);
  archive_write_free(writer);
  out.resize(used);
  return out;
}

std::string Zip(const std::vector<Input>& files, const char* options = nullptr) {
  archive* writer = archive_write_new();
  archive_write_set_format_zip(writer);
  if (options != nullptr) archive_write_set_options(writer, options);
  return Text(writer, files);
}

std::string Tar(const std::vector<Input>& files, int (*filter)(archive*), int (*format)(archive*)) {
  archive* writer = archive_write_new();
  format(writer);
  if (filter != nullptr) filter(writer);
  // Uncompressed padding up to 10 kB would be most of the seed.
  archive_write_set_bytes_per_block(writer, 512);
  archive_write_set_bytes_in_last_block(writer, 1);
  return Text(writer, files);
}

void U32(std::string* out, size_t n) {
  for (int i = 0; i < 4; ++i) *out += static_cast<char>(n >> (8 * i) & 255);
}

std::string Phar(const std::vector<Input>& files) {
  std::string manifest;
  U32(&manifest, files.size());
  manifest += {0x11, 0x10};  // version of the format
  U32(&manifest, 0);         // flags
  U32(&manifest, 0);         // alias
  U32(&manifest, 0);         // metadata
  std::string content;
  for (const Input& file : files) {
    U32(&manifest, file.name.size());
    manifest += file.name;
    U32(&manifest, file.bytes.size());
    U32(&manifest, 0);  // time
    U32(&manifest, file.bytes.size());
    U32(&manifest, 0);      // checksum
    U32(&manifest, 0x1a4);  // flags: plain
    U32(&manifest, 0);      // metadata
    content += file.bytes;
  }
  std::string out = "<?php __HALT_COMPILER(); ?>\r\n";
  U32(&out, manifest.size());
  return out + manifest + content;
}

std::string ClassFile() {
  std::string out("\xca\xfe\xba\xbe\0\0\0\x34", 8);
  const std::vector<std::string> strings = {"com/example/soap/Port", "getLead", "()V", "Code"};
  out += {0, static_cast<char>(strings.size() + 4)};
  for (const std::string& text : strings) {
    out += {1, 0, static_cast<char>(text.size())};
    out += text;
  }
  out += std::string("\7\0\1", 3);              // a class
  out += std::string("\5\0\0\0\0\0\0\0\1", 9);  // a long takes two places
  return out + std::string("\0\x21\0\5\0\5\0\0\0\0\0\0\0\0", 14);
}

}  // namespace

std::vector<Input> FixtureSeeds(
    const std::function<bool(std::string_view, std::string_view)>& wanted, bool named) {
  std::vector<Input> out;
  for (const auto& [path, bytes] : Fixtures()) {
    if (!wanted(path, bytes)) continue;
    const std::string last = path.substr(path.rfind('/') + 1);
    out.push_back({path, named ? last + "\n" + bytes : bytes});
  }
  return out;
}

std::vector<Input> ArchiveSeeds() {
  const std::vector<Input> files = {
      {"src/a.php", "<?php $crm->getLead(array('leadKey' => $key));\n"},
      {"b.class", ClassFile()},
      {"c/d.xml", "<a xmlns='urn:x'><b/></a>"}};
  const std::string inner = Zip(files);
  return {
      {"a.zip", inner},
      {"stored.zip", Zip(files, "compression=store")},
      {"nested.jar", Zip({{"lib/inner.jar", inner}, files[0]})},
      {"a.tar", Tar(files, nullptr, archive_write_set_format_ustar)},
      {"pax.tar", Tar(files, nullptr, archive_write_set_format_pax)},
      {"gnu.tar", Tar(files, nullptr, archive_write_set_format_gnutar)},
      {"a.tar.gz", Tar(files, archive_write_add_filter_gzip, archive_write_set_format_ustar)},
      {"a.tar.bz2", Tar(files, archive_write_add_filter_bzip2, archive_write_set_format_ustar)},
      {"a.tar.xz", Tar(files, archive_write_add_filter_xz, archive_write_set_format_ustar)},
      {"a.php.gz", Tar({files[0]}, archive_write_add_filter_gzip, archive_write_set_format_raw)},
      {"a.phar", Phar(files)}};
}

std::vector<Input> BinarySeeds() {
  std::string wide;
  for (const char c : std::string("https://soap.example.com/2_9?WSDL")) wide += {c, '\0'};
  return {{"A.class", ClassFile()},
          {"a.dll", "MZ" + std::string(126, '\0') + "getLead" + std::string(3, '\0') + wide +
                        std::string(8, '\0')},
          {"a.so",
           "\x7f"
           "ELF\x02\x01\x01" +
               std::string(9, '\0') + "soap_call_getLead" + std::string(5, '\0')},
          {"a.dex", std::string("dex\n035\0", 8) + "Lcom/example/Port;"},
          {"a.wasm", std::string("\0asm\1\0\0\0", 8) + "getLead"}};
}

}  // namespace unsoap::fuzz
