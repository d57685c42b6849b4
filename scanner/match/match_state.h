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
#include "scanner/match/place.h"

namespace unsoap {

inline constexpr size_t kMaxSites = 50;

class Matcher {
 public:
  Matcher(const Linked& linked, const MatchOptions& options)
      : in_(linked),
        program_(*linked.program),
        flow_(*linked.flow),
        uses_(*linked.uses),
        explain_(options.explain),
        credentials_finder_(options.packs),
        credentials_(*linked.credentials) {
    for (const Pack* pack : options.packs) {
      describers_.emplace(
          pack,
          Describer(*pack, options.as_of,
                    options.effort == nullptr ? pack->effort : *options.effort, options.explain));
      repository_ = repository_ == nullptr ? pack : repository_;
    }
    indexes_.resize(program_.file_count());
    for (FileId f = 0; f < program_.file_count(); ++f) {
      places_.emplace_back(program_.file(f), (*in_.secrets)[f]);
      labels_.push_back(LabelsOfPath(program_.file(f).path));
    }
    for (const OperationUse& use : uses_.operations) use_sites_.emplace_back(use.at, &use);
    std::sort(use_sites_.begin(), use_sites_.end());
    covered_.resize(program_.file_count());
    wsdl_.resize(program_.file_count());
    for (FileId f = 0; f < program_.file_count(); ++f) wsdl_[f] = IsWsdl(f);
  }

  Matched Run();

 private:
  const FileFacts& File(FileId f) const { return program_.file(f); }
  const FileSignals& Signals(FileId f) const { return (*in_.signals)[f]; }
  const Describer& About(const Pack* pack) const { return describers_.at(pack); }
  bool IsStub(FileId f) const { return (*in_.generated)[f].pack != nullptr; }

  /// What is asked of one file for each of its findings, indexed on the first question.
  struct FileIndex {
    SpanIndex functions, classes, literals, strings, start_tags;
    std::vector<uint32_t> envelopes;  // where each begins, sorted
  };
  const FileIndex& Index(FileId f) const;

  /// Does what one file, or one use in it, asks for. What goes wrong there costs nothing else.
  /// False when the run is to end.
  template <class Body>
  bool Do(FileId f, const Body& body) {
    if (Interrupted()) return false;
    std::string trouble = ForOneFile("matching it", body);
    if (!trouble.empty()) out_.troubles.emplace_back(f, std::move(trouble));
    return true;
  }
  template <class Body>
  void EachFile(const Body& body) {
    for (FileId f = 0; f < program_.file_count(); ++f) {
      if (!Do(f, [&] { body(f); })) return;
    }
  }
  template <class Use, class Body>
  void EachUse(const std::vector<Use>& uses, const Body& body) {
    for (const Use& use : uses) {
      if (!Do(use.at.file, [&] { body(use); })) return;
    }
  }

  bool IsWsdl(FileId f) const;

  Finding Begin(FileId f, Span span, Kind kind, const Pack* pack, std::string rule);

  FunctionId FunctionAt(FileId f, Span span) const;
  ClassId ClassAt(FileId f, Span span) const;
  /// False where the tree holds nothing but words: they would only vouch for each other. Keys and
  /// settings serve the replacing API as well.
  bool IsUsedAnywhere() const;
  /// A WSDL that a toolkit printed for people: services, ports, types.
  bool IsListing(FileId f) const;

  void AddLabel(Finding* finding, const char* label) const;

  bool HasLabel(const Finding& finding, std::string_view label) const {
    return std::find(finding.labels.begin(), finding.labels.end(), label) != finding.labels.end();
  }

  void Emit(FileId f, Span text, Finding finding);

  const Pack* PackOf(const Finding& finding) const;

  void AddReasons(const std::vector<Reason>& reasons, Finding* finding) const;

  /// What names the service in the file.
  void AddFileReason(FileId f, Finding* finding) const;

  static std::string Names(const std::vector<const Operation*>& operations);

  // Generated clients.

  void Stubs();

