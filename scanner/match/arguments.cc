#include "scanner/match/arguments.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/match/carried_values.h"
#include "scanner/match/element_calls.h"
#include "scanner/match/known_texts.h"
#include "scanner/match/looped_maps.h"
#include "scanner/match/open_turns.h"
#include "scanner/match/request_names.h"
#include "scanner/match/request_of_call.h"
#include "scanner/match/surface.h"
#include "scanner/rules/builtin.h"

namespace unsoap::match {
namespace {

constexpr int kMaxDepth = 10;  // a list of objects is two
constexpr size_t kMaxArguments = 200;
constexpr size_t kMaxItems = 100;  // of one path

/// A block behind a constructor (apply { ... }), a closure or what it puts into members: no
/// argument of it.
bool IsBlock(const link::Program& program, link::ExprRef at) {
  if (at.expr == facts::kNone || at.file == facts::kNone) return false;
  const facts::Expr& e = program.expr(at);
  const facts::FileFacts& facts = program.file(at.file);
  const facts::Arg* const args = facts.begin_args(e);
  return e.kind == facts::ExprKind::kFunction ||
         (e.kind == facts::ExprKind::kMap &&
          std::any_of(args, args + e.args_count, [&](const facts::Arg& entry) {
            return entry.name.empty() && entry.value != facts::kNone &&
                   facts.exprs[entry.value].object != facts::kNone &&
                   (program.Names(at.file, &languages::Language::appends,
                                  facts.exprs[entry.value].text) ||
                    program.Names(at.file, &languages::Language::appends_all,
                                  facts.exprs[entry.value].text));
          }));
}

class Reader {
 public:
  Reader(const ArgumentTools& tools, const rules::Pack& pack,
         const std::vector<const rules::Operation*>& operations, link::ExprRef use = {})
      : program_(*tools.program),
        flow_(*tools.flow),
        questions_(*tools.questions),
        turns_(*tools.turns),
        pack_(pack),
        operations_(operations),
        names_(tools.names->Of(pack, operations)),
        use_(use) {}

  void Argument(const std::string& path, link::ExprRef at, link::Frame frame) {
    entered_ = questions_.OutermostOf(frame);
    use_frame_ = frame;
    Node(path, {flow_.NodeOf(at), frame, false}, at, {});
  }

  /// What the calls of a builder make; false if the expression is none.
  bool Elements(const std::string& path, link::ExprRef at, link::Frame frame, int depth = 0) {
    const facts::FileFacts& facts = program_.file(at.file);
    if (depth > kMaxDepth || at.expr == facts::kNone) return false;
    if (facts.exprs[at.expr].kind == facts::ExprKind::kFunction)
      return Block(path, at, frame, depth);
    const auto is_element = [&](std::string_view name) {
      return !name.empty() && names_.Known(name) == name;
    };
    const std::optional<ElementCall> element = ElementOf(facts, at.expr, is_element);
    if (!element.has_value() || !flow_.Targets(at).empty()) return false;
    // Outermost stand the operation's parameters; row.get('Email', x) is a value.
    if (path.empty() && !element->name.empty() && !names_.IsParameter(element->name)) return false;
    const std::string inner = element->name.empty() ? path : names_.Join(path, element->name);
    bool any = false;
    for (const facts::ExprId value : element->values) {
      const link::ExprRef held = {at.file, value};
      if (Elements(inner, held, frame, depth + 1)) {
        any = true;
      } else if (!element->name.empty() && !names_.IsObject(element->name)) {
        Argument(inner, held, frame);
        any = true;
      }
    }
    return any;
  }

  using Value = link::Questions::Written;
  using Whose = SeenArgument::Whose;
  using Held = link::Questions::Held;

  struct Depth {
    int steps = 0;
    bool is_callers = false;  // an object around it is a caller's
    Depth Deeper() const { return {steps + 1, is_callers}; }
  };

  void Node(const std::string& path, const Value& value, link::ExprRef writer, Depth depth) {
    if (depth.steps > kMaxDepth || out_.size() >= kMaxArguments) return;
    const size_t opened = open_.size();
    if (!MadeInTurns(path, value, depth)) OneNode(path, value, writer, depth);
    open_.resize(opened);
  }

