// Finder: the state of FindUses while it works; internal to uses.cc (the order of the steps) and
// uses_*.cc (one step each).
//
// What it is not: an interface; other stages use uses.h.
#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <unordered_map>

#include "scanner/base/budget.h"
#include "scanner/base/span_index.h"
#include "scanner/base/text.h"
#include "scanner/link/learned.h"
#include "scanner/link/question.h"
#include "scanner/link/uses.h"

namespace unsoap::link {

using Grade = ClientProof::Grade;

template <class Range>
inline bool Contains(const Range& range, std::string_view name) {
  return std::find(std::begin(range), std::end(range), name) != std::end(range);
}

class Finder {
 public:
  explicit Finder(const UsesInput& in)
      : program_(*in.program),
        flow_(*in.flow),
        toolkits_(*in.toolkits),
        scanner_(*in.scanner),
        in_(in) {}

  Uses Run();

 private:
  const facts::FileFacts& File(FileId f) const { return program_.file(f); }
  const evidence::FileSignals& Signals(FileId f) const { return (*in_.signals)[f]; }

  bool IsGenerated(FileId f) const { return (*in_.generated)[f].toolkit != nullptr; }
  bool IsStub(FileId f) const { return (*in_.generated)[f].pack != nullptr; }

  /// The named function that performs what stands at a place; fn == kNone at file level and in a
  /// closure that is only registered: who registers it performs nothing.
  FnRef FunctionOf(ExprRef at) const;
  void FindRegistered();

  /// The class of a function with all its relatives: evidence in one of their files counts for a
  /// client in another.
  std::vector<FileId> Neighbourhood(ExprRef at) const;

  // Proof of a client.

  /// The strings that reach a node, also inside the maps, lists and constructions that it holds.
  void Reach(NodeId node, int depth, std::vector<std::string_view>* out) const;

  /// The calls that are made on a call's result in a row and give it back: X->uri(a)->proxy(b).
  std::vector<facts::ExprId> ChainOf(ExprRef call) const;
  bool ProveByStrings(ExprRef call, ClientProof* proof) const;

  /// True if a text ends in the path of a description that is in the tree and is not the service's.
  bool IsOtherFile(std::string_view text) const;
  /// True for an address that only tests write: it says nothing of what production code calls.
  bool IsOfTestsOnly(std::string_view text) const;

  void ProveByFile(ExprRef at, ClientProof* proof) const;

  ClientProof Prove(const ClientSite& site) const;
  /// Of a class of a shared library (uses_shared.cc).
  ClientProof ProofOfShared(const ClientSite& site) const;

  /// Fills ports_ and services_: what a stub's class is called decides nothing, what it declares
  /// does.
  void FindPorts();

  /// The port that a class is: itself one, or a subclass of one. Who only implements a port's
  /// interface may do something else. cls == kNone if it is none.
  ClassRef PortOf(ClassRef c) const;

  void FindStubClients();

  /// True if the call is given a port's class (service.getPort(CrmPort.class)).
  bool ProveByPort(ExprRef call, ClientProof* proof) const;
  /// True for the client library of the service, if the file imports it or a manifest of the tree
  /// names it.
  bool ShowsPackage(FileId f, const rules::Toolkit& toolkit) const;

  // Direct uses.

  struct Receiver {
    const rules::Toolkit* toolkit = nullptr;  // nullptr: any
    ClientProof proof;
    bool is_stubs = false;     // the stub in the tree says which toolkit it is
    bool is_named = false;     // the name of a method alone says that a toolkit makes it
    bool is_declared = false;  // its declared type says so; nothing is known of the object
  };

  /// What a receiver may be, as a client. Empty when it is known to be something else, or unknown.
  std::vector<Receiver> ReceiversOf(ExprRef object) const;

  /// True if a declared type is a class of a shared library; adds it as a receiver.
  bool AddShared(const ClientForm& form, std::string_view type, ExprRef object,
                 std::vector<Receiver>* out) const;

