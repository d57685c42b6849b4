#include "scanner/rules/render_example.h"

#include <algorithm>
#include <functional>
#include <vector>

#include "scanner/base/char.h"
#include "scanner/base/text.h"

namespace unsoap::rules {
namespace {

using Kind = JsonTree::Kind;
using Holes = std::map<std::string, std::string>;

std::string FillHoles(std::string_view text, const Holes& holes) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const size_t end = text[i] == '{' ? text.find('}', i) : std::string_view::npos;
    const auto hole = end == std::string_view::npos
                          ? holes.end()
                          : holes.find(std::string(text.substr(i + 1, end - i - 1)));
    if (hole == holes.end()) {
      out += text[i++];
    } else {
      out += hole->second;
      i = end + 1;
    }
  }
  return out;
}

// "leadId" -> "LEAD_ID".
std::string Capitals(std::string_view name) {
  std::string out;
  for (size_t i = 0; i < name.size(); ++i) {
    if (i > 0 && IsUpper(name[i]) && !IsUpper(name[i - 1]) && !out.ends_with('_')) out += '_';
    if (IsAlnum(name[i])) out += ToUpper(name[i]);
    if (!IsAlnum(name[i]) && !out.empty() && !out.ends_with('_')) out += '_';
  }
  while (out.ends_with('_')) out.pop_back();
  if (out.empty() || IsDigit(out[0])) out.insert(0, "VALUE_");
  return out;
}

class Renderer {
 public:
  Renderer(const ExampleLanguage& language, const RestEndpoint& endpoint, const Request& request)
      : language_(language), endpoint_(endpoint), request_(request) {}

  RenderedExample Render(const std::string& step, const std::string& service) {
    Holes holes = {
        {"SERVICE", service}, {"step", step}, {"method", endpoint_.http_method}, {"path", Path()}};
    if (const JsonTree* type = request_.headers.Find("Content-Type"))
      holes["content_type"] = type->text;
    if (Has("json")) {
      holes["json"] = Json();
      holes["native"] = Native({}, request_.body);
    }
    std::vector<std::string> lines;
    for (const ExampleLine& line : language_.lines) {
      if (!Holds(line)) continue;
      if (line.each.empty()) lines.push_back(FillHoles(line.text, holes));
      if (!line.each.empty()) Each(line, holes, &lines);
    }
    out_.text = unsoap::Join(lines, language_.join);
    return std::move(out_);
  }

 private:
  bool Has(std::string_view fact) const {
    const bool body = !request_.body.empty();
    if (fact == "query") return !request_.query.items.empty();
    if (fact == "body") return body;
    if (fact == "get") return endpoint_.http_method == "GET";
    if (fact == "login") return FindMember(endpoint_.query, "client_secret") != nullptr;
    return body && endpoint_.content == fact;
  }

  bool Holds(const ExampleLine& line) const {
    const auto has = [&](const std::string& fact) { return Has(fact); };
    return std::ranges::all_of(line.when, has) && std::ranges::none_of(line.unless, has) &&
           (line.each.empty() || Has(line.each));
  }

  void Each(const ExampleLine& line, Holes holes, std::vector<std::string>* lines) {
    const JsonTree& values = line.each == "query" ? request_.query : request_.body;
    const std::vector<RestMember>& members =
        line.each == "query" ? endpoint_.query : endpoint_.body;
    for (size_t i = 0; i < values.names.size(); ++i) {
      const RestMember* member = FindMember(members, values.names[i]);
      RestMember other;
      other.name = values.names[i];
      const RestMember& of = member == nullptr ? other : *member;
      const bool is_list = values.items[i].kind == Kind::kList && of.type != "object";
      const std::vector<JsonTree> items =
          is_list ? values.items[i].items : std::vector<JsonTree>{values.items[i]};
      for (const JsonTree& item : items) {
        holes["name"] = values.names[i];
        holes["value"] = Value(of, item);
        holes["pair"] = Pair(of, item, "=");
        holes["file"] = Pair(of, item, "=@");
        lines->push_back(FillHoles(line.text, holes));
      }
    }
  }

  // A literal that holds pieces of text and values between them.
  struct Piece {
    std::string text;
    bool is_value = false;
  };
  std::string Literal(const std::vector<Piece>& pieces) const {
    std::string out = language_.quote;
    for (const Piece& piece : pieces)
      out += piece.is_value ? FillHoles(language_.splice, {{"name", piece.text}})
                            : Escaped(piece.text);
    return out + language_.quote;
  }
  std::string Escaped(const std::string& text) const {
    std::string out;
    for (const char c : text) {
      const auto at = language_.escapes.find(std::string(1, c));
      out += at == language_.escapes.end() ? std::string(1, c) : at->second;
    }
    return out;
  }

  std::string Path() {
    std::string out = endpoint_.path;
    for (const RestMember& member : endpoint_.path_parameters) {
      const JsonTree* value = request_.path.Find(member.name);
      const std::string hole = "{" + member.name + "}";
      const size_t at = out.find(hole);
      if (value == nullptr || at == std::string::npos) continue;
      const std::string& splice =
          language_.path_splice.empty() ? language_.splice : language_.path_splice;
      out.replace(at, hole.size(),
                  value->LeafKind().empty()
                      ? UrlEncode(value->text)
                      : FillHoles(splice, {{"name", Expression(member, *value)}}));
    }
    return out;
  }

  std::string Pair(const RestMember& member, const JsonTree& value, const char* joint) {
    std::vector<Piece> pieces = {{member.name + joint, false}};
    if (!value.LeafKind().empty()) {
      pieces.push_back({Expression(member, value), true});
    } else if (value.IsContainer()) {
      JsonPieces(member, value, &pieces);
    } else {
      pieces.push_back({value.text, false});
    }
    return Literal(pieces);
  }