  void OneNode(const std::string& path, const Value& value, link::ExprRef writer, Depth depth) {
    writer = ShownFor(writer, value.frame);
    if (const link::ExprRef made = MadeOf(program_, path, writer); made.expr != facts::kNone)
      return Node(path, {flow_.NodeOf(made), value.frame, value.loose}, made, depth.Deeper());
    if (const link::ExprRef map = MapBehind(path, writer, value); map.expr != facts::kNone)
      return Node(path, {flow_.NodeOf(map), value.frame, value.loose}, map, depth.Deeper());
    const std::vector<Held> held = HeldBy(value);
    SeenArgument leaf;
    leaf.path = path;
    if (depth.is_callers) leaf.member = Whose::kCallers;
    std::set<std::string> types;
    bool has_object = false;
    const size_t before = out_.size();
    for (const Held& each : held) {
      const link::Atom& atom = flow_.atom(each.atom);
      if (atom.kind == link::AtomKind::kExternalType &&
          pack_.FindType(flow_.str(atom.a)) != nullptr)
        types.emplace(flow_.str(atom.a));
      if (atom.kind == link::AtomKind::kInstance) {
        const std::string_view name = program_.cls({atom.a, atom.b}).name;
        if (pack_.FindType(name) != nullptr) types.emplace(name);
      }
      if (atom.kind != link::AtomKind::kObject) continue;
      if (!visiting_.insert({atom.a, each.frame}).second) continue;
      has_object |= !flow_.object(atom.a).empty();
      if (Carries(path, each, depth, &types)) {
        visiting_.erase({atom.a, each.frame});
        continue;
      }
      if (const std::string_view made = link::SimpleName(flow_.object(atom.a).type);
          pack_.FindType(made) != nullptr)
        types.emplace(made);
      if (LoopOverMap(path, each, depth)) {
        visiting_.erase({atom.a, each.frame});
        continue;
      }
      around_.emplace_back(path, ++objects_);
      Fields(path, each, depth, &types);
      around_.pop_back();
      visiting_.erase({atom.a, each.frame});
    }
    leaf.around = around_;
    Place(&leaf, writer, value.frame);
    AddConstants(held, writer, value, &leaf);
    if (!types.empty()) {
      leaf.values.insert(leaf.values.end(), types.begin(), types.end());
      leaf.complete = types.size() == 1;
    }
    leaf.complete = leaf.complete && !leaf.values.empty();
    // A list whose items stand for it by their own values says nothing beside them.
    const bool has_items = std::any_of(out_.begin() + static_cast<ptrdiff_t>(before), out_.end(),
                                       [&](const SeenArgument& a) { return a.path == path; });
    if (path.empty()) return;
    if (has_object && leaf.values.empty() && (has_items || !names_.IsParameter(path)) &&
        !IsFilledByCaller(path, held, depth))
      return;
    if (IsNothing(held, writer, value)) return;
    // Nothing is all that reaches it.
    if (leaf.values.empty() && (names_.IsPairList(path) && IsEmptyLiteral(program_, writer))) {
      if (out_.size() > before) return;  // it is filled elsewhere
      leaf.complete = true;
    }
    if (AreItems(leaf, writer)) return PushEach(leaf);
    out_.push_back(std::move(leaf));
  }

  std::vector<SeenArgument> Take() {
    std::map<std::string, SeenArgument> merged;
    std::vector<std::string> order;
    for (SeenArgument& argument : out_) {
      const auto [at, fresh] = merged.try_emplace(argument.path, argument);
      if (fresh) {
        at->second.others.push_back(argument);
        order.push_back(argument.path);
        continue;
      }
      if (at->second.others.size() < kMaxItems) at->second.others.push_back(argument);
      std::vector<std::string>& values = at->second.values;
      values.insert(values.end(), argument.values.begin(), argument.values.end());
      at->second.complete &= argument.complete;
    }
    std::vector<SeenArgument> out;
    for (const std::string& path : order) {
      SeenArgument& argument = merged[path];
      std::sort(argument.values.begin(), argument.values.end());
      argument.values.erase(std::unique(argument.values.begin(), argument.values.end()),
                            argument.values.end());
      out.push_back(std::move(argument));
    }
    // [] that is filled later is what fills it.
    std::erase_if(out, [&](const SeenArgument& list) {
      return list.values.empty() && list.complete &&
             std::ranges::any_of(order, [&](const std::string& path) {
               return path.size() > list.path.size() && path.starts_with(list.path) &&
                      path[list.path.size()] == '.';
             });
    });
    return out;
  }

