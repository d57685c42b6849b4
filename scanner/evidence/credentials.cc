#include "scanner/evidence/credentials.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "scanner/base/budget.h"
#include "scanner/base/regex.h"
#include "scanner/base/text.h"
#include "scanner/evidence/secret_look.h"
#include "scanner/rules/builtin.h"

namespace unsoap::evidence {
namespace {

/// "settings.user_id", "marketo-encr-key", "SECRET_KEY": words of one case with joints between them
/// name a setting or an element of a page. A key has digits or is one word.
bool IsIdentifier(std::string_view value) {
  bool joint = true, joints = false, lower = false, upper = false;
  for (const char c : value) {
    if (c == '_' || c == '-' || c == '.') {
      if (joint) return false;
      joint = joints = true;
      continue;
    }
    joint = false;
    lower |= c >= 'a' && c <= 'z';
    upper |= c >= 'A' && c <= 'Z';
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) return false;
  }
  return joints && !joint && lower != upper;
}

/// The comment around an offset documents what follows: it shows what a value looks like.
bool InDocComment(const facts::FileFacts& facts, uint32_t offset) {
  const auto after =
      std::upper_bound(facts.comments.begin(), facts.comments.end(), offset,
                       [](uint32_t at, const Span& comment) { return at < comment.begin; });
  if (after == facts.comments.begin() || !std::prev(after)->Contains(offset)) return false;
  const std::string_view text = facts.source.Slice(*std::prev(after));
  return text.starts_with("/**") || text.starts_with("///") || text.starts_with("//!");
}

}  // namespace

/// How far behind its start tag an element's own text is looked for.
static constexpr uint32_t kMostBeforeText = 4096;
static constexpr size_t kBytesOfStep = 16;  // of text that one pattern looks through

bool IsSentence(std::string_view value) {
  return Trim(value).find_first_of(" \t\n") != std::string_view::npos;
}

struct CredentialFinder::Impl {
  struct Shape {
    const rules::Pack* pack;
    const rules::CredentialShape* shape;
    Regex regex;
  };
  std::vector<const rules::Pack*> packs;
  std::vector<Shape> shapes;
  std::map<const rules::Pack*, std::vector<std::string>> names, common_names, endpoint_names;
  std::map<const rules::Pack*, std::vector<Regex>> placeholders;
  std::map<const rules::Pack*, std::set<std::string, std::less<>>> enum_values;

  std::set<std::string, std::less<>> examples;   // attributes that show what a value looks like
  std::set<std::string, std::less<>> addresses;  // names of settings that hold an address

  using Sink = std::function<void(CredentialUse)>;
  void Judge(const facts::FileFacts& facts, const FileSignals& signals,
             const std::vector<NamedValue>& all, const Sink& add) const;
  /// config/marketo.yml
  static bool NamedAfter(const rules::Pack& pack, std::string_view path) {
    const size_t slash = path.find_last_of("/!");
    return Weak(pack, path.substr(slash == std::string_view::npos ? 0 : slash + 1));
  }
  static bool Weak(const rules::Pack& pack, std::string_view text) {
    for (const std::string& anchor : pack.surface.weak_anchors) {
      if (ContainsIgnoreCase(text, anchor)) return true;
    }
    return false;
  }
  /// placeholder="...": the attribute's name stands before the quote.
  bool IsExample(std::string_view text, size_t at) const {
    if (at == 0 || (text[at - 1] != '"' && text[at - 1] != '\'')) return false;
    std::string_view before = text.substr(at < 60 ? 0 : at - 60, (at < 60 ? at : 60) - 1);
    before = Trim(before);
    if (before.empty() || (before.back() != '=' && before.back() != ':')) return false;
    before = Trim(before.substr(0, before.size() - 1));
    const size_t word =
        before.find_last_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-");
    before = before.substr(word == std::string_view::npos ? 0 : word + 1);
    return examples.contains(NormalName(before));
  }
  bool IsPlaceholder(const rules::Pack* pack, std::string_view value) const {
    if (value.size() < 4) return true;
    for (const Regex& regex : placeholders.at(pack)) {
      if (regex.MatchesWhole(value)) return true;
    }
    return false;
  }
  /// What stands under a telling name and is no key: the name once more, a value that the service
  /// defines, a label, an identifier.
  bool IsNoKey(const rules::Pack* pack, std::string_view name, std::string_view value) const {
    return NormalName(name) == NormalName(value) || enum_values.at(pack).contains(value) ||
           IsSentence(value) || IsIdentifier(value);
  }
};

