#include "scanner/match/matcher.h"

#include <algorithm>
#include <map>
#include <set>

#include "scanner/base/text.h"
#include "scanner/findings/fingerprint.h"
#include "scanner/match/dependencies.h"
#include "scanner/match/describe.h"
#include "scanner/match/place.h"

namespace unsoap {
namespace {

constexpr size_t kMaxSites = 50;

class Matcher {
 public:
  Matcher(const Linked& linked, const MatchOptions& options)
      : in_(linked),
        program_(*linked.program),
        flow_(*linked.flow),
        uses_(*linked.uses),
        credentials_finder_(options.packs) {
    for (const Pack* pack : options.packs) {
      describers_.emplace(pack,
                          Describer(*pack, options.as_of,
                                    options.effort == nullptr ? pack->effort : *options.effort));
      repository_ = repository_ == nullptr ? pack : repository_;
    }
    for (FileId f = 0; f < program_.file_count(); ++f) {
      credentials_.push_back(credentials_finder_.Find(program_.file(f), (*in_.signals)[f]));
    }
    for (FileId f = 0; f < program_.file_count(); ++f) {
      places_.emplace_back(program_.file(f), credentials_[f]);
      labels_.push_back(LabelsOfPath(program_.file(f).path));
    }
    covered_.resize(program_.file_count());
    wsdl_.resize(program_.file_count());
    for (FileId f = 0; f < program_.file_count(); ++f) wsdl_[f] = IsWsdl(f);
  }

  Matched Run() {
    Stubs();
    Operations();
    WrapperCalls();
    Definitions();
    Envelopes();
    ClientSites();
    Authentication();
    TextSignals();
    Credentials();
    Configuration();
    Parameters();
    Dependencies();
    Finish();
    return std::move(out_);
  }

 private:
  const FileFacts& File(FileId f) const { return program_.file(f); }
  const FileSignals& Signals(FileId f) const { return (*in_.signals)[f]; }
  const Describer& About(const Pack* pack) const { return describers_.at(pack); }
  bool IsStub(FileId f) const { return (*in_.generated)[f] != nullptr; }

  bool IsWsdl(FileId f) const {
    for (size_t i = 0; i < File(f).elements.size() && i < 3; ++i) {
      if (File(f).elements[i].name == "definitions" &&
          File(f).elements[i].namespace_uri.find("wsdl") != std::string_view::npos)
        return true;
      if (File(f).elements[i].name == "schema" &&
          File(f).elements[i].namespace_uri.find("XMLSchema") != std::string_view::npos)
        return true;
    }
    return false;
  }

  Finding Begin(FileId f, Span span, Kind kind, const Pack* pack, std::string rule) {
    Finding finding;
    finding.kind = kind;
    finding.rule_id = pack->id + "/" + rule;
    finding.level = About(pack).LevelOf(kind);
    finding.language = File(f).language;
    finding.location = places_[f].OneLine(span);
    finding.snippet = places_[f].Frame(finding.location);
    finding.labels = labels_[f];
    const FnRef in = program_.NamedFunction({f, FunctionAt(f, span)});
    if (in.fn != kNone) finding.enclosing = program_.NameOf(in);
    return finding;
  }

  FunctionId FunctionAt(FileId f, Span span) const {
    FunctionId best = kNone;
    const FileFacts& facts = File(f);
    for (FunctionId i = 0; i < facts.functions.size(); ++i) {
      if (!facts.functions[i].span.Contains(span.begin)) continue;
      if (best == kNone || facts.functions[best].span.Contains(facts.functions[i].span)) best = i;
    }
    return best;
  }

  void AddLabel(Finding* finding, const char* label) const {
    if (std::find(finding->labels.begin(), finding->labels.end(), label) == finding->labels.end()) {
      finding->labels.emplace_back(label);
      std::sort(finding->labels.begin(), finding->labels.end());
    }
  }

  bool HasLabel(const Finding& finding, std::string_view label) const {
    return std::find(finding.labels.begin(), finding.labels.end(), label) != finding.labels.end();
  }

  void Emit(FileId f, Span text, Finding finding) {
    // A backup copy beside the source does not run.
    if (HasLabel(finding, "backup"))
      finding.level = Level::kNote, finding.confidence = Confidence::kPossible;
    // Documentation and logs inform; they do not break a build.
    if (HasLabel(finding, "documentation") || HasLabel(finding, "log")) {
      finding.level = Level::kNote;
      if (HasLabel(finding, "documentation") && finding.confidence == Confidence::kCertain)
        finding.confidence = Confidence::kLikely;
    }
    finding.line_hash = places_[f].LineHash(finding.location.start_line);
    finding.family =
        Fingerprint(finding.rule_id, finding.kind, finding.enclosing, places_[f].Text(text, 2000));
    finding.effort_minutes = About(PackOf(finding)).Effort(finding);
    if (finding.confidence >= Confidence::kLikely &&
        (finding.kind == Kind::kCall || finding.kind == Kind::kWrapperCall))
      used_.insert(f);
    covered_[f].insert(finding.location.start_line);
    out_.findings.push_back(std::move(finding));
  }