 private:
  /// The request in a call's block: message(lead_key: {...}), soap.body = {...}, k.add('Email').
  bool Block(const std::string& path, link::ExprRef at, link::Frame frame, int depth) {
    const facts::FileFacts& facts = program_.file(at.file);
    bool any = false;
    for (const facts::ExprId id : CallsIn(facts, at.expr)) {
      const facts::Expr& call = facts.exprs[id];
      const bool is_request = path.empty() && names_.IsWrapping(call.text);
      if (!is_request) {
        any |= Elements(path, {at.file, id}, frame, depth + 1);
        continue;
      }
      for (uint32_t i = 0; i < call.args_count; ++i) {
        const facts::Arg& argument = facts.begin_args(call)[i];
        Argument(argument.name.empty() ? "" : names_.Join("", argument.name),
                 {at.file, argument.value}, frame);
        any = true;
      }
    }
    const facts::FunctionId function = facts.exprs[at.expr].target;
    for (const facts::Binding& binding : facts.bindings) {
      if (binding.function != function || binding.target == facts::kNone || !path.empty()) continue;
      const facts::Expr& target = facts.exprs[binding.target];
      if (target.kind != facts::ExprKind::kMember || !names_.IsWrapping(target.text)) continue;
      Argument("", {at.file, binding.value}, frame);
      any = true;
    }
    return any;
  }

  /// True if the values are all passed: for (field : FIELDS) list.add(field).
  bool AreItems(const SeenArgument& leaf, link::ExprRef writer) const {
    if (!leaf.complete || leaf.values.size() < 2 || !names_.IsTextList(leaf.path) ||
        writer.expr == facts::kNone || writer.file == facts::kNone ||
        program_.expr(writer).kind != facts::ExprKind::kName)
      return false;
    return active_.empty() && LoopedOver(program_, writer).expr != facts::kNone;
  }

  void PushEach(const SeenArgument& leaf) {
    for (const std::string& value : leaf.values) {
      out_.push_back(leaf);
      out_.back().values = {value};
    }
  }

  /// Reads what a closure or comprehension makes of each item of a list that is written out; false
  /// if the value is nothing of the kind.
  bool MadeInTurns(const std::string& path, const Value& value, Depth depth) {
    const Turns::Made made = turns_.MakerOf(value.value, value.frame, active_);
    if (made.loop == nullptr) return false;
    const std::optional<std::vector<Turns::Choices>> turns =
        TurnsOf(*made.loop, made.file, made.frame);
    if (!turns.has_value()) {
      open_.emplace_back(made.file, made.loop);
      return false;
    }
    active_.insert(made.loop);
    for (const Turns::Choices& choices : *turns) {
      const link::Questions::Turn turn(&questions_, choices);
      Node(path, {made.item, made.frame, value.loose}, flow_.WriterOf(made.item), depth.Deeper());
    }
    active_.erase(made.loop);
    return true;
  }

  /// The turns of a loop, as long as not too many were read: loops in loops multiply.
  std::optional<std::vector<Turns::Choices>> TurnsOf(const Loop& loop, link::FileId file,
                                                     link::Frame frame) {
    std::optional<std::vector<Turns::Choices>> turns = turns_.Of(loop, file, frame);
    if (!turns.has_value() || turns->size() > turns_left_) return {};
    turns_left_ -= turns->size();
    return turns;
  }

  /// What is put into a list, once for each turn of the loops around it that fill the list.
  template <class F>
  void EachTurn(const link::Object& list, const Value& value, link::ExprRef writer, const F& read) {
    std::vector<const Loop*> loops = turns_.Filling(writer, list, value.copy != facts::kNone);
    std::erase_if(loops, [&](const Loop* loop) { return active_.contains(loop); });
    EachTurnOf(loops, 0, value, writer, read);
  }

  template <class F>
  void EachTurnOf(const std::vector<const Loop*>& loops, size_t at, const Value& value,
                  link::ExprRef writer, const F& read) {
    if (at == loops.size()) return read();
    const std::optional<std::vector<Turns::Choices>> turns =
        TurnsOf(*loops[at], writer.file, value.frame);
    if (!turns.has_value()) {
      open_.emplace_back(writer.file, loops[at]);
      EachTurnOf(loops, at + 1, value, writer, read);
      open_.pop_back();
      return;
    }
    active_.insert(loops[at]);
    for (const Turns::Choices& choices : *turns) {
      const link::Questions::Turn turn(&questions_, choices);
      EachTurnOf(loops, at + 1, value, writer, read);
    }
    active_.erase(loops[at]);
  }

  /// What a loop's variable stands for in this turn.
  link::ExprRef ShownFor(link::ExprRef writer, link::Frame frame) const {
    if (active_.empty() || writer.expr == facts::kNone || writer.file == facts::kNone)
      return writer;
    link::Questions::Given given = questions_.ChosenAt(writer, frame);
    if (!given.is_known()) {
      const std::vector<link::Questions::Given> entries = questions_.EntriesAt(writer, frame);
      if (entries.size() == 1) given = entries[0];
    }
    if (given.node == facts::kNone || flow_.ExprOf(given.node).expr == facts::kNone) return writer;
    return flow_.ExprOf(given.node);
  }