  /// True if the class around an expression makes a client that is known to be the service's.
  bool MakesItsOwn(ExprRef in) const;

  /// A class that is itself a client (extends one, or mixes one in), and is called by a bare name
  /// or statically.
  void AddClassClient(ClassRef c, ExprRef where, std::vector<Receiver>* out) const;

  static findings::Confidence ConfidenceOf(Grade grade) {
    return grade == Grade::kProven ? findings::Confidence::kCertain : findings::Confidence::kLikely;
  }

  void AddOperation(OperationUse* use, const rules::Operation* op) const;

  /// Where heirs say what their base's call performs: $name = 'syncLead', for a base that calls
  /// what $this->name says (uses_heirs.cc).
  void FindFilledNames();
  /// What a class itself gives under the name that an expression reads: values of a field,
  /// results of a getter.
  std::vector<ExprRef> FilledIn(ClassRef heir, ExprRef read) const;
  const rules::Operation* OperationFilledIn(const OperationUse& use, std::string_view name) const;

  /// Reads the operation from an argument: constants become operations, a parameter makes a
  /// dispatcher.
  bool ReadOperationArgument(ExprRef arg, const rules::Pack& pack,
                             const std::vector<std::string>& styles, OperationUse* use,
                             std::vector<Atom>* params) const;

  void AddRequests(const facts::Expr& e, const facts::FileFacts& facts, int from, bool keywords,
                   OperationUse* use) const;

  void Emit(OperationUse use);

  /// The call as receiver, method names and first argument that belongs to the operation, whatever
  /// reflection it uses.
  struct Shape {
    FileId file = facts::kNone;  // of the object
    facts::ExprId object = facts::kNone;
    std::vector<std::string> methods;
    std::vector<Atom> method_params;  // the method's name is a parameter of the function around
    uint32_t shift = 0;               // arguments eaten by the reflection
    bool is_reflective = false;
    ExprRef named_by;  // what gives the method's name
  };

  Shape ShapeOf(ExprRef at) const;
  /// The method's name is what an expression holds.
  void TakeName(ExprRef name, Shape* shape) const;
  /// x.send(name), call_user_func([x, name]): object and name are among the arguments.
  void TakeGivenName(ExprRef at, Shape* shape) const;
  /// The call calls methods that were taken as values.
  void TakeBoundMethods(ExprRef at, Shape* shape) const;

  /// Forms that a call of this name may be; those of toolkits that the file imports come first.
  std::vector<const InvokeForm*> FormsFor(FileId f, std::string_view method) const;

  /// One call while FindDirect asks what it performs.
  struct Direct {
    ExprRef at;  // the call, or where the method that it calls was taken
    Shape shape;
    std::vector<Receiver> receivers;           // what its object may be
    std::deque<std::vector<Receiver>> passed;  // clients that are an argument, a form each
    const Receiver* best = nullptr;  // in one of them: the surest of those that fit a form
    OperationUse use;
    std::vector<Atom> params;  // parameters of functions around that name the operation
    bool matched = false;
    bool dispatches = false;  // one of `params` is the name that it is given
    bool is_changed = false;  // on its way from there
  };

  /// The parameters that a computed name is made from by ways that nobody follows: name.split('_'),
  /// lcfirst($name). None if anything else may be in it (uses_changed_names.cc).
  std::vector<Atom> ParamsBehind(ExprRef name) const;
  /// get_lead(x), where the class hands that method on to a client that it names.
  void AddDelegated(Direct* call) const;
  /// The operation that a call names in whatever case it is written there; nullptr if none.
  static const rules::Operation* OperationCalled(const rules::Pack& pack, std::string_view name);

