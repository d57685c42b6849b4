#include "scanner/match/arguments.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/match/element_calls.h"
#include "scanner/match/known_texts.h"
#include "scanner/match/looped_maps.h"
#include "scanner/match/request_of_call.h"
#include "scanner/rules/map_members.h"

namespace unsoap::match {
namespace {

constexpr int kMaxDepth = 10;  // a list of objects is two
constexpr size_t kMaxArguments = 200;
constexpr size_t kMaxItems = 100;  // of one path

/// The element of a list whose getter has its plural: getAttributes(), getLeadKeies().
std::string Singular(const std::string& name) {
  if (name.size() > 4 && name.ends_with("ies")) return name.substr(0, name.size() - 3) + "y";
  return name.size() > 3 && name.ends_with('s') ? name.substr(0, name.size() - 1) : name;
}

class Reader {
 public:
  Reader(const ArgumentTools& tools, const rules::Pack& pack,
         const std::vector<const rules::Operation*>& operations)
      : program_(*tools.program),
        flow_(*tools.flow),
        questions_(*tools.questions),
        pack_(pack),
        operations_(operations) {
    for (const rules::Operation* op : operations) {
      wrappers_.insert(Normal(op->request_element));
      wrappers_.insert(Normal(op->name));
      for (const rules::OperationParameter& p : op->parameters) names_[Normal(p.name)] = p.name;
    }
    for (const rules::RequestType& type : pack.types) {
      for (const rules::TypeField& field : type.fields) {
        names_.emplace(Normal(field.name), field.name);
        const rules::RequestType* list = pack.FindType(field.type);
        if (rules::PairOf(pack, list) == nullptr) continue;
        pair_lists_.insert(field.name);
        pair_lists_.insert(list->fields[0].name);
      }
      for (const rules::TypeField& field : type.fields) AddTextList(field.name, field.type);
    }
    for (const rules::Operation* op : operations) {
      for (const rules::OperationParameter& p : op->parameters) AddTextList(p.name, p.type);
    }
    for (const char* name :
         {"message", "body", "parameters", "params", "args", "content", "request"})
      soft_.insert(name);
  }

  /// A member whose type is a list of plain values: both its name and that of an item.
  void AddTextList(const std::string& name, const std::string& type) {
    const rules::RequestType* list = pack_.FindType(type);
    if (list == nullptr || list->fields.size() != 1 ||
        pack_.FindType(list->fields[0].type) != nullptr)
      return;
    text_lists_.insert(name);
    text_lists_.insert(list->fields[0].name);
  }

  void Argument(const std::string& path, link::ExprRef at, link::Frame frame) {
    entered_ = questions_.OutermostOf(frame);
    Node(path, {flow_.NodeOf(at), frame, false}, at, {});
  }

