// Keys by what is done with their values: the reads, and the places where the values are written.
#include "scanner/match/credential_reads.h"

#include <algorithm>
#include <set>

#include "scanner/base/text.h"
#include "scanner/match/place.h"

namespace unsoap::match {
namespace {

using evidence::NormalName;

constexpr size_t kMostReads = 40;  // of one file
constexpr int kMaxDepth = 12;
constexpr size_t kMaxKey = 120;

bool IsKey(std::string_view text) {
  return text.size() >= 2 && text.size() <= kMaxKey &&
         text.find_first_of(" \t\n/\\<>:=\x01") == std::string_view::npos;
}

/// The reads of one file.
class FileReads {
 public:
  FileReads(link::FileId file, const facts::FileFacts& facts, const evidence::FileSignals& signals,
            std::vector<CredentialRead>* out)
      : file_(file), facts_(facts), out_(*out) {
    for (const evidence::Signal& signal : signals.all) {
      if (signal.in_comment) continue;
      if (signal.kind == evidence::SignalKind::kAuthField && pack_ == nullptr) pack_ = signal.pack;
      if (signal.kind == evidence::SignalKind::kSignature) signing_.push_back(signal.span);
    }
  }

  void Run() {
    if (pack_ == nullptr) return;  // signs for someone else
    for (const std::string& field : pack_->surface.auth_header_fields) {
      for (const std::string& name : pack_->credentials.names) {
        if (NormalName(name) == NormalName(field)) fields_.insert(NormalName(field));
      }
    }
    for (const facts::Binding& binding : facts_.bindings) {
      if (binding.target != facts::kNone)
        Field(NameOf(facts_.exprs[binding.target]), binding.value);
    }
    for (const facts::Expr& e : facts_.exprs) {
      const facts::Arg* args = facts_.begin_args(e);
      for (uint32_t i = 0; i < e.args_count; ++i) {
        std::string_view name = args[i].name;
        if (name.empty() && args[i].key != facts::kNone) name = facts_.exprs[args[i].key].text;
        Field(name, args[i].value);
      }
      if (e.kind == facts::ExprKind::kCall && e.args_count == 1 && e.text.starts_with("set"))
        Field(e.text.substr(3), args[0].value);
    }
    for (const Span& span : signing_) Sign(span);
  }

 private:
  std::string_view NameOf(const facts::Expr& target) const {
    if (target.kind != facts::ExprKind::kIndex || target.args_count == 0) return target.text;
    const facts::ExprId index = facts_.begin_args(target)[0].value;
    return index == facts::kNone ? std::string_view() : facts_.exprs[index].text;
  }

  void Field(std::string_view name, facts::ExprId value) {
    if (name.empty() || value == facts::kNone || !fields_.contains(NormalName(name))) return;
    use_ = "code puts it into the header's " + std::string(name);
    Reads(value, 0);
  }

  /// The innermost call around the words that sign is given the key.
  void Sign(Span span) {
    facts::ExprId inner = facts::kNone;
    for (const facts::ExprId id : facts_.calls) {
      const facts::Expr& e = facts_.exprs[id];
      if (e.span.begin > span.begin || e.span.end <= span.begin) continue;
      if (inner == facts::kNone || facts_.exprs[inner].span.Contains(e.span)) inner = id;
    }
    if (inner == facts::kNone) return;
    use_ = "code signs requests with it";
    const facts::Expr& e = facts_.exprs[inner];
    for (uint32_t i = 0; i < e.args_count; ++i) Reads(facts_.begin_args(e)[i].value, 0);
  }

  std::string_view Constant(facts::ExprId id) const {
    if (id == facts::kNone || facts_.exprs[id].kind != facts::ExprKind::kString) return {};
    return facts_.exprs[id].text;
  }

  /// conf.crm.z9, conf['crm']['z9']: the names on the way, the container's own left out.
  std::vector<std::string> Path(const facts::Expr& e) const {
    std::vector<std::string> path;
    const facts::Expr* at = &e;
    for (int depth = 0; depth < kMaxDepth; ++depth) {
      std::string_view key;
      if (at->kind == facts::ExprKind::kMember) key = at->text;
      if ((at->kind == facts::ExprKind::kIndex || at->kind == facts::ExprKind::kCall) &&
          at->args_count > 0)
        key = Constant(facts_.begin_args(*at)[0].value);
      // os.environ['X'], YAML.load_file('crm.yml')['x']: what the container is called is no key
      if (key.empty() || (at != &e && (at->kind != e.kind || at->kind == facts::ExprKind::kCall)))
        break;
      path.insert(path.begin(), std::string(key));
      if (at->object == facts::kNone) break;
      at = &facts_.exprs[at->object];
    }
    return path;
  }

