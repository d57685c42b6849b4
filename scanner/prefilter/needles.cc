// NeedlesOf: what a rule pack's facts look like in the bytes of a file.
#include <algorithm>
#include <iterator>
#include <map>

#include "scanner/base/char.h"
#include "scanner/base/encoded_forms.h"
#include "scanner/base/text.h"
#include "scanner/prefilter/prefilter.h"
#include "scanner/prefilter/required_literal.h"
#include "scanner/rules/pack.h"

namespace unsoap::prefilter {
namespace {

bool HoldsAny(std::string_view text, const std::vector<std::string>& words) {
  const std::string folded = Lower(text);
  return std::ranges::any_of(
      words, [&](const std::string& word) { return folded.find(word) != folded.npos; });
}

/// The words that name the service, alone or beside others.
std::vector<std::string> AnchorWords(const rules::Surface& surface) {
  std::vector<std::string> words;
  for (const auto* anchors : {&surface.strong_anchors, &surface.weak_anchors}) {
    for (const std::string& text : *anchors) words.push_back(Lower(text));
  }
  return words;
}

/// Needles by text. Of two for the same text only the one that admits more stays; a whole word that
/// matters more than the bare text stays beside it.
class Collection {
 public:
  void Add(std::string_view text, Needle kind, bool whole_word = false) {
    if (text.size() < 3) return;  // a pack that says "id" would make every file a candidate
    Entry& entry = needles_[Lower(text)];
    int& rank = whole_word ? entry.as_word : entry.anywhere;
    rank = std::max(rank, Rank(kind));
  }
  void AddRegex(std::string_view regex, Needle kind) {
    for (const std::string& literal : RequiredLiterals(regex)) Add(literal, kind);
  }
  /// An anchor's expression. What stands beside one of `words` in all that it matches
  /// ("acme[^/]*\\.wsdl") is only a part of an anchor: ".wsdl" alone is everywhere.
  void AddAnchor(std::string_view regex, const std::vector<std::string>& words) {
    const std::vector<std::string> literals = RequiredLiterals(regex);
    const std::vector<bool> beside = AlsoRequired(regex, words);
    for (size_t i = 0; i < literals.size(); ++i)
      Add(literals[i],
          beside[i] && !HoldsAny(literals[i], words) ? Needle::kPart : Needle::kStrong);
  }
  /// A dotted name as Java, PHP, Ruby, Perl, Go and paths write it.
  void AddQualified(std::string_view name, Needle kind) {
    Add(name, kind);
    const std::string separators[] = {".", "/", "\\", "\\\\", "::", "_"};
    std::vector<std::string> parts;
    for (const std::string_view part : Split(name, '.')) parts.emplace_back(part);
    if (parts.size() < 2) return;
    for (const std::string& separator : separators) Add(Join(parts, separator), kind);
  }
  std::vector<Prefilter::NeedleText> Take() const {
    std::vector<Prefilter::NeedleText> list;
    for (const auto& [text, entry] : needles_) {
      if (entry.anywhere >= 0) list.push_back({text, kByRank[entry.anywhere], false});
      if (entry.as_word > entry.anywhere) list.push_back({text, kByRank[entry.as_word], true});
    }
    return list;
  }