  /// True if nothing but null is passed, on whatever way it comes.
  bool IsNothing(const std::vector<Held>& held, link::ExprRef writer, Value value) {
    if (IsNull(program_, writer)) return true;
    const link::Questions::Answer& answer = questions_.Ask(value.value, value.frame);
    if (!answer.complete || answer.has_unknown) return false;
    const link::ExprRef given = SurfaceOf(program_, flow_, questions_, writer, &value.frame);
    if (given.expr != facts::kNone && given.file != facts::kNone &&
        program_.expr(given).kind == facts::ExprKind::kChoice)
      return false;  // what stands beside the null is not known
    return !held.empty() && std::ranges::all_of(held, [&](const Held& each) {
      return flow_.atom(each.atom).kind == link::AtomKind::kString &&
             IsNull(program_, flow_.ExprOf(each.origin));
    });
  }

  /// A list of names and values that a closure makes of a map is the map.
  link::ExprRef MapBehind(const std::string& path, link::ExprRef writer, const Value& value) {
    if (!names_.IsPairList(path) || !active_.empty()) return {};
    return MapOfList(program_, writer, [&](link::ExprRef at) {
      return HoldsMap({flow_.NodeOf(at), value.frame, value.loose});
    });
  }

  /// A pair whose name and value are what a loop takes from a map stands for the map: reads it
  /// instead.
  bool LoopOverMap(const std::string& path, const Held& held, Depth depth) {
    const link::Object& object = flow_.object(flow_.atom(held.atom).a);
    if (!names_.IsPairList(path) || object.fields.size() < 2 || !active_.empty()) return false;
    const link::ExprRef map = MapOfPair(program_, flow_, object, [&](link::ExprRef at) {
      return HoldsMap({flow_.NodeOf(at), held.frame, held.loose});
    });
    if (map.expr == facts::kNone) return false;
    Node(path, {flow_.NodeOf(map), held.frame, held.loose}, map, depth.Deeper());
    return true;
  }

  /// True for an object of names and plain values: no request, no list, no map of objects.
  bool HoldsMap(const Value& value) {
    const std::vector<Held> held = HeldBy(value);
    return !held.empty() && std::ranges::any_of(held, [&](const Held& each) {
      const link::Atom& atom = flow_.atom(each.atom);
      if (atom.kind != link::AtomKind::kObject) return false;
      return IsPlainMap(flow_, flow_.object(atom.a)) ||
             IsEmptyMap(program_, questions_, flow_.object(atom.a));
    });
  }

  /// Reads what such an object carries; false if it is none.
  bool Carries(const std::string& path, const Held& held, Depth depth,
               std::set<std::string>* types) {
    const link::Object& object = flow_.object(flow_.atom(held.atom).a);
    std::string own = path;
    const link::ExprRef carried = CarriedBy(program_, pack_, names_, object.at, &own);
    if (carried.expr == facts::kNone) return false;
    Node(own, {flow_.NodeOf(carried), held.frame, held.loose}, carried, depth.Deeper());
    SeenArgument kind;
    kind.path = own;
    for (const link::NodeId argument : object.arguments) {
      if (argument == facts::kNone) continue;
      for (const std::string& text : flow_.Constants(argument)) {
        if (pack_.FindType(text) == nullptr) continue;
        if (own == path)
          types->insert(text);
        else
          kind.values = {text}, kind.complete = true;
      }
    }
    if (kind.complete) {
      Place(&kind, object.at, held.frame);
      out_.push_back(std::move(kind));
    }
    return true;
  }

  /// What a node holds in its calls. Objects of several callers, of which nobody said which one is
  /// meant, are no object: what one gives is not what the other does.
  std::vector<Held> HeldBy(const Value& value) {
    std::vector<Held> out = questions_.HeldBy(value.value, value.frame, value.loose);
    const link::Questions::Answer& answer = questions_.Ask(value.value, value.frame);
    if (!answer.complete) {
      out.clear();
      for (const link::AtomId id : flow_.Values(value.value))
        out.push_back({id, value.value, link::kAnyCall, link::kAnyCall, true});
      return out;
    }
    DropTested(program_, flow_, questions_, use_, &out);
    // f(a, b) for f(String... names): the list of both, not each of them beside it.
    const std::vector<Held> all = out;
    std::erase_if(out, [&](const Held& item) {
      return std::ranges::any_of(all,
                                 [&](const Held& list) { return turns_.IsItemOf(item, list); });
    });
    std::set<link::Frame> callers;
    const auto is_object = [&](const Held& held) {
      return flow_.atom(held.atom).kind == link::AtomKind::kObject;
    };
    for (const Held& held : out) {
      if (is_object(held) && held.ups != link::kAnyCall) callers.insert(held.ups);
    }
    if (callers.size() > 1)
      std::erase_if(out, [&](const Held& h) { return is_object(h) && h.ups != link::kAnyCall; });
    return out;
  }

