// Templates in files of their own: who names the file sends the request that it holds. The name may
// be put together from a parameter (name + '.xml'); what each caller gives then says which it is.
#include <algorithm>
#include <optional>

#include "scanner/base/text.h"
#include "scanner/link/use_finder.h"

namespace unsoap::link {
namespace {

constexpr size_t kMostBytes = 400;    // of a path in code
constexpr size_t kMostParams = 512;   // parameters that are a part of a file's name
constexpr size_t kMostTemplates = 8;  // of one name

/// A parameter that is a part of a file's name, and what stands around it.
struct Part {
  FnRef fn;
  uint32_t param = 0;
  std::string before, after;
  friend bool operator==(const Part&, const Part&) = default;
};

std::string_view FileNameOf(std::string_view path) {
  return path.substr(path.find_last_of("/\\") + 1);
}

std::string_view FolderOf(std::string_view path) {
  const size_t end = path.find_last_of("/\\");
  return end == std::string_view::npos ? std::string_view() : FileNameOf(path.substr(0, end));
}

/// True if code that says `text` may mean the file: they have the name in common, and the folder
/// if code names one. What stands before that depends on where the program runs.
bool IsNamedBy(std::string_view path, std::string_view text) {
  const std::string_view folder = FolderOf(text);
  const bool says_folder = !folder.empty() && folder != "." && folder != ".." &&
                           folder.find_first_of("${}%") == std::string_view::npos;
  return FileNameOf(path) == FileNameOf(text) && (!says_folder || FolderOf(path) == folder);
}

/// The same of root . "/mail/$name.xml", where nothing says what stands before.
std::optional<Part> PartOf(const facts::FileFacts& facts, FileId file, const facts::Expr& text) {
  if (text.kind != facts::ExprKind::kConcat || text.function == facts::kNone) return std::nullopt;
  const facts::Arg* const pieces = facts.begin_args(text);
  const auto literal = [&](uint32_t i) {
    const bool is_text = i < text.args_count && pieces[i].value != facts::kNone &&
                         facts.exprs[pieces[i].value].kind == facts::ExprKind::kString;
    return is_text ? std::string(facts.exprs[pieces[i].value].text) : std::string();
  };
  const std::vector<facts::Param>& params = facts.functions[text.function].params;
  for (uint32_t i = 1; i + 1 < text.args_count; ++i) {
    if (pieces[i].value == facts::kNone || literal(i + 1).find('.') == std::string::npos) continue;
    const facts::Expr& piece = facts.exprs[pieces[i].value];
    for (uint32_t p = 0; p < params.size() && piece.kind == facts::ExprKind::kName; ++p) {
      if (params[p].name == piece.text)
        return Part{{file, text.function}, p, literal(i - 1), literal(i + 1)};
    }
  }
  return std::nullopt;
}

Part PartOf(const Flow& flow, const Atom& param, const std::string& before,
            const std::string& after) {
  return {{param.a, param.b},
          param.c,
          before + std::string(flow.str(param.d)),
          std::string(flow.str(param.e)) + after};
}

/// The parameters of functions that are a part of a file's name here, and where.
std::vector<std::pair<Part, Span>> PartsIn(const Flow& flow, const facts::FileFacts& facts,
                                           FileId file) {
  std::vector<std::pair<Part, Span>> parts;
  for (const facts::ExprId id : facts.strings) {
    if (parts.size() >= kMostParams) break;
    const facts::Expr& text = facts.exprs[id];
    if (std::optional<Part> part = PartOf(facts, file, text)) parts.emplace_back(*part, text.span);
    for (const AtomId value : flow.ValuesOf({file, id})) {
      const Atom& atom = flow.atom(value);
      if (atom.kind == AtomKind::kParam && flow.str(atom.e).find('.') != std::string_view::npos)
        parts.emplace_back(PartOf(flow, atom, {}, {}), text.span);
    }
  }
  return parts;
}

bool HoldsOne(Span whole, const std::vector<Span>& parts) {
  return std::any_of(parts.begin(), parts.end(), [&](Span part) { return whole.Contains(part); });
}

/// That a function names the file says no more than that it is likely to send what it holds.
constexpr findings::Confidence kNamed = findings::Confidence::kLikely;

}  // namespace

Finder::Templates Finder::TemplateFiles() const {
  Templates templates;
  for (const EnvelopeUse& envelope : *in_.envelopes) {
    const facts::FileFacts& facts = File(envelope.file);
    // A file of code is no template, whatever texts it holds.
    if (envelope.operation == nullptr || IsGenerated(envelope.file) || !facts.functions.empty() ||
        !facts.calls.empty())
      continue;
    std::vector<const EnvelopeUse*>& of_name = templates[FileNameOf(facts.path)];
    if (of_name.size() < kMostTemplates) of_name.push_back(&envelope);
  }
  return templates;
}

std::vector<const EnvelopeUse*> Finder::TemplatesNamed(const Templates& templates,
                                                       std::string_view text) const {
  std::vector<const EnvelopeUse*> found;
  const std::string_view name = FileNameOf(text);
  if (text.size() > kMostBytes || name.find('.') == std::string_view::npos) return found;
  const auto at = templates.find(name);
  if (at == templates.end()) return found;
  for (const EnvelopeUse* envelope : at->second) {
    if (IsNamedBy(File(envelope->file).path, text)) found.push_back(envelope);
  }
  return found;
}

void Finder::JoinTemplates() {
  const Templates templates = TemplateFiles();
  if (templates.empty()) return;
  std::vector<Part> parts;
  const auto add = [&](const Part& part) {
    if (parts.size() < kMostParams && std::find(parts.begin(), parts.end(), part) == parts.end() &&
        !program_.function(part.fn).name.empty())
      parts.push_back(part);
  };
  const auto performed = [&](const EnvelopeUse& envelope) {
    return Performed{
        {envelope.operation},
        0,
        0,
        envelope.pack,
        kNamed,
        {{"template", "it names the file that holds the request", envelope.file, envelope.span}}};
  };
  for (FileId f = 0; f < program_.file_count() && !Interrupted(); ++f) {
    if (IsGenerated(f)) continue;
    // Which file it is is the caller's to say, whatever a caller is known to say.
    std::vector<Span> given;
    for (const auto& [part, span] : PartsIn(flow_, File(f), f)) add(part), given.push_back(span);
    for (const facts::ExprId id : File(f).strings) {
      for (const AtomId value : flow_.ValuesOf({f, id})) {
        const Atom& atom = flow_.atom(value);
        if (atom.kind != AtomKind::kString) continue;
        const std::vector<const EnvelopeUse*> named = TemplatesNamed(templates, flow_.str(atom.a));
        if (named.empty() || HoldsOne(File(f).exprs[id].span, given)) continue;
        for (const EnvelopeUse* envelope : named)
          Join(FunctionOf({f, id}), performed(*envelope), true);
      }
    }
  }
  for (size_t i = 0; i < parts.size() && !Interrupted(); ++i) {
    const Part part = parts[i];
    for (const ExprRef& call : flow_.CallersOf(part.fn)) {
      const facts::ExprId arg = Flow::ArgumentFor(File(call.file), program_.expr(call),
                                                  program_.function(part.fn), part.param);
      if (arg == facts::kNone || IsGenerated(call.file) || seen_.contains(call)) continue;
      for (const AtomId value : flow_.ValuesOf({call.file, arg})) {
        const Atom& atom = flow_.atom(value);
        if (atom.kind == AtomKind::kParam) add(PartOf(flow_, atom, part.before, part.after));
        if (atom.kind != AtomKind::kString) continue;
        const std::string name = part.before + std::string(flow_.str(atom.a)) + part.after;
        for (const EnvelopeUse* envelope : TemplatesNamed(templates, name)) {
          const auto [known, fresh] = out_.wrappers.try_emplace(part.fn);
          if (fresh) {
            Wrapper& sender = known->second;
            sender.fn = part.fn, sender.is_dispatcher = true, sender.dispatch_param = part.param;
            sender.pack = envelope->pack, sender.confidence = kNamed;
            sender.reasons = performed(*envelope).reasons;
          }
          WrapperCall& reached = reached_[call];
          reached.at = call, reached.in = FunctionOf(call), reached.pack = envelope->pack;
          reached.target = part.fn, reached.confidence = kNamed;
          reached.operations.insert(envelope->operation);
          Performed what = performed(*envelope);
          what.level = what.distance = 1;
          Join(reached.in, what, true);
        }
      }
    }
  }
}

}  // namespace unsoap::link
