#include "scanner/match/turns.h"

#include <algorithm>
#include <string>

#include "scanner/base/budget.h"
#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/base/words.h"
#include "scanner/link/joined_parts.h"
#include "scanner/match/looped_maps.h"

namespace unsoap::match {
namespace {

using facts::Expr;
using facts::ExprId;
using facts::ExprKind;
using languages::Language;
using link::ExprRef;
using link::FileId;
using link::Frame;
using link::NodeId;
using Held = link::Questions::Held;
using Given = link::Questions::Given;
using Choice = link::Questions::Choice;

constexpr int kMostSteps = 12;  // views of views, names of names
constexpr int kMostDepth = 4;   // collections that are made of collections

bool Holds(Span outer, Span inner) { return outer.begin <= inner.begin && inner.end <= outer.end; }

/// "[k, v]", "(k, v)": the names in a pattern; the name itself if it is none.
std::vector<std::string_view> NamesIn(std::string_view text, bool* is_pattern) {
  *is_pattern = text.size() > 2 && (text.front() == '[' || text.front() == '(');
  if (!*is_pattern) return {text};
  text = text.substr(1, text.size() - 2);
  std::vector<std::string_view> out;
  for (const std::string_view part : Split(text, ',')) out.push_back(Trim(part));
  return out;
}

/// What a chain of members begins with: `list` of list.getItems().values.
ExprRef RootOf(const link::Program& program, ExprRef at) {
  while (at.expr != facts::kNone) {
    const Expr& e = program.expr(at);
    const bool goes_on =
        (e.kind == ExprKind::kMember || e.kind == ExprKind::kCall || e.kind == ExprKind::kIndex) &&
        e.object != facts::kNone;
    if (!goes_on) return at;
    at.expr = e.object;
  }
  return at;
}

}  // namespace

bool Turns::IsItemOf(const Held& item, const Held& list) const {
  const link::Atom& atom = flow_.atom(list.atom);
  if (atom.kind != link::AtomKind::kObject || list.atom == item.atom) return false;
  const link::Object& object = flow_.object(atom.a);
  const auto items = object.fields.find("[]");
  if (!object.type.empty() || object.at.expr == facts::kNone || object.at.file == facts::kNone ||
      items == object.fields.end() || program_.expr(object.at).kind != ExprKind::kCall)
    return false;
  const std::vector<link::AtomId>& held = flow_.Values(items->second);
  return std::ranges::find(held, item.atom) != held.end();
}

const std::vector<Loop>& Turns::LoopsOf(FileId file) {
  const auto [at, fresh] = loops_.try_emplace(file);
  if (!fresh) return at->second;
  AddStatements(file, &at->second);
  AddClosures(file, &at->second);
  std::ranges::stable_sort(at->second, [](const Loop& a, const Loop& b) {
    return a.extent.begin != b.extent.begin ? a.extent.begin < b.extent.begin
                                            : a.extent.end > b.extent.end;
  });
  return at->second;
}

void Turns::AddStatements(FileId file, std::vector<Loop>* loops) const {
  const facts::FileFacts& facts = program_.file(file);
  Spend(static_cast<int64_t>(facts.bindings.size()));
  const facts::Binding* before = nullptr;
  std::string_view key;
  for (const facts::Binding& binding : facts.bindings) {
    if (!binding.is_element || binding.target == facts::kNone) continue;
    const Expr& target = facts.exprs[binding.target];
    if (binding.value == facts::kNone) {
      key = target.text;
      continue;
    }
    const Span value = facts.exprs[binding.value].span;
    // [a, b] = list is no loop: its span is that of what is written.
    if (!Holds(binding.span, value) ||
        (binding.span.begin >= std::min(value.begin, target.span.begin) &&
         binding.span.end <= std::max(value.end, target.span.end)))
      continue;
    const bool goes_on =
        before != nullptr && before->span == binding.span && before->value == binding.value;
    before = &binding;
    if (goes_on) {
      loops->back().has_parts = true;
    } else {
      Loop& loop = loops->emplace_back();
      loop.extent = binding.span, loop.over = binding.value, loop.key = key;
    }
    key = {};
    // A target that is no plain name gives the loop a name that nothing has.
    loops->back().names.push_back(target.kind == ExprKind::kName ? target.text
                                                                 : std::string_view());
    if (target.kind != ExprKind::kUnknown || target.args_count == 0) continue;
    Loop& loop = loops->back();
    loop.names.clear(), loop.has_parts = true;
    for (uint32_t i = 0; i < target.args_count; ++i) {
      const ExprId part = facts.begin_args(target)[i].value;
      loop.names.push_back(part == facts::kNone ? std::string_view() : facts.exprs[part].text);
    }
  }
}

void Turns::AddClosures(FileId file, std::vector<Loop>* loops) const {
  const facts::FileFacts& facts = program_.file(file);
  Spend(static_cast<int64_t>(facts.calls.size()));
  for (const ExprId id : facts.calls) {
    const Expr& e = facts.exprs[id];
    const bool maps = program_.Names(file, &Language::maps, e.text);
    if (e.args_count == 0 || (!maps && !program_.Names(file, &Language::loops, e.text))) continue;
    const facts::Arg* const args = facts.begin_args(e);
    link::FnRef function;
    ExprId over = facts::kNone;
    Loop loop;
    for (uint32_t i = 0; i < e.args_count; ++i) {
      if (args[i].value == facts::kNone) continue;
      const Expr& argument = facts.exprs[args[i].value];
      const bool is_closure = argument.kind == ExprKind::kFunction;
      const link::FnRef found = is_closure ? link::FnRef{file, argument.target}
                                : maps     ? FunctionIn({file, args[i].value})
                                           : link::FnRef{};
      if (found.fn == facts::kNone) {
        over = args[i].value;
        continue;
      }
      function = found;
      loop.extent = is_closure ? argument.span : program_.function(found).span;
      loop.named_in = is_closure ? facts::kNone : found.file;
    }
    // ids.map(f), map(f, ids), _.map(ids, f)
    if (e.args_count == 1) over = e.object;
    if (function.fn == facts::kNone || over == facts::kNone || e.args_count > 2) continue;
    const std::vector<facts::Param>& params = program_.function(function).params;
    if (params.empty()) continue;
    loop.over = over, loop.call = id, loop.closure = function.fn, loop.makes_list = maps;
    for (const facts::Param& param : params) {
      bool is_pattern = false;
      const std::vector<std::string_view> names = NamesIn(param.name, &is_pattern);
      loop.names.insert(loop.names.end(), names.begin(), names.end());
      loop.has_parts |= is_pattern && params.size() == 1;
    }
    loops->push_back(std::move(loop));
  }
}

link::FnRef Turns::FunctionIn(ExprRef argument) const {
  const Expr& e = program_.expr(argument);
  link::FnRef found;
  const auto add = [&](const link::FnRef& fn) {
    const bool is_one = found.fn == facts::kNone || found == fn;
    found = is_one ? fn : link::FnRef{};
    return is_one;
  };
  for (const link::AtomId id : flow_.ValuesOf(argument)) {
    const link::Atom& atom = flow_.atom(id);
    if (atom.kind == link::AtomKind::kFunction && !add({atom.a, atom.b})) return {};
  }
  const bool names =
      e.kind == ExprKind::kString || e.kind == ExprKind::kName || e.kind == ExprKind::kMember;
  if (found.fn != facts::kNone || !names || e.text.empty()) return found;
  for (const link::FnRef& fn : program_.FunctionsNamed(e.text)) {
    if (fn.file == argument.file && !add(fn)) return {};
  }
  return found;
}

bool Turns::LeavesOut(FileId file, Span extent) const {
  const facts::FileFacts& facts = program_.file(file);
  const std::string_view text = facts.source.Slice(extent);
  const std::vector<std::string>& words = program_.Words(file, &Language::choice_words);
  Spend(static_cast<int64_t>(text.size()));
  const auto in_string = [&](uint32_t at) {
    return std::ranges::any_of(facts.strings, [&](ExprId id) {
      const Expr& e = facts.exprs[id];
      return e.kind == ExprKind::kString && e.span.begin <= at && at < e.span.end;
    });
  };
  return AnyWord(text, [&](std::string_view word, size_t begin) {
    const auto at = static_cast<uint32_t>(extent.begin + begin);
    // $last, row.if, if: 1
    const char before = begin == 0 ? ' ' : text[begin - 1];
    const bool is_name = std::string_view("$@%.>:&").find(before) != std::string_view::npos;
    return !is_name &&
           std::ranges::any_of(words,
                               [&](const std::string& w) { return EqualsIgnoreCase(w, word); }) &&
           !facts.InComment(at) && !in_string(at);
  });
}

bool Turns::IsBornIn(const Loop& loop, FileId file, const link::Object& list) const {
  if (list.at.expr == facts::kNone || list.at.file != file) return false;
  const facts::FileFacts& facts = program_.file(file);
  const Expr& e = program_.expr(list.at);
  const bool is_written = e.kind == ExprKind::kNew || e.kind == ExprKind::kList ||
                          e.kind == ExprKind::kMap ||
                          (e.kind == ExprKind::kCall && e.object == facts::kNone);
  if (is_written) return Holds(loop.extent, e.span) && e.span != loop.extent;
  // What only what is put into it makes known: where its variable begins.
  const ExprRef root = RootOf(program_, list.at);
  const Expr& name = program_.expr(root);
  if (name.kind != ExprKind::kName) return Holds(loop.extent, name.span);
  Spend(static_cast<int64_t>(facts.bindings.size()));
  return std::ranges::any_of(facts.bindings, [&](const facts::Binding& binding) {
    if (binding.target == facts::kNone || binding.is_append) return false;
    const Expr& target = facts.exprs[binding.target];
    return target.kind == ExprKind::kName && target.text == name.text &&
           Holds(loop.extent, target.span);
  });
}

std::vector<const Loop*> Turns::Filling(ExprRef item, const link::Object& list, bool copied) {
  std::vector<const Loop*> out;
  if (item.expr == facts::kNone || item.file == facts::kNone) return out;
  const Span span = program_.expr(item).span;
  const std::vector<Loop>& loops = LoopsOf(item.file);
  Spend(static_cast<int64_t>(loops.size()));
  for (const Loop& loop : loops) {
    if (loop.extent.begin > span.begin) break;
    const bool is_other = loop.named_in != facts::kNone || (loop.makes_list && !copied);
    if (is_other || !Holds(loop.extent, span) || IsBornIn(loop, item.file, list)) continue;
    out.push_back(&loop);
  }
  return out;
}

std::vector<const Loop*> Turns::Around(ExprRef call) {
  std::vector<const Loop*> out;
  const Span span = program_.expr(call).span;
  for (const Loop& loop : LoopsOf(call.file)) {
    if (loop.extent.begin > span.begin) break;
    // What is looped over is made once.
    const bool is_head =
        loop.over != facts::kNone && Holds(program_.expr({call.file, loop.over}).span, span);
    if (Holds(loop.extent, span) && !is_head && loop.named_in == facts::kNone) out.push_back(&loop);
  }
  return out;
}

const Loop* Turns::ComprehensionOf(ExprRef at, const std::set<const Loop*>& active) {
  const Span span = program_.expr(at).span;
  const std::string_view text = program_.file(at.file).source.text();
  const std::vector<Loop>& loops = LoopsOf(at.file);
  Spend(static_cast<int64_t>(loops.size()));
  for (const Loop& loop : loops) {
    if (loop.call != facts::kNone || active.contains(&loop) || !Holds(loop.extent, span) ||
        span == loop.extent)
      continue;
    // Its body stands first; the head follows.
    if (program_.expr({at.file, loop.over}).span.begin < span.end) continue;
    size_t body = loop.extent.begin + 1;
    while (body < text.size() && IsSpace(text[body])) ++body;
    if (body == span.begin || loop.extent.begin == span.begin) return &loop;
  }
  return nullptr;
}

Turns::Made Turns::MakerOf(NodeId node, Frame frame, const std::set<const Loop*>& active) {
  link::Questions::Place at = {node, frame};
  for (int step = 0; step < kMostSteps && at.node != facts::kNone; ++step) {
    const ExprRef expr = flow_.ExprOf(at.node);
    if (expr.expr != facts::kNone) {
      if (const Loop* loop = ComprehensionOf(expr, active))
        return {loop, expr.file, at.node, at.frame};
      if (questions_.ChosenAt(expr, at.frame).is_known()) return {};
      if (program_.expr(expr).kind == ExprKind::kCall && flow_.Targets(expr).empty()) {
        for (const Loop& loop : LoopsOf(expr.file)) {
          if (loop.call != expr.expr || !loop.makes_list || active.contains(&loop)) continue;
          const bool is_closure = loop.named_in == facts::kNone;
          const NodeId item =
              flow_.ReturnNode({is_closure ? expr.file : loop.named_in, loop.closure});
          const Frame inner = is_closure ? at.frame : questions_.Enter(at.frame, expr);
          return item == facts::kNone ? Made() : Made{&loop, expr.file, item, inner};
        }
        View view = View::kAll;
        const ExprRef inner = Inner(expr, &view);
        if (inner.expr == facts::kNone || view != View::kAll) return {};
        at.node = flow_.NodeOf(inner);
        continue;
      }
    }
    at = questions_.SourceOf(at);
  }
  return {};
}

ExprRef Turns::Inner(ExprRef call, View* view) const {
  const facts::FileFacts& facts = program_.file(call.file);
  const Expr& e = program_.expr(call);
  const std::string_view name = link::SimpleName(e.text);
  if (program_.Names(call.file, &Language::gives_keys, name))
    *view = View::kKeys;
  else if (program_.Names(call.file, &Language::gives_values, name))
    *view = View::kValues;
  else if (!program_.Names(call.file, &Language::gives_all, name))
    return {};
  if (e.args_count == 0) return {call.file, e.object};
  if (e.args_count > 1) return {};
  const facts::Arg& argument = facts.begin_args(e)[0];
  if (argument.value == facts::kNone || !argument.name.empty()) return {};
  // Arrays.asList(ids) is given the list, ids.toArray(new String[0]) is called on it.
  if (e.object == facts::kNone) return {call.file, argument.value};
  const Expr& object = facts.exprs[e.object];
  if (object.kind == ExprKind::kName && StartsUpper(object.text))
    return {call.file, argument.value};
  const ExprKind kind = facts.exprs[argument.value].kind;
  return kind == ExprKind::kCall || kind == ExprKind::kNew ? ExprRef{call.file, e.object}
                                                           : ExprRef{};
}

std::optional<Turns::Items> Turns::ItemsOf(ExprRef over, Frame frame, View* view, int depth) {
  if (over.expr == facts::kNone || depth > kMostDepth) return {};
  link::Questions::Place at = {flow_.NodeOf(over), frame};
  bool maps_only = false;
  for (int step = 0; step < kMostSteps; ++step) {
    const ExprRef expr = flow_.ExprOf(at.node);
    link::Questions::Place next;
    if (expr.expr != facts::kNone) {
      const Expr& e = program_.expr(expr);
      if (questions_.ChosenAt(expr, at.frame).is_known()) break;
      const bool is_view =
          e.kind == ExprKind::kMember && e.object != facts::kNone && flow_.ValuesOf(expr).empty();
      const auto gives = [&](const auto& words) {
        return is_view && program_.Names(expr.file, words, e.text);
      };
      const bool keys = gives(&Language::gives_keys), values = gives(&Language::gives_values);
      if (keys || values || gives(&Language::gives_all)) {  // map.Keys, map.toSeq
        if (keys || values) *view = keys ? View::kKeys : View::kValues;
        next = {flow_.NodeOf({expr.file, e.object}), at.frame};
      } else if (e.kind == ExprKind::kCall && flow_.Targets(expr).empty()) {
        const ExprRef inner = Inner(expr, view);
        const link::Object* made = nullptr;
        for (const link::AtomId id : flow_.Values(at.node)) {
          const link::Atom& atom = flow_.atom(id);
          if (atom.kind == link::AtomKind::kObject && flow_.object(atom.a).at == expr)
            made = &flow_.object(atom.a);
        }
        // dict(COMMON) is a map that more may be put into.
        const bool is_map = made != nullptr && IsPlainMap(flow_, *made);
        if (inner.expr == facts::kNone || is_map) {
          // A construction by another name: it is what it is known to hold.
          if (made == nullptr) return {};
          // merge(a, b), take(list, 3): a map is all that it is made of, a list may be a part.
          maps_only = program_.Names(expr.file, &Language::joins, e.text);
          break;
        }
        next = {flow_.NodeOf(inner), at.frame};
      } else {
        next = questions_.SourceOf(at);
      }
    } else {
      next = questions_.SourceOf(at);
    }
    if (next.node == facts::kNone) break;
    at = next;
  }
  const link::Questions::Answer& answer = questions_.Ask(at.node, at.frame);
  if (!answer.complete || answer.has_unknown) return {};
  const Held* object = nullptr;
  const std::vector<Held> all = answer.held;
  for (const Held& held : all) {
    const link::AtomKind kind = flow_.atom(held.atom).kind;
    // f(a, b) for f(String... names): the list of both, not each of them.
    if (std::ranges::any_of(all, [&](const Held& list) { return IsItemOf(held, list); })) continue;
    // What its declared type says.
    if (kind == link::AtomKind::kExternalType && flow_.ExprOf(held.origin).expr == facts::kNone)
      continue;
    if (kind == link::AtomKind::kExternalType && object != nullptr && object->origin == held.origin)
      continue;
    // What its type says, and the text that joining maps with a sign would make.
    if (kind == link::AtomKind::kExternalType || kind == link::AtomKind::kString) {
      const bool is_same = std::ranges::any_of(all, [&](const Held& other) {
        return other.origin == held.origin &&
               flow_.atom(other.atom).kind == link::AtomKind::kObject;
      });
      if (is_same) continue;
    }
    if (kind != link::AtomKind::kObject || object != nullptr) return {};
    object = &held;
  }
  if (object == nullptr) return {};
  std::optional<Items> items = ItemsIn(*object, depth);
  return maps_only && items.has_value() && !items->is_map ? std::nullopt : items;
}

std::optional<Turns::Items> Turns::ItemsIn(const Held& held, int depth) {
  const link::Object& object = flow_.object(flow_.atom(held.atom).a);
  const auto list = object.fields.find("[]");
  const bool has_items = list != object.fields.end() && questions_.IsWritten(list->second) &&
                         !questions_.WrittenInto(held, list->second).empty();
  size_t named = 0;
  for (const auto& [name, node] : object.fields)
    named += name != "[]" && questions_.IsWritten(node) ? 1 : 0;
  const std::vector<NodeId> given = GivenTo(object);
  if (!given.empty()) {
    // new ArrayList<>(ids): all that it is given.
    if (given.size() != 1 || has_items) return {};
    const ExprRef inner = flow_.WriterOf(given[0]);
    View view = View::kAll;
    if (inner.expr == facts::kNone) return {};
    std::optional<Items> out = ItemsOf(inner, held.frame, &view, depth + 1);
    if (view != View::kAll || !out.has_value() || named == 0)
      return view == View::kAll ? out : std::nullopt;
    return out->is_map ? Over(*out, MapOf(held), object) : std::nullopt;
  }
  if (has_items && named > 0) return {};
  const std::vector<NodeId> unknown = UnknownIn(held);
  if (named > 0) return WithUnknown(MapOf(held), unknown, held);
  if (!unknown.empty()) return {};
  Items out;
  if (list == object.fields.end()) return out;
  for (const link::Questions::Written& written : questions_.WrittenInto(held, list->second)) {
    const ExprRef writer = flow_.ExprOf(written.value);
    // What loops put into it is no single item.
    if (writer.expr == facts::kNone || !Filling(writer, object).empty() ||
        out.items.size() >= kMostTurns)
      return {};
    Item& item = out.items.emplace_back();
    item.value = {facts::kNone, written.value, written.frame, held.ups, written.loose};
  }
  return out;
}

std::vector<NodeId> Turns::GivenTo(const link::Object& object) const {
  std::vector<NodeId> out;
  for (const NodeId argument : object.arguments) {
    if (argument == facts::kNone) continue;
    const ExprRef at = flow_.WriterOf(argument);
    const bool is_initialiser = at.expr != facts::kNone && at.file != facts::kNone &&
                                program_.expr(at).kind == ExprKind::kMap &&
                                HasEntriesOf(object, at);
    if (!is_initialiser) out.push_back(argument);
  }
  return out;
}

bool Turns::HasEntriesOf(const link::Object& object, ExprRef map) const {
  const Expr& e = program_.expr(map);
  const facts::Arg* const args = program_.file(map.file).begin_args(e);
  return std::all_of(args, args + e.args_count, [&](const facts::Arg& entry) {
    return !entry.name.empty() && object.fields.contains(entry.name);
  });
}

std::optional<Turns::Items> Turns::Over(const Items& below, const std::optional<Items>& own,
                                        const link::Object& object) {
  if (!own.has_value()) return {};
  Items out = below;
  for (const Item& item : own->items) {
    const auto hidden = std::ranges::find_if(
        out.items, [&](const Item& other) { return other.key.text == item.key.text; });
    if (hidden == out.items.end()) {
      out.items.push_back(item);
      continue;
    }
    // What is put there only now and then does not surely hide what was there.
    const ExprRef writer = flow_.WriterOf(item.value.node);
    if (writer.expr == facts::kNone || writer.file != object.at.file ||
        !order_.IsStraight(writer.file, program_.expr(writer).function, order_.StatementOf(writer)))
      return {};
    hidden->value = item.value;
  }
  return out;
}

std::vector<NodeId> Turns::UnknownIn(const Held& held) {
  std::vector<NodeId> out;
  const ExprRef at = flow_.object(flow_.atom(held.atom).a).at;
  if (at.expr == facts::kNone || at.file == facts::kNone) return out;
  const facts::FileFacts& facts = program_.file(at.file);
  const Expr& e = facts.exprs[at.expr];
  const auto add = [&](ExprId part) {
    if (part != facts::kNone && questions_.IsUnknown({at.file, part}, held.frame))
      out.push_back(flow_.NodeOf({at.file, part}));
  };
  for (const ExprRef& part : link::JoinedParts(program_, at)) add(part.expr);
  // fields.update(extra), in the function that makes the map.
  Spend(static_cast<int64_t>(facts.calls.size()));
  for (const ExprId id : facts.calls) {
    const Expr& call = facts.exprs[id];
    if (call.object == facts::kNone || call.args_count != 1 || call.function != e.function ||
        !program_.Names(at.file, &Language::appends_all, call.text))
      continue;
    const std::vector<link::AtomId>& into = flow_.ValuesOf({at.file, call.object});
    if (std::ranges::find(into, held.atom) != into.end() && facts.begin_args(call)[0].name.empty())
      add(facts.begin_args(call)[0].value);
  }
  return out;
}

std::optional<Turns::Items> Turns::WithUnknown(std::optional<Items> map,
                                               const std::vector<NodeId>& unknown,
                                               const Held& held) {
  // A turn of its own, of which neither the key nor the value is known.
  for (const NodeId node : unknown) {
    if (!map.has_value() || map->items.size() >= kMostTurns) return {};
    Item& item = map->items.emplace_back();
    item.value = {facts::kNone, node, held.frame, held.ups, held.loose};
    item.key = item.value;
  }
  return map;
}

std::optional<Turns::Items> Turns::MapOf(const Held& held) {
  const link::Object& object = flow_.object(flow_.atom(held.atom).a);
  Items out;
  out.is_map = true;
  for (const auto& [name, node] : object.fields) {
    if (name == "[]" || !questions_.IsWritten(node)) continue;
    std::vector<link::Questions::Written> written = questions_.WrittenInto(held, node);
    // What a getter of a generated type would make is written by nobody.
    std::erase_if(written, [&](const link::Questions::Written& one) {
      return flow_.WriterOf(one.value).expr == facts::kNone &&
             flow_.ExprOf(one.value).expr == facts::kNone;
    });
    if (written.empty()) continue;  // what other calls put into it
    if (written.size() != 1 || out.items.size() >= kMostTurns) return {};
    Item& item = out.items.emplace_back();
    item.value = {facts::kNone, written[0].value, written[0].frame, held.ups, written[0].loose};
    item.key.text = flow_.TextAtom(name);
    item.key.frame = held.frame, item.key.ups = held.ups, item.key.loose = held.loose;
    const ExprRef writer = flow_.WriterOf(written[0].value);
    if (writer.expr == facts::kNone ||
        (writer.file == object.at.file && !Filling(writer, object).empty()))
      return {};
    item.order = program_.expr(writer).span.begin;
  }
  std::ranges::stable_sort(out.items, {}, &Item::order);
  return out;
}

bool Turns::IsRewritten(const Loop& loop, FileId file) const {
  const facts::FileFacts& facts = program_.file(file);
  Spend(static_cast<int64_t>(facts.bindings.size()));
  return std::ranges::any_of(facts.bindings, [&](const facts::Binding& binding) {
    if (binding.target == facts::kNone || (binding.is_element && binding.span == loop.extent))
      return false;
    const Expr& target = facts.exprs[binding.target];
    return target.kind == ExprKind::kName && Holds(loop.extent, target.span) &&
           (target.text == loop.key ||
            std::ranges::find(loop.names, target.text) != loop.names.end());
  });
}

std::vector<Given> Turns::PartsOf(const Given& item, size_t count) {
  std::vector<Given> out;
  if (item.node == facts::kNone) return out;
  const std::vector<Held> all = questions_.HeldBy(item.node, item.frame, item.loose);
  if (all.size() != 1 || flow_.atom(all[0].atom).kind != link::AtomKind::kObject) return out;
  for (uint32_t i = 0; i < count; ++i) {
    const ExprRef part = questions_.ItemAt(all[0], i);
    if (part.expr == facts::kNone) return {};
    out.push_back({facts::kNone, flow_.NodeOf(part), all[0].frame, item.ups, all[0].loose});
  }
  return out;
}

bool Turns::ChooseParts(const Loop& loop, const Item& item, const Choice& base, Choices* out) {
  const std::vector<Given> parts = PartsOf(item.value, loop.names.size());
  if (parts.empty()) return false;
  for (size_t i = 0; i < loop.names.size(); ++i) {
    Choice& choice = out->emplace_back(base);
    choice.name = loop.names[i], choice.whole = parts[i];
  }
  return true;
}

bool Turns::Choose(const Loop& loop, const Items& items, View view, const Item& item, Choice base,
                   Choices* out) {
  const FileId file = base.file;
  const bool is_closure = loop.closure != facts::kNone;
  const auto add = [&](std::string_view name, const Given& given) {
    Choice& choice = out->emplace_back(base);
    choice.name = name, choice.whole = given;
  };
  if (!items.is_map || view != View::kAll) {
    if (view == View::kKeys && !items.is_map) return false;
    const Given& given = view == View::kKeys ? item.key : item.value;
    const bool unpacks = loop.has_parts || (is_closure && loop.names.size() > 1 &&
                                            program_.Is(file, &Language::closures_unpack));
    if (unpacks && loop.names.size() > 1)
      return view == View::kAll && ChooseParts(loop, item, base, out);
    add(loop.names[0], given);
    const std::vector<Given> parts = PartsOf(given, 2);
    if (parts.size() == 2) out->back().key = parts[0], out->back().value = parts[1];
    return true;
  }
  if (!loop.key.empty()) {
    add(loop.key, item.key);
    add(loop.names[0], item.value);
  } else if (loop.names.size() == 2) {
    const bool reversed =
        is_closure && !loop.has_parts && program_.Is(file, &Language::value_first);
    add(loop.names[reversed ? 1 : 0], item.key);
    add(loop.names[reversed ? 0 : 1], item.value);
  } else if (loop.names.size() != 1) {
    return false;
  } else if (program_.Is(file, &Language::loops_over_values)) {
    add(loop.names[0], item.value);
  } else {
    add(loop.names[0], {});
    out->back().key = item.key, out->back().value = item.value;
    const bool views = program_.expr({file, loop.over}).kind == ExprKind::kCall;
    if (program_.Is(file, &Language::loops_over_keys) && !is_closure && !views)
      out->back().whole = item.key;
  }
  return true;
}

std::optional<std::vector<Turns::Choices>> Turns::Of(const Loop& loop, FileId file, Frame frame) {
  const bool is_named = loop.named_in != facts::kNone;
  const FileId body = is_named ? loop.named_in : file;
  const ExprRef call = {file, loop.call};
  if (is_named && questions_.CallOf(frame) == call) frame = questions_.OuterOf(frame);
  if (loop.names.empty() || LeavesOut(body, loop.extent) || IsRewritten(loop, body)) return {};
  View view = View::kAll;
  const std::optional<Items> items = ItemsOf({file, loop.over}, frame, &view, 0);
  if (!items.has_value()) return {};
  Choice base;
  base.file = body, base.loop = loop.extent;
  base.frame = is_named ? questions_.Enter(frame, call) : frame;
  std::vector<Choices> out;
  for (const Item& item : items->items) {
    if (!Choose(loop, *items, view, item, base, &out.emplace_back())) return {};
  }
  return out;
}

}  // namespace unsoap::match