  const Pack* PackOf(const Finding& finding) const {
    for (const auto& [pack, describer] : describers_) {
      if (finding.rule_id.starts_with(pack->id + "/")) return pack;
    }
    return repository_;
  }

  void AddReasons(const std::vector<Reason>& reasons, Finding* finding) const {
    for (const Reason& reason : reasons) {
      if (finding->evidence.size() >= 8) break;
      Evidence evidence = {reason.what, reason.text, finding->location};
      if (reason.file != kNone) evidence.location = places_[reason.file].OneLine(reason.span);
      const bool known =
          std::any_of(finding->evidence.begin(), finding->evidence.end(), [&](const Evidence& e) {
            return e.what == evidence.what && e.location == evidence.location;
          });
      if (!known) finding->evidence.push_back(std::move(evidence));
    }
  }

  static std::string Names(const std::vector<const Operation*>& operations) {
    std::string out;
    for (const Operation* op : operations) out += (out.empty() ? "" : ", ") + op->name;
    return out;
  }

  // --- generated clients
  // ---------------------------------------------------------------------------------------------

  void Stubs() {
    for (const Stub& stub : *in_.stubs) {
      Span span = {0, 0};
      for (const Class& c : File(stub.main).classes) {
        if (span.empty()) span = c.name_span;
      }
      Finding finding =
          Begin(stub.main, span, Kind::kGeneratedClient, stub.pack, "generated-client");
      finding.confidence = Confidence::kCertain;
      finding.toolkit = stub.toolkit->id;
      AddLabel(&finding, "generated");
      const std::string generator =
          stub.toolkit->generator.empty() ? stub.toolkit->title : stub.toolkit->generator;
      finding.properties["members"] = std::to_string(stub.files.size());
      finding.properties["generator"] = generator;
      finding.properties["folder"] = stub.folder.empty() ? "." : stub.folder;
      if (!stub.version.empty()) finding.properties["wsdl_version"] = stub.version;
      finding.message = "Generated client of the " + stub.pack->service_short + " API made by " +
                        generator + ": " + std::to_string(stub.files.size()) +
                        (stub.files.size() == 1 ? " file" : " files") + " in " +
                        (stub.folder.empty() ? "." : stub.folder) +
                        "; delete it when its users have moved, " + About(stub.pack).Fate() + ".";
      const Signal* signal = Signals(stub.main).first_strong();
      if (signal != nullptr)
        AddReasons({{"namespace", "the generated code names the service", stub.main, signal->span}},
                   &finding);
      // The text of the declaration names the stub whatever else the file holds.
      Emit(stub.main, span, std::move(finding));
    }
  }

  // --- calls
  // ---------------------------------------------------------------------------------------------------------

  void Operations() {
    for (const OperationUse& use : uses_.operations) {
      const Expr& e = program_.expr(use.at);
      const bool multi = use.operations.size() > 1;
      const std::string name = use.operations.size() == 1 ? use.operations[0]->name : "";
      const Span where =
          e.name_span.empty()
              ? e.span
              : Span{std::min(e.name_span.begin,
                              use.name_span.empty() ? e.name_span.begin : use.name_span.begin),
                     std::max(e.name_span.end, use.name_span.end)};
      Finding finding = Begin(use.at.file, StatementStart(use.at, where), Kind::kCall, use.pack,
                              name.empty() ? "operation" : name);
      finding.operation = name;
      finding.confidence = use.confidence;
      if (use.toolkit != nullptr) finding.toolkit = use.toolkit->id;
      AddReasons(use.reasons, &finding);
      const std::string over = use.toolkit == nullptr ? "" : " over " + use.toolkit->title;
      const std::vector<SeenArgument> arguments = ReadArguments(program_, flow_, use);
      About(use.pack).Explain(use.operations, arguments, !arguments.empty() && !use.is_dispatched,
                              places_, &finding);
      if (use.operations.empty()) {
        finding.message = "A call" + over + " whose operation is " +
                          (use.is_dispatcher_site ? "a parameter of " + finding.enclosing + "()"
                                                  : std::string("decided at run time")) +
                          ": " + About(use.pack).Fate() + ".";
      } else {
        finding.message = (multi ? "One of " + Names(use.operations) : name) + over + ": " +
                          About(use.pack).Fate() + About(use.pack).UseInstead(finding) + ".";
        if (multi) finding.properties["operations"] = Names(use.operations);
      }
      for (const Evidence& evidence : finding.evidence)
        finding.flow.push_back({evidence.text, evidence.location});
      finding.flow.push_back(
          {name.empty() ? "the call" : name + " is called here", finding.location});
      if (!use.in.file || use.in.fn != kNone) AddCallers(use.in, &finding);
      operation_lines_[{use.at.file, finding.location.start_line}].insert(name);
      Emit(use.at.file, e.span, std::move(finding));
    }
  }

