#include "scanner/match/signing_arguments.h"

#include <algorithm>
#include <map>
#include <set>

#include "scanner/base/budget.h"
#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/evidence/named_values.h"
#include "scanner/link/toolkit_index.h"

namespace unsoap::match {
namespace {

using facts::Expr;
using facts::ExprId;
using facts::ExprKind;
using link::FileId;
using link::FnRef;

constexpr int kMaxDepth = 8;        // of an expression, and of names in names
constexpr int kRounds = 4;          // callers of callers
constexpr size_t kMaxPieces = 64;   // of one value
constexpr size_t kMostValues = 64;  // of one name
constexpr size_t kShortest = 4, kLongest = 4096, kShortestName = 10;

/// A parameter that becomes a key.
struct KeyParam {
  FnRef fn;
  uint32_t index = 0;
  auto operator<=>(const KeyParam& other) const {
    return std::tie(fn.file, fn.fn, index) <=> std::tie(other.fn.file, other.fn.fn, other.index);
  }
  bool operator==(const KeyParam&) const = default;
};

class SigningArguments {
 public:
  SigningArguments(const link::Program& program, const link::Flow& flow,
                   const std::vector<evidence::FileSignals>& signals,
                   const evidence::SecretLook& look)
      : program_(program), flow_(flow), signals_(signals), look_(look) {}

  std::vector<HandedLiteral> Run() {
    for (FileId f = 0; f < program_.file_count(); ++f) Sign(f);
    is_handed_ = true;
    for (const link::ClientSite& site : flow_.clients()) {
      if (site.at.expr != facts::kNone) Client(site.at, site.form->form->key_arguments);
    }
    for (int round = 0; round < kRounds && !fresh_.empty(); ++round) Follow();
    return std::move(out_);
  }

 private:
  const Expr& At(FileId f, ExprId id) const { return program_.file(f).exprs[id]; }

  /// What the calls that sign are given.
  void Sign(FileId f) {
    const facts::FileFacts& facts = program_.file(f);
    std::vector<Span> signing;
    for (const evidence::Signal& signal : signals_[f].all) {
      if (signal.kind == evidence::SignalKind::kSignature) signing.push_back(signal.span);
    }
    if (signing.empty()) return;
    for (const ExprId call : facts.calls) {
      const Expr& e = facts.exprs[call];
      const auto signs = std::ranges::lower_bound(
          signing, e.span.begin, [](uint32_t end, uint32_t begin) { return end <= begin; },
          &Span::end);
      if (signs == signing.end() || signs->begin >= e.span.end) continue;
      for (uint32_t i = 0; i < e.args_count; ++i) Take(f, facts.begin_args(e)[i].value);
    }
  }

  /// What makes a client of a known package, by the places and names of its keys.
  void Client(link::ExprRef at, const std::vector<std::string>& keys) {
    const Expr& e = program_.expr(at);
    const facts::Arg* const args = program_.file(at.file).begin_args(e);
    for (uint32_t i = 0; i < e.args_count && !keys.empty(); ++i) {
      const std::string name = args[i].name.empty() ? std::to_string(i) : std::string(args[i].name);
      if (std::ranges::find(keys, name) != keys.end()) Take(at.file, args[i].value);
    }
  }

  /// An expression that becomes a key.
  void Take(FileId f, ExprId id) {
    Literals(f, id, 0);
    Params(f, id, 0);
  }

  /// Beside what may be a secret anywhere: RabbitJasper5, which elsewhere is a name of the program.
  bool IsKey(std::string_view value) const {
    if (look_.MayBeSecret(value)) return true;
    return is_handed_ && value.size() >= kShortestName &&
           value.find_first_of(" :/@{}<>%") == std::string_view::npos &&
           std::ranges::any_of(value, IsDigit) && std::ranges::any_of(value, IsAlpha);
  }

