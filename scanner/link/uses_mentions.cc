// Functions that are named where nothing calls them: a route by the text of its action, a list of
// actions, a handler that is added to an event. Whoever reads that calls them; the function around
// it does not.
#include "scanner/base/char.h"
#include "scanner/base/paths.h"
#include "scanner/base/text.h"
#include "scanner/link/use_finder.h"

namespace unsoap::link {
namespace {

using languages::Language;

constexpr size_t kLongestName = 200;   // of a text that names a function
constexpr size_t kMostOfOneName = 64;  // texts with one function's name

bool IsIdentifier(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return IsWordChar(c) || c == '!' || c == '?'; });
}

bool IsPath(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return IsWordChar(c) || c == '.' || c == '\\' || c == '/' || c == ':' || c == '-';
  });
}

/// "$c@$m" and "Users@show": the class and the method; false if the text is not so. "*=$c:$m" and
/// "tool = crm:main": whatever stands before the mark is none of it.
bool Matches(std::string_view pattern, std::string_view text, std::string_view* before,
             std::string_view* name) {
  if (pattern.starts_with('*')) {
    const std::string_view mark = pattern.substr(1, pattern.find('$') - 1);
    const size_t at = text.rfind(mark);
    if (at == std::string_view::npos || mark.empty()) return false;
    return Matches(pattern.substr(1 + mark.size()), Trim(text.substr(at + mark.size())), before,
                   name);
  }
  const size_t c = pattern.find("$c"), m = pattern.rfind('$');
  if (c == std::string_view::npos || m <= c + 1 || m + 1 >= pattern.size()) return false;
  const std::string_view prefix = pattern.substr(0, c), between = pattern.substr(c + 2, m - c - 2),
                         suffix = pattern.substr(m + 2);
  if (text.size() < prefix.size() + suffix.size() || !text.starts_with(prefix) ||
      !text.ends_with(suffix))
    return false;
  text = text.substr(prefix.size(), text.size() - prefix.size() - suffix.size());
  const size_t cut = text.rfind(between);
  if (between.empty() || cut == std::string_view::npos) return false;
  *before = text.substr(0, cut), *name = text.substr(cut + between.size());
  return IsIdentifier(*name) && IsPath(*before);
}

std::string_view LastPart(std::string_view path) {
  const size_t cut = path.find_last_of(".\\/:");
  return cut == std::string_view::npos ? path : path.substr(cut + 1);
}

std::string CamelCase(std::string_view snake) {
  std::string out;
  for (const std::string_view part : Split(snake, '_')) out += UpperFirst(part);
  return out;
}

}  // namespace

void Finder::NoteText(ExprRef at) {
  const Language* const language = program_.LanguageOf(at.file);
  const std::string_view text = program_.expr(at).text;
  if (language == nullptr || text.size() > kLongestName) return;
  for (const auto& [pattern, made_of] : language->callable_texts) {
    std::string_view before, name;
    if (!Matches(pattern, text, &before, &name)) continue;
    std::vector<TextMention>& known = texts_[name];
    if (known.size() < kMostOfOneName) known.push_back({at, before, &made_of});
  }
}

void Finder::NoteValue(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  // new EventHandler(Save)
  if (e.kind == facts::ExprKind::kNew && e.args_count == 1 &&
      program_.Names(at.file, &Language::same_function, SimpleName(e.text))) {
    const facts::ExprId inner = File(at.file).begin_args(e)[0].value;
    return inner == facts::kNone ? void() : NoteValue({at.file, inner});
  }
  // [Users::class, 'show']
  const bool is_pair = e.kind == facts::ExprKind::kList && e.args_count == 2 &&
                       program_.Is(at.file, &Language::pair_callables);
  if (e.kind != facts::ExprKind::kName && e.kind != facts::ExprKind::kMember && !is_pair) return;
  for (const AtomId id : flow_.ValuesOf(at)) {
    const Atom& atom = flow_.atom(id);
    if (atom.kind != AtomKind::kFunction) continue;
    const FnRef fn = {atom.a, atom.b};
    if (is_pair || program_.function(fn).name == SimpleName(e.text)) mentions_[fn].push_back(at);
  }
}

