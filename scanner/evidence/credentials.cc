#include "scanner/evidence/credentials.h"

#include <algorithm>
#include <map>
#include <set>

#include "scanner/base/regex.h"
#include "scanner/base/text.h"

namespace unsoap {
namespace {

/// marketo_user-id, "MarketoUserId" -> marketouserid; a dotted path keeps its last part.
std::string NormalKey(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
    if (c >= 'A' && c <= 'Z') out += static_cast<char>(c | 0x20);
  }
  return out;
}

std::string_view LastPart(std::string_view key) {
  const size_t dot = key.find_last_of(".:[");
  std::string_view last = dot == std::string_view::npos ? key : key.substr(dot + 1);
  return last.empty() ? key : last;
}

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
bool InDocComment(const FileFacts& facts, uint32_t offset) {
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

bool IsSentence(std::string_view value) {
  return Trim(value).find_first_of(" \t\n") != std::string_view::npos;
}

struct CredentialFinder::Impl {
  struct Shape {
    const Pack* pack;
    const CredentialShape* shape;
    Regex regex;
  };
  std::vector<const Pack*> packs;
  std::vector<Shape> shapes;
  std::map<const Pack*, std::vector<std::string>> names, common_names, endpoint_names;
  std::map<const Pack*, std::vector<Regex>> placeholders;
  std::map<const Pack*, std::set<std::string, std::less<>>> enum_values;

  static bool Weak(const Pack& pack, std::string_view text) {
    for (const std::string& anchor : pack.surface.weak_anchors) {
      if (ContainsIgnoreCase(text, anchor)) return true;
    }
    return false;
  }
  bool IsPlaceholder(const Pack* pack, std::string_view value) const {
    if (value.size() < 4) return true;
    for (const Regex& regex : placeholders.at(pack)) {
      if (regex.MatchesWhole(value)) return true;
    }
    return false;
  }
  /// What stands under a telling name and is no key: the name once more, a value that the service
  /// defines, a label, an identifier.
  bool IsNoKey(const Pack* pack, std::string_view name, std::string_view value) const {
    return NormalKey(name) == NormalKey(value) || enum_values.at(pack).contains(value) ||
           IsSentence(value) || IsIdentifier(value);
  }
};

CredentialFinder::CredentialFinder(const std::vector<const Pack*>& packs)
    : impl_(std::make_unique<Impl>()) {
  impl_->packs = packs;
  for (const Pack* pack : packs) {
    for (const CredentialShape& shape : pack->credentials.shapes) {
      // Shapes of low confidence (any 40 hex digits) mean something under a telling name only.
      if (shape.pattern.empty() || shape.confidence == "low") continue;
      impl_->shapes.push_back(
          {pack, &shape, Regex("(?:^|[^A-Za-z0-9_-])(" + shape.pattern + ")(?:[^A-Za-z0-9_-]|$)")});
    }
    const auto normal = [](const std::vector<std::string>& names) {
      std::vector<std::string> out;
      for (const std::string& name : names) out.push_back(NormalKey(name));
      return out;
    };
    impl_->names[pack] = normal(pack->credentials.names);
    impl_->common_names[pack] = normal(pack->credentials.common_names);
    impl_->endpoint_names[pack] = normal(pack->credentials.endpoint_names);
    std::vector<Regex>& placeholders = impl_->placeholders[pack];
    for (const std::string& pattern : pack->credentials.placeholders)
      placeholders.emplace_back(pattern);
    std::set<std::string, std::less<>>& values = impl_->enum_values[pack];
    for (const EnumType& type : pack->enums) {
      values.insert(type.values.begin(), type.values.end());
      values.insert(type.also.begin(), type.also.end());
    }
  }
}
CredentialFinder::~CredentialFinder() = default;

const Pack* CredentialFinder::EndpointKey(std::string_view key, const FileSignals& signals) const {
  if (key.size() > 120) return nullptr;
  const std::string normal = NormalKey(LastPart(key));
  const std::string whole = NormalKey(key);
  for (const Pack* pack : impl_->packs) {
    bool ours = signals.strong == pack;
    for (const std::string& anchor : pack->surface.weak_anchors)
      ours |= whole.find(NormalKey(anchor)) != std::string::npos;
    if (!ours) continue;
    for (const std::string& name : impl_->endpoint_names[pack]) {
      if (normal == name || (normal.size() > name.size() && normal.ends_with(name)) ||
          whole == name)
        return pack;
    }
  }
  return nullptr;
}

const Pack* CredentialFinder::CredentialKey(std::string_view key) const {
  if (key.size() > 120) return nullptr;
  const std::string normal = NormalKey(LastPart(key)), whole = NormalKey(key);
  for (const Pack* pack : impl_->packs) {
    const auto ends = [&](const std::vector<std::string>& names) {
      return std::any_of(names.begin(), names.end(),
                         [&](const std::string& name) { return normal.ends_with(name); });
    };
    const bool weak = std::any_of(pack->surface.weak_anchors.begin(),
                                  pack->surface.weak_anchors.end(), [&](const std::string& anchor) {
                                    return whole.find(NormalKey(anchor)) != std::string::npos;
                                  });
    if (weak && (ends(impl_->names[pack]) || ends(impl_->common_names[pack]))) return pack;
  }
  return nullptr;
}

std::vector<CredentialUse> CredentialFinder::Find(const FileFacts& facts,
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
    if (!shape.shape->is_secret || (signals.strong != shape.pack && !Impl::Weak(*shape.pack, text)))
      continue;
    shape.regex.FindAll(text, [&](Span whole, Span group) {
      const Span value = group.empty() ? whole : group;
      if (impl_->IsPlaceholder(shape.pack, facts.source.Slice(value))) return;
      CredentialUse use;
      use.value = value, use.title = shape.shape->title, use.is_secret = true,
      use.advice = shape.shape->advice;
      use.pack = shape.pack;
      use.confidence = shape.shape->confidence == "high" && signals.strong == shape.pack
                           ? Confidence::kCertain
                           : Confidence::kLikely;
      if (InDocComment(facts, value.begin)) use.confidence = Confidence::kPossible;
      add(std::move(use));
    });
  }
  const auto by_name = [&](std::string_view key, Span key_span, std::string_view value,
                           Span value_span) {
    if (key.size() > 80 || value.size() > 400) return;
    const std::string normal = NormalKey(LastPart(key)), whole = NormalKey(key);
    for (const Pack* pack : impl_->packs) {
      const auto ends = [&](const std::vector<std::string>& names, bool exact) {
        return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
          return normal == name || (!exact && normal.ends_with(name));
        });
      };
      bool ours = ends(impl_->names[pack], false);
      bool weak = false;
      for (const std::string& anchor : pack->surface.weak_anchors)
        weak |= whole.find(NormalKey(anchor)) != std::string::npos;
      if (!ours && (signals.strong == pack || (weak && !signals.has_rest)))
        ours = ends(impl_->common_names[pack], !weak);
      if (!ours || impl_->IsPlaceholder(pack, value) || impl_->IsNoKey(pack, LastPart(key), value))
        continue;
      CredentialUse use;
      use.value = value_span, use.name = key_span, use.title = std::string(LastPart(key)),
      use.pack = pack;
      use.confidence = signals.strong == pack ? Confidence::kCertain : Confidence::kLikely;
      add(std::move(use));
      return;
    }
  };
  const auto constant = [&](ExprId id, std::string_view* value, Span* span) {
    if (id == kNone) return false;
    const Expr& e = facts.exprs[id];
    if (e.kind != ExprKind::kString) return false;
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
  for (const Binding& binding : facts.bindings) {
    if (binding.target == kNone || !constant(binding.value, &value, &span)) continue;
    const Expr& target = facts.exprs[binding.target];
    std::string_view key = target.text;
    if (target.kind == ExprKind::kIndex && target.args_count > 0) {
      const ExprId index = facts.begin_args(target)[0].value;
      if (index != kNone) key = facts.exprs[index].text;
    }
    by_name(key, target.span, value, span);
  }
  for (const Field& field : facts.fields) {
    if (constant(field.value, &value, &span)) by_name(field.name, field.span, value, span);
  }
  for (const Function& function : facts.functions) {
    for (const Param& param : function.params) {
      if (constant(param.default_value, &value, &span))
        by_name(param.name, param.span, value, span);
    }
  }
  for (const Expr& e : facts.exprs) {
    const Arg* args = facts.begin_args(e);
    if (e.kind == ExprKind::kMap || e.kind == ExprKind::kCall || e.kind == ExprKind::kNew) {
      for (uint32_t i = 0; i < e.args_count; ++i) {
        if (!args[i].name.empty() && constant(args[i].value, &value, &span))
          by_name(args[i].name, span, value, span);
      }
    }
    if (e.kind == ExprKind::kCall && e.args_count == 1 && e.text.size() > 3 &&
        constant(args[0].value, &value, &span)) {
      if (e.text.starts_with("set")) by_name(e.text.substr(3), e.name_span, value, span);
    }
    if (e.kind == ExprKind::kCall && e.args_count == 2 && args[0].value != kNone &&
        constant(args[1].value, &value, &span)) {
      const Expr& key =
          facts.exprs[args[0].value];  // define('MARKETO_USER_ID', '...'), put("userId", "...")
      if (key.kind == ExprKind::kString) by_name(key.text, key.span, value, span);
    }
  }
  for (const Setting& setting : facts.settings)
    by_name(setting.key, setting.span, setting.value, setting.value_span);
  for (const XmlElement& element : facts.elements) {
    if (element.text.empty() || element.text.size() > 400) continue;
    // Text that follows many inner elements is not looked for: each level would look through all.
    const Span near{element.start_tag.begin,
                    std::min(element.span.end, element.start_tag.end + kMostBeforeText)};
    const size_t at = facts.source.Slice(near).find(element.text);
    if (at == std::string_view::npos) continue;
    const auto begin = element.span.begin + static_cast<uint32_t>(at);
    by_name(element.name, element.start_tag, element.text,
            {begin, begin + static_cast<uint32_t>(element.text.size())});
  }
  std::sort(out.begin(), out.end(),
            [](const CredentialUse& a, const CredentialUse& b) { return a.value < b.value; });
  return out;
}

std::string Redact(const FileFacts& facts, Span span,
                   const std::vector<CredentialUse>& credentials) {
  std::string out;
  uint32_t at = span.begin;
  // They are sorted and do not overlap.
  auto first = std::partition_point(
      credentials.begin(), credentials.end(),
      [&](const CredentialUse& credential) { return credential.value.end <= span.begin; });
  for (; first != credentials.end() && first->value.begin < span.end; ++first) {
    const CredentialUse& credential = *first;
    if (credential.value.begin > at) out += facts.source.Slice({at, credential.value.begin});
    // A value that spans lines keeps its line breaks, so that frames stay aligned.
    out += "***";
    for (const char c : facts.source.Slice(
             {std::max(at, credential.value.begin), std::min(span.end, credential.value.end)})) {
      if (c == '\n') out += '\n';
    }
    at = credential.value.end;
  }
  if (at < span.end) out += facts.source.Slice({at, span.end});
  return out;
}

}  // namespace unsoap