  /// Strings without holes and names of enumerators, sorted.
  void AddConstants(const std::vector<Held>& held, link::ExprRef writer, const Value& value,
                    SeenArgument* leaf) {
    const link::Questions::Answer& answer = questions_.Ask(value.value, value.frame);
    // What only tests pass is left out; something else is passed in its place.
    const bool is_whole = held.size() >= answer.held.size();
    const bool all_known = answer.complete && !answer.has_unknown && is_whole;
    leaf->complete = !held.empty() && is_whole && !answer.has_unknown;
    bool placed = false;
    std::set<std::string> here;
    // What an enumerator is written as may hold nothing else, whatever its type is in the program.
    std::set<link::NodeId> enumerators;
    for (const Held& each : held) {
      if (flow_.atom(each.atom).kind == link::AtomKind::kEnumMember)
        enumerators.insert(each.origin);
    }
    for (const Held& each : held) {
      const link::Atom& atom = flow_.atom(each.atom);
      const bool is_text = atom.kind == link::AtomKind::kEnumMember ||
                           (atom.kind == link::AtomKind::kString &&
                            flow_.str(atom.a).find(link::kHole) == std::string_view::npos);
      if (IsGuessedMember(program_, flow_, each)) {
        // What the constant stands for is known, or its name may be of no value here.
        const bool has_text = HasTextAt(flow_, each.origin);
        if (has_text || names_.IsPairValue(leaf->path) ||
            !IsEnumValue(pack_, leaf->path, flow_.str(atom.a))) {
          leaf->complete = leaf->complete && has_text;
          continue;
        }
      }
      if (!is_text) {
        leaf->complete = leaf->complete && (enumerators.contains(each.origin) ||
                                            (all_known && IsBesideTexts(program_, flow_, each)));
        continue;
      }
      std::string text(flow_.str(atom.a));
      // The service's own name of it stands either before or behind the sign.
      if (const std::string_view declared = DeclaredTextOf(program_, flow_, atom);
          !declared.empty() &&
          (IsEnumValue(pack_, leaf->path, declared) || !IsEnumValue(pack_, leaf->path, text)))
        text = declared;
      // $cookie ?? null: it may be left out; what it is where it is passed is not known by that.
      if (IsNull(program_, flow_.ExprOf(each.origin))) {
        leaf->complete = false;
        continue;
      }
      leaf->values.push_back(text);
      const Whose whose =
          leaf->member == Whose::kCallers ? Whose::kCallers : WhoseIs(each, writer, value.frame);
      if (whose == Whose::kCallers) leaf->callers.insert(text);
      if (whose == Whose::kWrappers) leaf->wrappers.insert(text);
      if (whose != Whose::kHere) continue;
      here.insert(text);
      const link::ExprRef origin = flow_.ExprOf(each.origin);
      if (placed || each.loose || origin.expr == facts::kNone) continue;
      placed = true;
      leaf->value_file = origin.file;
      leaf->value_span = program_.expr(origin).span;
    }
    // isset(cookie) ? cookie : '': an empty text beside something unknown is not all.
    if (!all_known && std::ranges::all_of(leaf->values, &std::string::empty))
      leaf->complete = false;
    OpenTurns(writer, value.frame, leaf);
    std::sort(leaf->values.begin(), leaf->values.end());
    leaf->values.erase(std::unique(leaf->values.begin(), leaf->values.end()), leaf->values.end());
    for (const std::string& text : here) leaf->callers.erase(text), leaf->wrappers.erase(text);
  }

  OpenTurn TurnOf(link::ExprRef at, link::Frame frame) const {
    return OpenTurnOf(program_, questions_, turns_, {open_, use_, frame}, at);
  }

  void OpenTurns(link::ExprRef writer, link::Frame frame, SeenArgument* leaf) const {
    const OpenTurn open = TurnOf(writer, frame);
    if (open == OpenTurn::kNo) return;
    leaf->complete = false;
    if (open != OpenTurn::kPart) return;
    leaf->values.clear(), leaf->callers.clear(), leaf->wrappers.clear();
    Place(leaf, writer, frame);
  }

