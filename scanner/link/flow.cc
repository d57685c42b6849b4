// The lattice and the worklist. How facts become nodes: flow_build.cc; what happens when a value
// arrives at a node: flow_rules.cc, and flow_fields.cc, flow_calls.cc, flow_clients.cc.
#include "scanner/link/flow.h"

#include <algorithm>
#include <type_traits>

#include "scanner/base/budget.h"

namespace unsoap::link {
namespace {

constexpr size_t kMaxString =
    2048;  // longer literals are not folded (envelopes are read as text anyway)

uint64_t Hash(const Atom& atom) {
  uint64_t h = static_cast<uint64_t>(atom.kind) + 0x9e3779b97f4a7c15ull;
  for (const uint32_t part : {atom.a, atom.b, atom.c, atom.d, atom.e}) {
    h ^= part + 0x9e3779b97f4a7c15ull + (h << 6) + (h >> 2);
  }
  h *= 0xff51afd7ed558ccdull;
  return h ^ h >> 32;
}

}  // namespace

Flow::Flow(const Program& program, const ToolkitIndex& toolkits)
    : program_(program), toolkits_(toolkits) {
  InternString("");  // id 0
}

StringId Flow::InternString(std::string_view text) const {
  text = text.substr(0, kMaxString);
  const auto id = static_cast<StringId>(strings_.size());
  const uint32_t known = string_index_.FindOrAdd(std::hash<std::string_view>()(text), id,
                                                 [&](StringId s) { return strings_[s] == text; });
  if (known != FlatIndex::kNew) return known;
  string_pool_.emplace_back(text);
  strings_.push_back(string_pool_.back());
  return id;
}

AtomId Flow::Intern(const Atom& atom) const {
  const auto id = static_cast<AtomId>(atoms_.size());
  const uint32_t known =
      atom_index_.FindOrAdd(Hash(atom), id, [&](AtomId a) { return atoms_[a] == atom; });
  if (known != FlatIndex::kNew) return known;
  atoms_.push_back(atom);
  return id;
}

AtomId Flow::TextAtom(std::string_view text) const {
  return Intern({AtomKind::kString, InternString(text)});
}

void Flow::MakeNodes(size_t count) {
  const size_t size = set_of_.size() + count;
  set_of_.resize(size, 0);
  head_.resize(size, facts::kNone);
  watch_head_.resize(size, facts::kNone);
  open_.resize(size, false);
  queued_.resize(size, false);
  sent_.resize(size, 0);
  sent_head_.resize(size, facts::kNone);
}

NodeId Flow::NewNode(Slot slot) {
  const auto id = static_cast<NodeId>(set_of_.size());
  MakeNodes(1);
  slots_of_.push_back(slot);
  return id;
}

const std::vector<AtomId>& Flow::Values(NodeId node) const {
  static const std::vector<AtomId> none;
  if (node == facts::kNone || set_of_[node] == 0) return none;
  return sets_[set_of_[node] - 1];
}

bool Flow::Put(NodeId node, AtomId atom, bool is_own) {
  if (!sealed_.empty() && Contradicts(node, atoms_[atom])) return false;
  if (set_of_[node] == 0) {
    sets_.emplace_back();
    own_.push_back(0);
    set_of_[node] = static_cast<uint32_t>(sets_.size());
  }
  std::vector<AtomId>& set = sets_[set_of_[node] - 1];
  // Insertion order is kept: it is deterministic, and what stands first in the source stays first.
  const auto known = std::find(set.begin(), set.end(), atom);
  const size_t index = static_cast<size_t>(known - set.begin());
  if (is_own && index < kMaxAtoms) own_[set_of_[node] - 1] |= uint32_t{1} << index;
  if (known != set.end()) return false;
  if (set.size() >= kMaxAtoms) {
    open_[node] = true;
    return false;
  }
  set.push_back(atom);
  Enqueue(node);
  return true;
}

void Flow::Enqueue(NodeId node) {
  if (queued_[node]) return;
  queued_[node] = true;
  queue_.push_back(node);
}

void Flow::AddSilentEdge(NodeId from, NodeId to) {
  if (from == to || !silent_edges_.Insert(static_cast<uint64_t>(from) << 32 | to).fresh) return;
  AddEdge(from, to, EdgeKind::kSilent);
}

void Flow::AddEdge(NodeId from, NodeId to, EdgeKind kind, Way way) {
  if (from == to || from == facts::kNone || to == facts::kNone) return;
  if (from < expr_nodes_ && to >= expr_nodes_ && kind != EdgeKind::kSilent) {
    if (writers_.size() <= to - expr_nodes_)
      writers_.resize(set_of_.size() - expr_nodes_, facts::kNone);
    if (writers_[to - expr_nodes_] == facts::kNone) writers_[to - expr_nodes_] = from;
  }
  edges_.push_back({to, head_[from], kind, way.kind, way.by});
  head_[from] = static_cast<uint32_t>(edges_.size() - 1);
  if (set_of_[from] != 0 && kind != EdgeKind::kSilent) Enqueue(from);
}

void Flow::Watch(NodeId node, Rule rule) {
  // A call is gone through as a whole, whatever of it changed: once for all changes that wait.
  const bool is_whole = rule.kind == RuleKind::kCall && rule.extra == facts::kNone;
  auto index = static_cast<uint32_t>(rules_.size());
  if (is_whole) {
    const auto [known, fresh] = call_rules_.Insert(NodeOf(rule.at) + uint64_t{1});
    if (fresh) *known = index;
    index = *known;
  }
  if (index == rules_.size()) rules_.push_back(rule);
  watches_.emplace_back(index, watch_head_[node]);
  watch_head_[node] = static_cast<uint32_t>(watches_.size() - 1);
  if (set_of_[node] != 0) Enqueue(node);
}

void Flow::Propagate(NodeId node) {
  if (set_of_[node] == 0) return;
  const AtomList values = Values(node);
  // An edge that was there the last time has carried what was there then.
  const uint32_t old_head = sent_head_[node];
  const AtomId* from = values.begin();
  for (uint32_t e = head_[node]; e != facts::kNone; e = edges_[e].next) {
    if (e == old_head) from = values.begin() + sent_[node];
    const Edge edge = edges_[e];
    if (edge.kind == EdgeKind::kSilent) continue;
    for (const AtomId* atom = from; atom != values.end(); ++atom) {
      if (edge.kind == EdgeKind::kNoParams && atoms_[*atom].kind == AtomKind::kParam) continue;
      Put(edge.to, *atom, false);
    }
  }
  sent_head_[node] = head_[node];
  sent_[node] = static_cast<uint8_t>(values.end() - values.begin());
}

void Flow::Solve() {
  for (FileId f = 0; f < program_.file_count(); ++f) {
    bases_.push_back(static_cast<NodeId>(set_of_.size()));
    MakeNodes(program_.file(f).exprs.size());
  }
  expr_nodes_ = static_cast<NodeId>(set_of_.size());
  targets_of_.resize(expr_nodes_, 0);
  size_t functions = 0;
  for (FileId f = 0; f < program_.file_count(); ++f) {
    fn_bases_.push_back(functions);
    functions += program_.file(f).functions.size();
  }
  callers_.resize(functions), handovers_.resize(functions),
      returns_.resize(functions, facts::kNone), params_.resize(functions);
  bound_.resize(program_.file_count());
  for (FileId f = 0; f < program_.file_count(); ++f) IndexBlockRunners(f);
  for (FileId f = 0; f < program_.file_count(); ++f) BuildFunctions(f);
  for (FileId f = 0; f < program_.file_count(); ++f) {
    for (const facts::Settled& settled : program_.file(f).settled) Settle(f, settled);
  }
  for (FileId f = 0; f < program_.file_count(); ++f) {
    for (facts::ClassId c = 0; c < program_.file(f).classes.size(); ++c)
      AddClientClass(NewNode(), {f, c});
  }
  JoinGlobals();
  IndexMessages();
  for (FileId f = 0; f < program_.file_count(); ++f) IndexSettings(f);
  for (FileId f = 0; f < program_.file_count() && !Interrupted(); ++f) BuildFile(f);
  // Two rounds: stores whose object nobody made ($request->x = 1 on a variable that was never
  // assigned) get an object of their own only after everything else has settled, and only calls
  // that reach nothing of the program read the entries of containers.
  for (int round = 0; round < 2; ++round) {
    RunToFixpoint();
    if (round == 0) SettleNames(), JoinEntries(), MakeImplicitObjects();
  }
  ForgetRules();
}

void Flow::RunToFixpoint() {
  // In generations, so that what is near comes first: all nodes that wait hand on what they have,
  // then the rules that watch them run, each once. What is known when the run is to end is still
  // told.
  std::vector<uint32_t> due;
  std::vector<bool> is_due;
  for (size_t left = queue_.size(); left > 0 && !Interrupted(); left = queue_.size()) {
    for (; left > 0 && !Interrupted(); --left) {
      const NodeId node = queue_.front();
      queue_.pop_front();
      queued_[node] = false;
      ++steps_;
      Propagate(node);
      is_due.resize(rules_.size(), false);
      for (uint32_t w = watch_head_[node]; w != facts::kNone; w = watches_[w].second) {
        const uint32_t rule = watches_[w].first;
        if (!is_due[rule]) is_due[rule] = true, due.push_back(rule);
      }
    }
    for (const uint32_t next : due) {
      if (Interrupted()) return;
      is_due[next] = false;
      const Rule rule = rules_[next];
      Run(rule);
    }
    due.clear();
  }
}

void Flow::ForgetRules() {
  const auto free = [](auto&... each) {
    (void(std::remove_reference_t<decltype(each)>().swap(each)), ...);
  };
  free(watch_head_, watches_, rules_, joins_, queued_, sent_, sent_head_, queue_);
  free(copies_from_, awaited_, stores_, entry_reads_, unnamed_, index_writes_);
  copies_ = {}, watched_ = {}, slots_ = {}, silent_edges_ = {}, call_rules_ = {};
  sets_.shrink_to_fit(), own_.shrink_to_fit(), edges_.shrink_to_fit();
}

const std::vector<FnRef>& Flow::Targets(ExprRef call) const {
  static const std::vector<FnRef> none;
  const uint32_t at = targets_of_[NodeOf(call)];
  return at == 0 ? none : targets_[at - 1];
}

const std::vector<ExprRef>& Flow::CallersOf(FnRef function) const {
  return callers_[IndexOf(function)];
}

const std::vector<ExprRef>& Flow::HandoversOf(FnRef function) const {
  return handovers_[IndexOf(function)];
}

const std::vector<ExprRef>& Flow::RegistrationsOf(FnRef function) const {
  static const std::vector<ExprRef> none;
  const auto at = registrations_.find(function);
  return at == registrations_.end() ? none : at->second;
}

const std::vector<ExprRef>& Flow::BoundMethods(ExprRef call) const {
  static const std::vector<ExprRef> none;
  const auto at = bound_methods_.find(call);
  return at == bound_methods_.end() ? none : at->second;
}

NodeId Flow::ReturnNode(FnRef function) const { return returns_[IndexOf(function)]; }

NodeId Flow::ParamNode(FnRef function, uint32_t index) const {
  const std::vector<NodeId>& nodes = params_[IndexOf(function)];
  return index < nodes.size() ? nodes[index] : facts::kNone;
}

ExprRef Flow::ExprOf(NodeId node) const {
  if (node >= expr_nodes_) return {};
  const auto next = std::upper_bound(bases_.begin(), bases_.end(), node);
  const auto file = static_cast<FileId>(next - bases_.begin() - 1);
  return {file, node - bases_[file]};
}

ExprRef Flow::WriterOf(NodeId node) const {
  NodeId from = node;
  if (node == facts::kNone) return {};
  if (node >= expr_nodes_) {
    if (node - expr_nodes_ >= writers_.size() || writers_[node - expr_nodes_] == facts::kNone)
      return {};
    from = writers_[node - expr_nodes_];
  }
  return ExprOf(from);
}

bool Flow::IsConstant(const Atom& atom) const {
  return atom.kind == AtomKind::kEnumMember ||
         (atom.kind == AtomKind::kString && str(atom.a).find(kHole) == std::string_view::npos);
}

std::vector<std::string> Flow::Constants(NodeId node, bool* complete) const {
  std::vector<std::string> out;
  bool all = node != facts::kNone && !Values(node).empty() && !open_[node];
  for (const AtomId id : Values(node)) {
    const Atom& atom = atoms_[id];
    if (IsConstant(atom)) {
      out.emplace_back(str(atom.a));
    } else {
      all = false;
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  if (complete != nullptr) *complete = all;
  return out;
}

namespace {

/// True for a parameter that no position reaches: one before it collects all that is left.
bool IsBehindRest(const facts::Function& function, uint32_t index) {
  const auto end = function.params.begin() +
                   static_cast<std::ptrdiff_t>(std::min<size_t>(index, function.params.size()));
  return std::any_of(function.params.begin(), end,
                     [](const facts::Param& param) { return param.is_rest; });
}

/// f(a, b) { ... }: a closure that ends a call is its function's last parameter.
facts::ExprId ClosureBehindRest(const facts::FileFacts& facts, const facts::Expr& call,
                                const facts::Function& function, uint32_t index) {
  if (call.args_count == 0 || index + 1 != function.params.size() || function.params[index].is_rest)
    return facts::kNone;
  const facts::Arg& last = facts.begin_args(call)[call.args_count - 1];
  const bool is_closure = last.name.empty() && last.value != facts::kNone &&
                          facts.exprs[last.value].kind == facts::ExprKind::kFunction;
  return is_closure ? last.value : facts::kNone;
}

}  // namespace

facts::ExprId Flow::ArgumentFor(const facts::FileFacts& facts, const facts::Expr& call,
                                const facts::Function& function, uint32_t index) {
  const facts::Arg* args = facts.begin_args(call);
  // A static method that extends a type is given what it is called on as its first argument.
  const bool extends = function.is_static && !function.receiver_type.empty() &&
                       call.object != facts::kNone && call.args_count < function.params.size();
  if (extends && index == 0) return call.object;
  const std::string_view wanted =
      index < function.params.size() ? function.params[index].name : std::string_view();
  for (uint32_t i = 0; i < call.args_count; ++i) {
    if (!args[i].name.empty() && args[i].name == wanted) return args[i].value;
  }
  facts::ExprId spread;
  const uint32_t first = FirstArgument(facts, call, function.name, &spread);
  if (spread != facts::kNone) {
    const facts::Expr& list = facts.exprs[spread];
    return list.kind == facts::ExprKind::kList && index < list.args_count
               ? facts.begin_args(list)[index].value
               : facts::kNone;
  }
  const bool is_rest = index < function.params.size() && function.params[index].is_rest;
  const facts::ExprId flat = first > 0 ? facts::kNone : FlatArgument(facts, call, index);
  if (flat != facts::kNone) return is_rest ? facts::kNone : flat;
  if (IsBehindRest(function, index)) return ClosureBehindRest(facts, call, function, index);
  uint32_t position = 0, named = 0;
  for (uint32_t i = first; i < call.args_count; ++i) {
    if (!args[i].name.empty()) {
      // f(shelf = a, b): what stands by name in its own place has taken it.
      const uint32_t place = position + named;
      named += place < index && function.params[place].name == args[i].name ? 1 : 0;
      continue;
    }
    // A closure that ends the call may be none of the parameters.
    const bool is_last_closure = i + 1 == call.args_count && args[i].value != facts::kNone &&
                                 facts.exprs[args[i].value].kind == facts::ExprKind::kFunction;
    if (position++ + (is_last_closure ? 0 : named) == index - (extends ? 1 : 0))
      return args[i].value;
  }
  return facts::kNone;
}

facts::ExprId Flow::FlatArgument(const facts::FileFacts& facts, const facts::Expr& call,
                                 uint32_t index) {
  // f($op => @rest): a call's arguments are one list, whatever stands between them.
  const facts::Arg* args = facts.begin_args(call);
  const bool has_pairs = std::any_of(args, args + call.args_count,
                                     [](const facts::Arg& arg) { return arg.key != facts::kNone; });
  const languages::Language* const language =
      has_pairs ? languages::FindLanguage(facts.language) : nullptr;
  if (language == nullptr || !language->flat_arguments) return facts::kNone;
  uint32_t position = 0;
  for (uint32_t i = 0; i < call.args_count; ++i) {
    if (args[i].key != facts::kNone && position++ == index) return args[i].key;
    if (position++ == index) return args[i].value;
  }
  return facts::kNone;
}

uint32_t Flow::ClientOfClass(ClassRef c) const {
  const auto at =
      client_index_.find(static_cast<uint64_t>(RefHash::Mix(c.file, c.cls)) ^ 0x5bd1e995u);
  return at == client_index_.end() ? facts::kNone : at->second;
}

Flow::Stats Flow::stats() const {
  return {set_of_.size(), edges_.size(), steps_, atoms_.size(), objects_.size()};
}

}  // namespace unsoap::link
