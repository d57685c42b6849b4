// Matcher: the state of Match while it works; internal to matcher.cc (stubs, calls, wrappers),
// matcher_text.cc (what stands in text, settings and manifests) and parameters.cc.
//
// What it is not: an interface; other stages use matcher.h.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "scanner/base/budget.h"
#include "scanner/base/span_index.h"
#include "scanner/base/text.h"
#include "scanner/findings/fingerprint.h"
#include "scanner/findings/request_words.h"
#include "scanner/match/dependencies.h"
#include "scanner/match/describe.h"
#include "scanner/match/matcher.h"
#include "scanner/match/occasions.h"
#include "scanner/match/place.h"
#include "scanner/match/sending.h"

namespace unsoap::match {

inline constexpr size_t kMaxSites = 50;

class Matcher {
 public:
  Matcher(const Linked& linked, const MatchOptions& options)
      : in_(linked),
        program_(*linked.program),
        flow_(*linked.flow),
        uses_(*linked.uses),
        questions_(*linked.program, *linked.flow),
        turns_(*linked.program, *linked.flow, questions_),
        branches_(*linked.program),
        sending_(*linked.program, *linked.flow),
        tools_{linked.program, linked.flow, &questions_, &turns_, &request_names_},
        occasions_(tools_, *linked.uses),
        explain_(options.explain),
        credentials_finder_(options.packs),
        credentials_(*linked.credentials) {
    for (const rules::Pack* pack : options.packs) {
      describers_.emplace(
          pack,
          Describer(*pack, options.as_of,
                    options.effort == nullptr ? pack->effort : *options.effort, options.explain));
      repository_ = repository_ == nullptr ? pack : repository_;
    }
    indexes_.resize(program_.file_count());
    places_.reserve(program_.file_count());
    for (link::FileId f = 0; f < program_.file_count(); ++f)
      places_.emplace_back(program_.file(f), (*in_.secrets)[f]);
    for (const link::OperationUse& use : uses_.operations) use_sites_.emplace_back(use.at, &use);
    std::sort(use_sites_.begin(), use_sites_.end());
    for (const link::OperationUse& use : uses_.operations) uses_in_[use.in].push_back(&use);
    for (const link::WrapperCall& call : uses_.wrapper_calls)
      wrapper_calls_in_[call.in].push_back(&call);
    wsdl_.resize(program_.file_count());
    for (link::FileId f = 0; f < program_.file_count(); ++f) wsdl_[f] = IsWsdl(f);
  }

  Matched Run();

 private:
  const facts::FileFacts& File(link::FileId f) const { return program_.file(f); }
  const evidence::FileSignals& Signals(link::FileId f) const { return (*in_.signals)[f]; }
  const Describer& About(const rules::Pack* pack) const { return describers_.at(pack); }
  bool IsStub(link::FileId f) const { return (*in_.generated)[f].pack != nullptr; }

  /// What is asked of one file for each of its findings, indexed on the first question.
  struct FileIndex {
    SpanIndex functions, classes, literals, strings, start_tags;
    std::vector<uint32_t> envelopes;  // where each begins, sorted
  };
  const FileIndex& Index(link::FileId f) const;

  /// Does what one file, or one use in it, asks for. What goes wrong there costs nothing else.
  /// False when the run is to end.
  template <class Body>
  bool Do(link::FileId f, const Body& body) {
    if (Interrupted()) return false;
    std::string trouble = ForOneFile("matching it", body);
    if (!trouble.empty()) out_.troubles.emplace_back(f, std::move(trouble));
    return true;
  }
  template <class Body>
  void EachFile(const Body& body) {
    for (link::FileId f = 0; f < program_.file_count(); ++f) {
      if (!Do(f, [&] { body(f); })) return;
    }
  }
  template <class Use, class Body>
  void EachUse(const std::vector<Use>& uses, const Body& body) {
    for (const Use& use : uses) {
      if (!Do(use.at.file, [&] { body(use); })) return;
    }
  }

  bool IsWsdl(link::FileId f) const;

  findings::Finding Begin(link::FileId f, Span span, findings::Kind kind, const rules::Pack* pack,
                          const std::string& rule);

  facts::FunctionId FunctionAt(link::FileId f, Span span) const;
  facts::ClassId ClassAt(link::FileId f, Span span) const;
  /// False where the tree holds nothing but words: they would only vouch for each other. Keys and
  /// settings serve the replacing API as well.
  bool IsUsedAnywhere() const;
  /// A WSDL that a toolkit printed for people: services, ports, types.
  bool IsListing(link::FileId f) const;

  void AddLabel(findings::Finding* finding, const char* label) const;

  bool HasLabel(const findings::Finding& finding, std::string_view label) const {
    return std::find(finding.labels.begin(), finding.labels.end(), label) != finding.labels.end();
  }

