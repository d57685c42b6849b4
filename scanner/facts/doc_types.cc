#include "scanner/facts/doc_types.h"

#include <algorithm>
#include <unordered_set>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/facts/type_text.h"

namespace unsoap::facts {
namespace {

constexpr size_t kLongestTag = 1000;  // of what follows the tag's word
constexpr size_t kFarthest =
    200;  // bytes of modifiers and types between a comment and what it is of

/// One tag of a comment: `@param T $x`, `@param {T} x`, `@param x [T]`, `:type x: T`.
struct DocTag {
  std::string_view type, name;
};

/// The next word, or what stands in {} or [] as a whole.
std::string_view TakeToken(std::string_view* text, bool* bracketed) {
  while (!text->empty() && (text->front() == ' ' || text->front() == '\t')) text->remove_prefix(1);
  *bracketed = false;
  if (text->empty()) return {};
  const char close = text->front() == '{' ? '}' : text->front() == '[' ? ']' : '\0';
  if (close != '\0') {
    const size_t end = text->find(close);
    if (end == std::string_view::npos) return {};
    const std::string_view inside = text->substr(1, end - 1);
    *bracketed = true;
    text->remove_prefix(end + 1);
    return inside;
  }
  size_t end = 0;
  while (end < text->size() && !IsDataSpace((*text)[end])) ++end;
  const std::string_view token = text->substr(0, end);
  text->remove_prefix(end);
  return token;
}

DocTag ReadTag(std::string_view line, const std::vector<std::string>& sigils) {
  bool first_bracketed = false, second_bracketed = false;
  const std::string_view first = TakeToken(&line, &first_bracketed);
  const std::string_view second = TakeToken(&line, &second_bracketed);
  const bool name_first = (second_bracketed && !first_bracketed) ||
                          (!first_bracketed && first.size() > 1 && first.ends_with(':'));
  DocTag tag = name_first ? DocTag{second, first} : DocTag{first, second};
  while (!tag.name.empty() && tag.name.back() == ':') tag.name.remove_suffix(1);
  for (const std::string& sigil : sigils) {
    if (tag.name.starts_with(sigil)) tag.name.remove_prefix(sigil.size());
  }
  if (const size_t end = tag.name.find('='); end != std::string_view::npos)
    tag.name = tag.name.substr(0, end);  // JSDoc's optional parameter: [x=1]
  while (!tag.type.empty() &&
         (tag.type.front() == '?' || tag.type.front() == '!' || tag.type.front() == '\\'))
    tag.type.remove_prefix(1);
  return tag;
}

class Declarer {
 public:
  Declarer(const languages::Language& language, FileFacts* facts)
      : language_(language), facts_(*facts), text_(facts->source.text()) {
    for (Function& function : facts_.functions) {
      if (!function.name.empty()) functions_.push_back(&function);
    }
    for (Field& field : facts_.fields) fields_.push_back(&field);
    for (Binding& binding : facts_.bindings) {
      bindings_.push_back(&binding);
      if (binding.target != kNone) variables_.insert(facts_.exprs[binding.target].text);
    }
    const auto by_begin = [](const auto* a, const auto* b) {
      return a->span.begin < b->span.begin;
    };
    std::stable_sort(functions_.begin(), functions_.end(), by_begin);
    std::stable_sort(fields_.begin(), fields_.end(), by_begin);
    std::stable_sort(bindings_.begin(), bindings_.end(), by_begin);
  }

  void Run() {
    for (const Span comment : facts_.comments) {
      const std::string_view text = facts_.source.Slice(comment);
      for (const std::string& tag : language_.doc_variables) {
        Each(text, tag, [&](const DocTag& found) { OfVariable(comment, found); });
      }
      for (const std::string& tag : language_.doc_parameters) {
        Each(text, tag, [&](const DocTag& found) { OfParameter(comment, found); });
      }
      for (const std::string& tag : language_.doc_results) {
        Each(text, tag, [&](const DocTag& found) { OfResult(comment, found); });
      }
    }
  }