  /// The call's own line: of its receiver's end and name, not of an argument.
  Span StatementStart(ExprRef at, Span where) const {
    const Expr& e = program_.expr(at);
    Span span = e.name_span.empty() ? e.span : e.name_span;
    // A chain over several lines is shown where the operation stands.
    if (where.begin < span.begin) span.begin = where.begin;
    if (File(at.file).source.At(where.end).line == File(at.file).source.At(span.begin).line)
      span.end = std::max(span.end, where.end);
    return span;
  }

  void AddCallers(FnRef fn, Finding* finding) const {
    if (fn.fn == kNone) return;
    const auto at = uses_.wrappers.find(fn);
    if (at == uses_.wrappers.end()) return;
    finding->callers = CallersOf(fn);
  }

  Callers CallersOf(FnRef fn) const {
    Callers callers;
    std::set<FnRef> seen = {fn};
    std::vector<FnRef> work = {fn};
    std::set<ExprRef> sites;
    std::set<std::string> files, languages, entries;
    for (size_t i = 0; i < work.size() && i < 2000; ++i) {
      const auto at = uses_.wrappers.find(work[i]);
      if (at == uses_.wrappers.end()) continue;
      for (const ExprRef& call : at->second.calls) {
        if (IsStub(call.file)) continue;
        if (i == 0) ++callers.direct;
        if (!sites.insert(call).second) continue;
        files.insert(File(call.file).path), languages.insert(File(call.file).language);
        const FnRef in = program_.NamedFunction({call.file, program_.expr(call).function});
        if (in.fn == kNone) {
          entries.insert(File(call.file).path);
        } else if (seen.insert(in).second) {
          work.push_back(in);
          const auto outer = uses_.wrappers.find(in);
          if (outer == uses_.wrappers.end() || outer->second.calls.empty())
            entries.insert(program_.NameOf(in));
        }
      }
    }
    callers.total = static_cast<int>(sites.size()), callers.files = static_cast<int>(files.size());
    for (const ExprRef& site : sites) {
      if (callers.sites.size() >= kMaxSites) break;
      const Expr& e = program_.expr(site);
      callers.sites.push_back(
          places_[site.file].OneLine(e.name_span.empty() ? e.span : e.name_span));
    }
    callers.languages.assign(languages.begin(), languages.end());
    for (const std::string& entry : entries) {
      if (callers.entry_points.size() < 20) callers.entry_points.push_back(entry);
    }
    return callers;
  }

  void WrapperCalls() {
    for (const WrapperCall& call : uses_.wrapper_calls) {
      // Further out the calls are the blast radius of the wrapper (callers), not places to change.
      const bool far = uses_.wrappers.at(call.target).level > 1;
      const Expr& e = program_.expr(call.at);
      const std::vector<const Operation*> operations(call.operations.begin(),
                                                     call.operations.end());
      std::vector<const Operation*> sorted = operations;
      std::sort(sorted.begin(), sorted.end(),
                [](const Operation* a, const Operation* b) { return a->name < b->name; });
      const std::string name = sorted.size() == 1 ? sorted[0]->name : "";
      Finding finding = Begin(call.at.file, e.name_span.empty() ? e.span : e.name_span,
                              Kind::kWrapperCall, call.pack, name.empty() ? "operation" : name);
      finding.operation = name;
      finding.confidence = far ? Confidence::kPossible : call.confidence;
      AddReasons(call.reasons, &finding);
      const std::vector<SeenArgument> arguments = ReadWrapperArguments(program_, flow_, call);
      About(call.pack).Explain(sorted, arguments, false, places_, &finding);
      finding.parameters.clear();  // they stand outside any call of the service
      finding.message = program_.NameOf(call.target) + "() reaches " +
                        (name.empty() ? Names(sorted) : name) + ": " + About(call.pack).Fate() +
                        "; it moves with " + program_.NameOf(call.target) + "().";
      if (name.empty()) finding.properties["operations"] = Names(sorted);
      finding.properties["wrapper"] = program_.NameOf(call.target);
      Path(call.target, &finding);
      Emit(call.at.file, e.span, std::move(finding));
    }
  }

  /// The steps from a wrapper call down to the call that performs the operation.
  void Path(FnRef target, Finding* finding) const {
    finding->flow.push_back({"calls " + program_.NameOf(target) + "()", finding->location});
    FnRef at = target;
    for (int step = 0; step < 48 && at.fn != kNone; ++step) {
      const auto wrapper = uses_.wrappers.find(at);
      if (wrapper == uses_.wrappers.end()) return;
      finding->flow.push_back({program_.NameOf(at) + "() is defined here",
                               places_[at.file].OneLine(program_.function(at).name_span)});
      if (wrapper->second.by != nullptr) {
        const OperationUse& use = *wrapper->second.by;
        const Expr& e = program_.expr(use.at);
        finding->flow.push_back(
            {Names(use.operations) + " is called here",
             places_[use.at.file].OneLine(e.name_span.empty() ? e.span : e.name_span)});
        return;
      }
      if (wrapper->second.through == at) return;
      at = wrapper->second.through;
    }
  }