void CredentialFinder::Impl::Judge(const facts::FileFacts& facts, const FileSignals& signals,
                                   const std::vector<NamedValue>& all, const Sink& add) const {
  // A section whose own address is the service's is the service's: {endpoint: ..., secret_key:
  // ...}.
  std::set<std::string, std::less<>> own;
  for (const NamedValue& named : all) {
    if (!addresses.contains(NormalName(LastParts(named.key, 1)))) continue;
    const auto at = std::lower_bound(
        signals.all.begin(), signals.all.end(), named.value_span.begin,
        [](const Signal& signal, uint32_t begin) { return signal.span.begin < begin; });
    for (auto signal = at; signal != signals.all.end() && signal->span.begin < named.value_span.end;
         ++signal) {
      if (signal->kind == SignalKind::kEndpoint || signal->kind == SignalKind::kWsdlReference ||
          signal->kind == SignalKind::kHost)
        own.insert(named.section);
    }
  }
  // Code that fills the header or signs is given the service's keys.
  const bool signs = signals.Has(SignalKind::kAuthField) || signals.Has(SignalKind::kAuthHeader) ||
                     signals.Has(SignalKind::kSignature);
  for (const NamedValue& named : all) {
    Spend(4);
    const std::string parts[] = {NormalName(LastParts(named.key, 1)),
                                 NormalName(LastParts(named.key, 2)),
                                 NormalName(LastParts(named.key, 3))};
    const std::string whole = NormalName(named.key) + NormalName(named.section);
    for (const rules::Pack* pack : packs) {
      const auto any = [&](const std::vector<std::string>& list, auto test) {
        return std::any_of(list.begin(), list.end(), [&](const std::string& name) {
          return std::any_of(std::begin(parts), std::end(parts),
                             [&](const std::string& part) { return test(part, name); });
        });
      };
      const auto equal = [](const std::string& part, const std::string& name) {
        return part == name;
      };
      const auto ends = [](const std::string& part, const std::string& name) {
        return part.ends_with(name);
      };
      const bool named_file = NamedAfter(*pack, facts.path);
      bool weak = named_file;
      for (const std::string& anchor : pack->surface.weak_anchors)
        weak |= whole.find(NormalName(anchor)) != std::string::npos;
      bool ours = any(names.at(pack), ends);
      bool doubtful = false;
      if (!ours && weak && !signals.has_rest) {
        ours = any(common_names.at(pack), ends);
      } else if (!ours && signals.strong == pack && any(common_names.at(pack), equal)) {
        ours = true;
        doubtful = !signs && !own.contains(named.section);
      }
      if (!ours || IsPlaceholder(pack, named.value) ||
          IsNoKey(pack, LastParts(named.key, 1), named.value))
        continue;
      CredentialUse use;
      use.value = named.value_span, use.name = named.key_span,
      use.title = std::string(LastParts(named.key, 1)), use.pack = pack;
      use.confidence =
          signals.strong == pack ? findings::Confidence::kCertain : findings::Confidence::kLikely;
      if (doubtful) use.confidence = findings::Confidence::kPossible, use.doubt = "common-name";
      add(std::move(use));
      break;
    }
  }
}

