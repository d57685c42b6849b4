#include "scanner/rules/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <sstream>

#include "scanner/base/text.h"

namespace unsoap::rules {
namespace {

constexpr size_t kMaxBytes = 1 << 20;
constexpr size_t kMaxNodes = 100000;
constexpr size_t kMaxDepth = 32;

// Builds the tree from events: yaml-cpp's own nodes would follow aliases.
class Builder : public YAML::EventHandler {
 public:
  explicit Builder(YamlNode* root) : root_(root) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Add(mark, "?", anchor, YamlNode::Kind::kNull);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw YAML::ParserException(mark, "aliases are not allowed in rule packs");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    YamlNode* node = Add(mark, tag, anchor, YamlNode::Kind::kScalar);
    node->quoted = tag == "!";
    node->text = value;
    if (!node->quoted && (value == "~" || value == "null")) node->kind = YamlNode::Kind::kNull;
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Push(mark, Add(mark, tag, anchor, YamlNode::Kind::kList));
  }
  void OnSequenceEnd() override { stack_.pop_back(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Push(mark, Add(mark, tag, anchor, YamlNode::Kind::kMap));
  }
  void OnMapEnd() override { stack_.pop_back(); }

 private:
  // A node stays where it is while it is open: its parent's list grows only after it was closed.
  YamlNode* Add(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                YamlNode::Kind kind) {
    if (anchor != 0) throw YAML::ParserException(mark, "anchors are not allowed in rule packs");
    if (!tag.empty() && tag != "?" && tag != "!") {
      throw YAML::ParserException(mark, "tags are not allowed in rule packs");
    }
    if (++count_ > kMaxNodes)
      throw YAML::ParserException(mark, "more than 100000 values in one file");
    YamlNode* node = stack_.empty() ? root_ : &stack_.back()->items.emplace_back();
    node->kind = kind;
    node->line = mark.line + 1;
    node->column = mark.column + 1;
    return node;
  }
  void Push(const YAML::Mark& mark, YamlNode* node) {
    if (stack_.size() >= kMaxDepth)
      throw YAML::ParserException(mark, "nested deeper than 32 levels");
    stack_.push_back(node);
  }

  YamlNode* root_;
  std::vector<YamlNode*> stack_;
  size_t count_ = 0;
};

// yaml-cpp counts bytes in a line, people count characters.
void FixColumns(const std::vector<std::string_view>& lines, YamlNode* node) {
  if (node->line >= 1 && static_cast<size_t>(node->line) <= lines.size()) {
    const std::string_view line = lines[node->line - 1];
    const size_t bytes = static_cast<size_t>(node->column - 1);
    if (bytes <= line.size())
      node->column = static_cast<int>(CountCodePoints(line.substr(0, bytes))) + 1;
  }
  for (YamlNode& item : node->items) FixColumns(lines, &item);
}

Error ErrorAt(const std::string& path, const std::string& bytes, int line, int column,
              std::string message, std::string hint = {}) {
  Error error;
  error.path = path;
  error.line = line;
  error.column = column;
  error.source = LineOf(bytes, line);
  error.message = std::move(message);
  error.hint = std::move(hint);
  return error;
}

}  // namespace

const YamlNode* YamlNode::Find(const std::string& key) const {
  if (kind != Kind::kMap) return nullptr;
  for (size_t i = 0; i + 1 < items.size(); i += 2) {
    if (items[i].text == key) return &items[i + 1];
  }
  return nullptr;
}

const char* YamlNode::KindName() const {
  switch (kind) {
    case Kind::kNull:
      return "nothing";
    case Kind::kScalar:
      return "a single value";
    case Kind::kList:
      return "a list";
    case Kind::kMap:
      return "a map";
  }
  return "";
}

std::string LineOf(const std::string& bytes, int line) {
  if (line < 1) return {};
  size_t begin = 0;
  for (int i = 1; i < line; ++i) {
    begin = bytes.find('\n', begin);
    if (begin == std::string::npos) return {};
    ++begin;
  }
  std::string text = bytes.substr(begin, bytes.find('\n', begin) - begin);
  if (!text.empty() && text.back() == '\r') text.pop_back();
  return text;
}

Result<YamlNode> ParseYaml(const std::string& path, const std::string& bytes) {
  if (bytes.size() > kMaxBytes) {
    return Fail(
        ErrorAt(path, "", 0, 0, "file is larger than 1 MiB", "split it into several files"));
  }
  if (ToValidUtf8(bytes) != bytes)
    return Fail(ErrorAt(path, "", 0, 0, "file is not UTF-8", "save it as UTF-8"));
  YamlNode root;
  try {
    std::istringstream in(bytes);
    YAML::Parser parser(in);
    Builder builder(&root);
    if (!parser.HandleNextDocument(builder))
      return Fail(ErrorAt(path, bytes, 1, 1, "file is empty"));
    YamlNode second;
    Builder rest(&second);
    if (parser.HandleNextDocument(rest)) {
      return Fail(ErrorAt(path, bytes, second.line, second.column, "a second document in one file",
                          "put it into its own file"));
    }
  } catch (const YAML::Exception& e) {
    return Fail(ErrorAt(path, bytes, e.mark.line + 1, e.mark.column + 1, e.msg));
  }
  std::vector<std::string_view> lines = Split(bytes, '\n');
  FixColumns(lines, &root);
  return root;
}

}  // namespace unsoap::rules