  /// What the calls of a builder make; false if the expression is none.
  bool Elements(const std::string& path, link::ExprRef at, link::Frame frame, int depth = 0) {
    const facts::FileFacts& facts = program_.file(at.file);
    if (depth > kMaxDepth || at.expr == facts::kNone) return false;
    if (facts.exprs[at.expr].kind == facts::ExprKind::kFunction)
      return Block(path, at, frame, depth);
    const auto is_element = [&](std::string_view name) {
      const auto known = names_.find(Normal(name));
      return known != names_.end() && known->second == name;
    };
    const std::optional<ElementCall> element = ElementOf(facts, at.expr, is_element);
    if (!element.has_value() || !flow_.Targets(at).empty()) return false;
    // Outermost stand the operation's parameters; row.get('Email', x) is a value.
    if (path.empty() && !element->name.empty() && !IsParameter(std::string(element->name)))
      return false;
    const std::string inner = element->name.empty() ? path : Join(path, element->name);
    bool any = false;
    for (const facts::ExprId value : element->values) {
      const link::ExprRef held = {at.file, value};
      if (Elements(inner, held, frame, depth + 1)) {
        any = true;
      } else if (!element->name.empty() && !IsObject(element->name)) {
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
    if (const link::ExprRef made = MadeOf(path, writer); made.expr != facts::kNone)
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
    if (has_object && leaf.values.empty() && (has_items || !IsParameter(path)) &&
        !IsFilledByCaller(path, held, depth))
      return;
    if (IsNothing(held, writer, value.frame)) return;
    // Nothing is all that reaches it.
    if (leaf.values.empty() && IsEmptyList(path, writer)) leaf.complete = true;
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
    return out;
  }

 private:
  /// The request in the block of a call: message(lead_key: {...}), soap.body = {...},
  /// k.add('Email').
  bool Block(const std::string& path, link::ExprRef at, link::Frame frame, int depth) {
    const facts::FileFacts& facts = program_.file(at.file);
    bool any = false;
    for (const facts::ExprId id : CallsIn(facts, at.expr)) {
      const facts::Expr& call = facts.exprs[id];
      const bool is_request = path.empty() && soft_.contains(Normal(call.text));
      if (!is_request) {
        any |= Elements(path, {at.file, id}, frame, depth + 1);
        continue;
      }
      for (uint32_t i = 0; i < call.args_count; ++i) {
        const facts::Arg& argument = facts.begin_args(call)[i];
        Argument(argument.name.empty() ? "" : Join("", argument.name), {at.file, argument.value},
                 frame);
        any = true;
      }
    }
    const facts::FunctionId function = facts.exprs[at.expr].target;
    for (const facts::Binding& binding : facts.bindings) {
      if (binding.function != function || binding.target == facts::kNone || !path.empty()) continue;
      const facts::Expr& target = facts.exprs[binding.target];
      if (target.kind != facts::ExprKind::kMember || !soft_.contains(Normal(target.text))) continue;
      Argument("", {at.file, binding.value}, frame);
      any = true;
    }
    return any;
  }

  /// True for members that hold others: leadKey.
  bool IsObject(std::string_view name) const {
    for (const rules::Operation* op : operations_) {
      for (const rules::OperationParameter& p : op->parameters) {
        if (p.name == name) return pack_.FindType(p.type) != nullptr;
      }
    }
    return std::ranges::any_of(pack_.types, [&](const rules::RequestType& type) {
      return std::ranges::any_of(type.fields, [&](const rules::TypeField& field) {
        return field.name == name && pack_.FindType(field.type) != nullptr;
      });
    });
  }

  /// True if the values are all passed: a loop over them fills a list.
  /// for (field : FIELDS) list.add(field).
  bool AreItems(const SeenArgument& leaf, link::ExprRef writer) const {
    const std::string_view last = std::string_view(leaf.path).substr(leaf.path.rfind('.') + 1);
    if (!leaf.complete || leaf.values.size() < 2 || !text_lists_.contains(last) ||
        writer.expr == facts::kNone || writer.file == facts::kNone ||
        program_.expr(writer).kind != facts::ExprKind::kName)
      return false;
    return LoopedOver(program_, writer).expr != facts::kNone;
  }

  void PushEach(const SeenArgument& leaf) {
    for (const std::string& value : leaf.values) {
      out_.push_back(leaf);
      out_.back().values = {value};
    }
  }

  /// True if nothing but null is passed, on whatever way it comes.
  bool IsNothing(const std::vector<Held>& held, link::ExprRef writer, link::Frame frame) const {
    if (IsNull(program_, writer)) return true;
    const link::ExprRef given = Surface(writer, &frame);
    if (given.expr != facts::kNone && given.file != facts::kNone &&
        program_.expr(given).kind == facts::ExprKind::kChoice)
      return false;  // what stands beside the null is not known
    return !held.empty() && std::ranges::all_of(held, [&](const Held& each) {
      return flow_.atom(each.atom).kind == link::AtomKind::kString &&
             IsNull(program_, flow_.ExprOf(each.origin));
    });
  }

  /// The member is a list of names and values.
  bool IsPairList(const std::string& path) const {
    return pair_lists_.contains(std::string_view(path).substr(path.rfind('.') + 1));
  }

  /// A list of names and values that a closure makes of a map is the map.
  link::ExprRef MapBehind(const std::string& path, link::ExprRef writer, const Value& value) {
    if (!IsPairList(path)) return {};
    return MapOfList(program_, writer, [&](link::ExprRef at) {
      return HoldsMap({flow_.NodeOf(at), value.frame, value.loose});
    });
  }

  /// A pair whose name and value are what a loop takes from a map stands for the map: reads it
  /// instead.
  bool LoopOverMap(const std::string& path, const Held& held, Depth depth) {
    const link::Object& object = flow_.object(flow_.atom(held.atom).a);
    if (!IsPairList(path) || object.fields.size() < 2) return false;
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
      return IsPlainMap(flow_, flow_.object(atom.a));
    });
  }

