// PackReader: fills pack structs from YAML trees with the key lists of fields.h, and collects what
// is wrong.
//
// What it is: the part of the loader that looks at one value at a time. References to endpoints and
// operations are only written down; they can be checked when all files are read (references()).
// What it is not: the cross-file checks.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "scanner/rules/fields.h"
#include "scanner/rules/loader.h"
#include "scanner/rules/yaml.h"

namespace unsoap::rules {

class PackReader {
 public:
  /// A name in the YAML that must exist elsewhere in the pack.
  struct Reference {
    Check check;
    std::string name;
    const PackFile* file;
    int line, column;
  };

  explicit PackReader(std::string shown_as) : shown_as_(std::move(shown_as)) {}

  /// Begins a file; its tree must outlive the reader's calls for it.
  void Enter(const PackFile* file) { file_ = file; }

  template <class T>
  void Read(const YamlNode& node, T* out) {
    if (!ExpectKind(node, YamlNode::Kind::kMap)) return;
    Scope scope(this, &node);
    Visit(*this, *out);
  }
  void ReadPackKeys(const YamlNode& node, Pack* out);
  /// The root map of a file of lists; `allowed` is the key that the file may hold.
  void ReadListFile(const YamlNode& node, const std::set<std::string>& allowed, Pack* out);

  // Called by Visit() for each key.
  void operator()(const char* key, std::string& out, FieldRule rule);
  void operator()(const char* key, bool& out, FieldRule rule);
  void operator()(const char* key, int& out, FieldRule rule);
  void operator()(const char* key, std::vector<std::string>& out, FieldRule rule);
  void operator()(const char* key, std::map<std::string, std::string>& out, FieldRule rule);
  void operator()(const char* key, std::map<std::string, int>& out, FieldRule rule);
  void operator()(const char* key, std::vector<Condition>& out, FieldRule rule);
  void operator()(const char* key, SourcePlace& out, FieldRule rule);
  void operator()(const char* key, JsonTree& out, FieldRule rule);
  template <class T>
  void operator()(const char* key, std::vector<T>& out, FieldRule rule) {
    const YamlNode* node = Take(key, rule);
    if (node == nullptr || !ExpectKind(*node, YamlNode::Kind::kList)) return;
    for (const YamlNode& item : node->items) Read(item, &out.emplace_back());
  }

  void Report(int line, int column, std::string message, std::string hint = {});
  void Report(const YamlNode& node, std::string message, std::string hint = {}) {
    Report(node.line, node.column, std::move(message), std::move(hint));
  }
  void Report(const PackFile& file, int line, int column, std::string message,
              std::string hint = {});
  void Add(Error error) { errors_.push_back(std::move(error)); }

  std::vector<Error>& errors() { return errors_; }
  const std::vector<Reference>& references() const { return references_; }
  std::string Shown(const std::string& path) const { return shown_as_ + path; }

 private:
  // The map whose keys are being taken; on leaving it, keys nobody took are reported.
  struct Scope {
    Scope(PackReader* reader, const YamlNode* node);
    ~Scope();
    PackReader* reader;
    Scope* outer;
    const YamlNode* node;
    std::vector<std::string> known;
  };
  const YamlNode* Take(const char* key, FieldRule rule);
  bool ExpectKind(const YamlNode& node, YamlNode::Kind kind);
  bool ReadScalar(const YamlNode& node, std::string* out, Check check);
  void CheckValue(const YamlNode& node, const std::string& value, Check check);
  void CheckAddresses(const YamlNode& node, const std::string& value);
  void ReadCondition(const YamlNode& node, Condition* out);
  std::vector<std::string> ReadValues(const YamlNode& node);
  JsonTree ReadTree(const YamlNode& node);

  std::string shown_as_;
  const PackFile* file_ = nullptr;
  Scope* scope_ = nullptr;
  std::vector<Error> errors_;
  std::vector<Reference> references_;
};

/// "leadKey.keyType is EMAIL", for people, from the parts of a condition.
std::string ConditionText(const Condition& condition);

}  // namespace unsoap::rules