  void FindDirect(ExprRef at);
  Direct DirectAt(ExprRef at) const;
  void FindReceivers(Direct* call) const;
  /// The call may be one of this form, by `method`; what it then performs is noted in `call`.
  void TryForm(const InvokeForm& form, const std::string& method, Direct* call) const;
  /// The surest client that a form fits; nullptr if there is none.
  const Receiver* ReceiverFor(const InvokeForm& form, Direct* call) const;
  // Each is false if the call is none of the form's; `receiver` may be nullptr.
  bool TakeStubFunction(const InvokeForm& form, ExprRef at, OperationUse* use) const;
  /// A function of a shared library, or a method that is called on its class or module.
  bool TakeShared(const InvokeForm& form, ExprRef at, OperationUse* use) const;
  /// The operation that such a function is told by name.
  bool TakeSharedName(const InvokeForm& form, ExprRef name, Direct* call) const;
  /// A library's function under the name that an import gives it here.
  void TryImported(Direct* call) const;
  Reason SharedReason(const rules::SharedWrapper& shared, ExprRef at) const;
  bool TakeMethod(const InvokeForm& form, const Receiver* receiver, Direct* call) const;
  bool TakeArgument(const InvokeForm& form, const Receiver* receiver, Direct* call) const;
  /// A call on a client by a name that nothing here says.
  void TakeUnnamed(Direct* call) const;
  /// The client's proof is the use's, and what the call itself carries.
  void TakeProof(const Receiver& receiver, OperationUse* use) const;

  /// Methods of a client's type that are handed on without an object (uses_references.cc).
  void FindReferences();
  /// What a method that is named by its type would invoke; nullptr if it is no operation.
  const InvokeForm* ReferencedForm(ExprRef at) const;

  /// Where the stub declares the method, the parameter with the request's type is the request,
  /// whatever stands before it.
  void TakeDeclaredRequest(OperationUse* use) const;

  /// True if a client of the tree is known to be another service's.
  bool HasOtherClients() const;
  // Interfaces written by hand (uses_contracts.cc).

  /// The pack whose namespace an annotation gives; nullptr if none.
  const rules::Pack* PackOfAnnotation(FileId f, const facts::Annotation& annotation) const;
  const rules::Operation* OperationOfContract(FnRef method, const rules::Pack& pack) const;
  bool IsForeign(FileId f, const facts::Annotation& annotation) const;
  void FindForeignContracts();
  /// True where a file speaks to a contract of another service: words that it shares with this one
  /// say nothing of its clients.
  bool NamesForeignContract(FileId f) const;
  void FindContracts();
  /// True if the call may reach a method of such an interface.
  bool TakeContract(ExprRef at, OperationUse* use) const;

  /// True if an argument that should name an operation is known to name something else.
  bool NamesOther(ExprRef arg) const;

  static bool SameFamily(const rules::Toolkit& a, const rules::Toolkit& b);

  static facts::ExprId ArgumentAt(const facts::Expr& e, const facts::FileFacts& facts,
                                  uint32_t index);

  // Dispatchers.

  struct Dispatch {
    FnRef fn;
    uint32_t param = 0;
    std::string before, after;  // what the function puts around the name
    size_t use = 0;             // index of the use that it leads to
    bool is_element = false;    // the name becomes that of an envelope's request element
    bool is_action = false;     // the name becomes that of the SOAPAction header
    bool is_changed = false;    // on the way the name is changed: snake case, a prefix
  };

  /// The functions of `params` dispatch for the use that is emitted next; `like` says how, and what
  /// stands around the name beside what the parameters say.
  void AddDispatchers(const std::vector<Atom>& params, Dispatch like);