  void Definitions() {
    for (const auto& [fn, wrapper] : uses_.wrappers) {
      if (wrapper.level > 1 && !wrapper.is_dispatcher) continue;
      if (wrapper.operations.empty() && !wrapper.is_dispatcher) continue;
      const Function& function = program_.function(fn);
      const bool is_entry = function.name == "main" || function.name == "Main";
      if (is_entry || IsStub(fn.file)) continue;
      std::vector<const Operation*> sorted(wrapper.operations.begin(), wrapper.operations.end());
      std::sort(sorted.begin(), sorted.end(),
                [](const Operation* a, const Operation* b) { return a->name < b->name; });
      const std::string name = sorted.size() == 1 ? sorted[0]->name : "";
      Finding finding = Begin(fn.file, function.name_span, Kind::kDefinition, wrapper.pack,
                              name.empty() ? "operation" : name);
      const bool is_test = HasLabel(finding, "test");
      if (is_test && wrapper.calls.empty()) continue;  // a test is no wrapper
      finding.enclosing = program_.NameOf(fn);
      finding.operation = name;
      finding.confidence = wrapper.confidence;
      About(wrapper.pack).Explain(sorted, {}, false, places_, &finding);
      finding.callers = CallersOf(fn);
      const std::string what = wrapper.is_dispatcher && name.empty()
                                   ? "any operation that its caller names"
                               : name.empty() ? Names(sorted)
                                              : name;
      finding.message = program_.NameOf(fn) + "() " +
                        (wrapper.is_declaration ? "declares" : "performs") + " " + what +
                        (finding.callers.total == 0
                             ? std::string()
                             : ", for " + std::to_string(finding.callers.total) +
                                   (finding.callers.total == 1 ? " call in " : " calls in ") +
                                   std::to_string(finding.callers.files) +
                                   (finding.callers.files == 1 ? " file" : " files")) +
                        ": " + About(wrapper.pack).Fate() + ".";
      if (wrapper.is_dispatcher) finding.properties["dispatcher"] = "true";
      finding.properties["level"] = std::to_string(wrapper.level);
      if (sorted.size() > 1) finding.properties["operations"] = Names(sorted);
      if (wrapper.by != nullptr) AddReasons(wrapper.by->reasons, &finding);
      wrapper_index_[fn] = out_.findings.size();
      Emit(fn.file, function.name_span, std::move(finding));
    }
  }

  // --- text
  // ----------------------------------------------------------------------------------------------------------

  void Envelopes() {
    for (FileId f = 0; f < program_.file_count(); ++f) {
      if (IsStub(f) || wsdl_[f]) continue;
      for (const Envelope& envelope : (*in_.envelopes)[f]) {
        const Operation* op = envelope.use.operation;
        Finding finding = Begin(f, envelope.use.span, Kind::kEnvelope, envelope.use.pack, op->name);
        finding.operation = op->name;
        finding.confidence = Signals(f).Has(SignalKind::kNamespace) || envelope.closed
                                 ? Confidence::kCertain
                                 : Confidence::kLikely;
        About(envelope.use.pack)
            .Explain({op}, envelope.arguments, envelope.closed, places_, &finding);
        finding.message = "Hand-written request envelope for " + op->name + ": " +
                          About(envelope.use.pack).Fate() +
                          About(envelope.use.pack).UseInstead(finding) + ".";
        for (const Signal& signal : Signals(f).all) {
          if (signal.kind == SignalKind::kNamespace && !signal.in_comment) {
            AddReasons(
                {{"namespace", "the service's namespace stands in the file", f, signal.span}},
                &finding);
            break;
          }
        }
        const FnRef in = program_.NamedFunction({f, FunctionAt(f, envelope.use.span)});
        AddCallers(in, &finding);
        Emit(f, envelope.use.span, std::move(finding));
      }
    }
  }

  /// Where a client is made: that line loads the service's WSDL or talks to its endpoint.
  void ClientSites() {
    for (size_t i = 0; i < flow_.clients().size(); ++i) {
      const ClientSite& site = flow_.clients()[i];
      const ClientProof& proof = uses_.proofs[i];
      if (site.at.expr == kNone || IsStub(site.at.file)) continue;
      const bool sure = proof.grade == ClientProof::Grade::kProven;
      if (!sure && proof.grade != ClientProof::Grade::kFile) continue;
      const Expr& e = program_.expr(site.at);
      // A port that a service object hands out is not made from a WSDL; the service is.
      const std::string_view made = site.form->type.empty() ? std::string_view(site.form->method)
                                                            : std::string_view(site.form->type);
      const auto& ports = proof.pack->surface.port_names;
      const bool is_port = std::any_of(ports.begin(), ports.end(), [&](const std::string& port) {
        return made.find(port) != std::string_view::npos;
      });
      if (is_port && site.form->type.empty()) continue;
      Finding finding = Begin(site.at.file, e.name_span.empty() ? e.span : e.name_span,
                              Kind::kWsdlReference, proof.pack, "wsdl-reference");
      finding.confidence = sure ? Confidence::kCertain : Confidence::kLikely;
      finding.toolkit = site.form->toolkit->id;
      finding.message = "A " + site.form->toolkit->title + " client of the " +
                        proof.pack->service_short +
                        " API is made here: " + About(proof.pack).Fate() + ".";
      AddReasons(proof.reasons, &finding);
      client_lines_.insert({site.at.file, finding.location.start_line});
      Emit(site.at.file, e.span, std::move(finding));
    }
  }

