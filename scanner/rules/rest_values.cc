#include "scanner/rules/rest_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/rules/paths.h"

namespace unsoap::rules {
namespace {

bool IsInteger(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.size() < 16 && std::ranges::all_of(text, IsDigit) &&
         (text.size() == 1 || text[0] != '0');
}

bool IsNumber(std::string_view text) {
  const size_t dot = text.find('.');
  if (dot == std::string_view::npos) return IsInteger(text);
  const std::string_view rest = text.substr(dot + 1);
  return IsInteger(text.substr(0, dot)) && !rest.empty() && std::ranges::all_of(rest, IsDigit);
}

// Braces and angle brackets in a constant are a template's: what stands there is not known. A token
// of the service, {{my.name}}, is text.
bool IsTemplate(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '<' || text[i] == '>' || text[i] == '}') return true;
    if (text[i] != '{') continue;
    const size_t end = text.find("}}", i);
    if (!text.substr(i).starts_with("{{") || end == std::string_view::npos) return true;
    i = end + 1;
  }
  return false;
}

// "13 (Change Data Value)" -> "13"; the title in it names the value, too.
struct RestName {
  std::string name, title;
};
RestName SplitName(const std::string& text) {
  const size_t open = text.find(" (");
  if (open == std::string::npos || !text.ends_with(')')) return {text, {}};
  return {text.substr(0, open), text.substr(open + 2, text.size() - open - 3)};
}

std::string EnumName(const Pack& pack, const std::string& type, std::string_view value) {
  const std::string prefix = type + "/";
  for (auto at = pack.enum_rest_names.lower_bound(prefix);
       at != pack.enum_rest_names.end() && at->first.starts_with(prefix); ++at) {
    const RestName rest = SplitName(at->second);
    // Generators write NEW_LEAD for NewLead.
    const std::string key = PathKey(value);
    if (PathKey(std::string_view(at->first).substr(prefix.size())) == key ||
        (!rest.title.empty() && PathKey(rest.title) == key))
      return rest.name;
  }
  return {};
}

// 40_101: many languages take numbers apart so.
std::string WithoutGaps(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_gap = text[i] == '_' && i > 0 && i + 1 < text.size() && IsDigit(text[i - 1]) &&
                        IsDigit(text[i + 1]);
    if (!is_gap) out += text[i];
  }
  return out;
}

JsonTree Typed(const std::string& written, const RestMember& member) {
  const bool is_number = member.type == "integer" || member.type == "number";
  const std::string text = is_number ? WithoutGaps(written) : written;
  if (member.type == "integer" && IsInteger(text)) {
    long long number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return JsonTree::Number(member.top > 0 && number > member.top ? std::to_string(member.top)
                                                                  : text);
  }
  if (member.type == "number" && IsNumber(text)) return JsonTree::Number(text);
  if (member.type == "boolean") {
    if (EqualsIgnoreCase(text, "true") || text == "1") return JsonTree::Bool(true);
    if (EqualsIgnoreCase(text, "false") || text == "0") return JsonTree::Bool(false);
  }
  if (member.type == "datetime") {
    const std::string iso = IsoDateTime(text);
    if (!iso.empty()) return JsonTree::String(iso);
  }
  if (member.type != "string") return {};
  const bool fits =
      member.values.empty() || std::ranges::find(member.values, text) != member.values.end();
  return fits ? JsonTree::String(text) : JsonTree();
}

std::string_view Part(std::string_view text, const Translation& by) {
  if (!by.before.empty()) {
    const size_t at = text.rfind(by.before);
    return at == std::string_view::npos ? std::string_view() : text.substr(0, at);
  }
  if (by.after.empty()) return text;
  const size_t at = text.rfind(by.after);
  return at == std::string_view::npos ? text : text.substr(at + by.after.size());
}

}  // namespace

std::string RestField(const Pack& pack, std::string_view name) {
  const std::string key = PathKey(name);
  for (const FieldMap& field : pack.fields) {
    if (!field.soap.empty() && PathKey(field.soap) == key && !field.rest.empty()) return field.rest;
  }
  return std::string(name);
}

