// Flow: what every expression of the program may hold: string constants, instances of the project's
// classes, objects with their fields, clients of a SOAP toolkit, functions, and the parameters that
// reach it.
//
// What it is: a subset-based, flow-insensitive, field-sensitive value analysis over all candidate
// files at once, solved to a fixpoint by a worklist (in the tradition of Andersen). Every
// expression, variable, parameter, field and return value is a node; an assignment is an edge; a
// call adds edges when a class reaches its receiver. Sets are capped (kMaxAtoms), so that the cost
// is near linear in the number of expressions; a set that overflowed is marked open.
// What it is not: exact. It may hold values that no run has (branches, instances of one class are
// merged); it holds no value that is not written somewhere. Order of statements does not matter to
// it. Deterministic: nodes are numbered in file and source order, the worklist runs in
// generations.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "scanner/base/flat_table.h"
#include "scanner/link/atoms.h"
#include "scanner/link/program.h"
#include "scanner/link/toolkit_index.h"

namespace unsoap::link {

class Flow {
 public:
  Flow(const Program& program, const ToolkitIndex& toolkits);
  /// Runs to the fixpoint; call once.
  void Solve();

  const std::vector<AtomId>& Values(NodeId node) const;
  NodeId NodeOf(ExprRef e) const { return bases_[e.file] + e.expr; }
  const std::vector<AtomId>& ValuesOf(ExprRef e) const { return Values(NodeOf(e)); }
  const Atom& atom(AtomId id) const { return atoms_[id]; }
  std::string_view str(StringId id) const { return strings_[id]; }
  const std::vector<ClientSite>& clients() const { return clients_; }
  const Object& object(uint32_t id) const { return objects_[id]; }

  /// ToolkitIndex::ImportsShow of a file of the program; asked of every call, so it is remembered.
  bool ImportsShow(const rules::Toolkit& toolkit, FileId file) const;
  /// Whether a name that a file writes (of a class or a module, with what stands before it) is the
  /// shared library's, whose own name for it is `full`. What the tree declares itself is not asked.
  bool MeansShared(FileId file, std::string_view written, std::string_view full,
                   const rules::Toolkit& toolkit) const;

  /// Functions of the program that a call may reach, sorted.
  const std::vector<FnRef>& Targets(ExprRef call) const;
  /// The calls that may reach a function, in order.
  const std::vector<ExprRef>& CallersOf(FnRef function) const;
  /// The calls that hand a function to something outside the program, which will call it; in order.
  const std::vector<ExprRef>& HandoversOf(FnRef function) const;
  /// The calls that have a function kept for later, or called in place of what happens; in order.
  const std::vector<ExprRef>& RegistrationsOf(FnRef function) const;
  /// Where the methods of clients that a call calls as values were taken (op = client.getLead;
  /// op(x)), in order; empty for a call of a plain method or function.
  const std::vector<ExprRef>& BoundMethods(ExprRef call) const;
  /// True if the function answers for a method that its class has not (PHP's __call): its first
  /// parameter is the name of the call's method.
  bool IsCaught(ExprRef call, FnRef function) const { return caught_.contains({call, function}); }
  /// Node of a function's return value and parameters; kNone if nothing was ever linked to it.
  NodeId ReturnNode(FnRef function) const;
  NodeId ParamNode(FnRef function, uint32_t index) const;

  /// Receivers of the blocks around a call that names none (port.run { getTags() }), nearest first.
  std::vector<ExprRef> BlockReceivers(ExprRef call) const;

  /// The variable whose object a call calls like a function: labels(x); kNone if it calls none.
  NodeId CalleeOf(ExprRef call) const {
    const auto at = callees_.find(call);
    return at == callees_.end() ? facts::kNone : at->second;
  }

  /// True for a function that is made under a name which code computes: exports[name] = ...
  bool IsMade(FnRef fn) const;

  /// True for a string without holes and for an enum member's name.
  bool IsConstant(const Atom& atom) const;
  /// Known constants of a node, sorted. `complete`: false if it may hold something else.
  std::vector<std::string> Constants(NodeId node, bool* complete = nullptr) const;

  /// Calls f(name, node) for each name that the whole tree sees, in order.
  template <class F>
  void ForEachTreeName(const F& f) const {
    for (const auto* names : {&tree_names_, &tree_members_}) {
      for (const auto& [name, bound] : *names) {
        for (const TreeName& one : bound) f(name, one.node);
      }
    }
  }

  /// What is put into containers under a constant name.
  const std::map<std::string, std::vector<NodeId>>& entries() const { return entries_; }

  /// The first expression of the program that is written into a field, parameter or variable; expr
  /// == kNone if none.
  ExprRef WriterOf(NodeId node) const;

