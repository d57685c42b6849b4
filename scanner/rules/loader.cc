#include "scanner/rules/loader.h"

#include <fmt/format.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/rules/check.h"
#include "scanner/rules/reader.h"

namespace unsoap::rules {
namespace {

constexpr size_t kMaxFiles = 2000;
constexpr std::uintmax_t kMaxFileBytes =
    (1 << 20) + 1;  // one more than the YAML reader takes, so that it can say so

// Which file holds which root key; operations/ and toolkits/ hold one object a file.
struct FileKind {
  const char* path;
  std::set<std::string> keys;
};
const std::vector<FileKind>& FileKinds() {
  static const std::vector<FileKind> kKinds = {
      {"pack.yaml", {}},
      {"surface.yaml", {}},
      {"credentials.yaml", {}},
      {"effort.yaml", {}},
      {"endpoints.yaml", {"endpoints"}},
      {"parameters.yaml", {"parameters"}},
      {"enums.yaml", {"enums", "enum_rest_names"}},
      {"types.yaml", {"types"}},
      {"packages.yaml", {"packages"}},
      {"timeline.yaml", {"timeline"}},
      {"errata.yaml", {"errata"}},
      {"second_hop.yaml", {"second_hop"}},
      {"rest_rules.yaml", {"rest_rules"}},
      {"errors.yaml", {"errors"}},
      {"fields.yaml", {"fields", "field_rules"}},
      {"quotas.yaml", {"quotas"}},
      {"migration.yaml", {"migration"}},
  };
  return kKinds;
}

void ReadPackFile(const PackFile& file, const YamlNode& root, PackReader* reader, Pack* pack) {
  const std::string_view path = file.path;
  if (path.starts_with("operations/")) {
    reader->Read(root, &pack->operations.emplace_back());
  } else if (path.starts_with("toolkits/")) {
    reader->Read(root, &pack->toolkits.emplace_back());
  } else if (path == "pack.yaml") {
    reader->ReadPackKeys(root, pack);
  } else if (path == "surface.yaml") {
    reader->Read(root, &pack->surface);
  } else if (path == "credentials.yaml") {
    reader->Read(root, &pack->credentials);
  } else if (path == "effort.yaml") {
    reader->Read(root, &pack->effort);
  } else {
    const auto kind =
        std::ranges::find_if(FileKinds(), [&](const FileKind& k) { return path == k.path; });
    if (kind != FileKinds().end()) {
      reader->ReadListFile(root, kind->keys, pack);
      return;
    }
    std::vector<std::string> names;
    for (const FileKind& k : FileKinds()) names.push_back(k.path);
    const std::string near = DidYouMean(file.path, names);
    reader->Report(file, 0, 0, "no part of a rule pack has this name",
                   near.empty()
                       ? "one of: " + Join(names, ", ") + ", operations/*.yaml, toolkits/*.yaml"
                       : "did you mean \"" + near + "\"?");
  }
}

void Finish(std::vector<Error>* errors) {
  std::ranges::stable_sort(*errors, [](const Error& a, const Error& b) {
    return std::tie(a.path, a.line, a.column) < std::tie(b.path, b.line, b.column);
  });
  if (errors->size() > kMaxPackErrors) errors->resize(kMaxPackErrors);
}

// "{Port}" and its like in a shared toolkit become the names of this service; several names give
// several rows.
void Substitute(std::string_view mark, const std::vector<std::string>& names,
                std::vector<std::string>* texts) {
  std::vector<std::string> out;
  for (const std::string& text : *texts) {
    const size_t at = text.find(mark);
    if (at == std::string::npos) {
      out.push_back(text);
      continue;
    }
    for (const std::string& name : names)
      out.push_back(std::string(text).replace(at, mark.size(), name));
  }
  *texts = std::move(out);
}

std::vector<std::string> Expand(const Surface& surface, const std::string& text) {
  std::vector<std::string> texts = {text};
  Substitute("{Service}", surface.service_names, &texts);
  Substitute("{Port}", surface.port_names, &texts);
  Substitute("{PortType}", surface.port_types, &texts);
  Substitute("{Binding}", surface.bindings, &texts);
  return texts;
}

void ExpandAll(const Surface& surface, std::vector<std::string>* texts) {
  std::vector<std::string> out;
  for (const std::string& text : *texts) {
    for (std::string& one : Expand(surface, text)) out.push_back(std::move(one));
  }
  *texts = std::move(out);
}

// Every byte that is no letter, digit or underscore with a backslash before it: itself, to RE2.
std::string QuoteForRegex(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = IsWordChar(c) || (c & 0x80) != 0;
    if (!plain) out += '\\';
    out += c;
  }
  return out;
}

// What a pack may leave to us: a namespace is found as it is written, and a WSDL where an
// endpoint's address goes on to "?wsdl" or ".wsdl".
void FillPatterns(Surface* surface) {
  if (surface->namespace_pattern.empty()) {
    std::vector<std::string> quoted;
    for (const std::string& name : surface->namespaces) quoted.push_back(QuoteForRegex(name));
    surface->namespace_pattern = Join(quoted, "|");
  }
  if (surface->wsdl_pattern.empty() && !surface->endpoint_pattern.empty()) {
    surface->wsdl_pattern =
        "(?:" + surface->endpoint_pattern + R"re()(?i:[^\s"'<>]*(?:[?&]wsdl|\.wsdl)\b))re";
  }
}

Toolkit ForService(const Surface& surface, Toolkit toolkit) {
  std::vector<Toolkit::Client> clients;
  for (const Toolkit::Client& client : toolkit.clients) {
    for (const std::string& type : Expand(surface, client.type)) {
      for (const std::string& receiver : Expand(surface, client.receiver)) {
        for (const std::string& method : Expand(surface, client.method)) {
          Toolkit::Client& one = clients.emplace_back(client);
          one.type = type, one.receiver = receiver, one.method = method;
        }
      }
    }
  }
  toolkit.clients = std::move(clients);
  std::vector<Toolkit::Invoke> invokes;
  for (const Toolkit::Invoke& invoke : toolkit.invokes) {
    for (const std::string& via : Expand(surface, invoke.via)) {
      for (const std::string& method : Expand(surface, invoke.method)) {
        Toolkit::Invoke& one = invokes.emplace_back(invoke);
        one.via = via, one.method = method;
      }
    }
  }
  toolkit.invokes = std::move(invokes);
  ExpandAll(surface, &toolkit.passthrough);
  ExpandAll(surface, &toolkit.imports);
  ExpandAll(surface, &toolkit.request_types);
  return toolkit;
}

}  // namespace