  /// True for the value that a parameter of the entered wrapper has where it is not given: the call
  /// decides it by leaving it out.
  bool IsDefault(link::NodeId origin) const {
    const link::ExprRef at = flow_.ExprOf(origin);
    const std::vector<link::FnRef>& targets = flow_.Targets(entered_);
    return std::any_of(targets.begin(), targets.end(), [&](const link::FnRef& target) {
      const std::vector<facts::Param>& params = program_.function(target).params;
      return at.expr != facts::kNone && at.file == target.file &&
             std::any_of(params.begin(), params.end(),
                         [&](const facts::Param& param) { return param.default_value == at.expr; });
    });
  }

  Whose WhoseIs(const Held& held, link::ExprRef writer, link::Frame frame) const {
    if (held.ups != link::kAnyCall) return Whose::kCallers;
    if (entered_.expr == facts::kNone || IsDefault(held.origin)) return Whose::kHere;
    // A constant of a class or a file stands nowhere in a call; what is given there does.
    if (held.loose) SurfaceOf(program_, flow_, questions_, writer, &frame);
    const bool by_wrapper = questions_.OutermostOf(held.loose ? frame : held.frame) == entered_;
    return by_wrapper ? Whose::kWrappers : Whose::kHere;
  }

  /// A list of names and values that a caller makes is still written here, where it is passed on.
  bool IsFilledByCaller(const std::string& path, const std::vector<Held>& held, Depth depth) const {
    return !depth.is_callers && names_.IsPairList(path) &&
           std::ranges::all_of(held, [&](const Held& each) {
             return flow_.atom(each.atom).kind != link::AtomKind::kObject ||
                    each.ups != link::kAnyCall;
           });
  }

  void Place(SeenArgument* argument, link::ExprRef writer, link::Frame frame) const {
    if (writer.expr == facts::kNone || writer.file == facts::kNone) return;
    const bool by_wrapper =
        entered_.expr != facts::kNone && questions_.OutermostOf(frame) == entered_;
    const link::ExprRef value = SurfaceOf(program_, flow_, questions_, writer, &frame);
    argument->value_file = value.file;
    argument->value_span = program_.expr(value).span;
    if (entered_.expr != facts::kNone) {
      if (by_wrapper) argument->member = Whose::kWrappers;
      writer = value;
    }
    const facts::FileFacts& facts = program_.file(writer.file);
    argument->file = writer.file;
    argument->span = facts.exprs[writer.expr].span;
    std::string source(facts.source.Slice(argument->span).substr(0, 80));
    std::replace(source.begin(), source.end(), '\n', ' ');
    argument->source = std::move(source);
  }

  /// Calls f(value, writer) for each value that is written into a member of an object.
  template <class F>
  void EachWritten(const Held& held, link::NodeId member, const F& f) {
    std::vector<Value> values =
        questions_.SeenAt(held, member, questions_.WrittenInto(held, member), use_, use_frame_);
    DropCopies(program_, flow_, turns_, &values);
    for (const Value& value : values) {
      const link::ExprRef writer = flow_.ExprOf(value.value);
      f(value, writer.expr == facts::kNone ? flow_.WriterOf(value.value) : writer);
    }
  }

  void Fields(const std::string& path, const Held& held, Depth depth,
              std::set<std::string>* types) {
    depth.is_callers |= held.ups != link::kAnyCall;
    const link::Object& object = flow_.object(flow_.atom(held.atom).a);
    const rules::RequestType* type =
        object.type.empty() ? nullptr : pack_.FindType(link::SimpleName(object.type));
    for (size_t place = 0; place < object.arguments.size(); ++place) {
      if (object.arguments[place] == facts::kNone) continue;
      EachWritten(held, object.arguments[place], [&](const Value& value, link::ExprRef writer) {
        ArgumentAt(path, held, place, {value, writer, type, depth}, types);
      });
    }
    for (const auto& [name, node] : object.fields) {
      const std::string normal = Normal(name);
      if (normal == "type" &&
          (name.find("xsi") != std::string::npos || name.find('@') != std::string::npos)) {
        for (const std::string& text : flow_.Constants(node))
          types->insert(std::string(link::SimpleName(text)));
        continue;
      }
      // node-soap: attributes of the element itself, its type among them.
      if (IsAmong(normal, words_.attribute_members) && AddTypes(held, node, types)) continue;
      // Savon 1: attributes of the elements beside it.
      const bool is_beside = IsAmong(name, words_.sibling_attributes);
      const std::string inner = is_beside ? path : names_.Join(path, name);
      const bool is_list = name == "[]";
      if (const link::ExprRef entry = EntryOf(program_, object, name);
          TurnOf(entry, held.frame) == OpenTurn::kPart) {
        SeenArgument& leaf = out_.emplace_back();
        leaf.path = inner, leaf.around = around_;
        Place(&leaf, entry, held.frame);
        continue;
      }
      EachWritten(held, node, [&](const Value& value, link::ExprRef writer) {
        const auto read = [&] { Node(inner, value, writer, depth.Deeper()); };
        is_list ? EachTurn(object, value, writer, read) : read();
      });
    }
  }