  /// The argument of a call for a parameter index, by keyword or position; kNone if not given.
  static facts::ExprId ArgumentFor(const facts::FileFacts& facts, const facts::Expr& call,
                                   const facts::Function& function, uint32_t index);

  /// The first of a call's own arguments, behind what says which function is meant:
  /// call_user_func(f, x), f.call(this, x). `spread`: the list that holds them all; kNone: they
  /// stand there themselves.
  static uint32_t FirstArgument(const facts::FileFacts& facts, const facts::Expr& call,
                                std::string_view function, facts::ExprId* spread);

  /// The argument at a place, where a call's arguments are one list; kNone if they are not.
  static facts::ExprId FlatArgument(const facts::FileFacts& facts, const facts::Expr& call,
                                    uint32_t index);

  size_t node_count() const { return set_of_.size(); }
  /// The expression that a node is; expr == kNone for a variable, field, parameter or result.
  ExprRef ExprOf(NodeId node) const;
  Slot SlotOf(NodeId node) const {
    return node < expr_nodes_ ? Slot{} : slots_of_[node - expr_nodes_];
  }
  /// Calls f(from, to) for each edge that carries values, in the order of `from`.
  template <class F>
  void ForEachEdge(const F& f) const {
    for (NodeId from = 0; from < head_.size(); ++from) {
      for (uint32_t e = head_[from]; e != facts::kNone; e = edges_[e].next) {
        if (edges_[e].kind != EdgeKind::kSilent) f(from, edges_[e].to);
      }
    }
  }
  /// Calls f(from, to, way) for each way that values took, also by rules, in the order of `from`.
  template <class F>
  void ForEachWay(const F& f) const {
    for (NodeId from = 0; from < head_.size(); ++from) {
      for (uint32_t e = head_[from]; e != facts::kNone; e = edges_[e].next)
        f(from, edges_[e].to, Way{edges_[e].way, edges_[e].by});
    }
  }
  /// True if a value came into being at the node: no edge alone brought it.
  bool IsOwn(NodeId node, size_t index) const {
    return set_of_[node] != 0 && (own_[set_of_[node] - 1] >> index & 1) != 0;
  }
  /// Which item of a list a node takes out of it: [a, b] = list; kNone if it may be any.
  uint32_t PlaceOf(NodeId node) const {
    const auto at = places_.find(node);
    return at == places_.end() ? facts::kNone : at->second;
  }
  /// The text as a value, for questions: no node need hold it. One thread at a time.
  AtomId TextAtom(std::string_view text) const;

  /// True if a node holds more values than it keeps.
  bool IsOpen(NodeId node) const { return open_[node]; }

  /// Index into clients() of a class that is itself a client; kNone if it is none.
  uint32_t ClientOfClass(ClassRef c) const;

  struct Stats {
    size_t nodes = 0, edges = 0, steps = 0, atoms = 0, objects = 0;
  };
  Stats stats() const;

 private:
  /// kSilent: a rule brings the values; the edge only says for questions where they come from.
  enum class EdgeKind : uint8_t { kPlain, kNoParams, kSilent };
  struct Edge {
    NodeId to;
    uint32_t next;
    EdgeKind kind;
    WayKind way;
    NodeId by;
  };
  enum class RuleKind : uint8_t {
    kCall,
    kConcat,
    kMember,
    kIndex,
    kStore,
    kElement,
    kReturnParams,
    kEntry,
    kCopy,
    kPair
  };
  struct Rule {
    RuleKind kind;
    ExprRef at;
    NodeId extra = facts::kNone;  // value node of a store; target node of an element rule
    std::string_view name;        // field of a store or of a destructuring pattern
    uint32_t number = 0;  // kCopy: the object; kReturnParams: the function; kElement, kEntry: the
                          // node that is read
    Way way = {};         // kCopy: how it is stored
  };

  struct Reading {
    NodeId to, holder;
  };
  struct Copy {  // of all that an object holds
    uint32_t into;
    NodeId holder;  // that has the object
    Way way;
  };

  AtomId Intern(const Atom& atom) const;
  StringId InternString(std::string_view text) const;
  /// Nodes without values, edges and rules.
  void MakeNodes(size_t count);
  NodeId NewNode(Slot slot = {});
  /// A value that comes into being at the node.
  bool Add(NodeId node, AtomId atom) { return Put(node, atom, true); }
  /// A value that a rule brings from another node.
  bool Bring(NodeId from, NodeId to, AtomId atom) {
    AddSilentEdge(from, to);
    return Put(to, atom, false);
  }
  bool Put(NodeId node, AtomId atom, bool is_own);
  void AddEdge(NodeId from, NodeId to, EdgeKind kind = EdgeKind::kPlain, Way way = {});
  void AddSilentEdge(NodeId from, NodeId to);
  void Watch(NodeId node, Rule rule);
  void Enqueue(NodeId node);
  void Propagate(NodeId node);