  /// One finding for a block that signs and fills the header, whatever it is spread over.
  void Authentication() {
    for (FileId f = 0; f < program_.file_count(); ++f) {
      if (IsStub(f) || wsdl_[f]) continue;
      const Pack* pack = nullptr;
      std::vector<Signal> block;
      const auto flush = [&] {
        if (block.empty()) return;
        int fields = 0;
        std::set<std::string> words;  // one field's name alone, however often, is a variable
        bool signature = false, header = false;  // header: its name in a string, not a type
        const Signal* best = nullptr;
        for (const Signal& s : block) {
          fields += s.kind == SignalKind::kAuthField;
          if (s.kind == SignalKind::kAuthField) words.insert(Lower(File(f).source.Slice(s.span)));
          signature |= s.kind == SignalKind::kSignature;
          header |= s.kind == SignalKind::kAuthHeader && InQuotes(f, s.span);
          if (best == nullptr ||
              (s.kind == SignalKind::kSignature && best->kind != SignalKind::kSignature))
            best = &s;
        }
        const bool strong_file = Signals(f).strong != nullptr;
        if (words.size() > 1 || (fields > 0 && (header || signature)) ||
            (strong_file && (header || signature))) {
          pack = block.front().pack;
          Finding finding = Begin(f, (signature ? best : &block.front())->span,
                                  Kind::kAuthentication, pack, "authentication");
          finding.confidence = fields > 0 ? Confidence::kCertain : Confidence::kLikely;
          const Location from = places_[f].OneLine(block.front().span),
                         to = places_[f].OneLine(block.back().span);
          finding.properties["first_line"] = std::to_string(from.start_line);
          finding.properties["last_line"] = std::to_string(to.start_line);
          finding.message =
              std::string(signature ? "Code that signs requests" : "The authentication header") +
              " of the " + pack->service_short + " API: " + About(pack).Fate() +
              "; REST takes an OAuth 2.0 bearer token instead.";
          for (const Signal& s : block) {
            AddReasons({{s.kind == SignalKind::kSignature   ? "signature"
                         : s.kind == SignalKind::kAuthField ? "field"
                                                            : "header",
                         std::string(File(f).source.Slice(s.span).substr(0, 60)), f, s.span}},
                       &finding);
          }
          Emit(f, (signature ? best : &block.front())->span, std::move(finding));
        }
        block.clear();
      };
      int last_line = -100;
      FunctionId last_function = kNone;
      for (const Signal& s : Signals(f).all) {
        if (s.in_comment) continue;
        if (s.kind != SignalKind::kAuthField && s.kind != SignalKind::kSignature &&
            s.kind != SignalKind::kAuthHeader)
          continue;
        const int line = File(f).source.At(s.span.begin).line;
        const FunctionId function = FunctionAt(f, s.span);
        if (line > last_line + 14 || function != last_function) flush();
        last_function = function;
        block.push_back(s);
        last_line = line;
      }
      flush();
    }
  }

  bool InQuotes(FileId f, Span span) const {
    const std::string_view text = File(f).source.text();
    if (span.begin == 0 || span.end >= text.size()) return false;
    const char before = text[span.begin - 1], after = text[span.end];
    return before == '"' || before == '\'' || before == ':' || before == '<' || before == '`' ||
           after == '"' || after == '\'';
  }