std::string IsoDateTime(std::string_view text) {
  const auto digits = [&](size_t at, size_t count) {
    return text.size() >= at + count && std::ranges::all_of(text.substr(at, count), IsDigit);
  };
  if (!digits(0, 4) || text.size() < 10 || text[4] != '-' || !digits(5, 2) || text[7] != '-' ||
      !digits(8, 2))
    return {};
  std::string out(text.substr(0, 10));
  if (text.size() == 10) return out + "T00:00:00Z";
  if ((text[10] != 'T' && text[10] != ' ') || !digits(11, 2) || text.size() < 16 ||
      text[13] != ':' || !digits(14, 2))
    return {};
  out += "T" + std::string(text.substr(11, 5));
  size_t at = 16;
  const bool seconds = text.size() > at && text[at] == ':' && digits(at + 1, 2);
  out += seconds ? std::string(text.substr(at, 3)) : ":00";
  if (seconds) at += 3;
  // Milliseconds are refused by some calls and needed by none.
  if (text.size() > at && text[at] == '.') {
    ++at;
    while (at < text.size() && IsDigit(text[at])) ++at;
  }
  std::string_view offset = text.substr(at);
  while (offset.starts_with(' ')) offset.remove_prefix(1);
  if (offset.empty() || offset == "Z") return out + "Z";
  std::string plain;
  for (const char c : offset) {
    if (c != ':') plain += c;
  }
  const bool is_offset = plain.size() == 5 && (plain[0] == '+' || plain[0] == '-') &&
                         std::ranges::all_of(std::string_view(plain).substr(1), IsDigit);
  return is_offset ? out + plain.substr(0, 3) + ":" + plain.substr(3) : std::string();
}

namespace {

// A text between its marks in an envelope, {{my.name}}, is no hole of the program's template.
bool IsMarked(std::string_view text, const Translation& by) {
  if (by.open.empty() || by.close.empty() || text.size() <= by.open.size() + by.close.size() ||
      !text.starts_with(by.open) || !text.ends_with(by.close))
    return false;
  text = text.substr(by.open.size(), text.size() - by.open.size() - by.close.size());
  return std::ranges::all_of(
      text, [](char c) { return IsAlnum(c) || c == '_' || c == '.' || c == '-' || c == ' '; });
}

}  // namespace

JsonTree RestValue(const Pack& pack, const KnownItem& given, const RestMember& member,
                   const Translation& by, std::string_view label) {
  KnownItem item = given;
  if (item.values.empty() && IsMarked(item.source, by))
    item.values = {item.source}, item.complete = true;
  const bool is_known =
      item.values.size() == 1 && item.complete && !IsTemplate(item.values.front());
  const std::string what = item.source.empty() ? std::string(label) : item.source;
  const auto unknown = [&]() {
    return item.source.empty() ? JsonTree::Choose(std::string(label)) : JsonTree::Code(item.source);
  };
  // The type of a list says nothing of what is in it.
  const bool is_type =
      is_known && !by.as.empty() && by.as != "fields" && pack.FindType(item.values[0]) != nullptr;
  if (!is_known || is_type) {
    if (by.as == "fields")
      return JsonTree::Choose("the REST names of the fields in " + what +
                              ": unsoap explain fields");
    if (!by.as.empty())
      return JsonTree::Choose("the REST name of " + what + ": unsoap explain " + by.as);
    if (!member.values.empty())
      return JsonTree::Choose(what + ": one of " + Join(member.values, ", "));
    return by.before.empty() ? unknown() : JsonTree();
  }
  std::string text(Part(item.values.front(), by));
  if (text.empty()) return {};
  if (!text.starts_with(by.open)) text.insert(0, by.open);
  if (!text.ends_with(by.close)) text += by.close;
  if (by.as == "fields") return JsonTree::String(RestField(pack, text));
  if (!by.as.empty()) {
    const std::string name = EnumName(pack, by.as, text);
    JsonTree out = name.empty() ? JsonTree() : Typed(name, member);
    if (!out.empty()) return out;
    return JsonTree::Choose("what stands for " + text + " in REST: unsoap explain " + by.as);
  }
  JsonTree out = Typed(text, member);
  if (!out.empty()) return out;
  if (!member.values.empty())
    return JsonTree::Choose("instead of " + text + " one of " + Join(member.values, ", "));
  if (item.source.empty()) return JsonTree::Code(text);
  return unknown();
}

}  // namespace unsoap::rules