 private:
  template <class Use>
  void Each(std::string_view text, std::string_view tag, Use use) const {
    for (size_t at = text.find(tag); at != std::string_view::npos; at = text.find(tag, at + 1)) {
      const std::string_view rest = text.substr(at + tag.size(), kLongestTag);
      if (rest.empty() || (!IsDataSpace(rest.front()) && !tag.ends_with(':'))) continue;
      DocTag found = ReadTag(rest.substr(0, rest.find('\n')), language_.sigils);
      if (!found.type.empty()) use(found);
    }
  }

  /// The first that begins after the comment with nothing but names, modifiers and types between.
  template <class T>
  T* After(Span comment, const std::vector<T*>& all) const {
    const auto next = std::lower_bound(all.begin(), all.end(), comment.end,
                                       [](const T* x, uint32_t at) { return x->span.begin < at; });
    if (next == all.end() || (*next)->span.begin - comment.end > kFarthest) return nullptr;
    const std::string_view gap = text_.substr(comment.end, (*next)->span.begin - comment.end);
    return gap.find_first_of(";{}()") == std::string_view::npos ? *next : nullptr;
  }

  /// The function that a comment is of: the one after it, or the one whose docstring it is.
  Function* FunctionOf(Span comment) const {
    if (Function* after = After(comment, functions_)) return after;
    Function* inner = nullptr;
    const auto next =
        std::upper_bound(functions_.begin(), functions_.end(), comment.begin,
                         [](uint32_t at, const Function* f) { return at < f->span.begin; });
    for (auto it = next; it != functions_.begin() && inner == nullptr;) {
      --it;
      if ((*it)->span.end >= comment.end) inner = *it;
      if (next - it > 64) break;
    }
    return inner;
  }

  /// Step[] for what is declared as an array: the comment says of what.
  static void Declare(std::string_view written, std::string_view* type, std::string_view* element) {
    if (type->empty()) *type = written;
    if (element->empty()) *element = ElementText(written);
  }

  void OfVariable(Span comment, const DocTag& tag) {
    Field* field = After(comment, fields_);
    Binding* binding = After(comment, bindings_);
    if (field != nullptr && (binding == nullptr || field->span.begin <= binding->span.begin)) {
      Declare(tag.type, &field->type, &field->element_type);
      return;
    }
    if (binding == nullptr || binding->target == kNone || !binding->type.empty()) return;
    // "@var T $x" before a statement that binds another name is of no use here.
    const Expr& target = facts_.exprs[binding->target];
    if (target.kind == ExprKind::kName && !tag.name.empty() && tag.name != target.text &&
        comment.begin < binding->span.begin && NamesVariable(tag.name))
      return;
    Declare(tag.type, &binding->type, &binding->element_type);
  }

  /// True if the word after a type is a variable, not the first word of a description.
  bool NamesVariable(std::string_view name) const { return variables_.contains(name); }

  void OfParameter(Span comment, const DocTag& tag) const {
    Function* function = FunctionOf(comment);
    if (function == nullptr) return;
    for (Param& param : function->params) {
      if (param.name == tag.name) Declare(tag.type, &param.type, &param.element_type);
    }
  }

  void OfResult(Span comment, const DocTag& tag) const {
    Function* function = FunctionOf(comment);
    if (function != nullptr)
      Declare(tag.type, &function->return_type, &function->return_element_type);
  }

  const languages::Language& language_;
  FileFacts& facts_;
  std::string_view text_;
  std::vector<Function*> functions_;
  std::vector<Field*> fields_;
  std::vector<Binding*> bindings_;
  std::unordered_set<std::string_view> variables_;  // that a binding names
};

}  // namespace

void DeclareDocTypes(const languages::Language& language, FileFacts* facts) {
  if (language.doc_variables.empty() && language.doc_parameters.empty() &&
      language.doc_results.empty())
    return;
  Declarer(language, facts).Run();
}

}  // namespace unsoap::facts