  NodeId NamedNode(uint64_t key, Slot slot);
  NodeId LocalSlot(FnRef fn, std::string_view name);
  NodeId GlobalSlot(FileId file, std::string_view name);
  NodeId FieldSlot(ClassRef c, std::string_view name);
  NodeId ObjectField(uint32_t object, std::string_view name);
  NodeId ObjectArgument(uint32_t object, uint32_t place);
  /// Runs a call again when the member of the object that it calls is written.
  void AwaitField(uint32_t object, std::string_view name, ExprRef call);
  /// Whatever members an object has, by now and later, may be the value of a node; of those by now
  /// at most `most`.
  void ReadAny(NodeId to, uint32_t object, NodeId holder, size_t most);
  /// `part`: of several that one expression makes.
  uint32_t NewObject(ExprRef at, std::string_view type, uint32_t part = 0);
  /// True for ...x, **x: all that a value holds is meant.
  bool IsSpread(FileId file, const facts::Arg& entry) const;
  /// A call's arguments for f(String... names) are a list.
  void CollectRest(ExprRef at, FnRef target);
  size_t IndexOf(FnRef function) const { return fn_bases_[function.file] + function.fn; }
  NodeId MutableReturn(FnRef function);
  NodeId MutableParam(FnRef function, uint32_t index);

  void BuildFile(FileId file);
  void Settle(FileId file, const facts::Settled& settled);
  /// True if a compiler says that the node cannot hold it.
  bool Contradicts(NodeId node, const Atom& atom) const;
  void BuildFunctions(FileId file);
  void BuildExpr(FileId file, facts::ExprId id);
  void BuildCall(ExprRef at);
  void BuildMap(ExprRef at);
  void BuildList(ExprRef at);
  void DeclareType(FileId file, NodeId node, std::string_view type, std::string_view element = {});
  void DeclareNamedClass(FileId file, NodeId node, std::string_view name);
  /// What a value holds whose type has type arguments: List<Dao>, Provider<Dao>, Dao[].
  void DeclareElement(FileId file, NodeId node, std::string_view holder, std::string_view element,
                      int depth);
  /// The slot that a variable name stands for inside a function, kNone if it is no variable there.
  NodeId VariableSlot(FileId file, facts::FunctionId fn, facts::ClassId cls, std::string_view name);
  bool IsBound(FnRef fn, std::string_view name) const;
  /// Names that a function of a file binds (kNone: the file itself); sorted once it is built.
  std::vector<std::string_view>& Bound(FileId file, facts::FunctionId fn) {
    return bound_[file][fn == facts::kNone ? 0 : fn + 1];
  }

