// Secrets of one file: names and aliases of its facts, and everything its text shows.
#include "scanner/evidence/secrets.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "scanner/base/budget.h"
#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/evidence/column_values.h"
#include "scanner/evidence/secret_elements.h"
#include "scanner/evidence/secret_text.h"

namespace unsoap::evidence {
namespace {

constexpr int kMaxDepth = 24;  // of an expression that is followed
constexpr size_t kMaxNamesakes = 4;
constexpr size_t kMaxPieces = 16;    // of a value that a call puts together
constexpr size_t kLongInParts = 16;  // of a key in parts that are words
constexpr size_t kMaxAround = 120;   // of a word that holds a value: "user:value"
constexpr size_t kBytesOfStep = 4;   // of text that patterns look through
constexpr size_t kMostAround = 256;  // blanks and marks around the text of an element

/// One file while it is searched. Each expression is visited at most twice, once a strength.
class FileSecrets {
 public:
  FileSecrets(const SecretLook& look, const facts::FileFacts& facts,
              const std::vector<CredentialUse>& credentials)
      : look_(look), facts_(facts), credentials_(credentials) {}

  Secrets Run() {
    for (const CredentialUse& credential : credentials_) Add(credential.value);
    IndexNames();
    Bindings();
    Grown();
    for (const facts::Field& field : facts_.fields) ByName(std::string(field.name), field.value);
    Functions();
    Expressions();
    Structured();
    Text();
    Secrets out;
    out.spans = Merged(std::move(spans_));
    Divided(out.spans);
    std::sort(values_.begin(), values_.end());
    values_.erase(std::unique(values_.begin(), values_.end()), values_.end());
    out.values = std::move(values_);
    return out;
  }

 private:
  enum Strength : int { kWeak = 1, kStrong = 2 };
  /// A variable of a function, or of the file and its classes.
  using Scoped = std::pair<facts::FunctionId, std::string_view>;

  const facts::Expr& At(facts::ExprId id) const { return facts_.exprs[id]; }
  void Keep(std::string_view value) {
    value = Trim(value);
    if (value.size() < 3 || value.size() > kMaxSecret) return;
    values_.emplace_back(value);
  }
  void Add(Span span) {
    if (span.empty()) return;
    spans_.push_back(span);
    const std::string_view text = facts_.source.Slice(span);
    Keep(text);
    // user:password of an address
    const size_t colon = text.find(':');
    if (colon != std::string_view::npos && text.size() < 200) Keep(text.substr(colon + 1));
  }
  void AddLiteral(const facts::Expr& e) {
    Keep(e.text);
    const std::string_view written = facts_.source.Slice(e.span);
    if (written.size() > kMaxSecret * 4) return;
    const size_t at = written.find(e.text);
    if (at == std::string_view::npos || e.text.empty()) {
      // Written with escapes: all of it but its quotes.
      Span span = e.span;
      if (span.end - span.begin > 2) ++span.begin, --span.end;
      Add(span);
      return;
    }
    const auto begin = e.span.begin + static_cast<uint32_t>(at);
    Add({begin, begin + static_cast<uint32_t>(e.text.size())});
  }
  bool Hides(std::string_view value, int strength) const {
    return strength == kStrong ? look_.MayBeSecret(value)
                               : look_.IsKeyLike(value) && !look_.IsNumberedWord(value);
  }

  /// `object.text` and `object['key']`, at most three names.
  std::string NameOf(facts::ExprId id, int parts = 3) const {
    if (id == facts::kNone || parts == 0) return {};
    const facts::Expr& e = At(id);
    std::string last;
    facts::ExprId outer = e.object;
    if (e.kind == facts::ExprKind::kIndex) {
      if (e.args_count == 0) return NameOf(e.object, parts);
      const facts::ExprId key = facts_.begin_args(e)[0].value;
      if (key == facts::kNone ||
          (At(key).kind != facts::ExprKind::kString && At(key).kind != facts::ExprKind::kName &&
           At(key).kind != facts::ExprKind::kMember))
        return NameOf(e.object, parts);
      last = At(key).text;
    } else if (e.kind == facts::ExprKind::kName || e.kind == facts::ExprKind::kMember ||
               e.kind == facts::ExprKind::kConstant) {
      last = e.text;
      if (e.kind != facts::ExprKind::kMember) outer = facts::kNone;
    } else {
      return {};
    }
    const std::string before = NameOf(outer, parts - 1);
    return before.empty() ? last : before + "." + last;
  }