void Finder::NoteRouted(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  const facts::Arg* const args = File(at.file).begin_args(e);
  const auto is_text = [&](facts::ExprId id) {
    return id != facts::kNone && program_.expr({at.file, id}).kind == facts::ExprKind::kString;
  };
  if (std::none_of(args, args + e.args_count,
                   [&](const facts::Arg& arg) { return is_text(arg.value); }))
    return;
  for (uint32_t i = 0; i < e.args_count; ++i) {
    if (args[i].value == facts::kNone || is_text(args[i].value)) continue;
    const ExprRef value = {at.file, args[i].value};
    for (const AtomId id : flow_.ValuesOf(value)) {
      const Atom& atom = flow_.atom(id);
      if (atom.kind != AtomKind::kClass) continue;
      for (const std::string& name : program_.Words(at.file, &Language::route_methods)) {
        for (const FnRef& fn : program_.FindMethods({atom.a, atom.b}, name))
          mentions_[fn].push_back(value);
      }
    }
  }
}

void Finder::NoteClassCallback(ExprRef call) {
  const facts::Expr& e = program_.expr(call);
  const FnRef in = program_.NamedFunction({call.file, e.function});
  if (e.class_id == facts::kNone || e.object != facts::kNone ||
      (in.fn != facts::kNone && !program_.function(in).name.empty()) ||
      !program_.Names(call.file, &Language::class_callbacks, e.text))
    return;
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const facts::Arg& arg = File(call.file).begin_args(e)[i];
    if (arg.name.empty())  // only: :show is no method that is called
      NoteMethodNamed({call.file, e.class_id}, {call.file, arg.value}, call);
  }
}

void Finder::NoteMethodNamed(ClassRef c, ExprRef name, ExprRef at) {
  if (name.expr == facts::kNone || program_.expr(name).kind != facts::ExprKind::kString) return;
  for (const FnRef& fn : program_.FindMethods(c, program_.expr(name).text))
    mentions_[fn].push_back(at.expr == facts::kNone ? name : at);
}

void Finder::NoteGiven(ExprRef call) {
  const facts::Expr& e = program_.expr(call);
  NoteClassCallback(call);
  if (!program_.Words(call.file, &Language::route_methods).empty()) NoteRouted(call);
  // Who calls what it is given is known to flow.
  if (!program_.Is(call.file, &Language::pair_callables) ||
      program_.Names(call.file, &Language::callback_takers, e.text))
    return;
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const facts::ExprId value = File(call.file).begin_args(e)[i].value;
    if (value != facts::kNone && program_.expr({call.file, value}).kind == facts::ExprKind::kList)
      NoteValue({call.file, value});
  }
}

void Finder::IndexMentionsIn(FileId f) {
  const facts::FileFacts& facts = File(f);
  const Language* const language = program_.LanguageOf(f);
  if (language == nullptr) return;
  const bool has_texts = !language->callable_texts.empty();
  const bool has_routes = !language->route_methods.empty();
  for (facts::ExprId id = 0; id < facts.exprs.size(); ++id) {
    const facts::Expr& e = facts.exprs[id];
    switch (e.kind) {
      case facts::ExprKind::kString:
        if (has_texts) NoteText({f, id});
        break;
      case facts::ExprKind::kList:
        for (uint32_t i = 0; i < e.args_count; ++i) {
          if (const facts::ExprId value = facts.begin_args(e)[i].value; value != facts::kNone)
            NoteValue({f, value});
        }
        if (has_routes) NoteRouted({f, id});
        break;
      case facts::ExprKind::kMap:
        for (uint32_t i = 0; i < e.args_count; ++i) {
          const facts::Arg& entry = facts.begin_args(e)[i];
          if (entry.value != facts::kNone && program_.Names(f, &Language::handler_keys, entry.name))
            NoteValue({f, entry.value});
        }
        break;
      case facts::ExprKind::kCall:
        if (IsUnresolved({f, id})) NoteGiven({f, id});
        break;
      default:
        break;
    }
  }
  for (const facts::Field& field : facts.fields) {  // $afterInsert = ['push']
    if (field.value == facts::kNone || field.class_id == facts::kNone ||
        !program_.Names(f, &Language::class_callbacks, field.name))
      continue;
    const facts::Expr& list = facts.exprs[field.value];
    for (uint32_t i = 0; list.kind == facts::ExprKind::kList && i < list.args_count; ++i)
      NoteMethodNamed({f, field.class_id}, {f, facts.begin_args(list)[i].value}, {});
  }
  for (const facts::Binding& binding : facts.bindings) {  // button.Click += Send
    if (binding.is_append && binding.value != facts::kNone) NoteValue({f, binding.value});
  }
}

void Finder::IndexMentions() {
  for (FileId f = 0; f < program_.file_count() && !Interrupted(); ++f) {
    if (!IsGenerated(f) && !in_.is_test[f]) IndexMentionsIn(f);
  }
}