  /// Envelopes whose request element is put together from a name (uses_envelopes.cc).
  /// `bare_names`: those whose name alone is put together, for a builder; the others before.
  void FindNamedElements(bool bare_names);
  /// The same where a text is put together call by call: sb.append("<m:").append(op).
  void FindAppendedElements(FileId f);
  template <class Pieces>
  void FindNamedElement(ExprRef at, const Pieces& pieces, bool bare_names);
  /// True if a text declares the prefix of an element for another service's namespace.
  template <class Pieces>
  bool IsOthers(const Pieces& pieces, std::string_view prefix, const rules::Pack& pack) const;
  /// True if a function is known to name an element by its parameter.
  bool NamesElement(FnRef fn) const;
  /// The operation whose request has this element, in any case: names are often capitalised on the
  /// way.
  static const rules::Operation* OperationOfElement(const rules::Pack& pack, std::string_view name);

  void SpreadDispatchers();
  /// Emits what a call of a dispatcher performs; `base`: the use that the dispatcher leads to.
  void SpreadTo(ExprRef call, const Dispatch& dispatch, const OperationUse& base);
  /// The operation that a dispatcher makes of what it is given; nullptr if it makes none.
  const rules::Operation* OperationGiven(const Dispatch& dispatch, const rules::Pack& pack,
                                         FileId caller, std::string_view name) const;

  /// A place that sets the SOAPAction header, and the expression that it is set to.
  struct Action {
    facts::ExprId at, value;
    std::string_view parameter = {};  // of the address that `value` is; empty: it names it itself
  };
  /// What the addresses say that a step of a route and those behind it name.
  enum class Route : uint8_t { kUnknown, kService, kOther };
  Route RouteOf(ExprRef step, const rules::Pack& pack) const;
  std::vector<Action> ActionsIn(FileId f) const;
  /// An element that a builder makes: what its name says and, where callers give it, the parameters
  /// that it is. No operation: it is no request's.
  struct MadeElement {
    const rules::Operation* operation = nullptr;
    std::vector<Atom> params;
  };
  /// Elements of requests that a builder makes by their name (uses_elements.cc).
  void FindElementCalls(FileId f);
  MadeElement ElementNamed(ExprRef name, const rules::Pack& pack) const;
  MadeElement ElementMadeBy(ExprRef call, const rules::Pack& pack) const;
  void EmitElement(ExprRef at, Span name_span, MadeElement made, const rules::Pack& pack);
  /// Requests whose operation only the SOAPAction header names (uses_actions.cc).
  void FindActions();
  void FindAction(FileId f, const Action& action);
  /// True if something else in a function names the operation: its envelope, another call.
  bool IsSaid(FnRef in, const rules::Operation* operation) const;
  /// Parameters that end a header whose beginning is not known.
  std::vector<Atom> ParamsBehindUnknown(ExprRef value) const;
  /// False where every caller writes the envelope itself: that says it all.
  bool HasCallerWithoutEnvelope(const std::vector<Atom>& params, const std::string& before,
                                const rules::Pack& pack) const;

  /// A call that hands an operation's name to an interface, which others implement otherwise.
  void DoubtSharedDispatchers();

  // Likely without a trace.

  bool IsUnresolved(ExprRef at) const { return flow_.Targets(at).empty(); }

  void FindUntraced();
  /// True for a bare call in a closure whose receiver nothing is known of.
  bool IsInUnknownBlock(ExprRef at) const;

  /// True if a file in the same folder and language names the service.
  bool FolderNames(FileId f, const rules::Pack& pack) const;

  void AddFileReason(FileId f, std::vector<Reason>* reasons) const;

  /// request("getLead", ...) with a dispatcher that is not in the tree.
  void FindUnknownDispatcher(ExprRef at);

  /// True if the receiver is known, and is no client: a class of the project, a client of another
  /// service, a list.
  bool KnownToBeElse(ExprRef object) const;

  void SortUses();
  /// True if the function of a call holds the envelope that the call is given, on another line:
  /// that is one request.
  bool IsSaidByEnvelope(const OperationUse& use) const;

  // Wrappers.

  FnRef FunctionAt(FileId f, Span span) const;