  void ByName(const std::string& name, facts::ExprId value) {
    if (value == facts::kNone) return;
    const NameSays says = look_.Name(name);
    if (says != NameSays::kNothing) Hide(value, says == NameSays::kSecret ? kStrong : kWeak, 0);
  }

  /// Constants in a value, and what other names stand for in it.
  void Hide(facts::ExprId id, int strength, int depth) {
    if (id == facts::kNone || depth > kMaxDepth) return;
    Spend();
    if (seen_.empty()) seen_.resize(facts_.exprs.size());
    if (seen_[id] >= strength) return;
    seen_[id] = static_cast<char>(strength);
    const facts::Expr& e = At(id);
    const facts::Arg* args = facts_.begin_args(e);
    const auto each = [&](int inner) {
      for (uint32_t i = 0; i < e.args_count; ++i) Hide(args[i].value, inner, depth + 1);
    };
    switch (e.kind) {
      case facts::ExprKind::kString:
        if (Hides(e.text, strength)) AddLiteral(e);
        break;
      case facts::ExprKind::kConcat: {
        std::string joined;
        for (uint32_t i = 0; i < e.args_count && joined.size() <= kMaxSecret; ++i) {
          const facts::ExprId piece = LiteralOf(args[i].value);
          if (piece != facts::kNone) joined += At(piece).text;
        }
        // A name in two parts is as rare as a key in two parts is not.
        const bool in_parts = joined.size() >= kLongInParts && look_.IsKeyLike(joined) &&
                              std::all_of(joined.begin(), joined.end(), IsAlnum);
        if (!Hides(joined, strength) && !in_parts) {
          // Parts in variables are the value as well; a short literal between them is not.
          for (uint32_t i = 0; i < e.args_count; ++i) {
            const bool text =
                args[i].value != facts::kNone && At(args[i].value).kind == facts::ExprKind::kString;
            Hide(args[i].value, text ? kWeak : strength, depth + 1);
          }
          break;
        }
        Keep(joined);
        for (uint32_t i = 0; i < e.args_count; ++i) {
          if (args[i].value == facts::kNone) continue;
          const facts::Expr& piece = At(args[i].value);
          // A piece of a few letters is no word that may be shown, but no value either.
          if (piece.kind != facts::ExprKind::kString) {
            Hide(args[i].value, strength, depth + 1);
            const facts::ExprId meant = LiteralOf(args[i].value);
            if (meant != facts::kNone && At(meant).text.size() > 2 && look_.IsKeyLike(joined))
              AddLiteral(At(meant));
          } else if (piece.text.find(' ') == std::string_view::npos && !piece.text.empty()) {
            AddLiteral(piece);
          }
        }
        break;
      }
      case facts::ExprKind::kChoice:
      case facts::ExprKind::kList:
      case facts::ExprKind::kAssign:
        each(strength);
        break;
      case facts::ExprKind::kMap:
      case facts::ExprKind::kCall:
      case facts::ExprKind::kNew:
      case facts::ExprKind::kUnknown:
        if (strength == kStrong && e.kind == facts::ExprKind::kCall) Joined(e, true);
        for (uint32_t i = 0; i < e.args_count; ++i)
          Hide(args[i].value, IsDefault(e, i) ? strength : kWeak, depth + 1);
        if (e.kind == facts::ExprKind::kCall) Hide(e.object, kWeak, depth + 1);
        break;
      case facts::ExprKind::kName:
      case facts::ExprKind::kMember:
        Alias(e, strength, depth);
        // key.bytes: what the name before the dot stands for.
        if (e.kind == facts::ExprKind::kMember && e.object != facts::kNone &&
            At(e.object).kind == facts::ExprKind::kName)
          Hide(e.object, kWeak, depth + 1);
        break;
      default:
        break;
    }
  }

  /// What stands in for a secret that is not given: field(default="..."), env("KEY", "...").
  bool IsDefault(const facts::Expr& call, uint32_t index) const {
    const facts::Arg* const args = facts_.begin_args(call);
    if (!args[index].name.empty()) return look_.IsValueName(args[index].name);
    if (call.kind != facts::ExprKind::kCall || call.args_count != 2 || index != 1) return false;
    const facts::ExprId first = args[0].value;
    return first != facts::kNone && At(first).kind == facts::ExprKind::kString &&
           At(first).text.size() > 1 && At(first).text.find_first_of(" :/,;(") == std::string::npos;
  }