  /// `identity`: what it is in place of the text, where the spelling does not matter.
  void Emit(link::FileId f, Span text, findings::Finding finding, const std::string& identity = {});
  /// The constants of the same file that decide the request.
  static std::string Deciding(const findings::Finding& finding);

  const rules::Pack* PackOf(const findings::Finding& finding) const;

  void AddReasons(const std::vector<link::Reason>& reasons, findings::Finding* finding) const;

  /// What names the service in the file.
  void AddFileReason(link::FileId f, findings::Finding* finding) const;

  static std::string Names(const std::vector<const rules::Operation*>& operations);

  // Generated clients.

  void Stubs();

  // Calls.

  void Operations();
  /// The call of a function in a library that another scan found.
  findings::Finding SharedCall(const link::OperationUse& use);
  /// Notes what code outside of the tree may call (matched.shared).
  void Share(const link::Wrapper& wrapper, const std::vector<SeenArgument>& arguments);
  /// What a shared wrapper passes on for a call of it.
  std::vector<SeenArgument> ArgumentsThrough(const link::OperationUse& use) const;
  /// Functions that give an object of a class, by what they declare or return.
  const std::vector<std::string>& MakersOf(link::ClassRef c);
  void IndexMakers(link::FileId f);
  /// What is passed: below the element that a builder makes, or to the call.
  std::vector<SeenArgument> ArgumentsOf(const link::OperationUse& use) const;

  /// The call's own line: of its receiver's end and name, not of an argument.
  Span StatementStart(link::ExprRef at, Span where) const;

  /// For a scan that explains: what else the name at a call could have meant (ruled_out.cc).
  void RuleOut(link::ExprRef at, const rules::Pack& pack,
               const std::vector<const rules::Operation*>& operations,
               findings::Finding* finding) const;
  std::string WhatItIsCalledOn(link::ExprRef call) const;
  bool IsReported(link::ExprRef call) const;

  void AddCallers(link::FnRef fn, findings::Finding* finding) const;

  findings::Callers CallersOf(link::FnRef fn, std::set<link::ExprRef>* sites = nullptr) const;

  /// What is reached through a function: what it performs, and what its callers name.
  std::vector<std::string> OperationsThrough(const link::Wrapper& wrapper,
                                             const std::set<link::ExprRef>& sites) const;

  void WrapperCalls();

  /// A use that a function leads to, with the calls that lead there.
  struct Reached {
    const link::OperationUse* use;
    link::Frame frame;
  };
  struct Reaching {
    std::vector<Reached> uses;
    int steps = 0;
  };
  void Reach(link::FnRef fn, link::Frame frame, int depth, Reaching* out);
  /// What is passed to each use that a function leads to where it is entered by the calls of a
  /// frame.
  struct Passed {
    const link::OperationUse* use = nullptr;
    link::Frame frame = link::kAnyCall;
    std::vector<SeenArgument> arguments;
    bool all_seen = false;
  };
  std::vector<Passed> PassedThrough(link::FnRef fn, link::Frame frame);
  /// The only one; of two nobody can say which one an argument is for: nothing then.
  static const Passed& TheOne(const std::vector<Passed>& passed);
  Describer::Passing PassingOf(const Passed& passed);
  /// What callers give a function is flagged where they do, if their calls are shown.
  void LeaveToCallers(link::FnRef fn, std::vector<SeenArgument>* arguments) const;

  /// The steps from a wrapper call down to the call that performs the operation.
  void Path(link::FnRef target, findings::Finding* finding) const;

  void Definitions();

  // Text.

  /// From a text to the call that sends it, or the other way round; the text alone where they lie
  /// far apart.
  Span ToSending(link::ExprRef send, Span text) const;
  void Envelopes();
  /// Envelopes in constants, where a function reads one and sends it.
  void SentConstants();
  /// Frames that a function writes, where they are sent.
  void SentFrames();
  void SentText(link::ExprRef send, const link::EnvelopeUse& text);

  /// Where a client is made: that line loads the service's WSDL or talks to its endpoint.
  void ClientSites();

  /// One finding for a block that signs and fills the header, whatever it is spread over.
  void Authentication();
  /// From where a header is begun, or its signature made, to the last of its fields.
  Span SpanOfBlock(link::FileId f, const std::vector<evidence::Signal>& block) const;

  bool InQuotes(link::FileId f, Span span) const;
  /// A header object that is made by its type's name and filled elsewhere.
  void CreatedHeaders(link::FileId f, const std::vector<Span>& said);
  /// header.field = value, header.setField(value), new Header { field = value }
  bool IsAssignedMember(link::FileId f, Span span) const;

  // What helpers in files that name nothing do for the service (helpers.cc).