  // Calls.

  void Operations();

  /// The call's own line: of its receiver's end and name, not of an argument.
  Span StatementStart(ExprRef at, Span where) const;

  /// For a scan that explains: what else the name at a call could have meant (ruled_out.cc).
  void RuleOut(ExprRef at, const Pack& pack, const std::vector<const Operation*>& operations,
               Finding* finding) const;
  std::string WhatItIsCalledOn(ExprRef call) const;
  bool IsReported(ExprRef call) const;

  void AddCallers(FnRef fn, Finding* finding) const;

  Callers CallersOf(FnRef fn, std::set<ExprRef>* sites = nullptr) const;

  /// What is reached through a function: what it performs, and what its callers name.
  std::vector<std::string> OperationsThrough(const Wrapper& wrapper,
                                             const std::set<ExprRef>& sites) const;

  void WrapperCalls();

  /// The steps from a wrapper call down to the call that performs the operation.
  void Path(FnRef target, Finding* finding) const;

  void Definitions();

  // Text.

  void Envelopes();

  /// Where a client is made: that line loads the service's WSDL or talks to its endpoint.
  void ClientSites();

  /// One finding for a block that signs and fills the header, whatever it is spread over.
  void Authentication();

  bool InQuotes(FileId f, Span span) const;
  /// A header object that is made by its type's name and filled elsewhere.
  void CreatedHeaders(FileId f, const std::vector<Span>& said);
  /// header.field = value, header.setField(value), new Header { field = value }
  bool IsAssignedMember(FileId f, Span span) const;

  void TextSignals();

  /// "CHANGE ME" + "?WSDL": an address that is constant and is nobody's.
  bool IsPlaceholderAddress(FileId f, Span span) const;

  /// A string that is a whole statement is a comment.
  /// The namespace stands in the same text as an envelope, around it.
  bool InEnvelope(FileId f, Span span) const;

  void WsdlFile(FileId f);

  void Credentials();

  void Configuration();
  void Settings(FileId f);
  /// ReadHeaderArguments, once for a file and the headers that the operations have.
  const std::vector<SeenArgument>& HeaderArguments(FileId f, const Pack& pack,
                                                   const std::vector<const Operation*>& operations);
  void AddSetting(FileId f, const Pack* pack, std::string_view key, Span span, const char* why);

  bool AnyStrong(const Pack* pack) const;

  /// Distinctive flagged names that stand outside any reported call.
  void Parameters();

  void Dependencies();

  /// A package whose own manifest is in the tree ("crm.info" for crm).
  bool InTree(std::string_view package) const;

  void Finish();

  const Linked& in_;
  const Program& program_;
  const Flow& flow_;
  const Uses& uses_;
  const bool explain_;
  CredentialFinder credentials_finder_;
  const std::vector<std::vector<CredentialUse>>& credentials_;
  const Pack* repository_ = nullptr;
  std::map<const Pack*, Describer> describers_;
  std::vector<Place> places_;
  std::vector<std::vector<std::string>> labels_;
  std::vector<std::set<int>> covered_;
  std::vector<bool> wsdl_;
  std::map<std::pair<FileId, int>, std::set<std::string>> operation_lines_;
  std::set<std::pair<FileId, int>> client_lines_;
  std::map<FnRef, size_t> wrapper_index_;
  std::vector<std::pair<ExprRef, const OperationUse*>> use_sites_;  // sorted
  std::set<FileId> used_;                                           // files with a reported call
  mutable std::vector<std::unique_ptr<FileIndex>> indexes_;
  mutable std::map<FnRef, Callers> callers_;
  mutable std::set<const Pack*> strong_packs_;  // that a file names; filled on the first question
  mutable bool knows_strong_packs_ = false;
  mutable std::set<std::string, std::less<>> packages_in_tree_;
  mutable bool knows_packages_ = false;
  std::map<std::pair<FileId, std::string>, std::vector<SeenArgument>> header_arguments_;
  Matched out_;
};

}  // namespace unsoap