  /// getenv("MKTO_KEY") ?: "...", env["KEY"] || "...": what stands in for what is looked up by the
  /// name of a secret.
  void Instead(const facts::Expr& choice) {
    const facts::Arg* const args = facts_.begin_args(choice);
    for (uint32_t i = 0; i + 1 < choice.args_count; ++i) {
      if (args[i].value == facts::kNone) continue;
      const facts::Expr& looked_up = At(args[i].value);
      std::string name;
      if (looked_up.kind == facts::ExprKind::kIndex || looked_up.kind == facts::ExprKind::kMember) {
        name = NameOf(args[i].value);
      } else if (looked_up.kind == facts::ExprKind::kCall && looked_up.args_count > 0) {
        const facts::ExprId first = facts_.begin_args(looked_up)[0].value;
        if (first != facts::kNone && IsText(At(first)) && At(first).text.size() < 100)
          name = At(first).text;
      }
      for (uint32_t k = i + 1; !name.empty() && k < choice.args_count; ++k)
        ByName(name, args[k].value);
    }
  }

  /// ["one", "two"].join(""), implode("", array("one", "two")), "one".concat("two"): pieces of what
  /// a call puts together. `named`: it has the name of a secret, so a key of any kind is one.
  void Joined(const facts::Expr& call, bool named) {
    std::vector<facts::ExprId> pieces;
    std::string joined;
    const auto collect = [&](facts::ExprId id) {
      id = named ? id : LiteralOf(id);
      if (id == facts::kNone || At(id).kind != facts::ExprKind::kString || At(id).text.size() < 4 ||
          pieces.size() > kMaxPieces || At(id).text.size() > kMaxSecret)
        return;
      pieces.push_back(id);
      joined += At(id).text;
    };
    const auto all = [&](const facts::Expr& of) {
      for (uint32_t i = 0; i < of.args_count; ++i) collect(facts_.begin_args(of)[i].value);
    };
    // new Builder("one").append("two"): what it is called on comes first.
    std::vector<const facts::Expr*> calls = {&call};
    while (!named && calls.back()->object != facts::kNone && calls.size() < kMaxPieces &&
           (At(calls.back()->object).kind == facts::ExprKind::kCall ||
            At(calls.back()->object).kind == facts::ExprKind::kNew))
      calls.push_back(&At(calls.back()->object));
    if (!named && calls.back()->kind == facts::ExprKind::kCall) collect(calls.back()->object);
    for (; !calls.empty(); calls.pop_back()) all(*calls.back());
    if (call.object != facts::kNone && At(call.object).kind == facts::ExprKind::kList)
      all(At(call.object));
    for (uint32_t i = 0; i < call.args_count; ++i) {
      const facts::ExprId arg = facts_.begin_args(call)[i].value;
      if (arg != facts::kNone && At(arg).kind == facts::ExprKind::kList) all(At(arg));
    }
    if (!named) {
      Together(pieces, false);
      return;
    }
    if (pieces.size() < 2 || joined.size() > kMaxSecret ||
        joined.find_first_of(" :%{") != std::string::npos || !look_.IsKeyLike(joined))
      return;
    Keep(joined);
    for (const facts::ExprId piece : pieces) AddLiteral(At(piece));
  }

  void Alias(const facts::Expr& e, int strength, int depth) {
    for (const facts::FunctionId scope : {e.function, facts::FunctionId{facts::kNone}}) {
      const auto at = names_.find(Scoped{scope, e.text});
      if (at != names_.end()) {
        for (const facts::ExprId value : at->second) Hide(value, strength, depth + 1);
      }
      if (scope == facts::kNone) break;
    }
  }

  void IndexNames() {
    const auto add = [&](facts::FunctionId scope, std::string_view name, facts::ExprId value) {
      if (name.empty() || value == facts::kNone) return;
      std::vector<facts::ExprId>& values = names_[{scope, name}];
      if (values.size() < 64) values.push_back(value);
    };
    for (const facts::Binding& binding : facts_.bindings) {
      if (binding.target == facts::kNone) continue;
      const facts::Expr& target = At(binding.target);
      if (target.kind == facts::ExprKind::kName)
        add(target.is_instance ? facts::kNone : binding.function, target.text, binding.value);
      if (target.kind == facts::ExprKind::kMember) add(facts::kNone, target.text, binding.value);
    }
    for (const facts::Field& field : facts_.fields) add(facts::kNone, field.name, field.value);
    for (facts::FunctionId f = 0; f < facts_.functions.size(); ++f) {
      for (const facts::Param& param : facts_.functions[f].params)
        add(f, param.name, param.default_value);
    }
  }