  void TextSignals() {
    for (FileId f = 0; f < program_.file_count(); ++f) {
      if (wsdl_[f]) {
        WsdlFile(f);
        continue;
      }
      if (IsStub(f)) continue;
      std::set<std::pair<int, Kind>> seen;
      std::set<int> wsdl_lines, endpoint_lines;
      std::set<std::string> hosts;  // a log says its host on every line: once is enough
      for (const Signal& s : Signals(f).all) {
        if (s.in_comment) continue;
        const int line = File(f).source.At(s.span.begin).line;
        if (s.kind == SignalKind::kWsdlReference ||
            (s.kind == SignalKind::kWsdlSuffix && s.pack != nullptr))
          wsdl_lines.insert(line);
        if (s.kind == SignalKind::kEndpoint || s.kind == SignalKind::kHost)
          endpoint_lines.insert(line);
        if (s.kind != SignalKind::kEndpoint && s.kind != SignalKind::kWsdlReference) continue;
        for (const Signal& host : Signals(f).all) {
          if (host.kind == SignalKind::kHost && s.span.Contains(host.span))
            hosts.insert(Lower(File(f).source.Slice(host.span)));
        }
      }
      for (const Signal& s : Signals(f).all) {
        Kind kind;
        const char* rule;
        if (s.kind == SignalKind::kWsdlReference ||
            (s.kind == SignalKind::kWsdlSuffix && s.pack != nullptr)) {
          kind = Kind::kWsdlReference, rule = "wsdl-reference";
        } else if (s.kind == SignalKind::kEndpoint || s.kind == SignalKind::kHost) {
          kind = Kind::kEndpoint, rule = "endpoint";
        } else if (s.kind == SignalKind::kNamespace) {
          kind = Kind::kNamespace, rule = "namespace";
        } else {
          continue;
        }
        if (s.in_comment) continue;
        const int line = File(f).source.At(s.span.begin).line;
        // One place, one finding: the WSDL's URL is also an endpoint, an action URL also a
        // namespace.
        if (kind == Kind::kEndpoint && wsdl_lines.contains(line)) continue;
        if (kind == Kind::kNamespace &&
            (wsdl_lines.contains(line) || endpoint_lines.contains(line)))
          continue;
        if (!seen.insert({line, kind}).second) continue;
        if (s.kind == SignalKind::kHost &&
            !hosts.insert(Lower(File(f).source.Slice(s.span))).second)
          continue;
        if (s.kind == SignalKind::kWsdlSuffix && IsPlaceholderAddress(f, s.span)) continue;
        if (InBareString(f, s.span)) continue;
        if (kind == Kind::kWsdlReference) {
          if (client_lines_.contains({f, line}))
            continue;  // made a client on this very line: said already
        }
        Finding finding = Begin(f, s.span, kind, s.pack, rule);
        finding.confidence =
            s.kind == SignalKind::kWsdlSuffix ? Confidence::kLikely : Confidence::kCertain;
        const std::string text = places_[f].Text(s.span, 80);
        finding.message = (kind == Kind::kNamespace  ? "The namespace of the "
                           : kind == Kind::kEndpoint ? "An endpoint of the "
                                                     : "A reference to the WSDL of the ") +
                          s.pack->service_short + " API: " + About(s.pack).Fate() + ".";
        AddReasons({{rule, text, f, s.span}}, &finding);
        Emit(f, s.span, std::move(finding));
      }
    }
  }

  /// "CHANGE ME" + "?WSDL": an address that is constant and is nobody's.
  bool IsPlaceholderAddress(FileId f, Span span) const {
    const FileFacts& facts = File(f);
    for (const ExprId id : facts.strings) {
      const Expr& e = facts.exprs[id];
      if (!e.span.Contains(span)) continue;
      if (e.kind == ExprKind::kString && e.text.size() <= 5)
        continue;  // the suffix itself, a piece of the address
      bool constant = false;
      for (const AtomId atom_id : flow_.ValuesOf({f, id})) {
        const Atom& atom = flow_.atom(atom_id);
        if (atom.kind != AtomKind::kString) continue;
        if (flow_.str(atom.a).find(kHole) != std::string_view::npos) return false;
        constant = true;
      }
      return constant;
    }
    return false;
  }

  /// A string that is a whole statement is a comment.
  bool InBareString(FileId f, Span span) const {
    const FileFacts& facts = File(f);
    for (const ExprId id : facts.statements) {
      const Expr& e = facts.exprs[id];
      if (e.kind == ExprKind::kString && e.span.Contains(span)) return true;
    }
    return false;
  }

  void WsdlFile(FileId f) {
    const Signal* ns = nullptr;
    for (const Signal& s : Signals(f).all) {
      if (s.kind == SignalKind::kNamespace && !s.in_comment) {
        ns = &s;
        break;
      }
    }
    if (ns == nullptr) return;
    int operations = 0;
    for (const XmlElement& element : File(f).elements) {
      if (element.name == "operation" && element.parent != kNone &&
          File(f).elements[element.parent].name == "portType")
        ++operations;
    }
    Finding finding = Begin(f, ns->span, Kind::kWsdlFile, ns->pack, "wsdl-file");
    finding.location =
        places_[f].OneLine(File(f).elements.empty() ? ns->span : File(f).elements[0].start_tag);
    finding.confidence = Confidence::kCertain;
    finding.properties["operations"] = std::to_string(operations);
    finding.message = "The " + ns->pack->service_short + " API's WSDL or schema is checked in (" +
                      std::to_string(operations) + " operations): " + About(ns->pack).Fate() +
                      "; delete it with the last client made from it.";
    AddReasons({{"namespace", "its target namespace is the service's", f, ns->span}}, &finding);
    Emit(f, File(f).elements.empty() ? ns->span : File(f).elements[0].start_tag,
         std::move(finding));
  }

