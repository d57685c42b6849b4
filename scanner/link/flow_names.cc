// What is reached by a constant name: the project's settings, the entries of its containers, an
// object by its class. All of it is written in one place and read in another that shares nothing
// with it but the name.
#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/link/flow.h"
#include "scanner/rules/builtin.h"

namespace unsoap::link {
namespace {

constexpr size_t kMaxEntries = 50'000;  // settings of all files
constexpr size_t kMaxKey = 120;         // bytes of a name
constexpr size_t kMaxValue = 1024;
constexpr size_t kMaxRead = 32;  // expressions of a call that reads a file
constexpr int kMaxDepth = 5;     // of maps in maps, and of the path before a key

/// "Marketo:WsdlUrl", "MARKETO_WSDL_URL", "marketo.wsdl-url" -> marketo wsdl url.
void AddWords(std::string_view text, std::vector<std::string>* words) {
  if (text.size() > kMaxKey) return;
  const bool shouts = std::none_of(text.begin(), text.end(), IsLower);
  std::string word;
  const std::string split = shouts ? Lower(text) : SnakeCase(text);
  for (const char c : split) {
    if (IsAlnum(c)) {
      word += c;
    } else if (!word.empty()) {
      words->push_back(Lower(word));
      word.clear();
    }
  }
  if (!word.empty()) words->push_back(Lower(word));
}

/// An everyday word is a key of many containers.
bool IsEverydayKey(std::string_view key) {
  std::vector<std::string> words;
  AddWords(key, &words);
  return words.size() < 2 && key.size() < 6;
}

/// The last word alone, for the many names that are no setting's.
uint32_t LastWordHash(std::string_view text) {
  size_t end = text.size();
  while (end > 0 && !IsAlnum(text[end - 1])) --end;
  const auto is_lower = [](char c) { return IsLower(c) || IsDigit(c); };
  size_t begin = end;
  while (begin > 0 && IsAlnum(text[begin - 1])) {
    --begin;
    if (begin > 0 && !is_lower(text[begin]) && is_lower(text[begin - 1])) break;  // aB
  }
  uint32_t hash = 2166136261u;
  for (size_t i = begin; i < end; ++i) {
    hash = (hash ^ static_cast<unsigned char>(ToLower(text[i]))) * 16777619u;
  }
  return hash;
}

size_t CommonSuffix(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  size_t n = 0;
  while (n < a.size() && n < b.size() && a[a.size() - 1 - n] == b[b.size() - 1 - n]) ++n;
  return n;
}

std::string_view StemOf(std::string_view path) {
  path.remove_prefix(path.find_last_of('/') + 1);
  const size_t dot = path.find('.');
  return dot == std::string_view::npos || dot == 0 ? path : path.substr(0, dot);
}

/// Addresses alone: other settings may be keys and passwords, and what flows may be shown.
bool MayMatter(std::string_view value) {
  return value.size() <= kMaxValue && value.find('@') == std::string_view::npos &&
         (value.find("://") != std::string_view::npos || ContainsIgnoreCase(value, ".wsdl"));
}

/// "${marketo.wsdl:none}" -> "marketo.wsdl"; "%marketo.wsdl%" -> the same.
std::string_view InsidePlaceholder(std::string_view text) {
  if (const size_t open = text.find("${"); open != std::string_view::npos) {
    text.remove_prefix(open + 2);
    return text.substr(0, text.find_first_of("}:"));
  }
  if (text.size() > 2 && text.front() == '%' && text.back() == '%')
    return text.substr(1, text.size() - 2);
  return text;
}

/// "services.acme.crm.class" -> "acme.crm"; empty if it is no such setting.
std::string_view ObjectNamed(std::string_view key) {
  for (const std::string& pattern : rules::BuiltinWords().container_classes) {
    const size_t star = pattern.find('*');
    const std::string_view begin = std::string_view(pattern).substr(0, star);
    const std::string_view end = std::string_view(pattern).substr(star + 1);
    const size_t at = key.find(begin);
    if (at != std::string_view::npos && key.ends_with(end) &&
        key.size() > at + begin.size() + end.size())
      return key.substr(at + begin.size(), key.size() - at - begin.size() - end.size());
  }
  return {};
}

}  // namespace

void Flow::AddSetting(const std::vector<std::string>& words, NodeId node) {
  if (words.size() < 2 || settings_.size() >= kMaxEntries) return;
  const std::string last = words[words.size() - 2] + "." + words.back();
  settings_by_end_[last].push_back(static_cast<uint32_t>(settings_.size()));
  last_words_.insert(LastWordHash(words.back()));
  settings_.push_back({words, node});
}

void Flow::AddSettingsOf(FileId file, facts::ExprId map, const std::vector<std::string>& words,
                         int depth) {
  const facts::FileFacts& facts = program_.file(file);
  const facts::Expr& e = facts.exprs[map];
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const facts::Arg& entry = facts.begin_args(e)[i];
    std::string_view key = entry.name;
    if (key.empty() && entry.key != facts::kNone &&
        facts.exprs[entry.key].kind == facts::ExprKind::kString)
      key = facts.exprs[entry.key].text;
    if (key.empty() || entry.value == facts::kNone) continue;
    std::vector<std::string> inner = words;
    AddWords(key, &inner);
    AddSetting(inner, NodeOf({file, entry.value}));
    if (facts.exprs[entry.value].kind == facts::ExprKind::kMap && depth < kMaxDepth)
      AddSettingsOf(file, entry.value, inner, depth + 1);
  }
}