  void Keep(const facts::Expr& e, std::vector<std::string> path) {
    if (path.empty() || !IsKey(path.back()) || fields_.contains(NormalName(path.back()))) return;
    if (out_.size() >= first_ + kMostReads) return;
    CredentialRead read;
    read.file = file_, read.span = e.span, read.path = std::move(path), read.use = use_;
    read.pack = pack_;
    out_.push_back(std::move(read));
  }

  bool IsOwn(const facts::Expr& e) const {
    for (facts::FunctionId f = e.function; f != facts::kNone; f = facts_.functions[f].parent) {
      for (const facts::Param& param : facts_.functions[f].params) {
        if (param.name == e.text) return true;
      }
    }
    return false;
  }

  void Name(const facts::Expr& e, int depth) {
    bool bound = false;
    for (const facts::Binding& binding : facts_.bindings) {
      if (binding.target == facts::kNone || binding.value == facts::kNone) continue;
      const facts::Expr& target = facts_.exprs[binding.target];
      if (target.kind != facts::ExprKind::kName || target.text != e.text ||
          (binding.function != e.function && binding.function != facts::kNone))
        continue;
      bound = true;
      Reads(binding.value, depth + 1);
    }
    // A constant of another file or of this one: define('CRM_KEY', ...), from conf import KEY.
    const bool constant =
        std::none_of(e.text.begin(), e.text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    const bool imported =
        std::any_of(facts_.imports.begin(), facts_.imports.end(),
                    [&](const facts::Import& i) { return i.name == e.text || i.alias == e.text; });
    if ((!bound && constant) || imported) {
      if (!IsOwn(e)) Keep(e, {std::string(e.text)});
    }
  }

  void Reads(facts::ExprId id, int depth) {
    if (id == facts::kNone || depth > kMaxDepth) return;
    const facts::Expr& e = facts_.exprs[id];
    switch (e.kind) {
      case facts::ExprKind::kName:
        Name(e, depth);
        return;
      case facts::ExprKind::kIndex:
        Keep(e, Path(e));
        return;
      case facts::ExprKind::kMember: {
        const facts::Expr* root = &e;
        while (root->object != facts::kNone) root = &facts_.exprs[root->object];
        if (!link::Program::IsSelf(root->text)) Keep(e, Path(e));
        return;
      }
      case facts::ExprKind::kFunction:
      case facts::ExprKind::kString:
      case facts::ExprKind::kConstant:
        return;
      default:
        break;
    }
    // getenv('X'), p.getProperty("x"), config('a.b')
    if (e.kind == facts::ExprKind::kCall && e.args_count >= 1 && e.args_count <= 2)
      Keep(e, Path(e));
    if (e.object != facts::kNone && e.kind == facts::ExprKind::kCall &&
        facts_.exprs[e.object].kind != facts::ExprKind::kName)
      Reads(e.object, depth + 1);
    for (uint32_t i = 0; i < e.args_count; ++i) Reads(facts_.begin_args(e)[i].value, depth + 1);
  }

  const link::FileId file_;
  const facts::FileFacts& facts_;
  std::vector<CredentialRead>& out_;
  const size_t first_ = out_.size();
  const rules::Pack* pack_ = nullptr;
  std::vector<Span> signing_;
  std::set<std::string> fields_;  // that hold a credential
  std::string use_;
};

/// How many names at the end are the same: of {"crm", "z9"} and "a.crm.z9" two.
size_t Common(const std::vector<std::string>& path, const std::vector<std::string>& key) {
  size_t n = 0;
  while (n < path.size() && n < key.size() && path[path.size() - 1 - n] == key[key.size() - 1 - n])
    ++n;
  return n;
}

std::vector<std::string> WordsOf(const std::vector<std::string>& path) {
  std::vector<std::string> words;
  for (const std::string& part : path) {
    for (const std::string_view word : Split(part, '.')) words.emplace_back(word);
  }
  return words;
}

/// More than one word: "CRM_KEY", "crm.key".
bool IsTelling(std::string_view key) {
  return key.size() >= 5 && key.find_first_of("._-") != std::string_view::npos;
}

}  // namespace

std::vector<CredentialRead> ReadCredentials(const link::Program& program,
                                            const std::vector<evidence::FileSignals>& signals) {
  std::vector<CredentialRead> out;
  for (link::FileId f = 0; f < program.file_count(); ++f) {
    const std::vector<std::string> labels = LabelsOfPath(program.file(f).path);
    if (std::find(labels.begin(), labels.end(), "test") != labels.end()) continue;
    if (signals[f].Has(evidence::SignalKind::kAuthField))
      FileReads(f, program.file(f), signals[f], &out).Run();
  }
  return out;
}

void LearnKeys(const std::vector<CredentialRead>& reads, link::LearnedNames* learned) {
  for (size_t i = 0; i < reads.size(); ++i) {
    const std::string& key = reads[i].path.back();
    if (IsTelling(key)) learned->alone.insert(key);
    for (size_t k = i + 1; k < reads.size() && reads[k].file == reads[i].file; ++k) {
      const std::string& other = reads[k].path.back();
      if (key != other) learned->together.insert(std::minmax(key, other));
    }
  }
}

void AddCredentialsByUse(const std::vector<CredentialRead>& reads, const facts::FileFacts& facts,
                         const evidence::CredentialFinder& finder, const evidence::SecretLook& look,
                         std::vector<evidence::CredentialUse>* uses) {
  if (reads.empty()) return;
  const std::vector<std::string> labels = LabelsOfPath(facts.path);
  if (std::find(labels.begin(), labels.end(), "test") != labels.end()) return;
  struct Hit {
    const CredentialRead* read;
    evidence::NamedValue named;
    size_t common;
    bool whole;  // one of the two is no longer than what is the same
  };
  std::vector<Hit> hits;
  std::set<std::pair<link::FileId, std::string>> keys;  // that the file holds
  const std::vector<evidence::NamedValue> all = evidence::NamedValues(facts);
  for (const evidence::NamedValue& named : all) {
    const std::vector<std::string> key = WordsOf({named.key});
    for (const CredentialRead& read : reads) {
      const std::vector<std::string> path = WordsOf(read.path), own = WordsOf({read.path.back()});
      const size_t common = Common(path, key);
      if (common < std::min(own.size(), key.size()) || common == 0) continue;
      // crm.key is not stripe.key
      if (common < path.size() && common < key.size() && path.size() > own.size()) continue;
      keys.insert({read.file, read.path.back()});
      hits.push_back({&read, named, common, common == key.size()});
    }
  }
  for (const Hit& hit : hits) {
    const CredentialRead& read = *hit.read;
    const auto of_file = std::count_if(keys.begin(), keys.end(),
                                       [&](const auto& key) { return key.first == read.file; });
    // One everyday word says nothing of the file that it stands in.
    if (!IsTelling(read.path.back()) && of_file < 2) continue;
    // {crm: {key}, stripe: {key}}: which one is meant is not known
    const bool doubtful =
        !hit.whole && std::any_of(hits.begin(), hits.end(), [&](const Hit& other) {
          return other.read == hit.read && other.named.value_span != hit.named.value_span;
        });
    if (doubtful && hit.common < 2) continue;
    const std::string_view value = hit.named.value;
    if (!finder.MayBeKey(read.pack, evidence::LastParts(hit.named.key, 1), value) ||
        !look.MayBeSecret(value) || value.find('/') == 0 ||
        value.find("://") != std::string_view::npos)
      continue;
    const Span at = hit.named.value_span;
    if (at.empty() || std::any_of(uses->begin(), uses->end(), [&](const auto& known) {
          return known.value.begin < at.end && at.begin < known.value.end;
        }))
      continue;
    evidence::CredentialUse use;
    use.value = at, use.name = hit.named.key_span, use.pack = read.pack;
    use.title = std::string(evidence::LastParts(hit.named.key, 1));
    use.use = read.use, use.use_file = read.file, use.use_span = read.span;
    uses->push_back(std::move(use));
  }
  std::sort(uses->begin(), uses->end(),
            [](const auto& a, const auto& b) { return a.value < b.value; });
}

}  // namespace unsoap::match