  /// Functions that sign, where what they give goes into the service's header elsewhere.
  void SigningHelpers();
  /// A field of the header where a function is called, or one that calls it; `where`: its file.
  const evidence::Signal* HeaderFilledWith(link::FnRef fn, int depth, link::FileId* where);
  /// Addresses that end like a WSDL's and go into a client of the service elsewhere.
  void AddressHelpers();
  void AddressHelper(link::FileId f, const evidence::Signal& s, const link::ClientProof& proof);
  /// Where the texts that a value holds, or that are in what it holds, were written.
  void AddressesIn(link::NodeId node, link::Frame frame, int depth, std::set<link::ExprRef>* found,
                   size_t* steps);

  void TextSignals();

  /// "CHANGE ME" + "?WSDL": an address that is constant and is nobody's.
  bool IsPlaceholderAddress(link::FileId f, Span span) const;

  /// A string that is a whole statement is a comment.
  /// The namespace stands in the same text as an envelope, around it.
  bool InEnvelope(link::FileId f, Span span) const;

  void WsdlFile(link::FileId f);

  void Credentials();

  void Configuration();
  /// Where a file asks for the service's keys by the names that hold them.
  void KeyReads(link::FileId f);
  bool IsAskedFor(link::FileId f, Span name) const;
  void Settings(link::FileId f);
  /// ReadHeaderArguments, once for a file and the headers that the operations have.
  const std::vector<SeenArgument>& HeaderArguments(
      link::FileId f, const rules::Pack& pack,
      const std::vector<const rules::Operation*>& operations);
  void AddSetting(link::FileId f, const rules::Pack* pack, std::string_view key, Span span,
                  const char* why);

  bool AnyStrong(const rules::Pack* pack) const;

  // Distinctive flagged names that stand outside any reported call (parameters.cc).

  struct FlaggedWord {
    const rules::Pack* pack = nullptr;
    const rules::FlaggedParameter* flagged = nullptr;
    std::string Rule() const { return pack->id + "/param/" + flagged->id; }
  };
  using FlaggedWords = std::map<std::string, FlaggedWord, std::less<>>;  // by each spelling
  /// What of a file is said already, each with its rule.
  struct SaidParameters {
    std::set<std::pair<int, std::string>> lines;
    std::set<std::pair<facts::FunctionId, std::string>> functions;  // by calls and envelopes
    std::set<std::tuple<facts::ClassId, facts::FunctionId, std::string>> carried;
  };
  void Parameters();
  FlaggedWords FlaggedWordsOfPacks() const;
  std::map<link::FileId, SaidParameters> ParametersOfFindings() const;
  /// True if the word at a place is said to the service, and was not yet; notes that it is.
  bool SaysParameter(link::FileId f, Span span, const FlaggedWord& word,
                     SaidParameters* said) const;
  void EmitParameter(link::FileId f, Span span, const FlaggedWord& word, bool is_used);

  void Dependencies();

  /// A package whose own manifest is in the tree ("crm.info" for crm).
  bool InTree(std::string_view package) const;

  void Finish();

  const Linked& in_;
  const link::Program& program_;
  const link::Flow& flow_;
  const link::Uses& uses_;
  link::Questions questions_;
  Turns turns_;
  Branches branches_;
  Sending sending_;
  RequestNamesIndex request_names_;
  const ArgumentTools tools_;
  Occasions occasions_;
  const bool explain_;
  evidence::CredentialFinder credentials_finder_;
  const std::vector<std::vector<evidence::CredentialUse>>& credentials_;
  const rules::Pack* repository_ = nullptr;
  std::map<const rules::Pack*, Describer> describers_;
  std::vector<Place> places_;
  std::map<link::FileId, std::set<int>> covered_;  // lines with a finding
  std::vector<bool> wsdl_;
  std::map<std::pair<link::FileId, int>, std::set<std::string>> operation_lines_;
  std::set<link::ExprRef> sent_;  // calls that send an envelope
  std::set<std::pair<link::FileId, int>> client_lines_;
  std::set<std::pair<link::FileId, uint32_t>> open_addresses_;  // said by AddressHelpers
  std::map<link::FnRef, size_t> wrapper_index_;
  std::vector<std::pair<link::ExprRef, const link::OperationUse*>> use_sites_;  // sorted
  std::map<link::FnRef, std::vector<const link::OperationUse*>> uses_in_;
  std::map<link::FnRef, std::vector<const link::WrapperCall*>> wrapper_calls_in_;
  std::map<link::ClassRef, std::vector<std::string>> makers_;  // of each class that has one
  std::set<link::FileId> used_;                                // files with a reported call
  mutable std::vector<std::unique_ptr<FileIndex>> indexes_;
  mutable std::map<link::FnRef, findings::Callers> callers_;
  mutable std::set<const rules::Pack*>
      strong_packs_;  // that a file names; filled on the first question
  mutable bool knows_strong_packs_ = false;
  mutable std::set<std::string, std::less<>> packages_in_tree_;
  mutable bool knows_packages_ = false;
  std::map<std::pair<link::FileId, std::string>, std::vector<SeenArgument>> header_arguments_;
  Matched out_;
};

}  // namespace unsoap::match