void Flow::IndexServices(FileId file) {
  // services: { acme.crm: { class: Acme\\Crm } }
  const facts::FileFacts& facts = program_.file(file);
  for (const facts::Setting& setting : facts.settings) {
    const std::string_view id = ObjectNamed(setting.key);
    if (id.empty() || id.size() > kMaxKey) continue;
    std::vector<NodeId>& nodes = entries_[std::string(id)];
    if (nodes.size() >= kMaxCandidates) continue;
    const NodeId node = NewNode({Slot::Kind::kShared});
    for (const ClassRef& c : program_.ClassesNamed(SimpleName(setting.value))) {
      const std::string full = DottedName(program_.QualifiedName(c));
      if (DottedName(setting.value) == full || DottedName(setting.value) == "." + full)
        Add(node, Intern({AtomKind::kClass, c.file, c.cls}));
    }
    nodes.push_back(node);
  }
}

void Flow::IndexSettings(FileId file) {
  const facts::FileFacts& facts = program_.file(file);
  IndexServices(file);
  std::vector<std::string> stem;
  AddWords(StemOf(facts.path), &stem);
  for (const facts::Setting& setting : facts.settings) {
    if (!MayMatter(setting.value) && !toolkits_.IsOperation(setting.value)) continue;
    std::vector<std::string> words;
    AddWords(setting.key, &words);
    if (words.size() == 1) words.insert(words.begin(), stem.begin(), stem.end());
    if (words.size() < 2) continue;
    const NodeId node = NewNode({Slot::Kind::kShared});
    Add(node, Intern({AtomKind::kString, InternString(setting.value)}));
    AddSetting(words, node);
  }
  // A file of code that is nothing but settings: return [...], module.exports = {...}, X = {...}.
  const auto is_map = [&](facts::ExprId id) {
    return id != facts::kNone && facts.exprs[id].kind == facts::ExprKind::kMap;
  };
  for (const facts::Return& ret : facts.returns) {
    if (ret.function == facts::kNone && is_map(ret.value)) AddSettingsOf(file, ret.value, stem, 0);
  }
  for (const facts::Binding& binding : facts.bindings) {
    if (binding.function != facts::kNone || binding.class_id != facts::kNone ||
        binding.target == facts::kNone || binding.value == facts::kNone)
      continue;
    // CRM_WSDL = "https://...", in a file of settings that is read by keys.
    const facts::Expr& value = facts.exprs[binding.value];
    if (value.kind == facts::ExprKind::kString && MayMatter(value.text)) {
      std::vector<std::string> words = stem;
      AddWords(facts.exprs[binding.target].text, &words);
      AddSetting(words, NodeOf({file, binding.value}));
    }
    if (!is_map(binding.value)) continue;
    std::vector<std::string> words = stem;
    AddWords(facts.exprs[binding.target].text, &words);
    AddSettingsOf(file, binding.value, words, 0);
  }
  for (const facts::ExprId id : facts.calls) {  // Configure::write('Marketo', [...])
    const facts::Expr& call = facts.exprs[id];
    if (call.args_count != 2) continue;
    const facts::Arg* args = facts.begin_args(call);
    if (args[0].value == facts::kNone ||
        facts.exprs[args[0].value].kind != facts::ExprKind::kString || !is_map(args[1].value) ||
        !program_.Names(file, &languages::Language::registers, call.text))
      continue;
    std::vector<std::string> words;
    AddWords(facts.exprs[args[0].value].text, &words);
    AddSettingsOf(file, args[1].value, words, 0);
  }
}

