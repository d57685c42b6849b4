// Keys and literals that are put to use, and the values that the files hold of them.
#include "scanner/match/credential_reads.h"

#include <algorithm>
#include <set>

#include "scanner/base/budget.h"
#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/languages/language.h"
#include "scanner/link/toolkit_index.h"
#include "scanner/match/place.h"

namespace unsoap::match {
namespace {

constexpr size_t kMaxFileName = 200;  // of a path that code names

/// How many names at the end are the same: of {"crm", "z9"} and {"a", "crm", "z9"} two.
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

/// config/crm.yml -> crm.yml; without `keep_end` crm.
std::string_view FileName(std::string_view path, bool keep_end) {
  path.remove_prefix(path.find_last_of("/\\!") + 1);
  return keep_end ? path : path.substr(0, path.find('.', 1));
}

}  // namespace

void LearnKeys(const CredentialSources& sources, link::LearnedNames* learned) {
  const std::vector<CredentialRead>& reads = sources.reads;
  for (size_t i = 0; i < reads.size(); ++i) {
    const std::string& key = reads[i].path.back();
    if (IsTelling(key)) learned->names[key];
    for (size_t k = i + 1; k < reads.size() && reads[k].sink.file == reads[i].sink.file; ++k) {
      const std::string& other = reads[k].path.back();
      if (key != other) learned->together.insert(std::minmax(key, other));
    }
  }
}

/// A value under a key that code reads.
struct CredentialsByUse::Hit {
  const CredentialRead* read;
  const evidence::NamedValue* named;
  size_t common;
  bool whole;  // one of the two is no longer than what is the same
};

CredentialsByUse::CredentialsByUse(const CredentialSources& sources, const link::Program& program,
                                   const evidence::CredentialFinder& finder,
                                   const evidence::SecretLook& look)
    : sources_(sources), program_(program), finder_(finder), look_(look) {
  for (const CredentialRead& read : sources_.reads)
    by_last_word_[WordsOf({read.path.back()}).back()].push_back(&read);
  for (const CredentialLiteral& literal : sources_.literals)
    literals_[literal.at.file].push_back(&literal);
  NoteFiles();
}

void CredentialsByUse::NoteFiles() {
  if (sources_.reads.empty()) return;
  Names tree;
  for (link::FileId f = 0; f < program_.file_count(); ++f) {
    tree.emplace(FileName(program_.file(f).path, true));
    tree.emplace(FileName(program_.file(f).path, false));
  }
  const auto add = [&](std::string_view text, Names* names) {
    Spend();
    if (text.empty() || text.size() > kMaxFileName) return;
    for (const bool keep_end : {true, false}) {
      const auto known = tree.find(std::string(FileName(text, keep_end)));
      if (known != tree.end()) names->insert(*known);
    }
  };
  for (const CredentialRead& read : sources_.reads) {
    Names made_of;
    for (const std::string_view text : read.container) add(text, &made_of);
    if (!made_of.empty()) containers_.emplace(&read, std::move(made_of));
    const auto [names, fresh] = named_files_.try_emplace(read.file);
    if (!fresh) continue;
    const facts::FileFacts& reader = program_.file(read.file);
    for (const facts::Import& import : reader.imports) {
      add(import.module, &names->second);
      // from app.conf import KEY, import a.b.Conf
      add(import.module.substr(import.module.find_last_of(".:\\") + 1), &names->second);
    }
    for (const facts::ExprId id : reader.strings) add(reader.exprs[id].text, &names->second);
  }
}

bool CredentialsByUse::IsVouched(const CredentialRead& read, link::FileId file,
                                 const evidence::NamedValue& named) const {
  if (read.file == file) return true;
  const std::string& path = program_.file(file).path;
  const std::string_view name = FileName(path, true), stem = FileName(path, false);
  const Names& known = named_files_.at(read.file);
  if (known.contains(std::string(name)) || known.contains(std::string(stem))) return true;
  if (WordsOf(read.path).front() == stem) return true;  // config('crm.key') of config/crm.php
  if (rules::NamesWeakly(*read.sink.pack, name) ||
      rules::NamesWeakly(*read.sink.pack, named.key + " " + named.section))
    return true;
  const languages::Language* language = languages::FindLanguage(program_.file(read.file).language);
  return language != nullptr &&
         std::any_of(
             language->settings_files.begin(), language->settings_files.end(),
             [&](const std::string& glob) { return link::MatchesStar(Lower(glob), Lower(name)); });
}

bool CredentialsByUse::IsElsewhere(const CredentialRead& read, link::FileId file) const {
  const auto made_of = containers_.find(&read);
  if (made_of == containers_.end()) return false;
  const std::string& path = program_.file(file).path;
  return !made_of->second.contains(std::string(FileName(path, true))) &&
         !made_of->second.contains(std::string(FileName(path, false)));
}

std::vector<CredentialsByUse::Hit> CredentialsByUse::HitsIn(
    link::FileId file, const std::vector<evidence::NamedValue>& values) const {
  std::vector<Hit> hits;
  for (const evidence::NamedValue& named : values) {
    Spend();
    // {stripe: {key}} in code: the name of the map stands in the section.
    std::vector<std::string> path = {named.key};
    if (named.section.starts_with("map ")) {
      const size_t owner = named.section.find(' ', 4);
      if (owner != std::string::npos) path.insert(path.begin(), named.section.substr(owner + 1));
    }
    const std::vector<std::string> key = WordsOf(path), last = WordsOf({named.key});
    const auto reads = by_last_word_.find(key.back());
    if (reads == by_last_word_.end()) continue;
    for (const CredentialRead* read : reads->second) {
      Spend();
      const std::vector<std::string> wanted = WordsOf(read->path),
                                     own = WordsOf({read->path.back()});
      const size_t common = Common(wanted, key);
      if (common < std::min(own.size(), last.size())) continue;
      // crm.key is not stripe.key
      if (common < wanted.size() && common < key.size() && wanted.size() > own.size()) continue;
      if (IsElsewhere(*read, file)) continue;
      // A key that any product has is only known by the file.
      if (finder_.IsEveryday(read->path.back()) && !IsVouched(*read, file, named)) continue;
      hits.push_back({read, &named, common, common >= last.size() && last.size() == key.size()});
    }
  }
  return hits;
}

bool CredentialsByUse::MayBeValue(const CredentialSink& sink, std::string_view name,
                                  std::string_view value) const {
  return finder_.MayBeKey(sink.pack, name, value) && look_.MayBeSecret(value) &&
         value.find('/') != 0 && value.find("://") == std::string_view::npos;
}

bool CredentialsByUse::IsWholeKey(std::string_view text) const {
  // A format of a time has joints that no key has.
  return look_.IsKeyLike(text) && text.find_first_of(":%'") == std::string_view::npos &&
         std::any_of(text.begin(), text.end(), IsDigit);
}

/// What is added to the credentials of a file: no value twice.
class CredentialsByUse::Adder {
 public:
  explicit Adder(std::vector<evidence::CredentialUse>* uses) : uses_(*uses) {
    for (const evidence::CredentialUse& use : uses_) taken_.emplace(use.value.end, use.value.begin);
  }
  void operator()(const CredentialSink& sink, std::string_view name, Span key, Span value) {
    const auto known = taken_.upper_bound(value.begin);
    if (value.empty() || (known != taken_.end() && known->second < value.end)) return;
    taken_.emplace(value.end, value.begin);
    evidence::CredentialUse use;
    use.value = value, use.name = key, use.title = std::string(name), use.pack = sink.pack;
    use.use = sink.use, use.use_file = sink.file, use.use_span = sink.span;
    uses_.push_back(std::move(use));
  }