  /// What a factory of the stubs wraps for a member: createLeadRecordEmail(v) for "Email".
  link::ExprRef MadeOf(const std::string& path, link::ExprRef writer) const {
    if (writer.expr == facts::kNone || writer.file == facts::kNone) return {};
    const facts::Expr& e = program_.expr(writer);
    if (e.kind != facts::ExprKind::kCall || e.args_count != 1) return {};
    const std::string name = Normal(e.text);
    const std::string member = Normal(path.substr(path.rfind('.') + 1));
    const bool makes = !member.empty() && name.starts_with("create") && name.ends_with(member) &&
                       name.size() > member.size() + 6;
    const facts::ExprId inner = program_.file(writer.file).begin_args(e)[0].value;
    return makes && inner != facts::kNone ? link::ExprRef{writer.file, inner} : link::ExprRef{};
  }

  /// The member that an argument of a construction names: "marketoCookie", new QName("Email").
  std::string MemberNamed(const facts::FileFacts& facts, facts::ExprId id) const {
    if (id == facts::kNone) return {};
    const facts::Expr* e = &facts.exprs[id];
    if (e->kind == facts::ExprKind::kNew && e->args_count > 0) {
      const facts::ExprId last = facts.begin_args(*e)[e->args_count - 1].value;
      if (last == facts::kNone) return {};
      e = &facts.exprs[last];
    }
    if (e->kind != facts::ExprKind::kString) return {};
    const auto known = names_.find(Normal(e->text));
    return known != names_.end() && known->second == e->text ? known->second : "";
  }

  /// What an object carries under the name of its member: new JAXBElement(new QName("Email"),
  /// String.class, x), new SoapVar($x, XSD_STRING, null, null, 'Email'). `path` becomes the
  /// member's.
  link::ExprRef CarriedBy(link::ExprRef writer, std::string* path) const {
    if (writer.expr == facts::kNone || writer.file == facts::kNone) return {};
    const facts::Expr& e = program_.expr(writer);
    if (e.kind != facts::ExprKind::kNew || e.args_count < 2 ||
        pack_.FindType(link::SimpleName(e.text)) != nullptr ||
        !program_.ResolveClass(writer.file, e.text).empty())
      return {};
    const facts::FileFacts& facts = program_.file(writer.file);
    for (uint32_t i = 0; i < e.args_count; ++i) {
      const std::string name = MemberNamed(facts, facts.begin_args(e)[i].value);
      if (name.empty()) continue;
      // The name stands on one end, the value on the other.
      const uint32_t other = i + 1 == e.args_count ? 0 : e.args_count - 1;
      const facts::ExprId value = facts.begin_args(e)[other].value;
      if (value == facts::kNone) return {};
      if (Normal(path->substr(path->rfind('.') + 1)) != Normal(name)) *path = Join(*path, name);
      return {writer.file, value};
    }
    return {};
  }

