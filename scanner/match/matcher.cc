// Findings of calls, wrappers, definitions and generated clients, and what all findings share.
#include "scanner/findings/confidence.h"
#include "scanner/match/element_trees.h"
#include "scanner/match/identity.h"
#include "scanner/match/match_state.h"

namespace unsoap::match {

namespace {

/// Further out, functions are those that use the wrapper, not places to change.
bool IsFar(const link::Wrapper& wrapper) {
  return wrapper.level > 2 || (wrapper.level == 2 && wrapper.distance > 0);
}

}  // namespace

Matched Matcher::Run() {
  try {
    Stubs();
    Operations();
    WrapperCalls();
    Definitions();
    Envelopes();
    SentConstants();
    SentFrames();
    ClientSites();
    Authentication();
    SigningHelpers();
    TextSignals();
    AddressHelpers();
    Credentials();
    Configuration();
    Dependencies();
    Parameters();  // last: words count by what else was found
  } catch (const WorkEnded& end) {
    if (!end.interrupted()) throw;  // what was found so far is reported
  }
  Finish();
  return std::move(out_);
}

const Matcher::FileIndex& Matcher::Index(link::FileId f) const {
  if (indexes_[f] != nullptr) return *indexes_[f];
  const facts::FileFacts& facts = File(f);
  auto index = std::make_unique<FileIndex>();
  std::vector<Span> spans;
  for (const facts::Function& function : facts.functions) spans.push_back(function.span);
  index->functions = SpanIndex(spans);
  spans.clear();
  for (const facts::Class& c : facts.classes) spans.push_back(c.span);
  index->classes = SpanIndex(spans);
  const auto of_exprs = [&](const std::vector<facts::ExprId>& ids, bool literals_only) {
    spans.clear();
    for (const facts::ExprId id : ids) {
      const facts::Expr& e = facts.exprs[id];
      // What does not count keeps its number and lies around nothing.
      spans.push_back(literals_only && e.kind != facts::ExprKind::kString ? Span{} : e.span);
    }
    return SpanIndex(spans);
  };
  index->literals = of_exprs(facts.strings, true);
  index->strings = of_exprs(facts.strings, false);
  spans.clear();
  for (const facts::XmlElement& element : facts.elements) spans.push_back(element.start_tag);
  index->start_tags = SpanIndex(spans);
  for (const Envelope& envelope : (*in_.envelopes)[f]) {
    if (envelope.use.operation != nullptr) index->envelopes.push_back(envelope.use.span.begin);
  }
  std::sort(index->envelopes.begin(), index->envelopes.end());
  indexes_[f] = std::move(index);
  return *indexes_[f];
}

bool Matcher::IsWsdl(link::FileId f) const {
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

findings::Finding Matcher::Begin(link::FileId f, Span span, findings::Kind kind,
                                 const rules::Pack* pack, const std::string& rule) {
  Spend();
  findings::Finding finding;
  finding.kind = kind;
  finding.rule_id = pack->id + "/" + rule;
  finding.level = About(pack).LevelOf(kind);
  finding.language = File(f).language;
  finding.location = places_[f].OneLine(span);
  finding.snippet = places_[f].Frame(span);
  finding.labels = LabelsOfPath(File(f).path);
  const link::FnRef in = program_.NamedFunction({f, FunctionAt(f, span)});
  if (in.fn != facts::kNone) {
    finding.enclosing = program_.NameOf(in);
    finding.enclosing_line = places_[f].OneLine(program_.function(in).name_span).start_line;
  }
  return finding;
}

facts::FunctionId Matcher::FunctionAt(link::FileId f, Span span) const {
  return Index(f).functions.Innermost(span.begin);
}

void Matcher::AddLabel(findings::Finding* finding, const char* label) const {
  if (std::find(finding->labels.begin(), finding->labels.end(), label) == finding->labels.end()) {
    finding->labels.emplace_back(label);
    std::sort(finding->labels.begin(), finding->labels.end());
  }
}

std::string Matcher::Deciding(const findings::Finding& finding) {
  std::string out;
  for (const findings::ArgumentValue& argument : finding.arguments) {
    // What other files pass is theirs.
    if (argument.values.empty() || argument.location.path != finding.location.path) continue;
    out += "\n" + argument.name + "=" + Join(argument.values, "|");
  }
  return out;
}

void Matcher::Emit(link::FileId f, Span text, findings::Finding finding,
                   const std::string& identity) {
  // A backup copy beside the source does not run; documentation and logs inform: neither breaks a
  // build.
  if (HasLabel(finding, "backup") || HasLabel(finding, "documentation") || HasLabel(finding, "log"))
    finding.level = findings::Level::kNote;
  finding.confidence = findings::ConfidenceOf(finding);
  finding.line_hash = places_[f].LineHash(finding.location.start_line);
  finding.family = findings::Fingerprint(
      finding.rule_id, finding.kind, finding.enclosing,
      identity.empty() ? places_[f].Text(text, 2000) : identity + Deciding(finding));
  finding.effort_minutes = About(PackOf(finding)).Effort(finding);
  if (finding.confidence >= findings::Confidence::kLikely &&
      (finding.kind == findings::Kind::kCall || finding.kind == findings::Kind::kWrapperCall))
    used_.insert(f);
  covered_[f].insert(finding.location.start_line);
  out_.findings.push_back(std::move(finding));
}

const rules::Pack* Matcher::PackOf(const findings::Finding& finding) const {
  for (const auto& [pack, describer] : describers_) {
    if (finding.rule_id.starts_with(pack->id + "/")) return pack;
  }
  return repository_;
}

void Matcher::AddReasons(const std::vector<link::Reason>& reasons,
                         findings::Finding* finding) const {
  for (const link::Reason& reason : reasons) {
    if (finding->evidence.size() >= link::kMaxReasons) break;
    findings::Evidence evidence = {reason.what, reason.text, finding->location};
    if (reason.file != facts::kNone) evidence.location = places_[reason.file].OneLine(reason.span);
    const bool known = std::any_of(
        finding->evidence.begin(), finding->evidence.end(), [&](const findings::Evidence& e) {
          return e.what == evidence.what && e.location == evidence.location;
        });
    if (!known) finding->evidence.push_back(std::move(evidence));
  }
}

std::string Matcher::Names(const std::vector<const rules::Operation*>& operations) {
  std::string out;
  for (const rules::Operation* op : operations) out += (out.empty() ? "" : ", ") + op->name;
  return out;
}

void Matcher::Stubs() {
  for (const Stub& stub : *in_.stubs) {
    Span span = {0, 0};
    const std::vector<facts::Class>& classes = File(stub.main).classes;
    if (!classes.empty()) span = classes[stub.port == facts::kNone ? 0 : stub.port].name_span;
    findings::Finding finding =
        Begin(stub.main, span, findings::Kind::kGeneratedClient, stub.pack, "generated-client");
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
    const evidence::Signal* signal = Signals(stub.main).first_strong();
    if (signal != nullptr)
      AddReasons({{"namespace", "the generated code names the service", stub.main, signal->span}},
                 &finding);
    // The text of the declaration names the stub whatever else the file holds.
    Emit(stub.main, span, std::move(finding));
  }
}

std::vector<SeenArgument> Matcher::ArgumentsOf(const link::OperationUse& use) const {
  const bool makes_element = std::ranges::any_of(
      use.reasons, [](const link::Reason& reason) { return reason.what == "element"; });
  std::vector<SeenArgument> members;
  if (makes_element) members = ReadElementTree(tools_, *use.pack, use.operations, use.at);
  return members.empty() ? ReadArguments(tools_, use) : members;
}

void Matcher::Operations() {
  EachUse(uses_.operations, [&](const link::OperationUse& use) {
    const facts::Expr& e = program_.expr(use.at);
    if (use.shared != nullptr) {
      findings::Finding finding = SharedCall(use);
      AddCallers(use.in, &finding);
      operation_lines_[{use.at.file, finding.location.start_line}].insert(finding.operation);
      return Emit(use.at.file, e.span, std::move(finding), IdentityOf(program_, use.at));
    }
    const bool multi = use.operations.size() > 1;
    const std::string name = use.operations.size() == 1 ? use.operations[0]->name : "";
    const Span where =
        e.name_span.empty()
            ? e.span
            : Span{std::min(e.name_span.begin,
                            use.name_span.empty() ? e.name_span.begin : use.name_span.begin),
                   std::max(e.name_span.end, use.name_span.end)};
    findings::Finding finding =
        Begin(use.at.file, StatementStart(use.at, where), findings::Kind::kCall, use.pack,
              name.empty() ? "operation" : name);
    finding.operation = name;
    if (use.is_written) {
      const link::ExprRef send = sending_.Of(use.at.file, where);
      if (send.expr != facts::kNone)
        finding.location = places_[use.at.file].At(ToSending(send, where));
    }
    if (use.toolkit != nullptr) finding.toolkit = use.toolkit->id;
    AddReasons(use.reasons, &finding);
    const std::string over = use.toolkit == nullptr ? "" : " over " + use.toolkit->title;
    std::vector<SeenArgument> arguments = ArgumentsOf(use);
    Describer::Passing passing;
    passing.all_seen = SeesRequest(program_, flow_, use, arguments);
    passing.occasions = occasions_.Of(use, link::kAnyCall, arguments);
    LeaveToCallers(use.in, &arguments);
    for (const SeenArgument& argument : HeaderArguments(use.at.file, *use.pack, use.operations)) {
      arguments.push_back(argument);
      for (Occasion& occasion : passing.occasions) occasion.arguments.push_back(argument);
    }
    passing.branches = branches_.Of(arguments);
    // Both at once would be more ways than anybody reads.
    if (!passing.branches.empty()) passing.occasions.clear();
    passing.arguments = std::move(arguments);
    About(use.pack).Explain(use.operations, passing, places_, &finding);
    if (use.operations.empty()) {
      finding.message = "A call" + over + " whose operation is " +
                        (use.is_dispatcher_site ? "a parameter of " + finding.enclosing + "()"
                                                : std::string("decided at run time")) +
                        ": " + About(use.pack).Fate() + ".";
    } else {
      finding.message = (multi ? "One of " + Names(use.operations) : name) + over + ": " +
                        About(use.pack).Fate() + findings::UseInstead(finding) + ".";
      if (multi) finding.properties["operations"] = Names(use.operations);
    }
    for (const findings::Evidence& evidence : finding.evidence)
      finding.flow.push_back({evidence.text, evidence.location});
    finding.flow.push_back(
        {name.empty() ? "the call" : name + " is called here", finding.location});
    if (!use.in.file || use.in.fn != facts::kNone) AddCallers(use.in, &finding);
    if (explain_) RuleOut(use.at, *use.pack, use.operations, &finding);
    operation_lines_[{use.at.file, finding.location.start_line}].insert(name);
    Emit(use.at.file, e.span, std::move(finding), IdentityOf(program_, use.at));
  });
}

const std::vector<SeenArgument>& Matcher::HeaderArguments(
    link::FileId f, const rules::Pack& pack,
    const std::vector<const rules::Operation*>& operations) {
  std::set<std::string> headers;
  for (const rules::Operation* op : operations)
    headers.insert(op->soap_headers.begin(), op->soap_headers.end());
  std::string key = pack.id;
  for (const std::string& header : headers) key += '\n' + header;
  const auto [at, fresh] = header_arguments_.try_emplace({f, key});
  if (fresh && !headers.empty()) at->second = ReadHeaderArguments(f, File(f), pack, operations);
  return at->second;
}

Span Matcher::StatementStart(link::ExprRef at, Span where) const {
  const facts::Expr& e = program_.expr(at);
  Span span = e.name_span.empty() ? e.span : e.name_span;
  // A chain over several lines is shown where the operation stands.
  if (where.begin < span.begin) span.begin = where.begin;
  if (File(at.file).source.At(where.end).line == File(at.file).source.At(span.begin).line)
    span.end = std::max(span.end, where.end);
  return span;
}

void Matcher::AddCallers(link::FnRef fn, findings::Finding* finding) const {
  if (fn.fn == facts::kNone) return;
  const auto at = uses_.wrappers.find(fn);
  if (at == uses_.wrappers.end()) return;
  const auto [known, fresh] = callers_.try_emplace(fn);
  if (fresh) known->second = CallersOf(fn);
  finding->callers = known->second;
}

std::vector<std::string> Matcher::OperationsThrough(const link::Wrapper& wrapper,
                                                    const std::set<link::ExprRef>& sites) const {
  std::set<std::string> names;
  for (const rules::Operation* op : wrapper.operations) names.insert(op->name);
  // Sites are few where uses are many.
  for (const link::ExprRef& site : sites) {
    const auto use = std::lower_bound(
        use_sites_.begin(), use_sites_.end(), site,
        [](const auto& known, const link::ExprRef& wanted) { return known.first < wanted; });
    if (use == use_sites_.end() || use->first != site) continue;
    for (const rules::Operation* op : use->second->operations) names.insert(op->name);
  }
  return {names.begin(), names.end()};
}

findings::Callers Matcher::CallersOf(link::FnRef fn, std::set<link::ExprRef>* all) const {
  findings::Callers callers;
  std::set<link::FnRef> seen = {fn};
  std::vector<link::FnRef> work = {fn};
  std::set<link::ExprRef> sites;
  std::set<link::FileId> files;
  std::set<std::string> languages, entries;
  for (size_t i = 0; i < work.size() && i < 2000 && !Interrupted(); ++i) {
    const auto at = uses_.wrappers.find(work[i]);
    if (at == uses_.wrappers.end()) continue;
    for (const link::ExprRef& call : at->second.calls) {
      if (IsStub(call.file)) continue;
      if (i == 0) ++callers.direct;
      if (!sites.insert(call).second) continue;
      if (files.insert(call.file).second) languages.insert(File(call.file).language);
      const link::FnRef in = program_.NamedFunction({call.file, program_.expr(call).function});
      if (in.fn == facts::kNone) {
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
  for (const link::ExprRef& site : sites) {
    if (callers.sites.size() >= kMaxSites) break;
    const facts::Expr& e = program_.expr(site);
    callers.sites.push_back(places_[site.file].OneLine(e.name_span.empty() ? e.span : e.name_span));
  }
  callers.languages.assign(languages.begin(), languages.end());
  for (const std::string& entry : entries) {
    if (callers.entry_points.size() < 20) callers.entry_points.push_back(entry);
  }
  if (all != nullptr) *all = std::move(sites);
  return callers;
}

void Matcher::Reach(link::FnRef fn, link::Frame frame, int depth, Reaching* out) {
  constexpr int kMostCalls = 4;
  constexpr size_t kMostUses = 8;
  constexpr int kMostSteps = 200;  // many wrappers that call many others
  if (depth > kMostCalls || out->uses.size() >= kMostUses) return;
  if (++out->steps > kMostSteps)
    return out->uses.clear();  // what was not looked at may lead elsewhere
  if (const auto uses = uses_in_.find(fn); uses != uses_in_.end()) {
    for (const link::OperationUse* use : uses->second) out->uses.push_back({use, frame});
  }
  const auto calls = wrapper_calls_in_.find(fn);
  if (calls == wrapper_calls_in_.end()) return;
  for (const link::WrapperCall* call : calls->second) {
    if (out->steps > kMostSteps) return;
    if (call->target != fn) Reach(call->target, questions_.Enter(frame, call->at), depth + 1, out);
  }
}

void Matcher::LeaveToCallers(link::FnRef fn, std::vector<SeenArgument>* arguments) const {
  const auto wrapper = uses_.wrappers.find(fn);
  const bool shown =
      wrapper != uses_.wrappers.end() && !wrapper->second.calls.empty() && !IsFar(wrapper->second);
  if (shown) return;
  const auto keep = [](SeenArgument* argument) {
    using Whose = SeenArgument::Whose;
    if (argument->member == Whose::kCallers) argument->member = Whose::kHere;
    argument->callers.clear();
  };
  for (SeenArgument& argument : *arguments) {
    keep(&argument);
    std::for_each(argument.others.begin(), argument.others.end(),
                  [&](SeenArgument& other) { keep(&other); });
  }
}

std::vector<Matcher::Passed> Matcher::PassedThrough(link::FnRef fn, link::Frame frame) {
  Reaching reached;
  Reach(fn, frame, 0, &reached);
  std::vector<Passed> out;
  for (const Reached& each : reached.uses) {
    Passed& passed = out.emplace_back();
    passed.use = each.use, passed.frame = each.frame;
    passed.arguments = ReadArguments(tools_, *each.use, each.frame);
    passed.all_seen = SeesRequest(program_, flow_, *each.use, passed.arguments);
  }
  return out;
}

const Matcher::Passed& Matcher::TheOne(const std::vector<Passed>& passed) {
  static const Passed nothing;
  return passed.size() == 1 ? passed[0] : nothing;
}

Describer::Passing Matcher::PassingOf(const Passed& passed) {
  if (passed.use == nullptr) return {};
  Describer::Passing out = {passed.arguments, passed.all_seen, branches_.Of(passed.arguments), {}};
  if (out.branches.empty())
    out.occasions = occasions_.Of(*passed.use, passed.frame, passed.arguments);
  return out;
}

void Matcher::WrapperCalls() {
  EachUse(uses_.wrapper_calls, [&](const link::WrapperCall& call) {
    // Further out the calls are the blast radius of the wrapper (callers), not places to change.
    const link::Wrapper& wrapper = uses_.wrappers.at(call.target);
    const std::vector<link::FnRef>& targets = flow_.Targets(call.at);
    const bool is_call = std::find(targets.begin(), targets.end(), call.target) != targets.end();
    // Who only names a function for others to call is told of it one step further.
    const bool far = is_call ? IsFar(wrapper) : wrapper.level > 3;
    const facts::Expr& e = program_.expr(call.at);
    const std::vector<const rules::Operation*> operations(call.operations.begin(),
                                                          call.operations.end());
    std::vector<const rules::Operation*> sorted = operations;
    std::sort(
        sorted.begin(), sorted.end(),
        [](const rules::Operation* a, const rules::Operation* b) { return a->name < b->name; });
    const std::string name = sorted.size() == 1 ? sorted[0]->name : "";
    findings::Finding finding =
        Begin(call.at.file, e.name_span.empty() ? e.span : e.name_span,
              findings::Kind::kWrapperCall, call.pack, name.empty() ? "operation" : name);
    finding.operation = name;
    if (far) {
      AddReasons({{"far", "the operation is three calls away or more", call.at.file,
                   e.name_span.empty() ? e.span : e.name_span}},
                 &finding);
    }
    AddReasons(call.reasons, &finding);
    std::vector<Passed> passed =
        PassedThrough(call.target, questions_.Enter(link::kAnyCall, call.at));
    Describer::Passing passing = PassingOf(TheOne(passed));
    if (passing.arguments.empty()) passing.arguments = ReadWrapperArguments(program_, flow_, call);
    About(call.pack).Explain(sorted, passing, places_, &finding);
    finding.parameters.clear();
    for (Passed& each : passed) {
      LeaveToCallers(call.in, &each.arguments);
      About(call.pack).FlagArguments(each.use->operations, each.arguments, places_, &finding);
    }
    finding.message = program_.NameOf(call.target) + "() reaches " +
                      (name.empty() ? Names(sorted) : name) + ": " + About(call.pack).Fate() +
                      "; it moves with " + program_.NameOf(call.target) + "().";
    if (name.empty()) finding.properties["operations"] = Names(sorted);
    finding.properties["wrapper"] = program_.NameOf(call.target);
    Path(call.target, &finding);
    finding.callee = places_[call.target.file].OneLine(program_.function(call.target).name_span);
    if (explain_) RuleOut(call.at, *call.pack, sorted, &finding);
    Emit(call.at.file, e.span, std::move(finding), IdentityOf(program_, call.at));
  });
}

void Matcher::Path(link::FnRef target, findings::Finding* finding) const {
  finding->flow.push_back({"calls " + program_.NameOf(target) + "()", finding->location});
  link::FnRef at = target;
  for (int step = 0; step < 48 && at.fn != facts::kNone; ++step) {
    const auto wrapper = uses_.wrappers.find(at);
    if (wrapper == uses_.wrappers.end()) return;
    finding->flow.push_back({program_.NameOf(at) + "() is defined here",
                             places_[at.file].OneLine(program_.function(at).name_span)});
    if (wrapper->second.by != nullptr) {
      const link::OperationUse& use = *wrapper->second.by;
      const facts::Expr& e = program_.expr(use.at);
      finding->flow.push_back(
          {Names(use.operations) + " is called here",
           places_[use.at.file].OneLine(e.name_span.empty() ? e.span : e.name_span)});
      return;
    }
    if (wrapper->second.through == at) return;
    at = wrapper->second.through;
  }
}

void Matcher::Definitions() {
  for (const auto& [fn, wrapper] : uses_.wrappers) {
    if (Interrupted()) return;
    if (IsFar(wrapper) && !wrapper.is_dispatcher) continue;
    if (wrapper.operations.empty() && !wrapper.is_dispatcher) continue;
    const facts::Function& function = program_.function(fn);
    const bool is_entry =
        program_.Names(fn.file, &languages::Language::entry_points, function.name);
    if (is_entry || IsStub(fn.file)) continue;
    std::vector<const rules::Operation*> sorted(wrapper.operations.begin(),
                                                wrapper.operations.end());
    std::sort(
        sorted.begin(), sorted.end(),
        [](const rules::Operation* a, const rules::Operation* b) { return a->name < b->name; });
    const std::string name = sorted.size() == 1 ? sorted[0]->name : "";
    findings::Finding finding = Begin(fn.file, function.name_span, findings::Kind::kDefinition,
                                      wrapper.pack, name.empty() ? "operation" : name);
    const bool is_test = HasLabel(finding, "test");
    if (is_test && wrapper.calls.empty()) continue;  // a test is no wrapper
    finding.enclosing = program_.NameOf(fn);
    finding.enclosing_line = finding.location.start_line;
    finding.operation = name;
    const std::vector<Passed> passed = PassedThrough(fn, link::kAnyCall);
    Share(wrapper, TheOne(passed).arguments);
    About(wrapper.pack).Explain(sorted, PassingOf(TheOne(passed)), places_, &finding);
    finding.parameters.clear();  // they are the call's
    std::set<link::ExprRef> sites;
    finding.callers = CallersOf(fn, &sites);
    std::string what = name.empty() ? Names(sorted) : name;
    if (wrapper.is_dispatcher && name.empty()) {
      const std::string named = Join(OperationsThrough(wrapper, sites), ", ");
      what = "any operation that its caller names" + (named.empty() ? "" : " (" + named + ")");
      if (!named.empty()) finding.properties["operations"] = named;
    }
    finding.message = program_.NameOf(fn) + "() " +
                      (wrapper.is_declaration ? "declares" : "performs") + " " + what +
                      (finding.callers.total == 0
                           ? std::string()
                           : ", for " + std::to_string(finding.callers.total) +
                                 (finding.callers.total == 1 ? " call in " : " calls in ") +
                                 std::to_string(finding.callers.files) +
                                 (finding.callers.files == 1 ? " file" : " files")) +
                      ": " + About(wrapper.pack).Fate() +
                      (finding.replacements.empty() ? "" : findings::UseInstead(finding)) + ".";
    if (wrapper.is_dispatcher) finding.properties["dispatcher"] = "true";
    finding.properties["level"] = std::to_string(wrapper.level);
    if (sorted.size() > 1) finding.properties["operations"] = Names(sorted);
    AddReasons(wrapper.reasons, &finding);
    wrapper_index_[fn] = out_.findings.size();
    Emit(fn.file, function.name_span, std::move(finding));
  }
}

Matched Match(const Linked& linked, const MatchOptions& options) {
  return Matcher(linked, options).Run();
}

}  // namespace unsoap::match
