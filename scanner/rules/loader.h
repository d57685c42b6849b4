// Loader: a directory of YAML files -> Pack, with everything checked.
//
// What it is: the one place that knows which file of a pack holds what, and that says what is wrong
// with one: unknown keys, missing and duplicate ids, dangling references, conditions that no call
// can meet, patterns that RE2 refuses; each with file, line, column, the line itself and a hint.
// What it is not: the built-in packs (builtin.h) or a pack's meaning.
//
// Failure: a pack with any error is not usable; up to 20 errors are kept so that an author sees
// them together. Hostile input is bounded (yaml.h; at most 2,000 files). Thread safety: no shared
// state.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/rules/example.h"
#include "scanner/rules/pack.h"
#include "scanner/rules/secret_words.h"
#include "scanner/rules/words.h"

namespace unsoap::rules {

struct PackFile {
  std::string path;  // relative to the pack's directory, '/'
  std::string bytes;
};

inline constexpr size_t kMaxPackErrors = 20;

struct LoadedPack {
  Pack pack;                  // complete only when `errors` is empty
  std::vector<Error> errors;  // by file and position
};

/// All *.yaml files under `directory` (its tests/ folder excepted), sorted by path.
Result<std::vector<PackFile>> ReadPackFiles(const std::string& directory);

/// Checks and links the files of one pack. `shown_as` is put before paths in errors ("rules/x/").
/// `shared` are the toolkits that serve every pack; their {Service}, {Port}, {PortType} and
/// {Binding} are filled in here.
LoadedPack BuildPack(const std::vector<PackFile>& files, const std::string& shown_as,
                     const std::vector<Toolkit>& shared);

struct LoadedToolkits {
  std::vector<Toolkit> toolkits;  // sorted by id
  std::vector<Error> errors;
};
LoadedToolkits BuildToolkits(const std::vector<PackFile>& files, const std::string& shown_as);

/// ReadPackFiles and BuildPack; the error is the first one, all of them are in `errors` when it is
/// given.
Result<Pack> LoadPack(const std::string& directory, const std::vector<Toolkit>& shared,
                      std::vector<Error>* errors = nullptr);

struct LoadedExamples {
  std::vector<ExampleLanguage> examples;  // sorted by id
  std::vector<Error> errors;
};
/// The files of rules/examples/.
LoadedExamples BuildExamples(const std::vector<PackFile>& files, const std::string& shown_as);

/// A file of the shape of a pack's effort.yaml; the error is the first mistake in it.
Result<EffortModel> LoadEffort(const std::string& file);

struct LoadedSecretWords {
  SecretWords words;
  std::vector<Error> errors;
};
/// rules/secrets.yaml; `shown_as` is its path for messages.
LoadedSecretWords BuildSecretWords(const std::string& bytes, const std::string& shown_as);

struct LoadedWords {
  Words words;
  std::vector<Error> errors;
};
/// rules/words.yaml, likewise.
LoadedWords BuildWords(const std::string& bytes, const std::string& shown_as);

/// xxh3-128 of paths and bytes, hex; independent of the order of `files`.
std::string PackDigest(std::vector<PackFile> files);

}  // namespace unsoap::rules