  /// Reads what such an object carries; false if it is none.
  bool Carries(const std::string& path, const Held& held, Depth depth,
               std::set<std::string>* types) {
    const link::Object& object = flow_.object(flow_.atom(held.atom).a);
    std::string own = path;
    const link::ExprRef carried = CarriedBy(object.at, &own);
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
    const bool all_known = answer.complete && !answer.has_unknown;
    leaf->complete = !held.empty();
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
      if (!is_text) {
        leaf->complete = leaf->complete && (enumerators.contains(each.origin) ||
                                            (all_known && IsBesideTexts(flow_, each)));
        continue;
      }
      const std::string text(flow_.str(atom.a));
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
    std::sort(leaf->values.begin(), leaf->values.end());
    leaf->values.erase(std::unique(leaf->values.begin(), leaf->values.end()), leaf->values.end());
    for (const std::string& text : here) leaf->callers.erase(text), leaf->wrappers.erase(text);
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
    if (held.loose) Surface(writer, &frame);
    const bool by_wrapper = questions_.OutermostOf(held.loose ? frame : held.frame) == entered_;
    return by_wrapper ? Whose::kWrappers : Whose::kHere;
  }

  /// Where what is written comes from a parameter of a function that the frame entered, the
  /// argument of that call.
  link::ExprRef Surface(link::ExprRef writer, link::Frame* frame) const {
    for (int step = 0; step < kMaxDepth && writer.expr != facts::kNone; ++step) {
      const link::ExprRef call = questions_.CallOf(*frame);
      if (call.expr == facts::kNone) return writer;
      const facts::ExprId given = GivenBy(writer, call);
      if (given == facts::kNone) return writer;
      writer = {call.file, given};
      *frame = questions_.OuterOf(*frame);
    }
    return writer;
  }

  /// The argument of a call that a parameter in an expression stands for; kNone if it holds none.
  facts::ExprId GivenBy(link::ExprRef at, link::ExprRef call) const {
    const std::vector<link::FnRef>& targets = flow_.Targets(call);
    for (const link::AtomId id : flow_.ValuesOf(at)) {
      const link::Atom& atom = flow_.atom(id);
      const link::FnRef function = {atom.a, atom.b};
      if (atom.kind != link::AtomKind::kParam || atom.d != 0 || atom.e != 0 ||
          flow_.IsCaught(call, function) ||
          std::find(targets.begin(), targets.end(), function) == targets.end())
        continue;
      return link::Flow::ArgumentFor(program_.file(call.file), program_.expr(call),
                                     program_.function(function), atom.c);
    }
    return facts::kNone;
  }

  /// [] where a list of names and values is wanted.
  bool IsEmptyList(const std::string& path, link::ExprRef writer) const {
    if (writer.expr == facts::kNone || writer.file == facts::kNone) return false;
    const std::string_view last = std::string_view(path).substr(path.rfind('.') + 1);
    const facts::Expr& e = program_.expr(writer);
    return pair_lists_.contains(last) && e.args_count == 0 &&
           (e.kind == facts::ExprKind::kMap || e.kind == facts::ExprKind::kList);
  }

  /// A list of names and values that a caller makes is still written here, where it is passed on.
  bool IsFilledByCaller(const std::string& path, const std::vector<Held>& held, Depth depth) const {
    const std::string_view last = std::string_view(path).substr(path.rfind('.') + 1);
    return !depth.is_callers && pair_lists_.contains(last) &&
           std::ranges::all_of(held, [&](const Held& each) {
             return flow_.atom(each.atom).kind != link::AtomKind::kObject ||
                    each.ups != link::kAnyCall;
           });
  }

  bool IsParameter(const std::string& path) const {
    for (const rules::Operation* op : operations_) {
      for (const rules::OperationParameter& p : op->parameters) {
        if (p.name == path) return true;
      }
    }
    return false;
  }