  /// What a function performs, and how that is known.
  struct Performed {
    std::set<const rules::Operation*> operations;
    int level = 0, distance = 0;
    const rules::Pack* pack = nullptr;
    findings::Confidence confidence = findings::Confidence::kLikely;
    std::vector<Reason> reasons;
  };
  /// How a call reaches a wrapper: at most so surely; through a template of its base.
  struct Reached {
    const Wrapper& wrapper;
    findings::Confidence most;
    bool by_template = false;
    bool names_only = false;  // it keeps the function for later, or only says its name
  };

  // Functions that are named for a framework to call them (uses_mentions.cc).

  /// A text that names a function, by a pattern of its language.
  struct TextMention {
    ExprRef at;
    std::string_view before;     // the class or module
    const std::string* made_of;  // how that makes the class's name; empty: it is a module
  };
  void IndexMentions();
  void IndexMentionsIn(FileId f);
  void NoteText(ExprRef at);
  void NoteValue(ExprRef at);
  void NoteGiven(ExprRef call);
  /// (r'/visit', VisitHandler): what a framework runs of the class.
  void NoteRouted(ExprRef at);
  bool Means(const TextMention& mention, FnRef fn) const;
  /// crm/observer, for the class that one of its language's factories makes of that text.
  bool IsByFactory(std::string_view text, ClassRef c) const;
  /// send = partial(post, 'x'); send(y): calls of what a call of the function was bound to.
  void EachCallOfBound(ExprRef bind, const std::function<void(ExprRef)>& found) const;
  /// Calls f(at) for each place that names a function so.
  void EachMention(FnRef fn, const std::function<void(ExprRef)>& found) const;

  /// Files that hold a request's envelope and no code, by their names.
  using Templates = std::map<std::string_view, std::vector<const EnvelopeUse*>>;
  Templates TemplateFiles() const;
  std::vector<const EnvelopeUse*> TemplatesNamed(const Templates& templates,
                                                 std::string_view text) const;
  /// Functions that name such a file (uses_template_files.cc).
  void JoinTemplates();

  void FindWrappers();
  void JoinWhatPerforms();
  /// Notes that a function performs something; `is_own`: not by what its heirs fill in. nullptr if
  /// it has no name. What is new is spread to its callers.
  Wrapper* Join(FnRef fn, const Performed& what, bool is_own);
  void Spread(FnRef fn);
  void Reach(ExprRef call, const Reached& how);

  // Template methods (uses_templates.cc).

  /// True for a call on the object around it, or on one that its class makes of itself.
  bool IsOfOwnObject(FileId f, const facts::Expr& call) const;
  /// What a method calls on its own object, by name.
  const std::set<std::string_view>& OwnCalls(FnRef fn) const;
  /// The classes that the object of a call may have; none if one of them is not known.
  std::vector<ClassRef> ClassesOf(ExprRef call) const;
  /// True if every object of the call is of a class that fills in what `base` calls.
  bool IsFilledIn(ExprRef call, FnRef base) const;
  /// Is given a call, and whether every class that its object may have is known to perform
  /// something.
  using TemplateCall = std::function<void(ExprRef call, bool is_sure)>;
  /// Calls of methods of the bases of a method's class that run it for the object they are called
  /// on.
  void EachCallOfTemplates(FnRef fn, const TemplateCall& found) const;
  void EachCallOfTemplate(FnRef base, FnRef fn, int depth, const TemplateCall& found) const;

  /// The operations of a wrapper that one call of it performs: the name of one of them may hang on
  /// an argument (op.getName(), request.operation). Empty: it is given another name.
  std::set<const rules::Operation*> OperationsAt(ExprRef call, const Wrapper& wrapper);
  /// True if a wrapper is given, in some way, the name of what it performs.
  bool HangsOnName(const Wrapper& wrapper) const;
  /// Adds what a wrapper performs in one context; false if that is not wholly known.
  bool OperationsIn(const Wrapper& wrapper, Frame frame, int depth,
                    std::set<const rules::Operation*>* found);
  bool NamesAt(NodeId node, Frame frame, const OperationUse& use, int depth,
               std::set<const rules::Operation*>* found);
  /// What a text that is held may be in the call that it is held in.
  std::set<std::string> TextsOf(const Questions::Held& held, int depth);
  /// Notes that a wrapper calls another one without saying which of its operations it means.
  static void AddStep(ExprRef call, Wrapper* wrapper);
  /// True for a constructor that makes only the constants of its own class: what they are given is
  /// a name, and no use.
  bool IsOfConstants(FnRef fn) const;

