// The places where a credential of the service is put to use, and the flow back from there.
#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "scanner/base/budget.h"
#include "scanner/base/span_index.h"
#include "scanner/base/text.h"
#include "scanner/languages/language.h"
#include "scanner/link/origins.h"
#include "scanner/match/credential_reads.h"
#include "scanner/match/place.h"

namespace unsoap::match {
namespace {

using evidence::NormalName;

constexpr size_t kMostSinks = 200;  // of one file
constexpr size_t kMostReads = 40;   // of one file
constexpr size_t kMostLoads = 20;   // that a container is looked for in
constexpr int kMaxDepth = 12;       // of a path to a setting
constexpr size_t kMaxKey = 120;

bool IsKey(std::string_view text) {
  return text.size() >= 2 && text.size() <= kMaxKey &&
         text.find_first_of(" \t\n/\\<>:=\x01") == std::string_view::npos;
}

std::string_view Constant(const facts::FileFacts& facts, facts::ExprId id) {
  if (id == facts::kNone || facts.exprs[id].kind != facts::ExprKind::kString) return {};
  return facts.exprs[id].text;
}

/// conf.crm.z9, conf['crm']['z9']: the names on the way, the container's own left out.
std::vector<std::string> PathOf(const facts::FileFacts& facts, const facts::Expr& e) {
  std::vector<std::string> path;
  const facts::Expr* at = &e;
  for (int depth = 0; depth < kMaxDepth; ++depth) {
    std::string_view key;
    if (at->kind == facts::ExprKind::kMember) key = at->text;
    if ((at->kind == facts::ExprKind::kIndex || at->kind == facts::ExprKind::kCall) &&
        at->args_count > 0)
      key = Constant(facts, facts.begin_args(*at)[0].value);
    // os.environ['X'], YAML.load_file('crm.yml')['x']: what the container is called is no key
    if (key.empty() || (at != &e && (at->kind != e.kind || at->kind == facts::ExprKind::kCall)))
      break;
    path.insert(path.begin(), std::string(key));
    if (at->object == facts::kNone) break;
    at = &facts.exprs[at->object];
  }
  return path;
}

/// From the sinks of one file back to where their values come from.
class FileSinks {
 public:
  FileSinks(link::FileId file, const link::Program& program, const link::Origins& origins,
            const evidence::FileSignals& signals, CredentialSources* out)
      : file_(file),
        program_(program),
        facts_(program.file(file)),
        origins_(origins),
        setters_(evidence::SettersOf(facts_)),
        out_(*out) {
    for (const evidence::Signal& signal : signals.all) {
      if (signal.in_comment) continue;
      if (signal.kind == evidence::SignalKind::kAuthField && pack_ == nullptr) pack_ = signal.pack;
      if (signal.kind == evidence::SignalKind::kSignature) signing_.push_back(signal.span.begin);
    }
  }

  /// Code that fills the header.
  void Header() {
    if (pack_ == nullptr) return;  // it signs for someone else
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
      Spend();
      Entries(e);
      if (e.kind == facts::ExprKind::kConcat) Elements(e);
    }
    Signing();
  }

  /// A construction of the service's client, by the places and names of its keys.
  void Client(facts::ExprId call, const link::ClientForm& form) {
    const std::vector<std::string>& keys = form.form->key_arguments;
    const auto is_key = [&](std::string_view name) {
      return std::any_of(keys.begin(), keys.end(), [&](const std::string& key) {
        return NormalName(key) == NormalName(name);
      });
    };
    const facts::Expr& e = facts_.exprs[call];
    const facts::Arg* args = facts_.begin_args(e);
    size_t place = 0;
    const auto each = [&](const facts::Arg& arg) {
      if (arg.value == facts::kNone) return;
      const std::string name = arg.name.empty() ? std::to_string(place++) : std::string(arg.name);
      if (is_key(name)) Follow("code makes a client of the service with it", form.pack, arg.value);
    };
    for (uint32_t i = 0; i < e.args_count; ++i) {
      each(args[i]);
      if (args[i].value == facts::kNone) continue;
      const facts::Expr& map = facts_.exprs[args[i].value];
      if (map.kind != facts::ExprKind::kMap) continue;
      for (uint32_t k = 0; k < map.args_count; ++k) {
        if (!facts_.begin_args(map)[k].name.empty()) each(facts_.begin_args(map)[k]);
      }
    }
  }