  void Bindings() {
    for (const facts::Binding& binding : facts_.bindings) {
      if (binding.target == facts::kNone || binding.value == facts::kNone) continue;
      const std::string name = NameOf(binding.target);
      ByName(name, binding.value);
      if (At(binding.value).kind == facts::ExprKind::kMap && !name.empty())
        owner_.emplace(binding.value, std::make_pair(facts::ExprId{facts::kNone}, name));
    }
    for (const facts::Field& field : facts_.fields) {
      if (field.value != facts::kNone && At(field.value).kind == facts::ExprKind::kMap)
        owner_.emplace(field.value,
                       std::make_pair(facts::ExprId{facts::kNone}, std::string(field.name)));
    }
  }

  void Functions() {
    for (facts::FunctionId f = 0; f < facts_.functions.size(); ++f) {
      const facts::Function& function = facts_.functions[f];
      for (const facts::Param& param : function.params)
        ByName(std::string(param.name), param.default_value);
      if (function.name.empty()) continue;
      std::vector<facts::FunctionId>& same =
          functions_[function.is_constructor && function.class_id != facts::kNone
                         ? facts_.classes[function.class_id].name
                         : function.name];
      if (same.size() < kMaxNamesakes) same.push_back(f);
    }
    for (const facts::Return& r : facts_.returns) {
      if (r.function == facts::kNone || r.value == facts::kNone) continue;
      ByName(std::string(facts_.functions[r.function].name), r.value);
    }
  }

  std::string PathOf(facts::ExprId map, std::string_view last, int parts = 2) const {
    const auto at = owner_.find(map);
    if (parts == 0 || at == owner_.end()) return std::string(last);
    const auto& [outer, name] = at->second;
    return PathOf(outer, name, parts - 1) + "." + std::string(last);
  }

  void Expressions() {
    for (facts::ExprId id = 0; id < facts_.exprs.size(); ++id) {
      const facts::Expr& e = At(id);
      const facts::Arg* args = facts_.begin_args(e);
      for (uint32_t i = 0; i < e.args_count; ++i) {
        if (!args[i].name.empty() && args[i].value != facts::kNone &&
            At(args[i].value).kind == facts::ExprKind::kMap)
          owner_.emplace(args[i].value, std::make_pair(id, std::string(args[i].name)));
      }
    }
    for (facts::ExprId id = 0; id < facts_.exprs.size(); ++id) {
      const facts::Expr& e = At(id);
      const facts::Arg* args = facts_.begin_args(e);
      Spend(1 + e.args_count);
      for (uint32_t i = 0; i < e.args_count; ++i) {
        if (!args[i].name.empty()) {
          ByName(PathOf(id, args[i].name), args[i].value);
        } else if (args[i].key != facts::kNone) {
          ByName(NameOf(args[i].key), args[i].value);
        }
      }
      if (e.kind == facts::ExprKind::kCall || e.kind == facts::ExprKind::kNew) Call(e);
      if (e.kind == facts::ExprKind::kCall) Joined(e, false);
      if (e.kind == facts::ExprKind::kConcat) Pieces(e), NamedInText(e);
      if (e.kind == facts::ExprKind::kChoice) Instead(e);
      // Pieces that were put together already.
      if (e.kind == facts::ExprKind::kString && e.span.end - e.span.begin > e.text.size() + 3 &&
          e.text.size() <= kMaxSecret && e.text.find_first_of(" :") == std::string_view::npos &&
          look_.LooksRandom(e.text))
        AddLiteral(e);
      if (e.kind == facts::ExprKind::kCall || e.kind == facts::ExprKind::kNew ||
          e.kind == facts::ExprKind::kList)
        Neighbours(e);
    }
  }

  /// The one literal that an expression is, or that a name of the file stands for; kNone if there
  /// is none or more than one.
  facts::ExprId LiteralOf(facts::ExprId id, int depth = 0) const {
    if (id == facts::kNone || depth > 2) return facts::kNone;
    const facts::Expr& e = At(id);
    if (e.kind == facts::ExprKind::kString) return id;
    if (e.kind != facts::ExprKind::kName && e.kind != facts::ExprKind::kMember) return facts::kNone;
    for (const facts::FunctionId scope : {e.function, facts::FunctionId{facts::kNone}}) {
      const auto at = names_.find(Scoped{scope, e.text});
      if (at != names_.end())
        return at->second.size() == 1 ? LiteralOf(at->second[0], depth + 1) : facts::kNone;
    }
    return facts::kNone;
  }