bool Finder::IsByFactory(std::string_view text, ClassRef c) const {
  const size_t slash = text.find('/');
  const Language* const language = program_.LanguageOf(c.file);
  if (slash == std::string_view::npos || language == nullptr) return false;
  return std::any_of(language->class_factories.begin(), language->class_factories.end(),
                     [&](const auto& factory) {
                       std::string name = factory.second;
                       const size_t first = name.find("{1}");
                       if (first == std::string::npos) return false;
                       name.replace(first, 3, text.substr(0, slash));
                       const size_t second = name.find("{2}");
                       if (second == std::string::npos) return false;
                       name.replace(second, 3, text.substr(slash + 1));
                       return EqualsIgnoreCase(name, program_.cls(c).name);
                     });
}

bool Finder::Means(const TextMention& mention, FnRef fn) const {
  const Language* const language = program_.LanguageOf(mention.at.file);
  const bool is_config = language != nullptr && language->extensions.empty();  // of any program
  if (!is_config && !program_.AreRelated(mention.at.file, fn.file)) return false;
  const ClassRef own = program_.ClassOf(fn);
  if (own.cls != facts::kNone && IsByFactory(mention.before, own)) return true;
  const std::string_view last = LastPart(mention.before);
  const std::string& made_of = *mention.made_of;
  if (!made_of.empty()) {
    if (own.cls == facts::kNone) return false;
    const std::string_view rest =
        std::string_view(made_of).substr(std::min<size_t>(2, made_of.size()));
    const std::string name =
        (made_of.starts_with("$C") ? CamelCase(last) : std::string(last)) + std::string(rest);
    return program_.IgnoresCase(fn.file) ? EqualsIgnoreCase(name, program_.cls(own).name)
                                         : name == program_.cls(own).name;
  }
  // pkg.module.function, pkg.module.Class.method: the parts are the end of the file's path.
  std::string path = program_.file(fn.file).path;
  path = path.substr(0, path.rfind('.'));
  if (program_.StandsForFolder(fn.file)) path = std::string(FolderOf(path));
  std::replace(path.begin(), path.end(), '/', '.');
  if (own.cls != facts::kNone) path += "." + std::string(program_.cls(own).name);
  const std::string wanted = "." + std::string(mention.before);
  return ("." + path).ends_with(wanted);
}

void Finder::EachCallOfBound(ExprRef bind, const std::function<void(ExprRef)>& found) const {
  const facts::FileFacts& facts = File(bind.file);
  const std::string_view written = facts.source.Slice(facts.exprs[bind.expr].span);
  const std::string_view callee = written.substr(0, written.find('('));
  if (!program_.Names(bind.file, &Language::binds, SimpleName(callee)) ||
      program_.expr(bind).text == SimpleName(callee))
    return;
  std::string_view name;
  for (const facts::Binding& binding : facts.bindings) {
    if (binding.value != bind.expr || binding.target == facts::kNone) continue;
    if (facts.exprs[binding.target].kind == facts::ExprKind::kName)
      name = facts.exprs[binding.target].text;
  }
  if (name.empty()) return;
  for (const facts::ExprId id : facts.calls) {
    const facts::Expr& e = facts.exprs[id];
    if (e.kind == facts::ExprKind::kCall && e.object == facts::kNone && e.text == name &&
        IsUnresolved({bind.file, id}))
      found({bind.file, id});
  }
}

void Finder::EachMention(FnRef fn, const std::function<void(ExprRef)>& found) const {
  const std::string_view name = program_.function(fn).name;
  if (const auto texts = texts_.find(name); texts != texts_.end()) {
    for (const TextMention& mention : texts->second) {
      if (Means(mention, fn)) found(mention.at);
    }
  }
  const auto values = mentions_.find(fn);
  if (values == mentions_.end()) return;
  // What somebody calls out of the list is reported there; a queue or a bus runs it for others.
  const std::vector<ExprRef>& calls = flow_.CallersOf(fn);
  const bool is_called = std::any_of(calls.begin(), calls.end(), [&](const ExprRef& call) {
    const std::string_view text = program_.expr(call).text;
    return text != name && program_.PairOf(call.file, &Language::runs, text).empty() &&
           program_.PairOf(call.file, &Language::makes_and_runs, text).empty() &&
           !program_.Names(call.file, &Language::message_senders, text);
  });
  if (is_called) return;
  for (const ExprRef& at : values->second) found(at);
}

}  // namespace unsoap::link