std::string_view Flow::ConstantKey(FileId file, const facts::Expr& e) const {
  const facts::FileFacts& facts = program_.file(file);
  if (e.kind == facts::ExprKind::kMember) return e.text;
  if ((e.kind != facts::ExprKind::kIndex && e.kind != facts::ExprKind::kCall) || e.args_count == 0)
    return {};
  const facts::ExprId key = facts.begin_args(e)[0].value;
  if (key == facts::kNone || facts.exprs[key].kind != facts::ExprKind::kString) return {};
  const std::string_view text = facts.exprs[key].text;
  return text.size() > kMaxKey || text.find(' ') != std::string_view::npos ? std::string_view()
                                                                           : text;
}

void Flow::ReadSetting(ExprRef at) {
  if (last_words_.empty()) return;
  const facts::Expr& e = program_.expr(at);
  const std::string_view key = ConstantKey(at.file, e);
  if (key.empty()) return;
  LinkSetting(at.file, key, e.object, NodeOf(at));
  if (e.kind != facts::ExprKind::kCall || e.args_count < 2) return;
  // config.get("crm", "wsdl"): a section and its key.
  const facts::FileFacts& facts = program_.file(at.file);
  const facts::ExprId second = facts.begin_args(e)[1].value;
  if (second == facts::kNone || facts.exprs[second].kind != facts::ExprKind::kString) return;
  const std::string_view inner = facts.exprs[second].text;
  if (inner.size() <= kMaxKey && last_words_.contains(LastWordHash(inner)))
    LinkSettingOf({inner, key}, inner, NodeOf(at));
}

void Flow::ReadPlaceholder(ExprRef at) {
  const std::string_view text = program_.expr(at).text;
  if (last_words_.empty() || !text.starts_with("${") || text.find('}') + 1 != text.size()) return;
  const std::string_view key = InsidePlaceholder(text);
  if (!key.empty()) LinkSetting(at.file, key, facts::kNone, NodeOf(at));
}

namespace {

/// The name of a file that a call reads: the last of its texts that ends like one; empty if none
/// does.
std::string_view FileNamedIn(const facts::FileFacts& facts, facts::ExprId value) {
  std::vector<facts::ExprId> work = {value};
  for (size_t i = 0; i < work.size() && i < kMaxRead; ++i) {
    const facts::Expr& e = facts.exprs[work[i]];
    const size_t dot = e.text.rfind('.');
    if (e.kind == facts::ExprKind::kString && dot != std::string_view::npos &&
        e.text.size() - dot <= 6 && e.text.find(' ') == std::string_view::npos)
      return StemOf(e.text);
    for (uint32_t k = 0; k < e.args_count; ++k) {
      if (facts.begin_args(e)[k].value != facts::kNone)
        work.push_back(facts.begin_args(e)[k].value);
    }
    if (e.object != facts::kNone) work.push_back(e.object);
  }
  return {};
}

}  // namespace

std::string_view Flow::FileReadInto(FileId file, facts::ExprId id) const {
  const facts::FileFacts& facts = program_.file(file);
  const facts::Expr& name = facts.exprs[id];
  if (name.kind != facts::ExprKind::kName && name.kind != facts::ExprKind::kMember) return {};
  const auto [known, fresh] = reads_.try_emplace(file);
  ReadsInto& reads = known->second;
  for (const facts::Binding& binding : facts.bindings) {
    if (!fresh) break;
    if (binding.target == facts::kNone || binding.value == facts::kNone ||
        facts.exprs[binding.value].kind != facts::ExprKind::kCall)
      continue;
    const facts::Expr& target = facts.exprs[binding.target];
    if (const std::string_view read = FileNamedIn(facts, binding.value); !read.empty())
      reads.try_emplace({target.text, target.kind}, read);
  }
  const auto read = reads.find({name.text, name.kind});
  return read == reads.end() ? std::string_view() : read->second;
}