  /// A key in pieces, none of which looks like one; in literals, and in variables.
  void Pieces(const facts::Expr& e) {
    const facts::Arg* args = facts_.begin_args(e);
    std::vector<facts::ExprId> pieces;  // between two parts that nobody knows
    for (uint32_t i = 0; i < e.args_count; ++i) {
      const facts::ExprId piece = LiteralOf(args[i].value);
      if (piece != facts::kNone && pieces.size() < kMaxPieces) {
        pieces.push_back(piece);
        continue;
      }
      Together(pieces, true);
      pieces.clear();
    }
    Together(pieces, true);
  }

  /// Literals that give a secret when they are put together: `random`, or of a known shape.
  void Together(const std::vector<facts::ExprId>& pieces, bool random) {
    if (pieces.size() < 2) return;
    std::string joined;
    for (const facts::ExprId piece : pieces) {
      joined += At(piece).text;
      if (joined.size() > kMaxSecret) return;
    }
    const Span secret = random ? look_.InPieces(joined) : look_.FindShape(joined);
    if (secret.empty()) return;
    Keep(joined.substr(secret.begin, secret.end - secret.begin));
    uint32_t at = 0;
    for (const facts::ExprId piece : pieces) {
      const uint32_t begin = at;
      at += static_cast<uint32_t>(At(piece).text.size());
      if (begin < secret.end && at > secret.begin) AddLiteral(At(piece));
    }
  }

  /// What a variable grows to: x = "one"; x .= "two"; x = x . "three"; x.append("four").
  void Grown() {
    struct Step {
      uint32_t at = 0;
      Scoped name;
      bool begins = false;
      std::vector<facts::ExprId> literals;
    };
    std::vector<Step> steps;
    for (const facts::Binding& binding : facts_.bindings) {
      if (binding.target == facts::kNone || binding.value == facts::kNone) continue;
      const facts::Expr& target = At(binding.target);
      if (target.kind != facts::ExprKind::kName && target.kind != facts::ExprKind::kMember)
        continue;
      Step step{binding.span.begin, {binding.function, target.text}, !binding.is_append, {}};
      const facts::Expr& value = At(binding.value);
      const bool made =
          value.kind == facts::ExprKind::kNew || value.kind == facts::ExprKind::kConcat;
      if (made) {
        for (uint32_t i = 0; i < value.args_count; ++i) {
          const facts::ExprId id = facts_.begin_args(value)[i].value;
          const bool same = i == 0 && id != facts::kNone && At(id).kind == target.kind &&
                            At(id).text == target.text;
          if (same) step.begins = false;
          if (!same) step.literals.push_back(LiteralOf(id));
        }
      } else {
        step.literals.push_back(LiteralOf(binding.value));
      }
      steps.push_back(std::move(step));
    }
    for (const facts::ExprId id : facts_.calls) {
      const facts::Expr& e = At(id);
      if (e.kind != facts::ExprKind::kCall || e.object == facts::kNone || e.args_count != 1 ||
          (At(e.object).kind != facts::ExprKind::kName &&
           At(e.object).kind != facts::ExprKind::kMember))
        continue;
      steps.push_back({e.span.begin,
                       {e.function, At(e.object).text},
                       false,
                       {LiteralOf(facts_.begin_args(e)[0].value)}});
    }
    Spend(static_cast<int64_t>(steps.size()));
    std::stable_sort(steps.begin(), steps.end(),
                     [](const Step& a, const Step& b) { return a.at < b.at; });
    std::map<Scoped, std::vector<facts::ExprId>> grown;
    for (const Step& step : steps) {
      std::vector<facts::ExprId>& pieces = grown[step.name];
      if (step.begins) pieces.clear();
      for (const facts::ExprId piece : step.literals) {
        if (piece == facts::kNone) {
          pieces.clear();
        } else {
          if (pieces.size() == kMaxPieces) pieces.erase(pieces.begin());
          pieces.push_back(piece);
        }
      }
      Together(pieces, false);
    }
  }

  static bool IsText(const facts::Expr& e) {
    return e.kind == facts::ExprKind::kString || e.kind == facts::ExprKind::kConstant;
  }

  /// "secretKey=" . $v, '<secretKey>' . $v, --secretKey='v': the end of the text before is its
  /// name.
  void NamedInText(const facts::Expr& e) {
    const facts::Arg* args = facts_.begin_args(e);
    std::string before;  // a bounded end of it
    for (uint32_t i = 0; i < e.args_count; ++i) {
      if (args[i].value == facts::kNone) return;
      const facts::Expr& piece = At(args[i].value);
      const size_t end = before.find_last_not_of(" \t\"'`]>=:");
      if (end != std::string::npos && before.find_first_of("=:>", end) != std::string::npos) {
        const size_t begin = before.find_last_of(" \t\"'`[<&?;,{}()", end);
        const NameSays says = look_.Name(before.substr(begin + 1, end - begin));
        if (says != NameSays::kNothing) {
          Rest(e, i, says == NameSays::kSecret ? kStrong : kWeak);
          return;
        }
      }
      if (!IsText(piece) && piece.kind != facts::ExprKind::kName) {
        before.clear();
        continue;
      }
      before += piece.text.substr(piece.text.size() - std::min<size_t>(piece.text.size(), 80));
      if (before.size() > 160) before.erase(0, before.size() - 80);
    }
  }