  /// Types that an object of attributes names; false if it holds none.
  bool AddTypes(const Held& held, link::NodeId member, std::set<std::string>* types) {
    bool any = false;
    for (const Value& value : questions_.WrittenInto(held, member)) {
      for (const Held& inner : HeldBy(value)) {
        if (flow_.atom(inner.atom).kind != link::AtomKind::kObject) continue;
        for (const auto& [name, node] : flow_.object(flow_.atom(inner.atom).a).fields) {
          if (Normal(name) != "type" || name.find("xsi") == std::string::npos) continue;
          for (const std::string& text : flow_.Constants(node))
            types->insert(std::string(link::SimpleName(text))), any = true;
        }
      }
    }
    return any;
  }

  struct Passed {
    Value value;
    link::ExprRef writer;
    const rules::RequestType* type = nullptr;  // of the object; nullptr: not the service's
    Depth depth;
  };

  void ArgumentAt(const std::string& path, const Held& held, size_t place, const Passed& passed,
                  std::set<std::string>* types) {
    const link::Object& object = flow_.object(flow_.atom(held.atom).a);
    if (IsBlock(program_, passed.writer)) return;
    if (passed.type != nullptr && ByName(path, passed, object, types)) return;
    if (passed.type == nullptr && HasFilled(object, passed)) return;
    if (passed.type == nullptr && HoldsParameters(passed)) return Wrapped(path, passed);
    if (const std::string field = MemberAt(program_, operations_, object, passed.type, place);
        !field.empty())
      return Node(names_.Join(path, field), passed.value, passed.writer, passed.depth.Deeper());
    if (passed.type != nullptr) return;
    // new SoapVar($selector, ...), new JAXBElement(...) wrap what they are given.
    bool names_type = false;
    for (const std::string& text : flow_.Constants(passed.value.value)) {
      if (pack_.FindType(link::SimpleName(text)) != nullptr)
        types->insert(std::string(link::SimpleName(text))), names_type = true;
    }
    if (!names_type) Wrapped(path, passed);
  }

  /// new LeadRecord { Email = x }, new LeadRecord(array('Email' => $x)): a map that fills members
  /// of the type by their names is not its first member.
  bool ByName(const std::string& path, const Passed& passed, const link::Object& object,
              std::set<std::string>* types) {
    bool all = false;
    for (const Held& held : HeldBy(passed.value)) {
      const link::Atom& atom = flow_.atom(held.atom);
      if (atom.kind != link::AtomKind::kObject) continue;
      const link::Object& map = flow_.object(atom.a);
      if (!map.type.empty() || map.empty() || !map.arguments.empty()) return false;
      bool said = true;
      for (const auto& [name, value] : map.fields) {
        const auto is_member = [&, key = &name](const rules::TypeField& field) {
          return Normal(field.name) == Normal(*key);
        };
        const std::vector<rules::TypeField>& fields = passed.type->fields;
        // An initialiser has filled the object: it may have members of the stub's own beside them.
        const bool is_filled = object.fields.contains(name);
        if (!is_filled && std::none_of(fields.begin(), fields.end(), is_member)) return false;
        said &= is_filled;
      }
      all = true;
      if (said || !visiting_.insert({atom.a, held.frame}).second) continue;
      Fields(path, held, passed.depth, types);
      visiting_.erase({atom.a, held.frame});
    }
    return all;
  }

  /// True for an initialiser, whose members are the object's own: they were read there.
  bool HasFilled(const link::Object& object, const Passed& passed) {
    bool any = false;
    for (const Held& held : HeldBy(passed.value)) {
      const link::Atom& atom = flow_.atom(held.atom);
      if (atom.kind != link::AtomKind::kObject) continue;
      const link::Object& map = flow_.object(atom.a);
      any = !map.fields.empty() && map.type.empty() && map.arguments.empty() &&
            std::ranges::all_of(map.fields, [&](const auto& field) {
              return field.first == "[]" ? !questions_.IsWritten(field.second)
                                         : object.fields.contains(field.first);
            });
      if (!any) return false;
    }
    return any;
  }