 private:
  std::vector<evidence::CredentialUse>& uses_;
  std::map<uint32_t, uint32_t> taken_;  // by end
};

void CredentialsByUse::AddLiterals(link::FileId file,
                                   const std::vector<evidence::NamedValue>& values,
                                   Adder* add) const {
  const auto literals = literals_.find(file);
  if (literals == literals_.end()) return;
  const facts::FileFacts& facts = program_.file(file);
  std::map<Span, const evidence::NamedValue*> names;
  for (const evidence::NamedValue& named : values) names.emplace(named.value_span, &named);
  // An item of a list names no other one: join(["one", "two"]).
  std::set<std::pair<uint32_t, uint32_t>> beside;  // where an item begins, and the one before it
  for (const facts::Expr& e : facts.exprs) {
    if (e.kind != facts::ExprKind::kList) continue;
    Spend(e.args_count);
    const facts::Arg* const args = facts.begin_args(e);
    for (uint32_t i = 1; i < e.args_count; ++i) {
      if (args[i].value == facts::kNone || args[i - 1].value == facts::kNone) continue;
      beside.insert({evidence::InsideQuotes(facts, facts.exprs[args[i].value]).begin,
                     facts.exprs[args[i - 1].value].span.begin});
    }
  }
  std::erase_if(names, [&](const auto& row) {
    return beside.contains({row.first.begin, row.second->key_span.begin});
  });
  for (const CredentialLiteral* literal : literals->second) {
    Spend();
    const facts::Expr& e = facts.exprs[literal->at.expr];
    const Span value = evidence::InsideQuotes(facts, e);
    const auto known = names.find(value);
    const std::string_view name =
        known == names.end() ? "literal" : evidence::LastParts(known->second->key, 1);
    // A word may be the name of a user, or stand in for one.
    if (!look_.IsKeyLike(e.text) || (literal->is_part && !IsWholeKey(e.text))) continue;
    if (MayBeValue(literal->sink, name, e.text))
      (*add)(literal->sink, name, known == names.end() ? e.span : known->second->key_span, value);
  }
}

void CredentialsByUse::AddReads(link::FileId file, const std::vector<evidence::NamedValue>& values,
                                Adder* add) const {
  const std::vector<Hit> hits = HitsIn(file, values);
  std::map<link::FileId, std::set<std::string>> keys;  // of a reader, that the file holds
  std::map<const CredentialRead*, std::set<uint32_t>> places;
  for (const Hit& hit : hits) {
    keys[hit.read->sink.file].insert(hit.read->path.back());
    places[hit.read].insert(hit.named->value_span.begin);
  }
  for (const Hit& hit : hits) {
    const CredentialRead& read = *hit.read;
    // One everyday word says nothing of the file that it stands in.
    if (!IsTelling(read.path.back()) && keys[read.sink.file].size() < 2) continue;
    // {crm: {key}, stripe: {key}}: which one is meant is not known
    if (!hit.whole && hit.common < 2 && places[hit.read].size() > 1) continue;
    const std::string_view name = evidence::LastParts(hit.named->key, 1);
    if (MayBeValue(read.sink, name, hit.named->value))
      (*add)(read.sink, name, hit.named->key_span, hit.named->value_span);
  }
}

void CredentialsByUse::Add(link::FileId file, std::vector<evidence::CredentialUse>* uses) const {
  if (sources_.reads.empty() && !literals_.contains(file)) return;
  const facts::FileFacts& facts = program_.file(file);
  if (IsTestPath(facts.path)) return;
  const std::vector<evidence::NamedValue> values = evidence::NamedValues(facts);
  Adder add(uses);
  AddLiterals(file, values, &add);
  AddReads(file, values, &add);
  std::sort(uses->begin(), uses->end(),
            [](const auto& a, const auto& b) { return a.value < b.value; });
}

}  // namespace unsoap::match