 private:
  std::string_view NameOf(const facts::Expr& target) const {
    if (target.kind != facts::ExprKind::kIndex || target.args_count == 0) return target.text;
    const facts::ExprId index = facts_.begin_args(target)[0].value;
    return index == facts::kNone ? std::string_view() : facts_.exprs[index].text;
  }

  void Field(std::string_view name, facts::ExprId value) {
    if (name.empty() || value == facts::kNone || !fields_.contains(NormalName(name))) return;
    Follow("code puts it into the header's " + std::string(name), pack_, value);
  }

  void Entries(const facts::Expr& e) {
    const facts::Arg* args = facts_.begin_args(e);
    for (uint32_t i = 0; i < e.args_count; ++i) {
      std::string_view name = args[i].name;
      if (name.empty() && args[i].key != facts::kNone) name = facts_.exprs[args[i].key].text;
      Field(name, args[i].value);
    }
    if (e.kind == facts::ExprKind::kCall && e.args_count == 1)
      Field(languages::PropertyOf(setters_, e.text), args[0].value);
  }

  /// "<mktowsUserId>" + user + "</mktowsUserId>": the piece behind a start tag.
  void Elements(const facts::Expr& e) {
    const facts::Arg* args = facts_.begin_args(e);
    for (uint32_t i = 0; i + 1 < e.args_count; ++i) {
      std::string_view text = Trim(Constant(facts_, args[i].value));
      if (!text.ends_with('>')) continue;
      text.remove_suffix(1);
      const size_t begin = text.find_last_of("<:>/ ");
      if (begin == std::string_view::npos || text[begin] == '>' || text[begin] == '/') continue;
      Field(text.substr(begin + 1), args[i + 1].value);
    }
  }

  /// The innermost call around the words that sign is given the key.
  void Signing() {
    if (signing_.empty()) return;
    std::vector<Span> spans;
    for (const facts::ExprId id : facts_.calls) spans.push_back(facts_.exprs[id].span);
    const SpanIndex calls(spans);
    for (const uint32_t at : signing_) {
      Spend();
      std::optional<uint32_t> inner;
      calls.Around(at, [&](uint32_t i) { return inner = i, true; });
      if (!inner) continue;
      const facts::Expr& e = facts_.exprs[facts_.calls[*inner]];
      for (uint32_t i = 0; i < e.args_count; ++i) {
        const facts::ExprId value = facts_.begin_args(e)[i].value;
        if (value != facts::kNone) Follow("code signs requests with it", pack_, value);
      }
    }
  }

  void Follow(std::string use, const rules::Pack* pack, facts::ExprId value) {
    if (sinks_ >= kMostSinks) return;
    ++sinks_;
    const CredentialSink sink = {std::move(use), file_, facts_.exprs[value].span, pack};
    for (const link::Origins::Origin& origin : origins_.Of({file_, value})) {
      if (IsTestPath(program_.file(origin.at.file).path)) continue;
      if (program_.expr(origin.at).kind == facts::ExprKind::kString)
        out_.literals.push_back({origin.at, origin.is_part, sink});
      else
        Read(origin.at, sink);
    }
  }

  void Keep(link::ExprRef at, std::vector<std::string> path, const CredentialSink& sink) {
    if (path.empty() || !IsKey(path.back()) || fields_.contains(NormalName(path.back()))) return;
    if (out_.reads.size() >= first_read_ + kMostReads) return;
    out_.reads.push_back({at.file, std::move(path), sink, ContainerOf(at)});
  }

  /// The literals that the variable of conf['crm']['key'] comes from.
  std::vector<std::string_view> ContainerOf(link::ExprRef at) const {
    std::vector<std::string_view> out;
    const facts::FileFacts& facts = program_.file(at.file);
    facts::ExprId root = facts.exprs[at.expr].object;
    for (int depth = 0; root != facts::kNone && depth < kMaxDepth; ++depth) {
      const facts::ExprId next = facts.exprs[root].object;
      if (facts.exprs[root].kind == facts::ExprKind::kCall || next == facts::kNone) break;
      root = next;
    }
    if (root == facts::kNone) return out;
    AddLiterals({at.file, root}, &out);
    // p.load("crm.properties"): what the same variable is given.
    const facts::Expr& variable = facts.exprs[root];
    if (variable.kind != facts::ExprKind::kName) return out;
    size_t most = kMostLoads;
    for (const facts::ExprId id : facts.calls) {
      Spend();
      const facts::Expr& call = facts.exprs[id];
      if (call.object == facts::kNone || call.function != variable.function ||
          facts.exprs[call.object].kind != facts::ExprKind::kName ||
          facts.exprs[call.object].text != variable.text)
        continue;
      for (uint32_t i = 0; i < call.args_count && most > 0; ++i, --most) {
        const facts::ExprId value = facts.begin_args(call)[i].value;
        if (value != facts::kNone) AddLiterals({at.file, value}, &out);
      }
    }
    return out;
  }

