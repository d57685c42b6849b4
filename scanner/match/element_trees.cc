#include "scanner/match/element_trees.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "scanner/base/budget.h"
#include "scanner/base/text.h"
#include "scanner/match/element_calls.h"
#include "scanner/match/request_names.h"
#include "scanner/rules/builtin.h"

namespace unsoap::match {
namespace {

using facts::Expr;
using facts::ExprId;
using facts::ExprKind;

constexpr int kMostSteps = 8;      // names of names, calls on calls
constexpr int kMostNested = 12;    // elements in elements
constexpr size_t kMostMade = 400;  // elements of a function

/// "ns1:leadKey", "{http://x}leadKey" -> leadKey
std::string_view LocalName(std::string_view name) {
  return name.substr(name.find_last_of(":}/") + 1);
}

class TreeReader {
 public:
  TreeReader(const ArgumentTools& tools, const rules::Pack& pack,
             const std::vector<const rules::Operation*>& operations, link::ExprRef root)
      : tools_(tools),
        pack_(pack),
        operations_(operations),
        names_(tools.names->Of(pack, operations)),
        file_(root.file),
        root_(root.expr),
        facts_(tools.program->file(root.file)) {}

  std::vector<SeenArgument> Read() {
    made_[root_] = {};
    if (IsStart(root_)) {
      ReadStream();
    } else {
      FindElements();
      FindParents();
      FindTexts();
    }
    Emit(root_, "", 0);
    return Merged();
  }

 private:
  struct Made {
    std::string_view name;
    uint32_t after = 0;  // the arguments behind the name
    ExprId parent = facts::kNone, text = facts::kNone;
    std::vector<ExprId> children;
  };

  const facts::Arg* Args(const Expr& e) const { return facts_.begin_args(e); }

  /// The name that an argument is, or ends in: 'keyType', ns + "keyType", '{%s}keyType' % NS.
  std::string_view NameIn(ExprId id) const {
    if (id == facts::kNone) return {};
    const Expr* e = &facts_.exprs[id];
    if (e->kind == ExprKind::kConcat && e->args_count > 0) {
      const ExprId last = Args(*e)[e->args_count - 1].value;
      if (last == facts::kNone) return {};
      e = &facts_.exprs[last];
    }
    if (e->kind != ExprKind::kString) return {};
    const std::string_view name = LocalName(e->text);
    return !name.empty() && names_.Known(name) == name ? name : std::string_view();
  }

  /// The element that an expression makes, if any.
  std::optional<Made> ElementOf(ExprId id) const {
    const Expr& e = facts_.exprs[id];
    if (e.kind != ExprKind::kCall && e.kind != ExprKind::kNew) return {};
    Made made;
    for (uint32_t i = 0; i < e.args_count && i < 3; ++i) {
      made.name = NameIn(Args(e)[i].value);
      made.after = i + 1;
      if (!made.name.empty()) return made;
    }
    made.after = 0;
    if (e.kind != ExprKind::kCall) return {};
    std::string_view own = LocalName(e.text);
    const ExprId callee = e.name_expr != facts::kNone ? e.name_expr : e.object;
    if (e.text.empty() && callee != facts::kNone && facts_.exprs[callee].kind == ExprKind::kString)
      own = LocalName(facts_.exprs[callee].text);
    if (own.empty() || names_.Known(own) != own || e.args_count == 0) return {};
    made.name = own;
    return made;
  }

  /// Of this function: a tree that another one makes is no part of this one.
  bool IsHere(ExprId id) const {
    const Expr& e = facts_.exprs[id];
    const Expr& root = facts_.exprs[root_];
    return e.function == root.function || root.span.Contains(e.span);
  }

  void FindElements() {
    Spend(static_cast<int64_t>(facts_.calls.size()));
    for (const ExprId id : facts_.calls) {
      if (id == root_ || !IsHere(id) || made_.size() >= kMostMade) continue;
      if (std::optional<Made> made = ElementOf(id)) made_[id] = *made;
    }
  }

  /// The element that an expression stands for where it is used.
  ExprId Resolve(ExprId id, uint32_t where, int steps = 0) const {
    if (id == facts::kNone || steps > kMostSteps) return facts::kNone;
    if (made_.contains(id)) return id;
    const Expr& e = facts_.exprs[id];
    if (e.kind == ExprKind::kCall && e.object != facts::kNone)
      return Resolve(e.object, where, steps + 1);
    if (e.kind != ExprKind::kName) return facts::kNone;
    ExprId value = facts::kNone;
    Spend(static_cast<int64_t>(facts_.bindings.size() / 8));
    for (const facts::Binding& binding : facts_.bindings) {
      if (binding.span.begin >= where) break;
      if (binding.target == facts::kNone || binding.function != e.function || binding.is_element)
        continue;
      const Expr& target = facts_.exprs[binding.target];
      if (target.kind == ExprKind::kName && target.text == e.text) value = binding.value;
    }
    return value == facts::kNone ? facts::kNone
                                 : Resolve(value, facts_.exprs[value].span.begin + 1, steps + 1);
  }