  /// What follows a name in a text that is put together: one variable, or all of it if that is
  /// text.
  void Rest(const facts::Expr& e, uint32_t from, int strength) {
    const facts::Arg* args = facts_.begin_args(e);
    std::string joined;
    for (uint32_t i = from; i < e.args_count && joined.size() <= kMaxSecret; ++i) {
      if (args[i].value == facts::kNone || !IsText(At(args[i].value))) break;
      joined += At(args[i].value).text;
    }
    if (joined.empty() || joined.find(' ') != std::string::npos || !Hides(joined, strength)) {
      Hide(args[from].value, strength, 0);
      return;
    }
    Keep(joined);
    for (uint32_t i = from; i < e.args_count; ++i) {
      if (args[i].value == facts::kNone || !IsText(At(args[i].value))) return;
      AddLiteral(At(args[i].value));
    }
  }

  /// mac(:hmac, key): what a call is told to do.
  bool SaysSecret(facts::ExprId id) const {
    return id != facts::kNone && IsText(At(id)) && At(id).text.size() < 40 &&
           look_.Name(At(id).text) == NameSays::kSecret;
  }

  /// True if the file's own function of that name takes several values, none of which is called a
  /// secret: token(name, value) fills in the parts of a text.
  bool IsPairMaker(std::string_view name) const {
    const auto at = functions_.find(name);
    return at != functions_.end() &&
           std::all_of(at->second.begin(), at->second.end(), [&](facts::FunctionId f) {
             const std::vector<facts::Param>& params = facts_.functions[f].params;
             return params.size() > 1 &&
                    std::all_of(params.begin(), params.end(), [&](const facts::Param& param) {
                      return look_.Name(param.name) == NameSays::kNothing;
                    });
           });
  }

  void Call(const facts::Expr& e) {
    const facts::Arg* args = facts_.begin_args(e);
    // setSecretKey("..."), password("..."): by the call's name.
    // new SecretKeySpec(key, ...): the same, but never all of it.
    if (!e.text.empty() && e.args_count > 0) {
      NameSays says = look_.Name(e.text);
      // Hmac.new(key), Hmac::<Sha1>::new(key)
      std::string owner = e.object == facts::kNone ? std::string() : NameOf(e.object);
      if (owner.empty() && e.object != facts::kNone) owner = At(e.object).text;
      if (owner.empty()) owner = e.text.substr(0, e.text.find("::"));
      owner.resize(std::min(owner.size(), owner.find('<')));
      while (owner.ends_with(':')) owner.pop_back();
      if (says == NameSays::kNothing &&
          (look_.Name(owner) == NameSays::kSecret || SaysSecret(args[0].value)))
        says = NameSays::kPerhaps;
      // new BasicAuth("name", "..."): of a pair the last; what else is made may be handed options.
      const bool pair = e.kind == facts::ExprKind::kCall ||
                        (e.args_count == 2 && args[0].name.empty() && args[1].name.empty());
      const bool direct = pair && says == NameSays::kSecret && e.args_count <= 2 &&
                          !look_.IsAsking(e.text) && !IsPairMaker(e.text);
      if (says != NameSays::kNothing) {
        for (uint32_t i = 0; i < e.args_count; ++i)
          Hide(args[i].value, direct && i + 1 == e.args_count ? kStrong : kWeak, 1);
      }
    }
    // What the file's own functions call their parameters.
    const auto at = functions_.find(e.text);
    if (at != functions_.end()) {
      for (const facts::FunctionId f : at->second) {
        const std::vector<facts::Param>& params = facts_.functions[f].params;
        for (uint32_t i = 0; i < e.args_count && i < params.size(); ++i) {
          if (args[i].name.empty()) ByName(std::string(params[i].name), args[i].value);
        }
      }
    }
    // new MarketoClient(id, key): a literal given to something of the service's name.
    const bool own = look_.NamesService(e.text) ||
                     (e.object != facts::kNone && look_.NamesService(At(e.object).text));
    for (uint32_t i = 0; own && i < e.args_count; ++i) Hide(args[i].value, kWeak, 1);
  }

