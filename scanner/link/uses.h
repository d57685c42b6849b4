// Uses: which calls invoke an operation of the service, directly or through the project's own
// dispatchers and wrappers.
//
// What it is: the judgement of link over the solved Flow: client sites with their proof, operation
// uses, dispatchers, wrappers and who calls them. What it is not: findings (match/ makes these) or
// arguments (match/arguments.h reads them). Evidence is kept with every step, so that a finding can
// say why. Deterministic, sorted by file and position.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "scanner/evidence/signals.h"
#include "scanner/findings/finding.h"
#include "scanner/link/flow.h"

namespace unsoap::link {

/// A reason, with the place that shows it.
struct Reason {
  std::string what;  // "client", "namespace", "endpoint", "type", "dispatcher", "anchor",
                     // "constant", "header", "family"
  std::string text;
  FileId file = facts::kNone;
  Span span;
};

/// As many as a finding shows; a longer chain of dispatchers adds none.
inline constexpr size_t kMaxReasons = 8;

/// What is known about a client.
struct ClientProof {
  enum class Grade : uint8_t { kNone, kRepository, kFile, kProven, kOther };
  Grade grade = Grade::kNone;
  const rules::Pack* pack = nullptr;
  std::vector<Reason> reasons;
};

struct OperationUse {
  ExprRef at;  // the call
  FnRef in;    // named function around it; fn == kNone at file level
  std::vector<const rules::Operation*> operations;  // sorted by name; empty: not known here
  const rules::Pack* pack = nullptr;
  const rules::Toolkit* toolkit = nullptr;  // nullptr for dispatchers of unknown make
  findings::Confidence confidence = findings::Confidence::kLikely;
  std::vector<Reason> reasons;
  std::vector<facts::ExprId> requests;  // argument expressions that hold the request
  bool keywords_are_request = false;
  int client_param = -1;       // the client is this parameter of the function around it
  bool is_dispatched = false;  // through the project's own dispatcher
  FnRef dispatcher;
  bool is_dispatcher_site = false;  // the operation is a parameter of the function around it
  bool is_written = false;          // an element or a header is written here, and sent further down
  Span name_span;                   // where the operation is named
  ExprRef named_by;  // what names it, where that is no method's name; expr == kNone if none
  const rules::SharedWrapper* shared = nullptr;  // the call is of this function of a library
};

/// A function of the project through which operations are reached.
struct Wrapper {
  FnRef fn;
  int level = 0;     // 0: performs the operation itself; 1: calls such a function ...
  int distance = 0;  // the same, without the steps that stay in a class or, outside one, in a file
  std::set<const rules::Operation*> operations;
  std::set<const rules::Operation*> own;  // of these, those that hang on no heir of its class
  const rules::Pack* pack = nullptr;
  findings::Confidence confidence = findings::Confidence::kLikely;
  std::vector<Reason> reasons;  // of that confidence
  bool is_dispatcher = false;
  uint32_t dispatch_param = 0;
  int client_param = -1;             // the client that it calls is given to it
  bool is_declaration = false;       // interface or abstract method that a wrapper implements
  std::vector<ExprRef> calls;        // call sites of this function, sorted
  const OperationUse* by = nullptr;  // the use that makes it one (level 0)
  FnRef through;                     // the wrapper it calls (level > 0)
  std::vector<ExprRef> steps;        // its calls of that one that leave open which operation
  /// A method of an object that is called nowhere but by what it is handed to where it is made: it
  /// is part of the function around it.
  bool is_inline = false;
};

struct WrapperCall {
  ExprRef at;
  FnRef in;
  FnRef target;
  std::set<const rules::Operation*> operations;
  const rules::Pack* pack = nullptr;
  findings::Confidence confidence = findings::Confidence::kLikely;
  std::vector<Reason> reasons;
};

/// An envelope in the text of a file, found by match/envelopes.h; a function that holds one
/// performs its operation.
struct EnvelopeUse {
  FileId file = facts::kNone;
  Span span;
  const rules::Pack* pack = nullptr;
  const rules::Operation* operation = nullptr;  // nullptr: a frame, whose body is put in
};

/// Where a function reads the constant or field that holds an envelope: it sends it, or hands it
/// on.
struct EnvelopeRead {
  ExprRef at;
  EnvelopeUse envelope;
};

/// Where a class of a stub that is a port, or gives one away, is made.
struct StubClient {
  ExprRef at;
  ClassRef cls;
};

/// What a file calls or extends and no file beside it declares: the file that does is to be read,
/// although it may name nothing of the service.
struct Need {
  std::string name;    // of the class or function
  std::string module;  // by which the file imports it, as written; empty if it does not
  std::string from;    // path of the file
  friend auto operator<=>(const Need&, const Need&) = default;
};

/// Where a learned name stands for what was learned: a file that holds the name and shows its home
/// means this one.
struct Home {
  std::string folder;  // in lower case
  std::string stem;    // by which others import the file, or the folder that it speaks for
  std::vector<std::string> space;  // parts of its namespace in lower case; without one others
                                   // import the file
  std::string family;              // of languages whose code may use it; empty: any
  friend auto operator<=>(const Home&, const Home&) = default;
};

/// A class's method.
struct Member {
  std::string of, name;
  std::string family;  // of languages whose code may use it; empty: any
  friend auto operator<=>(const Member&, const Member&) = default;
};

/// Names to look for in files that were not candidates.
struct LearnedNames {
  using Pair = std::pair<std::string, std::string>;
  std::set<std::string> alone;  // one of them is enough
  /// Enough in a file that shows a home of it; elsewhere only where few files hold it.
  std::map<std::string, std::set<Home>> names;
  std::set<Member> members;      // enough, both together, where classes need no import
  std::set<Pair> together;       // both in one file, where few files hold both
  std::set<Need> needed;         // enough in the file that declares it
  std::set<std::string> shapes;  // regexes: what looks so is enough
  bool empty() const {
    return alone.empty() && names.empty() && members.empty() && together.empty() &&
           needed.empty() && shapes.empty();
  }
};

struct Uses {
  std::vector<ClientProof> proofs;       // parallel to Flow::clients()
  std::vector<StubClient> stub_clients;  // in hand-written code, in order
  std::vector<OperationUse> operations;
  std::map<FnRef, Wrapper> wrappers;
  std::vector<WrapperCall> wrapper_calls;
  std::vector<EnvelopeRead> envelope_reads;
  LearnedNames learned;
};

/// What a file is as generated code.
struct GeneratedFile {
  const rules::Toolkit* toolkit = nullptr;  // whose generator wrote it; nullptr: written by hand
  const rules::Pack* pack = nullptr;        // whose stub it belongs to; nullptr: another service's
};

struct UsesInput {
  const Program* program = nullptr;
  const Flow* flow = nullptr;
  const ToolkitIndex* toolkits = nullptr;
  const evidence::SignalScanner* scanner = nullptr;
  const std::vector<evidence::FileSignals>* signals = nullptr;  // parallel to the program's files
  /// Generated files are used for types, not searched.
  const std::vector<GeneratedFile>* generated = nullptr;
  const std::vector<EnvelopeUse>* envelopes = nullptr;
  std::vector<bool> is_test;                     // by file: tests say nothing of what others call
  const std::set<std::string>* paths = nullptr;  // of all files of the tree, also those not read
};

Uses FindUses(const UsesInput& input);

}  // namespace unsoap::link