CredentialFinder::CredentialFinder(const std::vector<const rules::Pack*>& packs)
    : impl_(std::make_unique<Impl>()) {
  impl_->packs = packs;
  for (const std::string& name : rules::BuiltinSecretWords().example_names)
    impl_->examples.insert(NormalName(name));
  for (const std::string& name : rules::BuiltinSecretWords().address_names)
    impl_->addresses.insert(NormalName(name));
  for (const rules::Pack* pack : packs) {
    for (const rules::CredentialShape& shape : pack->credentials.shapes) {
      // Shapes of low confidence (any 40 hex digits) mean something under a telling name only.
      if (shape.pattern.empty() || shape.confidence == "low") continue;
      impl_->shapes.push_back(
          {pack, &shape, Regex("(?:^|[^A-Za-z0-9_-])(" + shape.pattern + ")(?:[^A-Za-z0-9_-]|$)")});
    }
    const auto normal = [](const std::vector<std::string>& names) {
      std::vector<std::string> out;
      for (const std::string& name : names) out.push_back(NormalName(name));
      return out;
    };
    impl_->names[pack] = normal(pack->credentials.names);
    impl_->common_names[pack] = normal(pack->credentials.common_names);
    impl_->endpoint_names[pack] = normal(pack->credentials.endpoint_names);
    std::vector<Regex>& placeholders = impl_->placeholders[pack];
    for (const std::string& pattern : pack->credentials.placeholders)
      placeholders.emplace_back(pattern);
    std::set<std::string, std::less<>>& values = impl_->enum_values[pack];
    for (const rules::EnumType& type : pack->enums) {
      values.insert(type.values.begin(), type.values.end());
      values.insert(type.also.begin(), type.also.end());
    }
  }
}
CredentialFinder::~CredentialFinder() = default;

const rules::Pack* CredentialFinder::EndpointKey(std::string_view key,
                                                 const FileSignals& signals) const {
  if (key.size() > 120) return nullptr;
  const std::string normal = NormalName(LastParts(key, 1));
  const std::string whole = NormalName(key);
  for (const rules::Pack* pack : impl_->packs) {
    bool ours = signals.strong == pack;
    for (const std::string& anchor : pack->surface.weak_anchors)
      ours |= whole.find(NormalName(anchor)) != std::string::npos;
    if (!ours) continue;
    for (const std::string& name : impl_->endpoint_names[pack]) {
      if (normal == name || (normal.size() > name.size() && normal.ends_with(name)) ||
          whole == name)
        return pack;
    }
  }
  return nullptr;
}

const rules::Pack* CredentialFinder::CredentialKey(std::string_view key) const {
  if (key.size() > 120) return nullptr;
  const std::string normal = NormalName(LastParts(key, 1)), whole = NormalName(key);
  for (const rules::Pack* pack : impl_->packs) {
    const auto ends = [&](const std::vector<std::string>& names) {
      return std::any_of(names.begin(), names.end(),
                         [&](const std::string& name) { return normal.ends_with(name); });
    };
    const bool weak = std::any_of(pack->surface.weak_anchors.begin(),
                                  pack->surface.weak_anchors.end(), [&](const std::string& anchor) {
                                    return whole.find(NormalName(anchor)) != std::string::npos;
                                  });
    if (weak && (ends(impl_->names[pack]) || ends(impl_->common_names[pack]))) return pack;
  }
  return nullptr;
}

bool CredentialFinder::MayBeKey(const rules::Pack* pack, std::string_view name,
                                std::string_view value) const {
  return !impl_->IsPlaceholder(pack, value) && !impl_->IsNoKey(pack, name, value);
}