  void Run(const Rule& rule);
  void RunCall(ExprRef at);
  void RunConcat(ExprRef at);
  void RunMember(ExprRef at);
  void ReadMemberOutside(ExprRef at, std::string_view owner);
  void ReadMemberOfClass(ExprRef at, const Atom& atom);
  /// The classes of a qualified name, as a file writes it, become values of a node.
  void AddClasses(NodeId node, FileId file, std::string_view qualified);
  void RunIndex(ExprRef at);
  /// x[key], x[key] = value: the methods of the object's class that it runs (flow_operators.cc).
  void CallByIndex(ExprRef at, const Atom& object);
  /// A function that a field of the object around it holds, called by the field's name.
  bool CallField(ExprRef at);
  /// getModel('crm/lead'): an object of the class that a text names.
  void MakeNamed(ExprRef at);
  /// load->model('Crm_model', 'crm'): it becomes a member of the object around it.
  void MakeMember(ExprRef at);
  /// Adds what a text names, as a class factory of the language does.
  void AddNamed(NodeId node, FileId file, std::string_view like, std::string_view text);
  /// TryGetValue(key, out job): what a call looks up goes into its last argument.
  void FillLast(ExprRef at);
  /// True if a key is a number, or two of them.
  bool IsPlace(ExprRef index) const;
  /// True for a part of a list: x[0:300].
  bool IsSlice(ExprRef index) const;
  void RunStore(const Rule& rule);
  /// True if an enumeration's member is declared with a text, which is what it stands for.
  bool HasText(ClassRef c, std::string_view member) const;
  void RunElement(const Rule& rule);
  /// Whatever the objects of a node hold goes into another object, now and later.
  void CopyMembers(NodeId from, uint32_t object, Way way);
  void RunCopy(const Rule& rule);
  void CopyMember(const std::string& name, NodeId member, const Copy& copy);
  /// array_merge(a, b), a.concat(b): a new object; false if it is no such call.
  bool JoinObjects(ExprRef at);
  /// What a call's arguments hold goes into an object; named ones are members of it.
  void PutAll(ExprRef at, uint32_t object, Way way);
  void GiveBackOfClosure(ExprRef at);
  /// The closure that a call hands its receiver on to; fn == kNone if it does not.
  FnRef HandedOnTo(ExprRef at) const;
  void MakeImplicitObjects();
  bool HasObject(ExprRef at) const;
  /// The object that nobody made, for a variable that stands in an expression.
  void MakeImplicitObject(ExprRef at);
  /// fill(key, type) writes into what its callers give it: it is theirs.
  bool MakeAtCallers(ExprRef at);
  void AddEdgeOnce(NodeId from, NodeId to, Way way = {});
  void WatchCallOnce(NodeId node, const Rule& rule);
  /// What a call's argument is known to be by now; the call runs again when it may be more. Empty
  /// where none stands.
  AtomList GivenTo(ExprRef call, uint32_t argument);
  /// Has the method `run` of what is given in the first arguments run: of objects or of classes.
  bool RunGiven(ExprRef at, std::string_view run, AtomKind of, uint32_t most);
  void ConstructExported(ExprRef at);
  void ConstructHeld(ExprRef at);
  void ConstructExternal(ExprRef at, std::string_view type);
  /// False if a qualified type is surely none of the toolkits' clients that have its last name.
  bool MayBeToolkits(FileId file, std::string_view type) const;
  void PassThrough(ExprRef at);
  void AddClientClass(NodeId node, ClassRef c, ExprRef at = {});
  /// The toolkit's client that a base class is, as a file writes its name; nullptr if it is none.
  const ClientForm* FormOfBase(FileId file, std::string_view base) const;
  ClassRef FieldOwner(ClassRef c, std::string_view name) const;
  void LinkCall(ExprRef at, FnRef target);
  /// A call's arguments become the function's parameters, and its result the call's.
  void EnterFunction(ExprRef at, FnRef target);
  /// Notes that a call may reach a function; false if that was known, or are too many.
  bool AddTarget(ExprRef at, FnRef target);
  void ConstructSelf(ExprRef at);
  /// Reading a property runs its getter: the read is a call of it.
  bool ReadGetter(ExprRef at, ClassRef c, std::string_view name);
  /// A call that reaches nothing of the program: what it still carries.
  void CallUnknown(ExprRef at);
  /// What such a call puts into the list that is its first argument.
  void PutIntoFirst(ExprRef at);
  /// The type argument of such a call is that of what its closures are given.
  void TypeClosures(ExprRef at);
  /// A method that is given positions alone: text.substring(0, 1), text.charAt(0).
  bool IsPartOfText(ExprRef at) const;
  /// Functions that such a call is given are called by who gets them.
  void HandOver(ExprRef at);
  /// x.then(y => ...): the closure gets the receiver, and its result is the call's.
  /// Notes whose names the closures of a file use without naming it.
  /// What functions run a closure on that they are given: port, of `port.block(x)`.
  void IndexBlockRunners(FileId file);
  void FindBlockReceivers(FileId file);
  void HandReceiverOn(ExprRef at, const Atom& receiver);
  void ConstructPromise(ExprRef at);

  // What an assignment writes to (flow_bindings.cc). `value`: kNone where it only declares.

  void BuildBinding(FileId file, const facts::Binding& binding);
  /// True for one that declares nothing; what a closure appends to is a list of the function around
  /// it.
  static bool IsOfOuterScope(const facts::FileFacts& facts, const facts::Binding& binding);
  /// Assignments that declare nothing: their names become those of the scopes around them.
  void BindOuter(FileId file);
  void BindTarget(FileId file, facts::ExprId target, NodeId value, const facts::Binding& binding);
  void BindName(ExprRef target, NodeId value, const facts::Binding& binding);
  /// [a, b] = value, {a, b} = value: items of a list, or fields of these names.
  void BindParts(ExprRef target, NodeId value, const facts::Binding& binding);
  void BindMember(ExprRef target, NodeId value, const facts::Binding& binding);
  /// What a file gives to those that require it, where the target is that.
  void BindExport(ExprRef target, NodeId value);
  /// A node holds a list that has the item.
  void AddList(NodeId node, ExprRef at, NodeId item);

  // What a name is (flow_scope.cc).

  void BuildName(FileId file, facts::ExprId id);
  /// A name that the language takes for a file of the tree.
  void ReadModuleFile(ExprRef at);
  /// The object around a name like `this`; false if there is none.
  bool ReadSelf(ExprRef at);
  /// The classes of the program that the name is; false if it is none.
  bool ReadClasses(ExprRef at);
  /// What is imported, or belongs to the outside.
  void ReadOutside(ExprRef at);
  /// What a module gives under a name, itself or handed on from others.
  void ReadExport(FileId module, std::string_view name, NodeId to);
  void ReadFunctions(ExprRef at);
  /// A variable of an included file; false if there is none.
  bool ReadIncluded(FileId file, std::string_view name, NodeId to);
  void JoinGlobals();
  /// A name that is no variable calls what has that name, in languages where it does.
  bool CallBare(ExprRef at);