  /// Why a caller of a wrapper is reported.
  Reason WrapperReason(FnRef fn, findings::Confidence confidence) const;
  static Reason EnvelopeReason(const EnvelopeUse& envelope);

  bool IsEntryPoint(FnRef fn) const {
    return program_.Names(fn.file, &languages::Language::entry_points, program_.function(fn).name);
  }

  /// Functions that read a constant or field which holds an envelope: they send it, or hand it on.
  std::vector<EnvelopeRead> ReadersOfConstants();
  /// True if a read of a name gives the text: itself, or as the entry that is taken out of it.
  bool GivesText(ExprRef read, const std::vector<AtomId>& texts) const;

  /// True for functions of one class, its bases and heirs, or of one file outside classes.
  bool AreTogether(FnRef a, FnRef b) const;

  /// The named function that makes the only object of the nameless class of a method; fn == kNone
  /// if it has a name, or is made outside of functions.
  FnRef MakerOf(FnRef fn) const;
  /// True if an argument is the function, or an object whose method it is.
  bool Gives(ExprRef arg, FnRef fn, std::string_view method) const;
  /// Where a call calls a parameter of the function around it (retry(f) calls f()): the calls of
  /// that function which give it `fn`. What it performs is theirs, not everybody's. None: it does
  /// not call a parameter.
  std::optional<std::vector<ExprRef>> GiversOf(ExprRef call, FnRef fn) const;

  /// Where the receiver's declared type is an interface: the classes of the objects that are known
  /// to reach it. Empty: none is.
  std::vector<ClassRef> MadeClasses(ExprRef call, std::string_view name) const;
  /// False if the objects that reach the receiver have another method than `fn`.
  bool MayReach(ExprRef call, FnRef fn) const;
  /// True if the function is asked for what the call calls, by its name.
  bool IsGiverOf(ExprRef call, FnRef fn) const;
  /// True if a call hands another service's client to a function that calls what it is given.
  bool GivesOtherClient(ExprRef call, FnRef fn, int param) const;

  /// A call of `fn` that may also reach a method with a body that performs nothing: an interface
  /// that a SOAP and a REST client share.
  bool Ambiguous(ExprRef call, FnRef fn) const;
  /// True for a call that is made on each item of a collection that holds an object of a function's
  /// class: of those that it may reach it reaches all (uses_loops.cc).
  bool IsOfEach(ExprRef call, FnRef fn) const;
  bool HoldsObjectOf(ExprRef collection, FnRef fn) const;
  /// True for a closure without a name in which an operation is used.
  bool IsPerformingClosure(FnRef fn) const;
  /// after_save :push, in the body of a class.
  void NoteClassCallback(ExprRef call);
  /// A text that names a method of a class is a mention of it, at another place where one is given.
  void NoteMethodNamed(ClassRef c, ExprRef name, ExprRef at);
  /// True for the method of a decorator, which calls its namesake on what it stands before.
  bool HandsOnTo(FnRef decorator, FnRef fn) const;

  /// True if a function gives its callers a client, or an object that performs operations, which
  /// they did not have: by returning it or by handing it to their callback. What it performs on the
  /// way (a call that tries the connection) is not what they call it for.
  bool HandsOnClient(FnRef fn) const;
  bool HoldsClient(NodeId node, ClassRef own, int depth) const;

  /// Interface and abstract methods that this one implements.
  void Declarations(FnRef fn, const Wrapper& wrapper);
  void DoubtFamilies();