  void Place(SeenArgument* argument, link::ExprRef writer, link::Frame frame) const {
    if (writer.expr == facts::kNone || writer.file == facts::kNone) return;
    const bool by_wrapper =
        entered_.expr != facts::kNone && questions_.OutermostOf(frame) == entered_;
    const link::ExprRef value = Surface(writer, &frame);
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

  std::string Join(const std::string& path, std::string_view name) const {
    const std::string normal = Normal(name);
    if (name == "[]" || wrappers_.contains(normal)) {
      // `listOperation` is an operation and a parameter of it; a scalar under its own name is the
      // parameter.
      if (name == "[]" || !path.empty() || !names_.contains(normal)) return path;
    }
    if (soft_.contains(normal) && path.empty() && !names_.contains(normal)) return path;
    auto known = names_.find(normal);
    if (known == names_.end()) known = names_.find(Singular(normal));
    const std::string shown = known == names_.end() ? std::string(name) : known->second;
    return path.empty() ? shown : path + "." + shown;
  }

  /// Calls f(value, writer) for each value that is written into a member of an object.
  template <class F>
  void EachWritten(const Held& held, link::NodeId member, const F& f) {
    const std::vector<Value> values = questions_.WrittenInto(held, member);
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
      if (normal == "attributes" || normal == "$attributes") {
        if (AddTypes(held, node, types)) continue;
      }
      // Savon 1: attributes of the elements beside it.
      const std::string inner =
          normal == "attributes!" || name == "attributes!" ? path : Join(path, name);
      EachWritten(held, node, [&](const Value& value, link::ExprRef writer) {
        Node(inner, value, writer, depth.Deeper());
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
    // A block behind a constructor (apply { ... }) is no argument of it.
    if (passed.writer.expr != facts::kNone && passed.writer.file != facts::kNone &&
        program_.expr(passed.writer).kind == facts::ExprKind::kFunction)
      return;
    if (passed.type != nullptr && ByName(path, passed, object, types)) return;
    if (passed.type == nullptr && HoldsParameters(passed)) return Wrapped(path, passed);
    if (const std::string field = MemberAt(program_, operations_, object, passed.type, place);
        !field.empty())
      return Node(Join(path, field), passed.value, passed.writer, passed.depth.Deeper());
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

  /// True for a map of the request's parameters by their names, or for an initialiser without any.
  bool HoldsParameters(const Passed& passed) {
    for (const Held& held : HeldBy(passed.value)) {
      const link::Atom& atom = flow_.atom(held.atom);
      if (atom.kind != link::AtomKind::kObject) continue;
      const link::Object& map = flow_.object(atom.a);
      if (!map.type.empty()) continue;
      if (map.empty()) return true;
      for (const auto& [name, value] : map.fields) {
        const auto known = names_.find(Normal(name));
        if (known != names_.end() && IsParameter(known->second)) return true;
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
  const rules::Pack& pack_;
  const std::vector<const rules::Operation*>& operations_;
  std::set<std::string> wrappers_, soft_;
  std::set<std::string_view> pair_lists_;     // members that are lists of names and values
  std::set<std::string_view> text_lists_;     // and those that are lists of plain values
  std::map<std::string, std::string> names_;  // normalised -> as the service spells it
  link::ExprRef entered_;  // the wrapper's call through which the request is read; none: no wrapper
  std::set<std::pair<uint32_t, link::Frame>> visiting_;   // objects, each in its calls
  std::vector<std::pair<std::string, uint32_t>> around_;  // the objects that are being read
  uint32_t objects_ = 0;
  std::vector<SeenArgument> out_;
};

bool IsFunction(const link::Program& program, const link::OperationUse& use, facts::ExprId id) {
  return program.expr({use.at.file, id}).kind == facts::ExprKind::kFunction;
}

}  // namespace

std::vector<std::string> SeenArgument::Here() const {
  std::vector<std::string> out;
  std::copy_if(values.begin(), values.end(), std::back_inserter(out),
               [&](const std::string& v) { return !callers.contains(v) && !wrappers.contains(v); });
  return out;
}

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
  Reader reader(tools, *use.pack, use.operations);
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
    const bool may_make = keyword.empty() && (index == 1 || !IsFunction(program, use, request));
    if (may_make && reader.Elements("", {use.at.file, request}, frame)) continue;
    reader.Argument(path, {use.at.file, request}, frame);
    if (!positional && keyword.empty() && !use.keywords_are_request && index >= 2)
      break;  // headers follow the request
  }
  return reader.Take();
}

}  // namespace unsoap::match