  // What a call is (flow_calls.cc).

  void RunNew(ExprRef at);
  /// new (f())(): what is made is what an expression gives.
  void ConstructComputed(ExprRef at);
  /// A call without a receiver: of a variable's value, or of what the name means where it stands.
  void CallByName(ExprRef at);
  /// False if the name is no variable, or none that holds anything.
  bool CallVariable(ExprRef at);
  /// Calls a value itself, f() or (f)(); false if nothing of the program is called.
  bool CallValue(ExprRef at, const Atom& value, NodeId from = facts::kNone);
  // What a bare name may mean. Each is false, and has done nothing, where it does not mean that.
  bool CallInBlock(ExprRef at);
  bool CallOwnMethod(ExprRef at);
  bool CallOwnDelegate(ExprRef at);
  bool CallOfPackage(ExprRef at);
  bool CallOwnClass(ExprRef at);
  bool CallQualified(ExprRef at);
  bool CallImportedMember(ExprRef at);
  bool CallFreeFunction(ExprRef at);
  bool CallType(ExprRef at);
  bool CallGetter(ExprRef at);
  /// The methods of some classes that have the name; false if none has one.
  bool CallMethodOf(ExprRef at, const std::vector<ClassRef>& classes, std::string_view name);
  /// A call on a receiver, whatever values reach that.
  void CallReceiver(ExprRef at);
  /// super.f(): the bases' own methods; false if it is no such call.
  bool CallMethodOfBase(ExprRef at);

  // What a name means on a receiver (flow_receivers.cc). All are false where the program has
  // nothing that is called: the call then carries what an unknown one does.

  bool CallOn(ExprRef at, const Atom& receiver, std::string_view name);
  /// On an object of a class of the program, or on the class itself.
  bool CallOnClass(ExprRef at, const Atom& receiver, std::string_view name);
  bool CallOnModule(ExprRef at, FileId module, std::string_view name);
  bool CallOnObject(ExprRef at, const Atom& object, std::string_view name);
  bool CallOnMethod(ExprRef at, const Atom& method, std::string_view name);
  bool CallOnClient(ExprRef at, const Atom& client, std::string_view name);
  bool CallOnExternalType(ExprRef at, const Atom& type, std::string_view name);
  bool CallOnFunction(ExprRef at, const Atom& function, std::string_view name);
  /// Getters and setters that a class of the program has without a body of its own.
  void CallAccessor(ExprRef at, const Atom& receiver, std::string_view name);
  /// Functions that an object holds under the name.
  bool CallMember(ExprRef at, uint32_t object, std::string_view name);
  bool SetProperty(ExprRef at, const Atom& object, std::string_view name);
  bool GetProperty(ExprRef at, uint32_t object, std::string_view name);
  /// put(key, x), add(x), addAll(xs).
  bool PutInto(ExprRef at, const Atom& object, std::string_view name);
  /// A closure that the call is given runs over what the object holds.
  void HandItems(ExprRef at, uint32_t object);
  /// Reads an entry of a map by its key.
  bool LookUp(ExprRef at, const Atom& object, std::string_view name);
  /// A call's value becomes the entry of a map under its first argument: map.get(key), map(key).
  void ReadEntry(ExprRef at, const Atom& object, NodeId holder);
  bool CallMap(ExprRef at, const Atom& map, NodeId holder);
  bool LinkHeld(ExprRef at, NodeId callee);  // its functions and bound methods; false: it has none
  /// commands[name](x), where nobody knows the name: any function that the map holds.
  bool CallAny(ExprRef at, uint32_t object);
  /// Functions of the program that extend the type of a receiver.
  bool CallExtension(ExprRef at, const Atom& receiver, std::string_view name);
  bool CallInSpace(ExprRef at, std::string_view space, std::string_view name);
  /// Calls what a module itself declares under a name.
  bool CallDeclared(ExprRef at, FileId module, std::string_view name);

  // Functions that answer for names (flow_made.cc).

  /// Links the class's method that answers for those that it has not. must_be_known: only one whose
  /// names are known, and this is one of them.
  bool CatchCall(ExprRef at, ClassRef c, std::string_view name, bool must_be_known = false);
  void CatchBy(ExprRef at, FnRef fn, std::string_view name);
  /// op = crm.get_lead, where a method gives what its class has not (__getattr__).
  void TakeCaught(ExprRef member, ClassRef c);
  /// The same of functions that an object or module holds under names that code computes.
  bool CatchHeld(ExprRef at, NodeId slot, std::string_view name);
  bool MayAnswer(FnRef fn, ExprRef at, std::string_view name, bool must_be_known);
  /// From now on names of which nothing is known may be any.
  void SettleNames();
  void ReadMade(NodeId to, FileId module, std::string_view name);
  /// The names of a map's entries.
  bool GiveKeys(ExprRef at);
  void AddKeys(uint32_t object, NodeId to);