 private:
  static constexpr Needle kByRank[] = {Needle::kEncoded, Needle::kToolkit,   Needle::kEveryday,
                                       Needle::kPart,    Needle::kOperation, Needle::kWeak,
                                       Needle::kLearned, Needle::kStrong};
  static int Rank(Needle kind) {
    return static_cast<int>(std::ranges::find(kByRank, kind) - std::begin(kByRank));
  }
  struct Entry {
    int anywhere = -1, as_word = -1;  // ranks; -1: not wanted
  };
  std::map<std::string, Entry> needles_;
};

/// "getMObjects": get_m_objects as Rails splits it, and get_mobjects as others do.
std::string LooseSnakeCase(std::string_view camel) {
  std::string out;
  for (size_t i = 0; i < camel.size(); ++i) {
    if (i > 0 && IsUpper(camel[i]) && !IsUpper(camel[i - 1]) && camel[i - 1] != '_') out += '_';
    out += ToLower(camel[i]);
  }
  return out;
}

/// A name whose separators are free: mktowsUserId, mktows_user_id, MKTOWS-USER-ID, mktows.user.id.
void AddSpellings(std::string_view name, Needle kind, Collection& all) {
  all.Add(name, kind);
  for (const std::string& snake : {SnakeCase(name), LooseSnakeCase(name)}) {
    for (const char separator : {'_', '-', '.', ' '}) {
      std::string spelled = snake;
      for (char& c : spelled) {
        if (c == '_' || c == '-' || c == '.') c = separator;
      }
      all.Add(spelled, kind);
    }
    std::string joined;
    for (const char c : snake) {
      if (c != '_' && c != '-' && c != '.') joined += c;
    }
    all.Add(joined, kind);
  }
}

void AddOperation(const rules::Pack& pack, const rules::Operation& operation, Collection& all) {
  std::vector<std::string> names = operation.aliases;
  names.push_back(operation.name);
  const Needle kind = operation.is_common_name ? Needle::kEveryday : Needle::kOperation;
  for (const std::string& name : names) {
    all.Add(name, kind);
    all.Add(SnakeCase(name), kind);
    all.Add(LooseSnakeCase(name), kind);
  }
  // An envelope names its operation by an element that nothing else has, unless the operation's
  // name is an everyday one.
  const Needle element = operation.is_common_name ? Needle::kLearned : Needle::kStrong;
  all.Add(operation.request_element, element);
  all.Add(operation.soap_action, kind);
  std::vector<std::string> templates = pack.surface.element_templates;
  templates.push_back(pack.surface.request_element);
  for (const std::string& each : templates) {
    const std::string text = rules::ExpandTemplate(each, operation.name);
    // "{Op}" alone is the name again, and says no more than the name does.
    all.Add(text, EqualsIgnoreCase(text, operation.name) ? kind : element);
  }
  for (const std::string& each : pack.surface.type_templates) {
    all.Add(rules::ExpandTemplate(each, operation.name), Needle::kOperation);
  }
}

/// A short word would be met by chance where there is much base64.
constexpr size_t kShortestEncoded = 6;

void AddEncoded(std::string_view text, Collection& all) {
  if (text.size() < kShortestEncoded) return;
  for (const std::string& form : Base64Inside(text)) all.Add(form, Needle::kEncoded);
  for (const std::string& form : NumberForms(text)) all.Add(form, Needle::kEncoded);
}

void AddSurface(const rules::Surface& surface, Collection& all) {
  for (const std::string& text : surface.strong_anchors) {
    all.Add(text, Needle::kStrong);
    AddEncoded(text, all);
  }
  for (const std::string& text : surface.weak_anchors) all.Add(text, Needle::kWeak);
  for (const std::string& text : surface.namespaces) all.Add(text, Needle::kStrong);
  const std::vector<std::string> words = AnchorWords(surface);
  for (const std::string* regex :
       {&surface.namespace_pattern, &surface.endpoint_pattern, &surface.wsdl_pattern}) {
    all.AddAnchor(*regex, words);
  }
  for (const std::string& regex : surface.hosts) all.AddRegex(regex, Needle::kStrong);
  for (const auto* names : {&surface.service_names, &surface.port_names, &surface.port_types,
                            &surface.bindings, &surface.types}) {
    for (const std::string& name : *names) all.Add(name, Needle::kStrong);
  }
  for (const std::string& name : surface.code_packages) all.AddQualified(name, Needle::kStrong);
  // The fields of the signature matter beside other evidence only.
  for (const std::string& name : surface.auth_header_fields)
    AddSpellings(name, Needle::kOperation, all);
}

/// Words that a file which uses the toolkit holds: its types, and what it is imported by.
void AddToolkit(const rules::Toolkit& toolkit, Collection& all) {
  for (const std::string& regex : toolkit.imports) all.AddRegex(regex, Needle::kToolkit);
  for (const rules::Toolkit::Client& client : toolkit.clients) {
    for (const std::string* name : {&client.type, &client.receiver}) {
      if (name->find('{') == name->npos && name->size() > 6) all.Add(*name, Needle::kToolkit);
    }
  }
}

constexpr size_t kShortName = 8;  // it counts as a whole word only

/// What a file says that uses a shared library: the class, the function, or the library's name.
void AddShared(const rules::Package& package, Collection& all) {
  all.Add(package.title, Needle::kLearned);
  for (const rules::SharedWrapper& shared : package.shared) {
    std::string name = shared.type.empty() ? shared.name : shared.type;
    name.erase(0, name.rfind('.') + 1);
    all.Add(name, Needle::kLearned, name.size() < kShortName);
  }
}

void AddPackage(const rules::Package& package, Collection& all) {
  if (!package.shared.empty()) return AddShared(package, all);
  for (std::string name : package.names) {
    while (!name.empty() && name.back() == '*') name.pop_back();
    // A manifest may spell the coordinate in parts: the group and the artifact of Maven on lines of
    // their own.
    const size_t colon = name.rfind(':');
    if (colon != name.npos) name.erase(0, colon + 1);
    if (colon != name.npos) name.erase(0, name.rfind('/') + 1);  // git:owner/name
    all.Add(name, Needle::kLearned, name.size() < 8);
  }
  for (const std::string& regex : package.imports) all.AddRegex(regex, Needle::kLearned);
  for (const std::string& type : package.client_types) all.Add(type, Needle::kLearned);
  for (const auto& row : package.functions) all.Add(row.first, Needle::kLearned);
}

}  // namespace

std::vector<Prefilter::NeedleText> NeedlesOf(const std::vector<const rules::Pack*>& packs) {
  Collection all;
  for (const rules::Pack* pack : packs) {
    AddSurface(pack->surface, all);
    for (const rules::Operation& operation : pack->operations) AddOperation(*pack, operation, all);
    for (const std::string& name : pack->credentials.names)
      AddSpellings(name, Needle::kStrong, all);
    const std::vector<std::string> words = AnchorWords(pack->surface);
    for (const std::string& name : pack->credentials.endpoint_names)
      AddSpellings(name, HoldsAny(name, words) ? Needle::kStrong : Needle::kOperation, all);
    for (const rules::FlaggedParameter& parameter : pack->parameters) {
      // What matters with certain values only is an everyday name: "keyType".
      if (!parameter.standalone || !parameter.values.empty()) continue;
      for (const std::string& name : parameter.names) AddSpellings(name, Needle::kOperation, all);
    }
    for (const rules::Package& package : pack->packages) AddPackage(package, all);
    for (const rules::Toolkit& toolkit : pack->toolkits) {
      if (!toolkit.is_package) AddToolkit(toolkit, all);
    }
  }
  return all.Take();
}

}  // namespace unsoap::prefilter