  void Credentials() {
    for (FileId f = 0; f < program_.file_count(); ++f) {
      if (IsStub(f)) continue;
      std::set<int> lines;
      for (const CredentialUse& use : credentials_[f]) {
        const Span at = use.name.empty() || File(f).source.At(use.name.begin).line !=
                                                File(f).source.At(use.value.begin).line
                            ? use.value
                            : use.name;
        Finding finding = Begin(f, at, Kind::kCredential, use.pack, "credential");
        if (!lines.insert(finding.location.start_line).second) continue;
        finding.confidence = use.confidence;
        if (File(f).InComment(use.value.begin)) AddLabel(&finding, "comment");
        finding.message =
            "A credential of the " + use.pack->service_short + " API (" + use.title +
            ", value not shown): rotate it if it still opens anything, then delete it.";
        finding.properties["name"] = use.title;
        if (!use.advice.empty()) finding.notes.push_back(use.advice);
        // The value is not part of the identity: rotating a key does not make a new finding, and no
        // hash of it leaves.
        Emit(f, use.name.empty() ? Span{} : use.name, std::move(finding));
      }
    }
  }

  void Configuration() {
    for (FileId f = 0; f < program_.file_count(); ++f) {
      if (IsStub(f) || wsdl_[f]) continue;
      const FileFacts& facts = File(f);
      const auto add = [&](std::string_view key, Span span) {
        const Pack* pack = credentials_finder_.EndpointKey(key, Signals(f));
        if (pack == nullptr || Signals(f).has_rest || !AnyStrong(pack) ||
            facts.InComment(span.begin))
          return;
        const int line = facts.source.At(span.begin).line;
        if (covered_[f].contains(line)) return;
        Finding finding = Begin(f, span, Kind::kConfiguration, pack, "configuration");
        finding.confidence = Signals(f).strong == pack ? Confidence::kCertain : Confidence::kLikely;
        finding.message = "The setting " + ToValidUtf8(key.substr(0, 80)) + " belongs to the " +
                          pack->service_short + " API: " + About(pack).Fate() + ".";
        Emit(f, span, std::move(finding));
      };
      for (const Setting& setting : facts.settings) add(setting.key, setting.span);
      // A key that code reads: the first argument of a call.
      for (const ExprId id : facts.calls) {
        const Expr& call = facts.exprs[id];
        const ExprId arg =
            call.args_count == 0 || call.args_count > 2 ? kNone : facts.begin_args(call)[0].value;
        if (arg == kNone || facts.exprs[arg].kind != ExprKind::kString) continue;
        const std::string_view text = facts.exprs[arg].text;
        if (text.size() >= 8 && text.find_first_of(" <") == std::string_view::npos)
          add(text, facts.exprs[arg].span);
      }
    }
  }

  bool AnyStrong(const Pack* pack) const {
    return std::any_of(in_.signals->begin(), in_.signals->end(),
                       [&](const FileSignals& s) { return s.strong == pack; });
  }

  /// Distinctive flagged names that stand outside any reported call.
  void Parameters() {
    std::map<std::string, std::vector<std::pair<const Pack*, const FlaggedParameter*>>> names;
    for (const auto& [pack, describer] : describers_) {
      for (const FlaggedParameter& flagged : pack->parameters) {
        if (!flagged.standalone) continue;
        if (!flagged.values.empty()) {
          for (const std::string& value : flagged.values) names[value].push_back({pack, &flagged});
          continue;
        }
        for (const std::string& name : flagged.names) {
          for (const std::string& spelled : {name, LowerFirst(name), UpperFirst(name),
                                             SnakeCase(name), "set" + UpperFirst(name)})
            names[spelled].push_back({pack, &flagged});
        }
      }
    }
    std::map<FileId, std::set<std::pair<int, std::string>>> inside;
    std::map<std::string, FileId> by_path;
    for (FileId f = 0; f < program_.file_count(); ++f) by_path[File(f).path] = f;
    for (const Finding& finding : out_.findings) {
      for (const FlaggedUse& use : finding.parameters) {
        const auto at = by_path.find(use.location.path);
        if (at != by_path.end()) inside[at->second].insert({use.location.start_line, use.name});
      }
    }
    for (FileId f = 0; f < program_.file_count(); ++f) {
      if (IsStub(f) || wsdl_[f] || (Signals(f).strong == nullptr && !used_.contains(f))) continue;
      const std::string_view text = File(f).source.text();
      std::set<std::pair<int, std::string>> seen = inside[f];
      for (size_t i = 0; i < text.size();) {
        const auto word = [&](char c) {
          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                 c == '_';
        };
        if (!word(text[i])) {
          ++i;
          continue;
        }
        size_t end = i;
        while (end < text.size() && word(text[end])) ++end;
        const Span span = {static_cast<uint32_t>(i), static_cast<uint32_t>(end)};
        i = end;
        if (span.end - span.begin < 4) continue;
        const auto at = names.find(std::string(text.substr(span.begin, span.end - span.begin)));
        if (at == names.end() || File(f).InComment(span.begin) || InBareString(f, span)) continue;
        const auto& [pack, flagged] = at->second.front();
        if (Signals(f).strong != pack && !used_.contains(f)) continue;
        const int line = File(f).source.At(span.begin).line;
        if (!seen.insert({line, flagged->id}).second) continue;
        Finding finding = Begin(f, span, Kind::kParameter, pack, "param/" + flagged->id);
        finding.confidence = Confidence::kLikely;
        finding.properties["parameter"] =
            flagged->values.empty()
                ? (flagged->names.empty() ? flagged->id : flagged->names.front())
                : std::string(at->first);
        FlaggedUse use = {flagged->id, finding.rule_id, flagged->severity,
                          flagged->issue + " " + flagged->action, finding.location};
        finding.message = finding.properties["parameter"] + ": " + flagged->issue +
                          (flagged->action.empty() ? "" : " " + flagged->action);
        finding.parameters.push_back(std::move(use));
        Emit(f, span, std::move(finding));
      }
    }
  }