  // What values do that are called, and what is looped over (flow_values.cc).

  /// A bare call of a function that is made in the class around it.
  bool CallMade(ExprRef at);
  /// Calls what an import brings in under the name, where that is a value.
  bool CallImported(ExprRef at);
  /// self(x), where the object itself can be called.
  void CallSelf(ExprRef at);
  /// queue.enqueue(Job, x): the class among the arguments has its method run.
  bool RunClasses(ExprRef at);
  /// people.each { |person| }, where an object of a class stands for many of them.
  void HandSelf(ExprRef at, const Atom& object);
  /// table.each { |name, value| }, for name, value in table: what both hold.
  void HandEntries(ExprRef at, uint32_t object);
  void BindPair(FileId file, const facts::Binding& binding, NodeId table);
  void RunPairOf(const Rule& rule, uint32_t object);
  /// settings.crm: what was registered under the name.
  void NoteEntryMember(ExprRef at);
  /// described_class in the block of describe(X): X.
  bool ReadBlockSubject(ExprRef at);

  /// Calls what a method that answers for others gives, where it is given the name alone.
  void CallResult(ExprRef at, FnRef getter);

  // Names that the whole tree sees (flow_tree.cc).

  /// True for a name that every file sees where this one binds it at its top.
  bool IsTreeName(FileId file, const facts::Expr& name) const;
  /// The name that a member or entry of the language's object for such names has (global.crm,
  /// $GLOBALS['crm']); empty if it is none.
  std::string_view TreeMember(FileId file, const facts::Expr& e) const;
  /// Notes a binding's target if the tree sees it; false if it does not.
  bool NoteTreeName(FileId file, const facts::Binding& binding);
  /// Reads such a name as the files nearest to this one bind it; false if none does.
  bool ReadTreeName(FileId file, const facts::Expr& name, NodeId to);
  bool ReadTreeMember(FileId file, const facts::Expr& e, NodeId to);
  /// A variable by its package's name.
  bool ReadPackaged(FileId file, std::string_view name, NodeId to);
  struct TreeName {
    FileId file;
    NodeId node;  // of the variable
  };
  bool ReadNearest(FileId file, const std::vector<TreeName>& bound, NodeId to);

  // What is reached by a constant name (flow_names.cc).
  struct SettingNode {
    std::vector<std::string> words;  // of the path to a setting, lower case
    NodeId node;
  };
  void AddSetting(const std::vector<std::string>& words, NodeId node);
  void AddSettingsOf(FileId file, facts::ExprId map, const std::vector<std::string>& words,
                     int depth);
  void IndexSettings(FileId file);
  /// The name under which an expression reads something; empty if it is not constant.
  std::string_view ConstantKey(FileId file, const facts::Expr& e) const;
  void ReadSetting(ExprRef at);
  /// operation="${nightly.operation}" in XML: what the setting says.
  void ReadPlaceholder(ExprRef at);
  void LinkSetting(FileId file, std::string_view key, facts::ExprId object, NodeId to);
  void LinkSettingOf(const std::vector<std::string_view>& path, std::string_view key, NodeId to);
  /// The file that a variable was read from: $settings = parse_ini_file('crm.ini'); empty: none.
  std::string_view FileReadInto(FileId file, facts::ExprId name) const;
  /// What a container is told of its objects in a file: services: { id: { class: X } }.
  void IndexServices(FileId file);
  void ReadAnnotatedSettings(FileId file);
  /// The key of a container's entry, a text or a class; empty if it is neither, or an everyday
  /// word.
  std::string EntryKey(FileId file, facts::ExprId id) const;
  void NoteEntry(ExprRef at);
  void WriteEntry(const std::string& key, ExprRef value);
  /// Once it is known which calls reach functions of the program, the others may read an entry.
  void JoinEntries();
  void RunEntry(const Rule& rule);
  void GiveObjectOf(ExprRef at);