  /// Those who call a function with a key among its parameters.
  void Follow() {
    std::map<std::string_view, std::vector<KeyParam>> wanted;
    for (const KeyParam& key : fresh_) wanted[NameOf(key.fn)].push_back(key);
    for (const KeyParam& key : wanted[{}]) FollowClosure(key.fn);
    wanted.erase(std::string_view());
    fresh_.clear();
    for (FileId f = 0; f < program_.file_count() && !wanted.empty(); ++f) {
      const facts::FileFacts& facts = program_.file(f);
      Spend(static_cast<int64_t>(facts.calls.size()));
      for (const ExprId call : facts.calls) {
        const auto keys = wanted.find(link::SimpleName(facts.exprs[call].text));
        if (keys == wanted.end()) continue;
        for (const KeyParam& key : keys->second) {
          if (Calls({f, call}, key.fn)) TakeArgument(f, facts.exprs[call], key);
        }
      }
    }
  }

  /// keys.map(key => sign(key)): what the call that runs a closure goes over.
  void FollowClosure(FnRef fn) {
    const facts::FileFacts& facts = program_.file(fn.file);
    Spend(static_cast<int64_t>(facts.calls.size()));
    for (const ExprId id : facts.calls) {
      const Expr& call = facts.exprs[id];
      const facts::Arg* const args = facts.begin_args(call);
      const bool runs = std::any_of(args, args + call.args_count, [&](const facts::Arg& arg) {
        return arg.value != facts::kNone && facts.exprs[arg.value].kind == ExprKind::kFunction &&
               facts.exprs[arg.value].target == fn.fn;
      });
      if (!runs) continue;
      Literals(fn.file, call.object, 0);
      for (uint32_t i = 0; i < call.args_count; ++i) {
        if (args[i].value != facts::kNone && facts.exprs[args[i].value].target != fn.fn)
          Literals(fn.file, args[i].value, 0);
      }
    }
  }

  /// A function's own name, or that of the variable that a closure is given to.
  std::string_view NameOf(FnRef fn) const {
    const facts::FileFacts& facts = program_.file(fn.file);
    const facts::Function& function = facts.functions[fn.fn];
    if (!function.name.empty()) return function.name;
    for (const facts::Binding& binding : facts.bindings) {
      if (binding.value == facts::kNone || binding.target == facts::kNone) continue;
      const Expr& value = facts.exprs[binding.value];
      if (value.kind == ExprKind::kFunction && value.target == fn.fn)
        return facts.exprs[binding.target].text;
    }
    return {};
  }

  /// Nothing known of a call is no reason to show what it hands over.
  bool Calls(link::ExprRef call, FnRef fn) const {
    const std::vector<FnRef>& targets = flow_.Targets(call);
    return call.file == fn.file || targets.empty() ||
           std::ranges::find(targets, fn) != targets.end();
  }

  void TakeArgument(FileId f, const Expr& call, const KeyParam& key) {
    const facts::Arg* const args = program_.file(f).begin_args(call);
    const std::string_view name =
        program_.file(key.fn.file).functions[key.fn.fn].params[key.index].name;
    for (uint32_t i = 0; i < call.args_count; ++i) {
      if (args[i].name.empty() ? i == key.index : args[i].name == name) Take(f, args[i].value);
    }
  }

  /// Parameters of the function around an expression that stand in it.
  void Params(FileId f, ExprId id, int depth) {
    if (id == facts::kNone || depth > kMaxDepth) return;
    Spend();
    const facts::FileFacts& facts = program_.file(f);
    const Expr& e = facts.exprs[id];
    if (e.kind == ExprKind::kName && e.function != facts::kNone) {
      const std::vector<facts::Param>& params = facts.functions[e.function].params;
      for (uint32_t i = 0; i < params.size(); ++i) {
        const KeyParam key = {{f, e.function}, i};
        if (params[i].name == e.text && known_.insert(key).second) fresh_.push_back(key);
      }
    }
    for (uint32_t i = 0; i < e.args_count; ++i) Params(f, facts.begin_args(e)[i].value, depth + 1);
    Params(f, e.object, depth + 1);
  }