  /// True for a class or import that lies outside the tree, and for `super`.
  bool IsForeign(ExprRef object) const;

  /// Calls on receivers that nothing is known of, by the name of a wrapper that no other class has,
  /// or by the receiver's name, which is that of a class.
  void FindByName();
  /// Wrappers whose name, of two words and more, no other method has.
  std::map<std::string_view, FnRef> WrappersByName() const;
  /// Classes with wrappers by the letters of their names, of two words and more; no name twice.
  std::map<std::string, ClassRef> ClassesByLetters() const;
  /// The same without the last word, which says what they are for: MarketoComponent is `marketo`.
  using ClassesByRole = std::map<std::string, std::vector<ClassRef>>;
  ClassesByRole ClassesWithoutRole() const;
  /// The wrapper of the class that a call's receiver has the name of: leadService.find(x).
  FnRef NamedByReceiver(ExprRef at, const std::map<std::string, ClassRef>& classes) const;
  /// The same where a framework calls its parts so: $this->Marketo->find(x), Yii::app()->marketo.
  FnRef NamedByRole(ExprRef at, const ClassesByRole& classes) const;
  /// The member that a call's receiver is, or that its variable was read from; empty if none.
  std::string_view MemberReadBy(FileId file, const facts::Expr& call) const;
  bool TakesAsMany(FnRef fn, const facts::Expr& call) const;

  const Program& program_;
  const Flow& flow_;
  const ToolkitIndex& toolkits_;
  const evidence::SignalScanner& scanner_;
  const UsesInput& in_;
  const rules::Pack* repository_ = nullptr;
  std::set<const rules::Toolkit*> shown_packages_;  // packages that a manifest of the tree names
  std::vector<Dispatch> dispatchers_;
  size_t spread_ = 0;  // dispatchers before it are done
  std::set<std::pair<FnRef, uint32_t>> spread_done_;
  mutable std::unordered_map<FileId, SpanIndex> functions_;  // filled on the first question
  mutable std::unordered_map<std::string_view, std::vector<std::string_view>> paths_by_name_;
  mutable std::set<std::string_view> test_texts_;  // addresses that only tests write
  mutable std::unordered_map<std::string_view, FileId> file_of_path_;
  mutable std::map<std::string_view, std::vector<FileId>> strong_in_folder_;
  mutable bool knows_folders_ = false;
  std::set<std::pair<std::string_view, FileId>> envelope_names_;  // names that hold an envelope
  std::set<FnRef> registered_;  // closures that a registrar is given
  std::unordered_map<std::string_view, std::vector<TextMention>> texts_;  // by the function's name
  std::map<FnRef, std::vector<ExprRef>> mentions_;  // values of lists, and what routes name
  std::unique_ptr<Questions> questions_;            // made on the first one
  /// What else names operations in a function, once headers are looked at; nullptr: a parameter.
  std::map<FnRef, std::set<const rules::Operation*>> said_;
  mutable std::map<FileId, std::map<FnRef, std::set<std::string_view>>> own_calls_;
  std::deque<FnRef> work_;                  // wrappers whose callers are to be looked at
  std::map<ExprRef, WrapperCall> reached_;  // calls of wrappers
  std::set<ExprRef> seen_;
  std::map<FnRef, std::pair<const rules::Pack*, const rules::Operation*>> contracts_;
  std::set<std::string_view> foreign_contracts_;  // interfaces that say another service's namespace
  std::set<ClassRef> ports_;                      // classes of stubs that declare operations
  std::set<ClassRef> services_;                   // classes of stubs with methods that give a port
  std::set<ClassRef> performing_;  // classes whose methods perform operations themselves
  Uses out_;
  /// What stands around the name that names an operation: "params" of "<m:params{op}>".
  std::map<ExprRef, std::pair<std::string, std::string>> around_names_;
};

}  // namespace unsoap::link