  /// Links those of several namesakes that the call's arguments fit, by number and type.
  void LinkOverloads(ExprRef at, const std::vector<FnRef>& found);
  /// The class's method that a closure stands for, which was given in place of an object of it.
  bool CallClosure(ExprRef at, FnRef closure, std::string_view name);
  void CollectKeywords(ExprRef at, FnRef target);
  bool TakeMethod(ExprRef at);
  /// The methods of an object of the program that a call takes as values: x.method(:name).
  bool TakeMethods(ExprRef at, const Atom& receiver, facts::ExprId name);
  /// Methods of a class become values of a node; false if it has none of that name.
  /// The names that a node may hold, and those of a class's methods that its texts with one unknown
  /// part fit: "do_" + name.
  std::vector<std::string> MethodNames(NodeId node, ClassRef c) const;
  bool AddMethods(NodeId node, ClassRef c, std::string_view name);
  /// [object, 'name'], where that is a function.
  void RunPair(ExprRef at);
  /// f(callee, args): calls what its first argument is or names.
  bool CallGiven(ExprRef at);
  /// super(x): the base's constructor or, where the language says so, its method of the name that
  /// the function around it has.
  void CallBase(ExprRef at);
  void CallBound(ExprRef at, const Atom& method);
  /// An object that is called like a function; false if it has no method for that.
  bool CallObject(ExprRef at, const Atom& object);
  /// What a class has under a name that is no method of it: a method of another object, one that is
  /// run later, a function that a field holds. False if it has nothing.
  bool CallInstead(ExprRef at, const Atom& receiver, std::string_view name);
  bool CallHeld(ExprRef at, ClassRef c, std::string_view name);
  bool CallDelegate(ExprRef at, ClassRef c, std::string_view name);
  bool CallStandIn(ExprRef at, ClassRef c, std::string_view name);
  bool CallLater(ExprRef at, const Atom& receiver, std::string_view name);
  /// dispatch(new Job(x)): the objects among the arguments are run.
  bool RunArguments(ExprRef at);
  /// The functions that a text, or a pair of object and text, names.
  std::vector<FnRef> NamedBy(ExprRef at);
  void NoteHandover(ExprRef at, FnRef function);
  /// Notes what a call hands over, or only registers.
  void NoteGiven(ExprRef at, FnRef function);
  /// each(&:save): the methods that a name stands for which is called on every item.
  void HandNamed(ExprRef at, facts::ExprId name);
  /// get "/user", Users, :show
  void HandClassAndName(ExprRef at, uint32_t place);
  void IndexMessages();
  /// bus.send(new Enrol(x)): whoever handles its type runs.
  bool SendMessage(ExprRef at);
  /// LeadSaved::dispatch(x): the class is that of the message.
  bool SendMessageOf(ExprRef at, ClassRef message);
  /// What will be called of an object that something outside the program is given.
  void HandObject(ExprRef at, ClassRef c);
  /// The fields of an object that is made from them in order.
  void FillFields(ExprRef at, ClassRef c);
  /// The objects that an entry of a container gives.
  void AddEntryObjects(ExprRef at, NodeId node, std::vector<Atom>* objects);
  void Construct(ExprRef at, ClassRef c);
  /// `holder`: the node that has the object.
  void ReadField(NodeId to, const Atom& from, std::string_view name, NodeId holder);
  void WriteField(const Atom& object, std::string_view name, NodeId value, NodeId holder);
  void MakeClient(ExprRef at, const ClientForm* form);
  void ReadClient(ExprRef at);
  bool MayMakeClient(ExprRef at);
  /// The node of what a call calls as a value; kNone if it calls by a method's name.
  NodeId HeldCallee(ExprRef at);
  void FindClientForms(ExprRef at);
  /// A call or construction that may make a client.
  struct Making {
    ExprRef at;
    bool is_new = false;                 // Client.new(x)
    std::string_view written;            // its receiver
    std::vector<std::string> receivers;  // the same, and what it is known to be
  };
  Making MakingAt(ExprRef at) const;
  /// Makes the clients whose type is `written`, or is what the call is written on.
  void TryClientType(const Making& making, std::string_view written);
  /// True if a form's type is written without its qualifier, which an import of the file names.
  bool ImportsQualifier(const Making& making, const ClientForm& form,
                        std::string_view simple) const;
  /// Makes the clients that a method or function of the called name gives.
  void TryClientMethod(Making making);
  void ReturnThroughParams(ExprRef call, FnRef target);

  /// Runs until no node waits.
  void RunToFixpoint();
  /// Frees what only solving needs; no rule may run afterwards.
  void ForgetRules();