std::vector<NamedValue> NamedValues(const facts::FileFacts& facts) {
  std::vector<NamedValue> all;
  const auto by_name = [&](std::string_view key, Span key_span, std::string_view value,
                           Span value_span, std::string section) {
    if (key.empty() || key.size() > 120 || value.size() > 400) return;
    all.push_back({std::string(key), key_span, value, value_span, std::move(section)});
  };
  const auto constant = [&](facts::ExprId id, std::string_view* value, Span* span) {
    if (id == facts::kNone) return false;
    const facts::Expr& e = facts.exprs[id];
    if (e.kind != facts::ExprKind::kString) return false;
    *value = e.text;
    *span = e.span;
    // Blank the text inside the quotes only.
    const std::string_view source = facts.source.Slice(e.span);
    const size_t at = e.text.empty() ? std::string_view::npos : source.find(e.text);
    if (at != std::string_view::npos) {
      span->begin = e.span.begin + static_cast<uint32_t>(at);
      span->end = span->begin + static_cast<uint32_t>(e.text.size());
    }
    return true;
  };
  std::string_view value;
  Span span;
  const auto section_of = [](const char* kind, std::string_view name) {
    return std::string(kind) + std::string(name);
  };
  std::map<facts::ExprId, std::string_view> map_names;  // of maps: what they are assigned to
  for (const facts::Binding& binding : facts.bindings) {
    if (binding.target == facts::kNone || binding.value == facts::kNone) continue;
    const facts::Expr& target = facts.exprs[binding.target];
    map_names.emplace(binding.value, target.text);
    if (!constant(binding.value, &value, &span)) continue;
    std::string_view key = target.text;
    if (target.kind == facts::ExprKind::kIndex && target.args_count > 0) {
      const facts::ExprId index = facts.begin_args(target)[0].value;
      if (index != facts::kNone) key = facts.exprs[index].text;
    }
    const std::string_view object =
        target.object == facts::kNone ? std::string_view() : facts.exprs[target.object].text;
    by_name(key, target.span, value, span, section_of("variable ", object));
  }
  for (const facts::Field& field : facts.fields) {
    if (constant(field.value, &value, &span))
      by_name(field.name, field.span, value, span,
              section_of("class ", std::to_string(field.class_id)));
  }
  for (facts::FunctionId f = 0; f < facts.functions.size(); ++f) {
    for (const facts::Param& param : facts.functions[f].params) {
      if (constant(param.default_value, &value, &span))
        by_name(param.name, param.span, value, span, section_of("function ", std::to_string(f)));
    }
  }
  for (const facts::Expr& e : facts.exprs) {
    const facts::Arg* args = facts.begin_args(e);
    if (e.kind != facts::ExprKind::kMap) continue;
    for (uint32_t i = 0; i < e.args_count; ++i) {
      if (args[i].value != facts::kNone && !args[i].name.empty())
        map_names.emplace(args[i].value, args[i].name);
    }
  }
  for (facts::ExprId id = 0; id < facts.exprs.size(); ++id) {
    const facts::Expr& e = facts.exprs[id];
    const facts::Arg* args = facts.begin_args(e);
    if (e.kind == facts::ExprKind::kMap || e.kind == facts::ExprKind::kCall ||
        e.kind == facts::ExprKind::kNew) {
      const auto owner = map_names.find(id);
      const std::string section =
          "map " + std::to_string(id) +
          (owner == map_names.end() ? "" : " " + std::string(owner->second));
      for (uint32_t i = 0; i < e.args_count; ++i) {
        if (!args[i].name.empty() && constant(args[i].value, &value, &span))
          by_name(args[i].name, span, value, span, section);
      }
    }
    if (e.kind == facts::ExprKind::kCall && e.args_count == 1 && e.text.size() > 3 &&
        constant(args[0].value, &value, &span)) {
      const std::string_view object =
          e.object == facts::kNone ? std::string_view() : facts.exprs[e.object].text;
      if (e.text.starts_with("set"))
        by_name(e.text.substr(3), e.name_span, value, span, section_of("object ", object));
    }
    // define('MARKETO_USER_ID', '...'), put("userId", "..."), { "userId", "..." }
    if ((e.kind == facts::ExprKind::kCall || e.kind == facts::ExprKind::kList) &&
        e.args_count == 2 && args[0].value != facts::kNone &&
        constant(args[1].value, &value, &span)) {
      const facts::Expr& key = facts.exprs[args[0].value];
      if (key.kind == facts::ExprKind::kString) by_name(key.text, key.span, value, span, "pairs");
    }
  }
  for (const facts::Setting& setting : facts.settings) {
    const std::string_view last = LastParts(setting.key, 1);
    const auto before = static_cast<size_t>(last.data() - setting.key.data());
    by_name(setting.key, setting.span, setting.value, setting.value_span,
            facts.elements.empty() ? section_of("settings ", setting.key.substr(0, before))
                                   : "document");
  }
  for (const facts::XmlElement& element : facts.elements) {
    for (size_t i = 0; i < element.attributes.size() && i < element.attribute_spans.size(); ++i) {
      by_name(element.attributes[i].first, element.start_tag, element.attributes[i].second,
              element.attribute_spans[i], "document");
    }
    if (element.text.empty() || element.text.size() > 400) continue;
    // Text that follows many inner elements is not looked for: each level would look through all.
    const Span near{element.start_tag.begin,
                    std::min(element.span.end, element.start_tag.end + kMostBeforeText)};
    const size_t at = facts.source.Slice(near).find(element.text);
    if (at == std::string_view::npos) continue;
    const auto begin = element.span.begin + static_cast<uint32_t>(at);
    const Span text_span = {begin, begin + static_cast<uint32_t>(element.text.size())};
    by_name(element.name, element.start_tag, element.text, text_span, "document");
    // <encryption><key>: the name of the element around it belongs to it.
    if (element.parent != facts::kNone) {
      by_name(std::string(facts.elements[element.parent].name) + "." + std::string(element.name),
              element.start_tag, element.text, text_span, "document");
    }
  }
  return all;
}