  void Dependencies() {
    std::vector<const Pack*> packs;
    for (const auto& [pack, describer] : describers_) packs.push_back(pack);
    for (FileId f = 0; f < program_.file_count(); ++f) {
      for (const DependencyUse& use : MatchDependencies(File(f), packs)) {
        if (InTree(use.dependency->name)) continue;  // its source is here and was read
        Finding finding = Begin(f, use.dependency->span, Kind::kDependency, use.pack,
                                "dependency/" + use.package->id);
        finding.confidence = use.confidence;
        finding.properties["package"] = std::string(use.dependency->name);
        finding.properties["ecosystem"] = std::string(use.dependency->ecosystem);
        if (!use.dependency->version.empty())
          finding.properties["version"] = std::string(use.dependency->version);
        finding.properties["direct"] = use.dependency->is_direct ? "true" : "false";
        if (!use.dependency->through.empty())
          finding.properties["through"] = std::string(use.dependency->through);
        finding.message =
            "The package " + std::string(use.dependency->name) + " speaks the " +
            use.pack->service_short + " API" +
            (use.package->condition.empty() ? "" : " when " + use.package->condition) + ": " +
            About(use.pack).Fate() + ".";
        if (!use.package->advice.empty()) finding.notes.push_back(use.package->advice);
        AddReasons({{"package", use.package->title, f, use.dependency->span}}, &finding);
        Emit(f, use.dependency->span, std::move(finding));
      }
    }
  }

  /// A package whose own manifest is in the tree ("crm.info" for crm).
  bool InTree(std::string_view package) const {
    const size_t slash = package.find_last_of("/:");
    const std::string_view name =
        slash == std::string_view::npos ? package : package.substr(slash + 1);
    for (FileId f = 0; f < program_.file_count(); ++f) {
      const std::string& path = File(f).path;
      const size_t at = path.find_last_of('/') + 1;
      const std::string_view file = std::string_view(path).substr(at);
      if (file.size() > name.size() && file.starts_with(name) &&
          (file.substr(name.size()) == ".info" || file.substr(name.size()) == ".info.yml" ||
           file.substr(name.size()) == ".module"))
        return true;
    }
    return false;
  }

  void Finish() {
    for (const auto& [fn, wrapper] : uses_.wrappers) {
      if (wrapper.level > 0 || wrapper.is_declaration || IsStub(fn.file)) continue;
      const auto at = wrapper_index_.find(fn);
      WrapperSummary summary;
      summary.name = program_.NameOf(fn);
      summary.location = places_[fn.file].OneLine(program_.function(fn).name_span);
      for (const Operation* op : wrapper.operations) summary.operations.push_back(op->name);
      std::sort(summary.operations.begin(), summary.operations.end());
      summary.callers = CallersOf(fn);
      if (summary.callers.total == 0) continue;
      if (at != wrapper_index_.end()) summary.finding_id = out_.findings[at->second].family;
      out_.wrappers.push_back(std::move(summary));
    }
    std::sort(out_.wrappers.begin(), out_.wrappers.end(),
              [](const WrapperSummary& a, const WrapperSummary& b) {
                if (a.callers.total != b.callers.total) return a.callers.total > b.callers.total;
                if (a.location.path != b.location.path) return a.location.path < b.location.path;
                return a.location.start_line < b.location.start_line;
              });
    std::sort(out_.findings.begin(), out_.findings.end(), Before);
  }

  const Linked& in_;
  const Program& program_;
  const Flow& flow_;
  const Uses& uses_;
  CredentialFinder credentials_finder_;
  const Pack* repository_ = nullptr;
  std::map<const Pack*, Describer> describers_;
  std::vector<std::vector<CredentialUse>> credentials_;
  std::vector<Place> places_;
  std::vector<std::vector<std::string>> labels_;
  std::vector<std::set<int>> covered_;
  std::vector<bool> wsdl_;
  std::map<std::pair<FileId, int>, std::set<std::string>> operation_lines_;
  std::set<std::pair<FileId, int>> client_lines_;
  std::map<FnRef, size_t> wrapper_index_;
  std::set<FileId> used_;  // files with a reported call
  Matched out_;
};

}  // namespace

Matched Match(const Linked& linked, const MatchOptions& options) {
  return Matcher(linked, options).Run();
}

}  // namespace unsoap
