// Build-time program: writes the files named in a list as a C++ table {path, bytes}, sorted by
// path.
//
// usage: unsoap_embed ROOT LIST OUT.cc
//
// LIST holds one path a line, relative to ROOT. The bytes are taken as they are, except language
// files, which are checked and embedded in their binary form under their own name, and rule packs:
// rules/<pack>/**.yaml are checked, linked with rules/toolkits/ and embedded in their binary form
// as rules/<pack>.pack (and rules/shared.toolkits, rules/shared.examples; rules/secrets.yaml and
// rules/words.yaml as rules/shared.secrets and rules/shared.words). An error in either fails the
// build. String literals are cut into short pieces because compilers limit their length.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "scanner/languages/compile_language.h"
#include "scanner/rules/binary.h"
#include "scanner/rules/loader.h"

static std::string ReadAll(const std::string& path, bool* ok) {
  std::ifstream in(path, std::ios::binary);
  *ok = in.good();
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

static void WriteLiteral(std::ostream& out, const std::string& bytes) {
  out << "\"";
  size_t column = 0;
  for (unsigned char c : bytes) {
    if (c == '\\' || c == '"') {
      out << '\\' << static_cast<char>(c);
    } else if (c >= 0x20 && c < 0x7f && c != '?') {
      out << static_cast<char>(c);
    } else {
      char buffer[8];
      std::snprintf(buffer, sizeof buffer, "\\%03o", c);
      out << buffer;
    }
    if (++column % 100 == 0) out << "\"\n\"";
  }
  out << "\"";
}

// Replaces the YAML files of rule packs by their binary forms; false after printing what is wrong.
static bool CompilePacks(std::map<std::string, std::string>* files) {
  std::map<std::string, std::vector<unsoap::rules::PackFile>> packs;  // by folder under rules/
  for (auto at = files->begin(); at != files->end();) {
    const std::string& path = at->first;
    const size_t folder_end = path.find('/', 6);
    if (!path.starts_with("rules/") || folder_end == std::string::npos) {
      ++at;
      continue;
    }
    unsoap::rules::PackFile& file = packs[path.substr(6, folder_end - 6)].emplace_back();
    file.path = path.substr(folder_end + 1);
    file.bytes = std::move(at->second);
    at = files->erase(at);
  }
  const unsoap::rules::LoadedToolkits shared =
      unsoap::rules::BuildToolkits(packs["toolkits"], "rules/toolkits/");
  packs.erase("toolkits");
  for (const unsoap::Error& error : shared.errors) std::cerr << Format(error);
  bool ok = shared.errors.empty();
  (*files)["rules/shared.toolkits"] = unsoap::rules::ToolkitsToBinary(shared.toolkits);
  const unsoap::rules::LoadedExamples examples =
      unsoap::rules::BuildExamples(packs["examples"], "rules/examples/");
  packs.erase("examples");
  for (const unsoap::Error& error : examples.errors) std::cerr << Format(error);
  ok = ok && examples.errors.empty();
  (*files)["rules/shared.examples"] = unsoap::rules::ExamplesToBinary(examples.examples);
  const auto embed_words = [&](const std::string& path, const char* as, auto build,
                               auto to_binary) {
    const auto file = files->find(path);
    if (file == files->end()) {
      std::cerr << path << " is missing\n";
      ok = false;
      return;
    }
    const auto loaded = build(file->second, path);
    for (const unsoap::Error& error : loaded.errors) std::cerr << Format(error);
    ok = ok && loaded.errors.empty();
    files->erase(file);
    (*files)[as] = to_binary(loaded.words);
  };
  embed_words("rules/secrets.yaml", "rules/shared.secrets", unsoap::rules::BuildSecretWords,
              unsoap::rules::SecretWordsToBinary);
  embed_words("rules/words.yaml", "rules/shared.words", unsoap::rules::BuildWords,
              unsoap::rules::WordsToBinary);
  for (auto& [name, pack_files] : packs) {
    // Paths are shown relative to the repository, as people type them.
    const unsoap::rules::LoadedPack loaded =
        unsoap::rules::BuildPack(pack_files, "rules/" + name + "/", shared.toolkits);
    for (const unsoap::Error& error : loaded.errors) std::cerr << Format(error);
    ok = ok && loaded.errors.empty();
    (*files)["rules/" + name + ".pack"] = unsoap::rules::PackToBinary(loaded.pack);
  }
  return ok;
}

/// Replaces every language file by its binary form, so that the scanner parses no YAML when it
/// starts.
static bool CompileLanguages(std::map<std::string, std::string>* files) {
  for (auto& [path, bytes] : *files) {
    if (!path.starts_with("scanner/languages/") || !path.ends_with("/language.yaml")) continue;
    auto compiled = unsoap::languages::CompileLanguage(path, bytes);
    if (!compiled) {
      std::cerr << unsoap::Format(compiled.error());
      return false;
    }
    bytes = std::move(*compiled);
  }
  return true;
}

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: unsoap_embed ROOT LIST OUT.cc\n";
    return 2;
  }
  const std::string root = argv[1];
  std::ifstream list(argv[2]);
  std::map<std::string, std::string> files;
  for (std::string path; std::getline(list, path);) {
    if (path.empty()) continue;
    bool ok = false;
    files[path] = ReadAll(root + "/" + path, &ok);
    if (!ok) {
      std::cerr << "unsoap_embed: " << path << ": cannot be read\n";
      return 1;
    }
  }
  if (!CompileLanguages(&files) || !CompilePacks(&files)) return 1;
  std::ofstream out(argv[3], std::ios::binary);
  out << "// Generated by unsoap_embed from the files named in it. Do not edit.\n"
         "#include \"scanner/base/embedded.h\"\n\n#include <algorithm>\n\nnamespace unsoap "
         "{\nnamespace {\n"
         "constexpr EmbeddedFile kFiles[] = {\n";
  for (const auto& [path, bytes] : files) {
    out << "{\"" << path << "\", std::string_view(";
    WriteLiteral(out, bytes);
    out << ", " << bytes.size() << ")},\n";
  }
  out << "};\n}  // namespace\n\nstd::span<const EmbeddedFile> EmbeddedFiles() { return kFiles; "
         "}\n\n"
         "std::string_view Embedded(std::string_view path) {\n"
         "  const auto at = std::ranges::lower_bound(kFiles, path, {}, &EmbeddedFile::path);\n"
         "  return at != std::end(kFiles) && at->path == path ? at->bytes : "
         "std::string_view();\n}\n\n}  // namespace unsoap\n";
  return out.good() ? 0 : 1;
}