  void PutInto(ExprId child, ExprId parent) {
    Made& made = made_[child];
    if (child == root_ || child == parent || parent == facts::kNone || made.parent != facts::kNone)
      return;
    made.parent = parent;
    made_[parent].children.push_back(child);
  }

  void FindParents() {
    std::vector<ExprId> ids;
    for (const auto& [id, made] : made_) ids.push_back(id);
    for (const ExprId id : ids) PutArguments(id);
    for (const ExprId id : ids) PutBlock(id);
    for (const ExprId id : ids) {  // op.addChildElement("a"), SubElement(op, 'a')
      const Expr& e = facts_.exprs[id];
      if (e.object != facts::kNone) PutInto(id, Resolve(e.object, e.span.begin));
      if (made_[id].after > 1 && Args(e)[0].value != facts::kNone)
        PutInto(id, Resolve(Args(e)[0].value, e.span.begin));
    }
    for (const ExprId id : facts_.calls) {  // op.appendChild(a)
      const Expr& e = facts_.exprs[id];
      if (e.kind != ExprKind::kCall || e.object == facts::kNone || !IsHere(id)) continue;
      const ExprId parent = Resolve(e.object, e.span.begin);
      for (uint32_t i = 0; parent != facts::kNone && i < e.args_count; ++i) {
        const ExprId child = Resolve(Args(e)[i].value, e.span.begin);
        if (child != facts::kNone && child != parent) PutInto(child, parent);
      }
    }
  }

  /// new XElement("a", new XElement("b"), list)
  void PutArguments(ExprId id) {
    const Expr& e = facts_.exprs[id];
    for (uint32_t i = made_[id].after; i < e.args_count; ++i) {
      const ExprId argument = Args(e)[i].value;
      if (argument == facts::kNone) continue;
      if (made_.contains(argument)) PutInto(argument, id);
      const Expr& list = facts_.exprs[argument];
      for (uint32_t k = 0; list.kind == ExprKind::kList && k < list.args_count; ++k) {
        if (made_.contains(Args(list)[k].value)) PutInto(Args(list)[k].value, id);
      }
    }
  }

  /// leadKey { keyType('EMAIL') }
  void PutBlock(ExprId id) {
    const Expr& e = facts_.exprs[id];
    const ExprId block = e.args_count == 0 ? facts::kNone : Args(e)[e.args_count - 1].value;
    if (block == facts::kNone || facts_.exprs[block].kind != ExprKind::kFunction) return;
    for (const ExprId inner : CallsIn(facts_, block)) {
      if (made_.contains(inner)) PutInto(inner, id);
    }
  }

  static bool HasAny(std::string_view name, const std::vector<std::string>& words) {
    return std::any_of(words.begin(), words.end(),
                       [&](const std::string& word) { return ContainsIgnoreCase(name, word); });
  }
  bool SetsText(std::string_view name) const { return HasAny(name, words_.element_texts); }

  void FindTexts() {
    for (const facts::Binding& binding : facts_.bindings) {  // SubElement(op, 'a').text = x
      if (binding.target == facts::kNone || binding.value == facts::kNone) continue;
      const Expr& target = facts_.exprs[binding.target];
      if (target.kind == ExprKind::kMember && SetsText(target.text))
        SetText(Resolve(target.object, binding.span.begin), binding.value);
    }
    for (const ExprId id : facts_.calls) {  // a.addTextNode(x), a.appendChild(createTextNode(x))
      const Expr& e = facts_.exprs[id];
      if (e.kind != ExprKind::kCall || e.object == facts::kNone || e.args_count != 1 ||
          made_.contains(id) || !IsHere(id))
        continue;
      ExprId value = Args(e)[0].value;
      if (value == facts::kNone) continue;
      const Expr& given = facts_.exprs[value];
      const bool is_node = (given.kind == ExprKind::kCall || given.kind == ExprKind::kNew) &&
                           given.args_count == 1 && SetsText(given.text) && !SetsText(e.text);
      if (is_node) value = Args(given)[0].value;
      if (is_node || SetsText(e.text)) SetText(Resolve(e.object, e.span.begin), value);
    }
    for (auto& [id, made] : made_) {
      if (made.text == facts::kNone && made.children.empty()) made.text = ArgumentText(id, made);
    }
  }

  void SetText(ExprId element, ExprId value) {
    if (element != facts::kNone && element != root_) made_[element].text = value;
  }

  /// addChild('a', x), new XElement("a", x); not the prefix that the request's element has as well.
  ExprId ArgumentText(ExprId id, const Made& made) const {
    const Expr& e = facts_.exprs[id];
    if (made.after >= e.args_count) return facts::kNone;
    const ExprId value = Args(e)[made.after].value;
    if (value == facts::kNone || facts_.exprs[value].kind == ExprKind::kFunction ||
        !Args(e)[made.after].name.empty())
      return facts::kNone;
    const Expr& text = facts_.exprs[value];
    if (text.kind != ExprKind::kString) return value;
    const Expr& root = facts_.exprs[root_];
    for (uint32_t i = 0; i < root.args_count; ++i) {
      const ExprId other = Args(root)[i].value;
      if (other != facts::kNone && facts_.exprs[other].kind == ExprKind::kString &&
          facts_.exprs[other].text == text.text)
        return facts::kNone;
    }
    return text.text.find("://") == std::string_view::npos ? value : facts::kNone;
  }