  /// True for a map of the request's parameters by their names, or for an initialiser without any.
  bool HoldsParameters(const Passed& passed) {
    for (const Held& held : HeldBy(passed.value)) {
      const link::Atom& atom = flow_.atom(held.atom);
      if (atom.kind != link::AtomKind::kObject) continue;
      const link::Object& map = flow_.object(atom.a);
      if (!map.type.empty()) continue;
      if (map.empty()) return true;
      for (const auto& [name, value] : map.fields) {
        if (names_.IsParameter(names_.Known(name))) return true;
      }
    }
    return false;
  }

  void Wrapped(const std::string& path, const Passed& passed) {
    for (const Held& held : HeldBy(passed.value)) {
      const link::Atom& atom = flow_.atom(held.atom);
      if (atom.kind != link::AtomKind::kObject || !visiting_.insert({atom.a, held.frame}).second)
        continue;
      std::set<std::string> types;
      Fields(path, held, passed.depth.Deeper(), &types);
      visiting_.erase({atom.a, held.frame});
    }
  }

  const link::Program& program_;
  const link::Flow& flow_;
  link::Questions& questions_;
  Turns& turns_;
  std::set<const Loop*> active_;                            // whose turns are being read
  std::vector<std::pair<link::FileId, const Loop*>> open_;  // around it, whose turns are not known
  size_t turns_left_ = Turns::kMostTogether;
  const rules::Pack& pack_;
  const rules::Words& words_ = rules::BuiltinWords();
  const std::vector<const rules::Operation*>& operations_;
  const RequestNames& names_;
  link::ExprRef use_;  // the call whose request is read; none: a value alone
  link::Frame use_frame_ = link::kAnyCall;
  link::ExprRef entered_;  // the wrapper's call through which the request is read; none: no wrapper
  std::set<std::pair<uint32_t, link::Frame>> visiting_;   // objects, each in its calls
  std::vector<std::pair<std::string, uint32_t>> around_;  // the objects that are being read
  uint32_t objects_ = 0;
  std::vector<SeenArgument> out_;
};

}  // namespace

SeenArgument ReadValue(const ArgumentTools& tools, const rules::Pack& pack,
                       const std::vector<const rules::Operation*>& operations,
                       const std::string& path, link::ExprRef at) {
  Reader reader(tools, pack, operations);
  reader.Argument(path, at, link::kAnyCall);
  std::vector<SeenArgument> read = reader.Take();
  return read.size() == 1 && read[0].path == path ? std::move(read[0]) : SeenArgument();
}

std::vector<SeenArgument> ReadArguments(const ArgumentTools& tools, const link::OperationUse& use,
                                        link::Frame frame) {
  if (use.pack == nullptr) return {};
  const link::Program& program = *tools.program;
  const link::Flow& flow = *tools.flow;
  Reader reader(tools, *use.pack, use.operations, use.at);
  const std::vector<rules::OperationParameter>* parameters =
      use.operations.size() == 1 ? &use.operations[0]->parameters : nullptr;
  const std::vector<facts::ExprId> requests = RequestsOf(program, flow, use);
  const bool positional = ArePositional(program, flow, use, *use.pack, requests);
  // my @params = (SOAP::Data->name(...), ...): elements in a variable; headers stand beside them.
  bool are_elements = false;
  for (const facts::ExprId request : requests) {
    for (const facts::ExprId made : WrittenTo(program.file(use.at.file), request))
      are_elements |= reader.Elements("", {use.at.file, made}, frame);
  }
  if (are_elements) {
    for (const facts::ExprId request : requests) reader.Elements("", {use.at.file, request}, frame);
    return reader.Take();
  }
  size_t index = 0;
  for (const facts::ExprId request : requests) {
    const std::string_view keyword = KeywordOf(program, use, request);
    std::string path;
    if (!keyword.empty()) {
      if (const rules::OperationParameter* named = ParameterOf(use, keyword)) path = named->name;
    } else if (positional && index < parameters->size()) {
      path = (*parameters)[index].name;
    }
    if (keyword.empty()) ++index;
    // A function behind a request is a callback.
    const auto kind = program.expr({use.at.file, request}).kind;
    const bool may_make = keyword.empty() && (index == 1 || kind != facts::ExprKind::kFunction);
    if (may_make && reader.Elements("", {use.at.file, request}, frame)) continue;
    reader.Argument(path, {use.at.file, request}, frame);
    if (!positional && keyword.empty() && !use.keywords_are_request && index >= 2)
      break;  // headers follow the request
  }
  return reader.Take();
}

}  // namespace unsoap::match