std::vector<CredentialUse> CredentialFinder::Find(const facts::FileFacts& facts,
                                                  const FileSignals& signals) const {
  std::vector<CredentialUse> out;
  std::map<uint32_t, size_t> by_end;  // of the values in `out`, which do not overlap
  const auto add = [&](CredentialUse use) {
    if (use.value.empty()) return;
    const auto known = by_end.upper_bound(use.value.begin);
    if (known != by_end.end() && out[known->second].value.begin < use.value.end) {
      if (out[known->second].name.empty()) out[known->second].name = use.name;
      return;
    }
    by_end.emplace(use.value.end, out.size());
    out.push_back(std::move(use));
  };
  const std::string_view text = facts.source.text();
  for (const Impl::Shape& shape : impl_->shapes) {
    Spend(static_cast<int64_t>(text.size() / kBytesOfStep));
    if (!shape.shape->is_secret ||
        (signals.strong != shape.pack && !Impl::Weak(*shape.pack, text) &&
         !Impl::NamedAfter(*shape.pack, facts.path)))
      continue;
    shape.regex.FindAll(text, [&](Span whole, Span group) {
      const Span value = group.empty() ? whole : group;
      if (impl_->IsPlaceholder(shape.pack, facts.source.Slice(value))) return;
      CredentialUse use;
      use.value = value, use.title = shape.shape->title, use.is_secret = true,
      use.advice = shape.shape->advice;
      use.pack = shape.pack;
      use.confidence = shape.shape->confidence == "high" && signals.strong == shape.pack
                           ? findings::Confidence::kCertain
                           : findings::Confidence::kLikely;
      if (InDocComment(facts, value.begin))
        use.confidence = findings::Confidence::kPossible, use.doubt = "doc-comment";
      if (impl_->IsExample(text, value.begin))
        use.confidence = findings::Confidence::kPossible, use.doubt = "example";
      add(std::move(use));
    });
  }
  Spend(
      static_cast<int64_t>(facts.exprs.size() + facts.settings.size() + 4 * facts.elements.size()));
  const std::vector<NamedValue> all = NamedValues(facts);
  impl_->Judge(facts, signals, all, add);
  std::sort(out.begin(), out.end(),
            [](const CredentialUse& a, const CredentialUse& b) { return a.value < b.value; });
  return out;
}

}  // namespace unsoap::evidence