  bool IsStart(ExprId id) const { return HasAny(facts_.exprs[id].text, words_.element_starts); }

  /// w.writeStartElement("a"); w.writeCharacters(x); w.writeEndElement();
  void ReadStream() {
    std::vector<ExprId> open = {root_};
    for (const ExprId id : facts_.calls) {
      const Expr& e = facts_.exprs[id];
      if (e.span.begin <= facts_.exprs[root_].span.begin || e.kind != ExprKind::kCall ||
          e.function != facts_.exprs[root_].function)
        continue;
      if (HasAny(e.text, words_.element_ends)) {
        open.pop_back();
        if (open.empty()) return;
        continue;
      }
      const std::optional<Made> made = ElementOf(id);
      if (made.has_value() && made_.size() < kMostMade) {
        made_[id] = *made;
        PutInto(id, open.back());
        if (IsStart(id))
          open.push_back(id);
        else
          made_[id].text = ArgumentText(id, *made);
      } else if (IsStart(id)) {
        open.push_back(id);
      } else if (e.args_count == 1 && open.back() != root_ &&
                 HasAny(e.text, words_.element_contents)) {
        if (const auto top = made_.find(open.back()); top != made_.end())
          top->second.text = Args(e)[0].value;
      }
    }
  }

  void Emit(ExprId id, const std::string& path, int depth) {
    if (depth > kMostNested) return;
    std::vector<ExprId> children = made_[id].children;
    std::ranges::sort(children, {}, [&](ExprId child) { return facts_.exprs[child].span.end; });
    around_.emplace_back(path, ++objects_);
    for (const ExprId child : children) {
      const Made& made = made_[child];
      const std::string inner = names_.Join(path, made.name);
      if (!made.children.empty()) {
        Emit(child, inner, depth + 1);
      } else if (made.text != facts::kNone && !names_.IsObject(made.name)) {
        AddLeaf(inner, made.text);
      }
    }
    around_.pop_back();
  }

  void AddLeaf(const std::string& path, ExprId text) {
    SeenArgument leaf = ReadValue(tools_, pack_, operations_, path, {file_, text});
    leaf.path = path;
    leaf.file = file_, leaf.span = facts_.exprs[text].span;
    if (leaf.source.empty())
      leaf.source = std::string(facts_.source.Slice(leaf.span).substr(0, 80));
    leaf.around = around_;
    leaf.others.clear();
    out_.push_back(std::move(leaf));
  }

  /// One argument a path, with its items.
  std::vector<SeenArgument> Merged() {
    std::vector<SeenArgument> merged;
    for (SeenArgument& leaf : out_) {
      const auto known = std::ranges::find(merged, leaf.path, &SeenArgument::path);
      if (known == merged.end()) {
        merged.push_back(leaf);
        merged.back().others.push_back(std::move(leaf));
        continue;
      }
      known->values.insert(known->values.end(), leaf.values.begin(), leaf.values.end());
      known->complete = known->complete && leaf.complete;
      known->others.push_back(std::move(leaf));
    }
    for (SeenArgument& argument : merged) {
      std::ranges::sort(argument.values);
      argument.values.erase(std::unique(argument.values.begin(), argument.values.end()),
                            argument.values.end());
    }
    return merged;
  }

  const ArgumentTools& tools_;
  const rules::Pack& pack_;
  const std::vector<const rules::Operation*>& operations_;
  const rules::Words& words_ = rules::BuiltinWords();
  const RequestNames& names_;
  const link::FileId file_;
  const ExprId root_;
  const facts::FileFacts& facts_;
  std::map<ExprId, Made> made_;
  std::vector<std::pair<std::string, uint32_t>> around_;
  uint32_t objects_ = 0;
  std::vector<SeenArgument> out_;
};

}  // namespace

std::vector<SeenArgument> ReadElementTree(const ArgumentTools& tools, const rules::Pack& pack,
                                          const std::vector<const rules::Operation*>& operations,
                                          link::ExprRef root) {
  if (root.expr == facts::kNone) return {};
  return TreeReader(tools, pack, operations, root).Read();
}

link::ExprRef ElementMadeAt(const link::Program& program, link::FileId file, Span name) {
  const facts::FileFacts& facts = program.file(file);
  // Calls stand in the order of their names; the one that makes it is named before, or is the name.
  constexpr int kMostCalls = 50;
  auto at = std::ranges::upper_bound(facts.calls, name.begin, {},
                                     [&](ExprId id) { return facts.exprs[id].name_span.begin; });
  for (int i = 0; i < kMostCalls && at != facts.calls.begin(); ++i) {
    --at;
    if (facts.exprs[*at].span.Contains(name)) return {file, *at};
  }
  return {};
}

}  // namespace unsoap::match