Result<std::vector<PackFile>> ReadPackFiles(const std::string& directory) {
  namespace fs = std::filesystem;
  auto fail = [&](std::string message, std::string hint = {}) {
    Error error;
    error.path = directory;
    error.message = std::move(message);
    error.hint = std::move(hint);
    return Fail(std::move(error));
  };
  std::error_code code;
  if (!fs::is_directory(directory, code)) return fail("rule pack is not a directory");
  std::vector<std::string> paths;
  fs::recursive_directory_iterator at(directory, code), end;
  for (; !code && at != end; at.increment(code)) {
    const std::string path = at->path().lexically_relative(directory).generic_string();
    std::error_code ignored;
    if (at->is_directory(ignored)) {
      if (path == "tests" || at->path().filename().string().starts_with(".") || at.depth() > 4) {
        at.disable_recursion_pending();
      }
      continue;
    }
    if (path.ends_with(".yml"))
      return fail("rule files end in .yaml, not .yml: " + path, "rename it");
    if (path.ends_with(".yaml") && at->is_regular_file(ignored)) paths.push_back(path);
    if (paths.size() > kMaxFiles) return fail("rule pack has more than 2000 files");
  }
  if (code) return fail("rule pack cannot be read: " + code.message());
  std::ranges::sort(paths);
  std::vector<PackFile> files;
  const fs::path base = fs::canonical(directory, code);
  for (const std::string& path : paths) {
    // A pack may come with the tree that is scanned: errors show its lines, and only its.
    const fs::path real = fs::canonical(base / path, code);
    if (code || *real.lexically_relative(base).begin() == "..")
      return fail("rule file leads out of the pack: " + path, "copy it into the pack");
    std::ifstream in(directory + "/" + path, std::ios::binary);
    PackFile& file = files.emplace_back();
    file.path = path;
    std::string buffer(kMaxFileBytes, '\0');
    in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    if (in.bad() || (in.fail() && !in.eof())) return fail("rule file cannot be read: " + path);
    buffer.resize(static_cast<size_t>(in.gcount()));
    file.bytes = std::move(buffer);
    file.bytes.shrink_to_fit();
  }
  if (files.empty()) return fail("no .yaml file in this rule pack", "a pack begins with pack.yaml");
  return files;
}