  void Keep(FileId f, Span span, std::string_view value) {
    if (value.size() >= kShortest && value.size() <= kLongest)
      out_.push_back({f, span, std::string(value)});
  }
  void Keep(FileId f, const Expr& literal) {
    Keep(f, evidence::InsideQuotes(program_.file(f), literal), literal.text);
  }

  /// Literals that an expression is, falls back to or is put together from.
  void Literals(FileId f, ExprId id, int depth) {
    if (id == facts::kNone || depth > kMaxDepth) return;
    Spend();
    const facts::FileFacts& facts = program_.file(f);
    const Expr& e = facts.exprs[id];
    switch (e.kind) {
      case ExprKind::kString:
        if (IsKey(e.text)) Keep(f, e);
        return;
      case ExprKind::kName:
        return Named(f, e, depth);
      case ExprKind::kFunction:
        for (const std::string& value : ReturnsOf(f, e)) {
          if (IsKey(value)) Keep(f, {}, value);
        }
        return;
      default:
        break;
    }
    PutTogether(f, e);
    for (uint32_t i = 0; i < e.args_count; ++i)
      Literals(f, facts.begin_args(e)[i].value, depth + 1);
    Literals(f, e.object, depth + 1);
  }

  std::vector<std::string> ReturnsOf(FileId f, const Expr& closure) const {
    if (closure.target == facts::kNone) return {};
    const link::NodeId node = flow_.ReturnNode({f, closure.target});
    return node == facts::kNone ? std::vector<std::string>() : flow_.Constants(node);
  }

  /// What a name of the function, or of the file, is given.
  void Named(FileId f, const Expr& name, int depth) {
    const facts::FileFacts& facts = program_.file(f);
    size_t values = 0;
    Spend(static_cast<int64_t>(facts.bindings.size()));
    for (const facts::Binding& binding : facts.bindings) {
      if (binding.target == facts::kNone || binding.value == facts::kNone ||
          (binding.function != name.function && binding.function != facts::kNone))
        continue;
      const Expr& target = facts.exprs[binding.target];
      if (target.kind != ExprKind::kName || target.text != name.text) continue;
      Literals(f, binding.value, depth + 1);
      if (++values == kMostValues) return;
    }
  }

  /// "one" + "two", join("", ["one", "two"]), ["one", "two"].join(""): each piece shows a part.
  void PutTogether(FileId f, const Expr& e) {
    if (e.kind != ExprKind::kConcat && e.kind != ExprKind::kCall && e.kind != ExprKind::kList)
      return;
    const facts::FileFacts& facts = program_.file(f);
    std::vector<const Expr*> pieces;
    std::string joined;
    for (uint32_t i = 0; i < e.args_count && pieces.size() < kMaxPieces; ++i) {
      const ExprId arg = facts.begin_args(e)[i].value;
      if (arg == facts::kNone || facts.exprs[arg].kind != ExprKind::kString ||
          facts.exprs[arg].text.find(' ') != std::string_view::npos)
        continue;
      pieces.push_back(&facts.exprs[arg]);
      joined += facts.exprs[arg].text;
    }
    if (pieces.size() < 2 || joined.size() > kLongest || !IsKey(joined)) return;
    Keep(f, {}, joined);
    for (const Expr* piece : pieces) Keep(f, *piece);
  }

  const link::Program& program_;
  const link::Flow& flow_;
  const std::vector<evidence::FileSignals>& signals_;
  const evidence::SecretLook& look_;
  std::set<KeyParam> known_;
  std::vector<KeyParam> fresh_;
  bool is_handed_ = false;  // to a function of the tree: no name of an algorithm stands there
  std::vector<HandedLiteral> out_;
};

}  // namespace

std::vector<HandedLiteral> LiteralsHandedToKeys(const link::Program& program,
                                                const link::Flow& flow,
                                                const std::vector<evidence::FileSignals>& signals,
                                                const evidence::SecretLook& look) {
  return SigningArguments(program, flow, signals, look).Run();
}

}  // namespace unsoap::match