  /// define("SECRET", "..."), ["secretKey", "..."]; and what stands beside a known credential.
  void Neighbours(const facts::Expr& e) {
    const facts::Arg* args = facts_.begin_args(e);
    bool beside = false, random = false;
    for (uint32_t i = 0; i < e.args_count; ++i) {
      if (args[i].value == facts::kNone) continue;
      const facts::Expr& value = At(args[i].value);
      beside |= HoldsCredential(value.span);
      random |= value.kind == facts::ExprKind::kString && look_.LooksRandom(value.text);
      if (IsText(value) && i + 1 < e.args_count && value.text.size() < 100)
        ByName(std::string(value.text), args[i + 1].value);
    }
    for (uint32_t i = 0; beside && i < e.args_count; ++i) {
      if (args[i].value == facts::kNone) continue;
      const facts::Expr& value = At(args[i].value);
      const bool may_be = value.kind == facts::ExprKind::kString && args[i].name.empty() &&
                          value.text.size() >= 6 && !value.text.starts_with("http") &&
                          value.text.find_first_of("/ ") == std::string_view::npos;
      Hide(args[i].value, may_be ? kStrong : kWeak, 1);
    }
    // Beside what is hidden for its looks stands what belongs to it: an id and its key.
    for (uint32_t i = 0; random && !beside && i < e.args_count; ++i) {
      if (args[i].value != facts::kNone && args[i].name.empty() &&
          At(args[i].value).kind == facts::ExprKind::kString)
        Hide(args[i].value, kWeak, 1);
    }
  }

  bool HoldsCredential(Span span) const {
    const auto at = std::lower_bound(
        credentials_.begin(), credentials_.end(), span.begin,
        [](const CredentialUse& use, uint32_t begin) { return use.value.begin < begin; });
    return at != credentials_.end() && span.Contains(at->value);
  }

  void Value(NameSays says, std::string_view text, Span span) {
    if (says == NameSays::kNothing || text.empty() || span.empty()) return;
    if (!Hides(text, says == NameSays::kSecret ? kStrong : kWeak)) return;
    Keep(text);
    Add(span);
  }

  void Structured() {
    for (const facts::Setting& setting : facts_.settings)
      Value(look_.Name(setting.key), setting.value, setting.value_span);
    Spend(static_cast<int64_t>(facts_.settings.size() + 4 * facts_.elements.size()));
    for (uint32_t i = 0; i < facts_.elements.size(); ++i) {
      const facts::XmlElement& element = facts_.elements[i];
      std::string path(element.name);
      if (element.parent != facts::kNone)
        path = std::string(facts_.elements[element.parent].name) + "." + path;
      const NameSays says = look_.Name(path);
      ElementText(element, std::max(says, SaidBeside(look_, facts_, i)));
      for (size_t k = 0; k < element.attributes.size(); ++k) {
        Value(std::max(look_.Name(path + "." + std::string(element.attributes[k].first)),
                       SaidByAttributes(look_, element, k)),
              element.attributes[k].second,
              k < element.attribute_spans.size() ? element.attribute_spans[k] : Span{});
      }
    }
  }

  void ElementText(const facts::XmlElement& element, NameSays says) {
    if (says == NameSays::kNothing || element.text.empty() || element.text.size() > kMaxSecret)
      return;
    // As written: entities may stand for characters of the value.
    const std::string_view inside = facts_.source.Slice({element.start_tag.end, element.span.end})
                                        .substr(0, 8 * element.text.size() + kMostAround);
    const size_t end = inside.find("</");
    Value(says, element.text,
          {element.start_tag.end,
           element.start_tag.end +
               static_cast<uint32_t>(end == std::string_view::npos ? inside.size() : end)});
  }

  /// "user:value" and 'user/value@host', as they stand or as they are put together: a value of
  /// letters alone is found in them by no search.
  void Holding(const facts::Expr& e, const std::vector<Span>& hidden) {
    if (e.text.size() > kMaxAround || e.text.find_first_of(" <") != std::string_view::npos ||
        e.text.find("://") != std::string_view::npos)
      return;
    auto at = std::lower_bound(hidden.begin(), hidden.end(), e.span.begin,
                               [](const Span& s, uint32_t begin) { return s.begin < begin; });
    for (int i = 0; i < 4 && at != hidden.end() && at->end <= e.span.end; ++i, ++at) {
      const std::string_view value = facts_.source.Slice(*at);
      if (value.size() < e.text.size() && value.size() > 3 &&
          e.text.find(value) != std::string_view::npos)
        Keep(e.text);
    }
  }