  const Program& program_;
  const ToolkitIndex& toolkits_;
  std::vector<NodeId> bases_;  // first node of each file
  std::vector<std::vector<AtomId>> sets_;
  std::vector<uint32_t> own_;     // by set: bits of the values that came into being there
  std::vector<uint32_t> set_of_;  // node -> sets_ + 1, 0: empty
  std::vector<Slot> slots_of_;    // of the nodes that are no expressions
  std::vector<uint32_t> head_;    // node -> edges_
  std::vector<Edge> edges_;
  std::vector<uint32_t> watch_head_;
  std::vector<std::pair<uint32_t, uint32_t>> watches_;  // rule, next
  std::vector<Rule> rules_;
  FlatTable<uint32_t> call_rules_;  // expression of a call + 1 -> its rule
  std::vector<bool> open_;
  std::unordered_map<NodeId, int> joins_;  // times that the texts of a node were joined anew
  std::vector<bool> queued_;
  std::vector<uint8_t> sent_;        // values that went along every edge before sent_head_
  std::vector<uint32_t> sent_head_;  // the node's first edge at that time
  std::deque<NodeId> queue_;
  mutable std::map<std::pair<const rules::Toolkit*, FileId>, bool> imports_show_;
  mutable std::deque<Atom> atoms_;  // what stands there stays there: TextAtom
  mutable FlatIndex atom_index_;
  mutable std::deque<std::string> string_pool_;
  mutable std::vector<std::string_view> strings_;
  mutable FlatIndex string_index_;
  FlatTable<NodeId> slots_;
  /// file -> function + 1 (0: none) -> sorted names
  std::vector<std::vector<std::vector<std::string_view>>> bound_;
  std::vector<ClientSite> clients_;
  std::unordered_map<uint64_t, uint32_t> client_index_;
  std::vector<Object> objects_;
  FlatTable<uint32_t> object_index_;
  std::vector<uint32_t> targets_of_;  // by expression node: into targets_ + 1, 0: none
  std::vector<std::vector<FnRef>> targets_;
  std::vector<size_t> fn_bases_;               // first function of each file
  std::vector<std::vector<ExprRef>> callers_;  // by IndexOf, as the next three
  std::vector<std::vector<ExprRef>> handovers_;
  std::map<FnRef, std::vector<ExprRef>> registrations_;
  std::unordered_map<std::string_view, std::vector<FnRef>> handlers_;  // by the message's type
  std::vector<NodeId> returns_;
  std::unordered_map<FnRef, ExprRef, RefHash> block_receivers_;
  std::unordered_map<std::string_view, ExprRef> block_runners_;  // by the function's name
  std::vector<std::vector<NodeId>> params_;
  std::unordered_map<uint32_t, std::vector<Copy>> copies_from_;   // by object
  std::unordered_map<uint64_t, std::vector<ExprRef>> awaited_;    // by object and member
  std::unordered_map<uint32_t, std::vector<Reading>> any_reads_;  // of all that an object holds
  std::unordered_map<FnRef, facts::ExprId, RefHash> owners_;      // maps that hold the function
  std::unordered_map<FileId, std::unordered_set<std::string_view>> module_names_;  // variables
  FlatTable<bool> copies_;  // node and object
  FlatTable<bool> known_edges_, silent_edges_, watched_;
  std::unordered_map<ExprRef, std::vector<ExprRef>, RefHash> bound_methods_;
  std::set<std::pair<ExprRef, FnRef>> caught_;
  std::vector<std::pair<ExprRef, FnRef>> unnamed_;  // calls of made functions whose names are open
  bool names_settled_ = false;
  std::unordered_map<ExprRef, NodeId, RefHash> callees_;                     // of calls of objects
  static constexpr std::string_view kKeysOf = "\x01k", kValuesOf = "\x01v";  // names of rules
  std::unordered_map<NodeId, std::string_view>
      sealed_;  // receivers whose class is known and is no client
  std::vector<Rule> stores_;
  /// Names that the whole tree sees; and those that are members of an object.
  std::map<std::string_view, std::vector<TreeName>> tree_names_, tree_members_;
  std::vector<std::pair<FileId, std::string_view>> globals_;  // that functions take from anywhere
  std::vector<SettingNode> settings_;
  using ReadsInto = std::map<std::pair<std::string_view, facts::ExprKind>, std::string_view>;
  mutable std::unordered_map<FileId, ReadsInto> reads_;  // FileReadInto: by its argument
  std::unordered_map<std::string, std::vector<uint32_t>>
      settings_by_end_;                                 // by their last two words
  std::unordered_set<uint32_t> last_words_;             // hashes
  std::map<std::string, std::vector<NodeId>> entries_;  // of containers, by key
  std::vector<std::pair<std::string, ExprRef>> entry_reads_;
  NodeId expr_nodes_ = 0;                          // nodes below it are expressions
  std::vector<NodeId> writers_;                    // of the others, by node - expr_nodes_
  static constexpr int kMostHandedOn = 4;          // delegations in a row
  int depth_ = 0;                                  // of them
  std::set<std::pair<ExprRef, FnRef>> answering_;  // calls whose result is being called
  size_t steps_ = 0;
  std::unordered_map<ExprRef, facts::ExprId, RefHash> index_writes_;  // x[key] and what it becomes
  std::unordered_map<NodeId, uint32_t> places_;  // of the items that patterns take
};

}  // namespace unsoap::link