  std::string Value(const RestMember& member, const JsonTree& value) {
    if (!value.LeafKind().empty())
      return language_.value.empty()
                 ? Expression(member, value)
                 : FillHoles(language_.value, {{"name", Expression(member, value)}});
    if (value.IsContainer()) {
      std::vector<Piece> pieces;
      JsonPieces(member, value, &pieces);
      return Literal(pieces);
    }
    return Literal({{value.text, false}});
  }

  // What stands for a leaf that is not known.
  std::string Expression(const RestMember& member, const JsonTree& leaf) {
    if (language_.leaves == "variables") return Variable(member, leaf);
    const std::string& text = leaf.LeafText();
    if (leaf.LeafKind() == "$code") return text;
    const size_t dot = text.find('.');
    if (leaf.LeafKind() == "$choose" || dot == std::string::npos)
      return language_.choose.empty()
                 ? Literal({{"<" + text + ">", false}})
                 : FillHoles(language_.choose, {{"text", text}, {"name", member.name}});
    return FillHoles(language_.answer, {{"step", text.substr(0, dot)}, {"path", AnswerPath(text)}});
  }

  // "1.result[0].id" -> each key and index in the language's own subscript.
  std::string AnswerPath(const std::string& text) const {
    std::string out;
    std::vector<std::string_view> keys = Split(text, '.');
    for (size_t i = 1; i < keys.size(); ++i) {
      const size_t open = std::min(keys[i].find('['), keys[i].size());
      out += FillHoles(language_.answer_key, {{"name", std::string(keys[i].substr(0, open))}});
      if (open == keys[i].size()) continue;
      const std::string_view index = keys[i].substr(open + 1, keys[i].find(']') - open - 1);
      out += FillHoles(language_.answer_index, {{"name", std::string(index)}});
    }
    return out;
  }

  std::string Variable(const RestMember& member, const JsonTree& leaf) {
    const std::string key = std::string(leaf.LeafKind()) + leaf.LeafText() + "\n" + member.name;
    const auto known = names_.find(key);
    if (known != names_.end()) return known->second;
    const std::string base = Capitals(member.name);
    std::string name = base;
    for (int n = 2; out_.variables.contains(name); ++n) name = base + "_" + std::to_string(n);
    std::string what = member.type + ": " + member.name;
    const bool is_text = member.type == "string" || member.type == "file";
    if (leaf.LeafKind() == "$answer")
      what += ", from step " + leaf.LeafText().substr(0, leaf.LeafText().find('.'));
    if (leaf.LeafKind() == "$choose" && is_text && leaf.LeafText() != member.name)
      what += ", " + leaf.LeafText();
    out_.variables[name] = what;
    return names_.emplace(key, name).first->second;
  }

  std::string Json() {
    std::vector<Piece> pieces;
    RestMember body;
    body.type = "object";
    body.members = endpoint_.body;
    JsonPieces(body, request_.body, &pieces);
    return Literal(pieces);
  }

  // Texts are quoted whether they are known or not, numbers never.
  void JsonPieces(const RestMember& member, const JsonTree& value, std::vector<Piece>* pieces) {
    const auto text = [&](const std::string& more) { pieces->push_back({more, false}); };
    if (!value.LeafKind().empty()) {
      const bool is_number =
          member.type == "integer" || member.type == "number" || member.type == "boolean";
      if (!is_number) text("\"");
      pieces->push_back({Expression(member, value), true});
      if (!is_number) text("\"");
      return;
    }
    if (!value.IsContainer()) return text(ToJsonText(value));
    const bool is_object = value.kind == Kind::kObject;
    text(is_object ? "{" : "[");
    for (size_t i = 0; i < value.items.size(); ++i) {
      if (i > 0) text(", ");
      if (!is_object) {
        JsonPieces(member, value.items[i], pieces);
        continue;
      }
      text("\"" + JsonEscape(value.names[i]) + "\": ");
      const RestMember* inner = FindMember(member.members, value.names[i]);
      RestMember other;
      other.name = value.names[i];
      JsonPieces(inner == nullptr ? other : *inner, value.items[i], pieces);
    }
    text(is_object ? "}" : "]");
  }

  std::string Native(const RestMember& member, const JsonTree& value) {
    if (language_.object.empty()) return {};
    if (!value.LeafKind().empty()) return Value(member, value);
    if (value.kind == Kind::kBool)
      return value.text == "true" ? language_.true_word : language_.false_word;
    if (value.kind == Kind::kNumber) return value.text;
    if (!value.IsContainer())
      return value.kind == Kind::kString ? Literal({{value.text, false}}) : language_.null_word;
    std::vector<std::string> items;
    for (size_t i = 0; i < value.items.size(); ++i) {
      RestMember inner;
      inner.name = value.kind == Kind::kObject ? value.names[i] : member.name;
      const std::string item = Native(inner, value.items[i]);
      items.push_back(
          value.kind == Kind::kList
              ? item
              : FillHoles(language_.object_entry,
                          {{"name", Literal({{value.names[i], false}})}, {"value", item}}));
    }
    return FillHoles(value.kind == Kind::kList ? language_.list : language_.object,
                     {{"items", unsoap::Join(items, language_.object_joint)}});
  }

  const ExampleLanguage& language_;
  const RestEndpoint& endpoint_;
  const Request& request_;
  std::map<std::string, std::string> names_;  // of variables, by what they stand for
  RenderedExample out_;
};

}  // namespace

RenderedExample RenderExample(const ExampleLanguage& language, const std::string& service,
                              const RestEndpoint& endpoint, const Request& request, int step) {
  return Renderer(language, endpoint, request)
      .Render(std::to_string(step), Capitals(service.substr(0, service.find(' '))));
}

}  // namespace unsoap::rules