  /// What stands in spans that were found in the text, as the facts have it: pieces of a literal,
  /// a value that the reader of settings took for a key and its value.
  void Divided(const std::vector<Span>& hidden) {
    const auto is_hidden = [&](Span span) {
      const auto after = std::upper_bound(hidden.begin(), hidden.end(), span.begin,
                                          [](uint32_t at, const Span& s) { return at < s.begin; });
      return after != hidden.begin() && std::prev(after)->Contains(span.begin) &&
             span.end <= std::prev(after)->end + 1;
    };
    for (const facts::Expr& e : facts_.exprs) {
      const bool text = e.kind == facts::ExprKind::kString;
      const bool name = e.kind == facts::ExprKind::kName || e.kind == facts::ExprKind::kMember;
      if (IsText(e)) Holding(e, hidden);
      if ((!text && !name) || e.span.end - e.span.begin <= 2) continue;
      if (name) {
        // Of a literal that the grammar saw end too early.
        if (is_hidden(e.name_span) && look_.IsBareKey(e.text)) Keep(e.text);
      } else if (is_hidden({e.span.begin + 1, e.span.end}) &&
                 (look_.IsKeyLike(e.text) ||
                  (is_hidden({e.span.begin + 1, e.span.end + 1}) && look_.IsRestOfValue(e.text)) ||
                  (is_hidden({e.span.begin, e.span.end}) && look_.IsRestOfValue(e.text)))) {
        Keep(e.text);
      }
    }
    for (const facts::Setting& setting : facts_.settings) {
      if (!is_hidden({setting.value_span.begin, setting.value_span.begin})) continue;
      Keep(setting.value);
      const std::string_view key = LastParts(setting.key, 1);
      if (look_.IsKeyLike(key) && is_hidden({setting.span.begin + 1, setting.span.begin + 1}))
        Keep(key);
    }
  }

  void Text() {
    const std::string_view text = facts_.source.text();
    Spend(static_cast<int64_t>(text.size() / kBytesOfStep));
    std::vector<Span> found, random;
    look_.FindPatterns(text, &found);
    FindColumnValues(look_, text, &found);
    if (facts_.exprs.empty()) FindTableValues(look_, text, &found);
    look_.FindRandom(text, &random);
    std::vector<Span> near;
    for (const CredentialUse& credential : credentials_) near.push_back(credential.value);
    const bool code = !facts_.exprs.empty();
    if (code && !facts_.health_reason.empty()) {
      // Where the syntax is torn no value can be followed: nearness to a name has to do.
      std::vector<Span> names;
      look_.FindNames(text, &names);
      for (const Span& name : names) {
        if (look_.Name(facts_.source.Slice(name)) == NameSays::kSecret) near.push_back(name);
      }
    }
    SecretText reader(look_, text, [&](uint32_t offset) {
      return code && !facts_.InComment(offset) ? TextMode::kCode : TextMode::kProse;
    });
    reader.Find(near, random, &found);
    reader.Widen(&found);
    for (const Span& span : found) Add(span);
    reader.Widen(&random);
    for (const Span& span : random) spans_.push_back(span);
    reader.Chains(&spans_, &values_);
    const size_t whole = spans_.size();
    reader.Join(&spans_);
    for (size_t i = whole; i < spans_.size(); ++i) Keep(facts_.source.Slice(spans_[i]));
  }

  const SecretLook& look_;
  const facts::FileFacts& facts_;
  const std::vector<CredentialUse>& credentials_;
  std::vector<Span> spans_;
  std::vector<std::string> values_;
  std::vector<char> seen_;  // strength at which an expression was followed
  std::map<Scoped, std::vector<facts::ExprId>> names_;
  std::unordered_map<facts::ExprId, std::pair<facts::ExprId, std::string>>
      owner_;  // of maps: where, as what
  std::unordered_map<std::string_view, std::vector<facts::FunctionId>> functions_;
};

}  // namespace

struct SecretFinder::Impl {
  const SecretLook& look;
};

SecretFinder::SecretFinder(const SecretLook& look) : impl_(new Impl{look}) {}
SecretFinder::~SecretFinder() = default;

Secrets SecretFinder::Find(const facts::FileFacts& facts,
                           const std::vector<CredentialUse>& credentials) const {
  return FileSecrets(impl_->look, facts, credentials).Run();
}

Secrets SecretFinder::FindInText(std::string_view text) const {
  return SecretsInText(impl_->look, text);
}

}  // namespace unsoap::evidence