void Flow::LinkSetting(FileId file, std::string_view key, facts::ExprId object, NodeId to) {
  if (!last_words_.contains(LastWordHash(key))) return;
  const facts::FileFacts& facts = program_.file(file);
  std::vector<std::string_view> path = {key};
  std::string_view file_name;
  for (int depth = 0; object != facts::kNone && depth < kMaxDepth; ++depth) {
    const facts::Expr& e = facts.exprs[object];
    const std::string_view name = ConstantKey(file, e);
    path.push_back(name.empty() ? e.text : name);
    if (e.object == facts::kNone) file_name = FileReadInto(file, object);
    object = e.object;
  }
  LinkSettingOf(path, key, to);
  if (file_name.empty()) return;
  path.back() = file_name;  // $settings = parse_ini_file('crm.ini')
  LinkSettingOf(path, key, to);
}

void Flow::LinkSettingOf(const std::vector<std::string_view>& path, std::string_view key,
                         NodeId to) {
  std::vector<std::string> words, own;
  AddWords(key, &own);
  for (size_t i = path.size(); i-- > 0;) AddWords(path[i], &words);
  if (words.size() < 2) return;
  const auto at = settings_by_end_.find(words[words.size() - 2] + "." + words.back());
  if (at == settings_by_end_.end()) return;
  size_t best = 0;
  std::vector<NodeId> nodes;
  for (const uint32_t id : at->second) {
    const SettingNode& setting = settings_[id];
    const size_t common = CommonSuffix(words, setting.words);
    if (common < std::max<size_t>(2, std::min(own.size(), setting.words.size())) || common < best)
      continue;
    if (common > best) best = common, nodes.clear();
    if (nodes.size() < kMaxCandidates) nodes.push_back(setting.node);
  }
  for (const NodeId node : nodes) AddEdgeOnce(node, to);
}

void Flow::ReadAnnotatedSettings(FileId file) {
  // @Value("${marketo.wsdl}") private String wsdl: the setting is the value of what follows.
  const facts::FileFacts& facts = program_.file(file);
  if (last_words_.empty() || facts.annotations.empty()) return;
  const auto follows = [&](Span annotation, Span other) {
    if (other.begin < annotation.end || other.begin - annotation.end > 200) return false;
    const std::string_view gap =
        std::string_view(facts.source.text()).substr(annotation.end, other.begin - annotation.end);
    return gap.find_first_of(";{}(),") == std::string_view::npos;
  };
  for (const facts::Annotation& annotation : facts.annotations) {
    if (annotation.args == facts::kNone) continue;
    const facts::Expr& args = facts.exprs[annotation.args];
    for (uint32_t i = 0; i < args.args_count; ++i) {
      const facts::ExprId value = facts.begin_args(args)[i].value;
      if (value == facts::kNone || facts.exprs[value].kind != facts::ExprKind::kString) continue;
      const std::string_view key = InsidePlaceholder(facts.exprs[value].text);
      if (key.empty() || !last_words_.contains(LastWordHash(key))) continue;
      for (const facts::Field& field : facts.fields) {
        if (follows(annotation.span, field.span))
          LinkSetting(file, key, facts::kNone, FieldSlot({file, field.class_id}, field.name));
      }
      for (facts::FunctionId fn = 0; fn < facts.functions.size(); ++fn) {
        const std::vector<facts::Param>& params = facts.functions[fn].params;
        for (uint32_t p = 0; p < params.size(); ++p) {
          if (follows(annotation.span, params[p].span))
            LinkSetting(file, key, facts::kNone, MutableParam({file, fn}, p));
        }
      }
    }
  }
}

std::string Flow::EntryKey(FileId file, facts::ExprId id) const {
  if (id == facts::kNone) return {};
  const facts::FileFacts& facts = program_.file(file);
  const facts::Expr& key = facts.exprs[id];
  if (key.kind == facts::ExprKind::kMember && key.object != facts::kNone &&
      program_.Names(file, &languages::Language::class_literals, key.text))
    return "\x01" + std::string(SimpleName(facts.exprs[key.object].text));
  if (key.kind != facts::ExprKind::kString || key.text.size() > kMaxKey) return {};
  if (IsEverydayKey(key.text) && program_.Words(file, &languages::Language::entry_objects).empty())
    return {};
  return std::string(key.text);
}