LoadedPack BuildPack(const std::vector<PackFile>& files, const std::string& shown_as,
                     const std::vector<Toolkit>& shared) {
  LoadedPack loaded;
  Pack& pack = loaded.pack;
  PackReader reader(shown_as);
  for (const PackFile& file : files) {
    Result<YamlNode> root = ParseYaml(reader.Shown(file.path), file.bytes);
    if (!root) {
      reader.Add(root.error());
      continue;
    }
    reader.Enter(&file);
    ReadPackFile(file, *root, &reader, &pack);
  }
  for (const char* needed : {"pack.yaml", "surface.yaml"}) {
    if (std::ranges::find(files, needed, &PackFile::path) == files.end()) {
      Error error;
      error.path = shown_as + needed;
      error.message = "a rule pack needs this file";
      error.hint = "see rules/README.md";
      reader.Add(std::move(error));
    }
  }
  std::ranges::stable_sort(pack.operations, {}, &Operation::name);
  std::ranges::stable_sort(pack.endpoints, {}, &RestEndpoint::id);
  std::ranges::stable_sort(pack.timeline, {}, &TimelineEvent::date);
  FillPatterns(&pack.surface);
  for (const Toolkit& toolkit : shared) pack.toolkits.push_back(ForService(pack.surface, toolkit));
  pack.digest = PackDigest(files);
  CheckPack(&pack, files, &reader);
  loaded.errors = std::move(reader.errors());
  Finish(&loaded.errors);
  return loaded;
}

/// One entry a file.
template <class T>
static void ReadEach(const std::vector<PackFile>& files, PackReader* reader, std::vector<T>* out) {
  for (const PackFile& file : files) {
    Result<YamlNode> root = ParseYaml(reader->Shown(file.path), file.bytes);
    if (!root) {
      reader->Add(root.error());
      continue;
    }
    reader->Enter(&file);
    reader->Read(*root, &out->emplace_back());
  }
}

LoadedToolkits BuildToolkits(const std::vector<PackFile>& files, const std::string& shown_as) {
  LoadedToolkits loaded;
  PackReader reader(shown_as);
  ReadEach(files, &reader, &loaded.toolkits);
  std::ranges::stable_sort(loaded.toolkits, {}, &Toolkit::id);
  CheckToolkits(loaded.toolkits, files, &reader);
  loaded.errors = std::move(reader.errors());
  Finish(&loaded.errors);
  return loaded;
}

LoadedExamples BuildExamples(const std::vector<PackFile>& files, const std::string& shown_as) {
  LoadedExamples loaded;
  PackReader reader(shown_as);
  ReadEach(files, &reader, &loaded.examples);
  std::ranges::stable_sort(loaded.examples, {}, &ExampleLanguage::id);
  loaded.errors = std::move(reader.errors());
  Finish(&loaded.errors);
  return loaded;
}