  void AddLiterals(link::ExprRef from, std::vector<std::string_view>* out) const {
    for (const link::Origins::Origin& origin : origins_.Of(from)) {
      const facts::Expr& e = program_.expr(origin.at);
      if (e.kind == facts::ExprKind::kString || e.is_module) out->push_back(e.text);
      if (e.kind != facts::ExprKind::kName) continue;
      if (const facts::Import* import = program_.ImportOf(origin.at.file, e.text))
        out->push_back(import->module);
    }
  }

  void Read(link::ExprRef at, const CredentialSink& sink) {
    const facts::FileFacts& facts = program_.file(at.file);
    const facts::Expr& e = facts.exprs[at.expr];
    if (e.kind == facts::ExprKind::kName) {
      // A constant of another file: define('CRM_KEY', ...), from conf import KEY.
      const bool shouts =
          std::none_of(e.text.begin(), e.text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
      if (shouts || program_.ImportOf(at.file, e.text) != nullptr)
        Keep(at, {std::string(e.text)}, sink);
      return;
    }
    if (e.kind == facts::ExprKind::kMember) {
      const facts::Expr* root = &e;
      while (root->object != facts::kNone) root = &facts.exprs[root->object];
      if (program_.IsSelf(at.file, root->text)) return;
    }
    if (e.kind != facts::ExprKind::kCall) return Keep(at, PathOf(facts, e), sink);
    // getenv('X'), p.getProperty("x"), config('a.b'), conf.get('crm', 'z9')
    if (e.args_count == 0 || e.args_count > 2) return;
    const std::vector<std::string> path = PathOf(facts, e);
    Keep(at, path, sink);
    const std::string_view second =
        e.args_count == 2 ? Constant(facts, facts.begin_args(e)[1].value) : std::string_view();
    if (!second.empty() && !path.empty()) Keep(at, {path.back(), std::string(second)}, sink);
  }

  const link::FileId file_;
  const link::Program& program_;
  const facts::FileFacts& facts_;
  const link::Origins& origins_;
  const std::vector<std::string_view> setters_;
  CredentialSources& out_;
  const size_t first_read_ = out_.reads.size();
  const rules::Pack* pack_ = nullptr;
  std::vector<uint32_t> signing_;
  std::set<std::string> fields_;  // that hold a credential
  size_t sinks_ = 0;
};

}  // namespace

CredentialSources FindCredentialSources(const link::Program& program, const link::Flow& flow,
                                        const std::vector<evidence::FileSignals>& signals,
                                        int64_t steps) {
  CredentialSources out;
  std::map<link::FileId, std::vector<const link::ClientSite*>> clients;
  for (const link::ClientSite& site : flow.clients()) {
    if (site.at.expr != facts::kNone && !site.form->form->key_arguments.empty())
      clients[site.at.file].push_back(&site);
  }
  std::optional<link::Origins> origins;  // few trees have anything to follow
  for (link::FileId f = 0; f < program.file_count(); ++f) {
    const auto made = clients.find(f);
    if (made == clients.end() && !signals[f].Has(evidence::SignalKind::kAuthField)) continue;
    if (IsTestPath(program.file(f).path)) continue;
    if (!origins) origins.emplace(program, flow);
    const Budget budget(steps);
    // What takes too much work ends the search of this file; its secrets are hidden all the same.
    ForOneFile("following its credentials", [&] {
      FileSinks sinks(f, program, *origins, signals[f], &out);
      sinks.Header();
      if (made == clients.end()) return;
      for (const link::ClientSite* site : made->second) sinks.Client(site->at.expr, *site->form);
    });
  }
  std::stable_sort(out.literals.begin(), out.literals.end(),
                   [](const auto& a, const auto& b) { return a.at < b.at; });
  return out;
}

}  // namespace unsoap::match