void Flow::NoteEntryMember(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  const std::vector<std::string>& objects =
      program_.Words(at.file, &languages::Language::entry_objects);
  if (objects.empty() || e.object == facts::kNone || e.text.empty() || e.args_count > 0) return;
  const facts::FileFacts& facts = program_.file(at.file);
  const std::string_view object = facts.source.Slice(facts.exprs[e.object].span);
  if (std::find(objects.begin(), objects.end(), object) != objects.end())
    entry_reads_.emplace_back(std::string(e.text), at);
}

void Flow::NoteEntry(ExprRef at) {
  // container.set('crm.soap', value) and container.get('crm.soap').
  const facts::Expr& e = program_.expr(at);
  if (e.kind != facts::ExprKind::kCall || e.args_count == 0 || e.args_count > 4) return;
  const facts::FileFacts& facts = program_.file(at.file);
  const facts::Arg* args = facts.begin_args(e);
  const bool writes = e.args_count > 1 && args[1].value != facts::kNone &&
                      program_.Names(at.file, &languages::Language::registers, e.text);
  const std::string key = EntryKey(at.file, args[0].value);
  if (key.empty()) return;
  if (!writes) {
    if (e.args_count <= 2 && !IsEverydayKey(key)) entry_reads_.emplace_back(key, at);
    return;
  }
  WriteEntry(key, {at.file, args[1].value});
}

void Flow::WriteEntry(const std::string& key, ExprRef value) {
  std::vector<NodeId>& nodes = entries_[key];
  if (nodes.size() >= kMaxCandidates) return;
  nodes.push_back(NodeOf(value));
  // share(function () { ... }): what is wrapped around it gives the same.
  const facts::Expr& e = program_.expr(value);
  const facts::FileFacts& facts = program_.file(value.file);
  if (e.kind != facts::ExprKind::kCall) return;
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const facts::ExprId arg = facts.begin_args(e)[i].value;
    if (arg != facts::kNone && facts.exprs[arg].kind == facts::ExprKind::kFunction)
      nodes.push_back(NodeOf({value.file, arg}));
  }
}

void Flow::JoinEntries() {
  for (const auto& [key, at] : entry_reads_) {
    const auto written = entries_.find(key);
    if (written == entries_.end() || !Targets(at).empty()) continue;
    for (const NodeId node : written->second) {
      Rule rule = {RuleKind::kEntry, at, NodeOf(at), {}, node, {}};
      Watch(node, rule);
    }
  }
}

void Flow::RunEntry(const Rule& rule) {
  const AtomList values = Values(rule.number);
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    if (atom.kind == AtomKind::kFunction) {  // it is made on first use
      AddEdgeOnce(MutableReturn({atom.a, atom.b}), rule.extra, {WayKind::kLeave, rule.extra});
    } else if (atom.kind == AtomKind::kClass) {
      Add(rule.extra, Intern({AtomKind::kInstance, atom.a, atom.b}));
      AddClientClass(rule.extra, {atom.a, atom.b});
    } else if (atom.kind != AtomKind::kParam) {
      Bring(rule.number, rule.extra, id);
    }
  }
}

void Flow::GiveObjectOf(ExprRef at) {
  // container.get(Crm.class), app(Crm::class), GetService<Crm>(): an object of that class.
  MakeNamed(at);
  MakeMember(at);
  const facts::Expr& e = program_.expr(at);
  std::string_view name = e.text;
  if (const size_t open = name.find('<'); open != std::string_view::npos && name.ends_with('>')) {
    const std::string_view type = name.substr(open + 1, name.size() - open - 2);
    if (program_.Names(at.file, &languages::Language::class_getters, name.substr(0, open)))
      DeclareType(at.file, NodeOf(at), type);
    return;
  }
  if (e.args_count == 0 || !program_.Names(at.file, &languages::Language::class_getters, name))
    return;
  const AtomList given = GivenTo(at, 0);
  for (const AtomId id : given) {
    const Atom atom = atoms_[id];
    if (atom.kind != AtomKind::kClass) continue;
    Add(NodeOf(at), Intern({AtomKind::kInstance, atom.a, atom.b}));
    AddClientClass(NodeOf(at), {atom.a, atom.b});
  }
}

}  // namespace unsoap::link