Result<Pack> LoadPack(const std::string& directory, const std::vector<Toolkit>& shared,
                      std::vector<Error>* errors) {
  Result<std::vector<PackFile>> files = ReadPackFiles(directory);
  if (!files) {
    if (errors != nullptr) errors->push_back(files.error());
    return Fail(files.error());
  }
  const std::string shown = directory.ends_with('/') ? directory : directory + "/";
  LoadedPack loaded = BuildPack(*files, shown, shared);
  if (errors != nullptr) *errors = loaded.errors;
  if (!loaded.errors.empty()) return Fail(loaded.errors.front());
  return std::move(loaded.pack);
}

Result<EffortModel> LoadEffort(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  PackFile read{"", std::string(kMaxFileBytes, '\0')};
  if (in) in.read(read.bytes.data(), static_cast<std::streamsize>(read.bytes.size()));
  if (!in.is_open() || in.bad() || (in.fail() && !in.eof())) {
    Error error;
    error.path = file;
    error.message = "cannot read the effort model";
    error.hint = "a YAML file with by_kind, by_operation and by_severity";
    return Fail(std::move(error));
  }
  read.bytes.resize(static_cast<size_t>(in.gcount()));
  Result<YamlNode> root = ParseYaml(file, read.bytes);
  if (!root) return Fail(root.error());
  EffortModel model;
  PackReader reader(file);
  reader.Enter(&read);
  reader.Read(*root, &model);
  if (reader.errors().empty()) return model;
  Finish(&reader.errors());
  return Fail(reader.errors().front());
}

namespace {

/// A file that is no pack's, as a whole; check(reader, file, words) reports what the keys alone do
/// not show.
template <class Loaded, class Check>
Loaded BuildShared(const std::string& bytes, const std::string& shown_as, const Check& check) {
  Loaded loaded;
  const PackFile file{"", bytes};
  PackReader reader(shown_as);
  const Result<YamlNode> root = ParseYaml(shown_as, bytes);
  if (!root) {
    loaded.errors.push_back(root.error());
    return loaded;
  }
  reader.Enter(&file);
  reader.Read(*root, &loaded.words);
  check(reader, file, loaded.words);
  loaded.errors = std::move(reader.errors());
  Finish(&loaded.errors);
  return loaded;
}

}  // namespace

LoadedSecretWords BuildSecretWords(const std::string& bytes, const std::string& shown_as) {
  return BuildShared<LoadedSecretWords>(
      bytes, shown_as, [](PackReader& reader, const PackFile& file, const SecretWords& words) {
        const std::vector<std::string>& rows = words.letter_pairs;
        const bool square =
            rows.size() == 26 && std::ranges::all_of(rows, [](const std::string& row) {
              return row.size() == 26 && row.find_first_not_of("0123456789") == std::string::npos;
            });
        if (!square) reader.Report(file, 0, 0, "letter_pairs needs 26 rows of 26 digits", "");
      });
}

LoadedWords BuildWords(const std::string& bytes, const std::string& shown_as) {
  return BuildShared<LoadedWords>(
      bytes, shown_as, [](PackReader& reader, const PackFile& file, const Words& words) {
        for (const std::string& pattern : words.container_classes) {
          if (pattern.find('*') == std::string::npos)
            reader.Report(file, 0, 0, "container_classes: '" + pattern + "' has no * for the name",
                          "");
        }
      });
}

std::string PackDigest(std::vector<PackFile> files) {
  std::ranges::sort(files, {}, &PackFile::path);
  XXH3_state_t state;
  XXH3_128bits_reset(&state);
  for (const PackFile& file : files) {
    // Lengths keep "ab" + "c" apart from "a" + "bc".
    const std::string head = fmt::format("{}\n{}\n", file.path, file.bytes.size());
    XXH3_128bits_update(&state, head.data(), head.size());
    XXH3_128bits_update(&state, file.bytes.data(), file.bytes.size());
  }
  const XXH128_hash_t hash = XXH3_128bits_digest(&state);
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace unsoap::rules
