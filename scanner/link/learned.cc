// Learned names: from the wrappers, clients and factories of the program to the words by which
// other files may reach them, each with its homes.
#include "scanner/link/learned.h"

#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/base/paths.h"
#include "scanner/base/text.h"

namespace unsoap::link {
namespace {

constexpr size_t kShortest = 3;       // names that are shorter say nothing beside another one
constexpr size_t kMostMethods = 40;   // beside the name of a factory
constexpr size_t kMostBarrels = 200;  // files that hand something on

std::string StemOf(std::string_view path) {
  const std::string_view name = NameOf(path);
  return std::string(name.substr(0, name.find('.', 1)));
}

std::vector<std::string> SpaceParts(std::string_view space) {
  std::vector<std::string> parts;
  const std::string dotted = DottedName(space);
  for (const std::string_view part : Split(dotted, '.')) {
    if (!part.empty()) parts.push_back(Lower(part));
  }
  return parts;
}

class NameLearner {
 public:
  explicit NameLearner(const LearnInput& in)
      : in_(in),
        program_(*in.program),
        flow_(*in.flow),
        proofs_(*in.proofs),
        wrappers_(*in.wrappers) {}

  LearnedNames Run() {
    for (const auto& [fn, wrapper] : wrappers_) NoteWrapper(fn, wrapper);
    for (uint32_t i = 0; i < flow_.clients().size(); ++i) {
      if (MayBeService(i)) AddClient(flow_.clients()[i]);
    }
    for (const auto& [name, file] : *in_.constants) Add(name, file);
    AddFactories();
    AddFields();
    AddEntries();
    flow_.ForEachTreeName([&](std::string_view name, NodeId node) {
      if (Gives(node)) Add(name, facts::kNone);
    });
    AddDelegations();
    AddWholes();
    AddBarrels();
    return std::move(out_);
  }

 private:
  /// `file`: that declares it; kNone: it is a key, which no file declares.
  void Add(std::string_view name, FileId file, std::string_view space = {}) {
    if (name.empty()) return;
    std::set<Home>& homes = out_.names[std::string(name)];
    if (file != facts::kNone) homes.insert(HomeOf(file, space));
  }

  /// Templates and settings may be read by code of any language.
  std::string FamilyOf(FileId file) const {
    const languages::Language* const language = program_.LanguageOf(file);
    return language == nullptr || language->declares.empty() ? std::string() : language->family;
  }

  Home HomeOf(FileId file, std::string_view space) const {
    const std::string& path = program_.file(file).path;
    Home home = {Lower(FolderOf(path)), StemOf(path), {}, FamilyOf(file)};
    // A package is named by its folder.
    if (program_.StandsForFolder(file) || program_.Is(file, &languages::Language::folder_modules))
      home.stem = StemOf(FolderOf(path));
    home.space = SpaceParts(space.empty() ? std::string_view(program_.file(file).space) : space);
    return home;
  }

  void AddClass(ClassRef c) {
    Add(program_.cls(c).name, c.file, program_.cls(c).space);
    AddFactoryTexts(c);
    if (program_.FieldsNameClasses(c.file))
      Add(LowerFirst(program_.cls(c).name), c.file, program_.cls(c).space);
  }

  /// getModel('crm/call_find'), for Crm_Model_Call_Find: the text that names the class.
  void AddFactoryTexts(ClassRef c) {
    const languages::Language* const language = program_.LanguageOf(c.file);
    if (language == nullptr) return;
    const std::string name = Lower(program_.cls(c).name);
    for (const auto& [function, like] : language->class_factories) {
      const size_t first = like.find("{1}"), second = like.find("{2}");
      if (first != 0 || second == std::string::npos) continue;
      const std::string between = Lower(like.substr(3, second - 3));
      const size_t at = name.find(between);
      if (at == std::string::npos || at == 0 || at + between.size() >= name.size()) continue;
      Add(name.substr(0, at) + "/" + name.substr(at + between.size()), facts::kNone);
    }
  }

  /// What sends a message names its type alone.
  void AddMessage(FnRef fn) {
    const facts::Function& function = program_.function(fn);
    if (function.params.empty()) return;
    const facts::FileFacts& facts = program_.file(fn.file);
    const bool handles =
        program_.Names(fn.file, &languages::Language::message_handlers, function.name) ||
        std::any_of(facts.annotations.begin(), facts.annotations.end(),
                    [&](const facts::Annotation& annotation) {
                      return annotation.function == fn.fn &&
                             program_.Names(fn.file, &languages::Language::message_annotations,
                                            SimpleName(annotation.name));
                    });
    const facts::Param& message = function.params.front();
    for (const std::string_view type : {message.type, message.element_type}) {
      if (handles && StartsUpper(SimpleName(type))) Add(SimpleName(type), fn.file);
    }
  }

  /// Where classes need no import, a class and a method of it say enough together.
  void AddMember(ClassRef c, std::string_view name) {
    const std::string_view of = program_.cls(c).name;
    if (of.size() < kShortest || name.size() < kShortest) return;
    if (!program_.IsReachedByImport(c.file) && HomeOf(c.file, program_.cls(c).space).space.empty())
      out_.members.insert({std::string(of), std::string(name), FamilyOf(c.file)});
  }

  /// What is handed in is called what its class is: lead_gateway.find(x), leadGateway.find(x).
  void AddReceiver(ClassRef c, std::string_view name) {
    const std::string of(program_.cls(c).name);
    if (WordsIn(of) < 2 || name.size() < kShortest) return;
    for (const std::string& receiver : {SnakeCase(of), LowerFirst(of)})
      out_.members.insert({receiver, std::string(name), FamilyOf(c.file)});
  }

  void NoteWrapper(FnRef fn, const Wrapper& wrapper) {
    if (wrapper.is_declaration && wrapper.operations.empty()) return;
    const ClassRef own = program_.ClassOf(fn);
    const std::string_view name = program_.function(fn).name;
    if (own.cls == facts::kNone) {
      // Its names are computed: whoever imports the file may use one.
      if (flow_.IsMade(fn)) return Add(HomeOf(fn.file, {}).stem, fn.file);
      // Where nothing is imported, a letter or two say something only as a call.
      if (name.size() < kShortest && !name.empty() && !program_.IsReachedByImport(fn.file))
        return Add(std::string(name) + "(", fn.file);
      return Add(name, fn.file);
    }
    if (!wrapper.is_declaration) performing_.insert(own);
    AddMessage(fn);
    // What extends a type is called on that type: nobody names its class.
    if (!program_.function(fn).receiver_type.empty()) Add(name, fn.file, program_.cls(own).space);
    if (name.size() >= kShortest && methods_.size() < kMostMethods) methods_.insert(name);
    const auto add = [&](ClassRef c) { AddClass(c), AddMember(c, name); };
    AddReceiver(own, name);
    for (const ClassRef& c : program_.Lineage(own)) add(c);
    for (const ClassRef& c : program_.Descendants(own)) add(c);
    // Interfaces and bases that are in no file that was read.
    for (const std::string_view base : program_.BaseNames(own)) Add(SimpleName(base), facts::kNone);
    if (WordsIn(name) >= 2) Add(name, own.file, program_.cls(own).space);
    // An interface that the class meets without saying so stands where types are declared.
    const std::vector<std::string>& words =
        program_.Words(own.file, &languages::Language::declares);
    if (program_.Is(own.file, &languages::Language::structural) && !words.empty() &&
        name.size() >= kShortest)
      out_.together.emplace(words.front(), name);
  }

  void AddClient(const ClientSite& site) {
    if (site.cls.cls != facts::kNone) AddClass(site.cls);
    if (site.at.expr == facts::kNone) return;
    const FnRef in = program_.NamedFunction({site.at.file, program_.expr(site.at).function});
    if (in.fn == facts::kNone) return;
    const ClassRef own = program_.ClassOf(in);
    if (own.cls != facts::kNone) AddClass(own);
    if (WordsIn(program_.function(in).name) >= 2) Add(program_.function(in).name, in.file);
  }

  /// False for another service's client, and for what is one by an everyday method's name alone in
  /// a file that shows no toolkit.
  bool MayBeService(uint32_t client) const {
    const ClientSite& site = flow_.clients()[client];
    switch (proofs_[client].grade) {
      case ClientProof::Grade::kProven:
      case ClientProof::Grade::kFile:
        return true;
      case ClientProof::Grade::kRepository:
        break;
      case ClientProof::Grade::kNone:
      case ClientProof::Grade::kOther:
        return false;
    }
    if (site.at.expr == facts::kNone || site.form == nullptr || !site.form->type.empty() ||
        !site.form->receiver.empty())
      return true;
    return flow_.ImportsShow(*site.form->toolkit, site.at.file);
  }

  bool Gives(NodeId node) const {
    const std::vector<AtomId>& values = flow_.Values(node);
    return std::any_of(values.begin(), values.end(), [&](AtomId id) {
      const Atom& atom = flow_.atom(id);
      return (atom.kind == AtomKind::kClient && MayBeService(atom.a)) ||
             ((atom.kind == AtomKind::kInstance || atom.kind == AtomKind::kClass) &&
              performing_.contains({atom.a, atom.b}));
    });
  }

  /// Functions that give a client or a wrapper's object away.
  void AddFactories() {
    for (FileId f = 0; f < program_.file_count(); ++f) {
      for (facts::FunctionId i = 0; i < program_.file(f).functions.size(); ++i) {
        const std::string_view name = program_.file(f).functions[i].name;
        if (name.empty() || !Gives(flow_.ReturnNode({f, i}))) {
          if (program_.Names(f, &languages::Language::stands_for, name)) AddStandIn({f, i});
          continue;
        }
        if (WordsIn(name) >= 2) {
          Add(name, f);
        } else if (name.size() >= kShortest) {
          for (const std::string_view method : methods_) out_.together.emplace(name, method);
        }
        if (const ClassRef own = program_.ClassOf({f, i}); own.cls != facts::kNone) AddClass(own);
      }
    }
  }

  /// A class that says by a key of a container which object answers for it.
  void AddStandIn(FnRef fn) {
    const NodeId result = flow_.ReturnNode(fn);
    if (result == facts::kNone) return;
    for (const AtomId id : flow_.Values(result)) {
      if (flow_.atom(id).kind != AtomKind::kString) continue;
      const auto entry = flow_.entries().find(std::string(flow_.str(flow_.atom(id).a)));
      if (entry != flow_.entries().end() && IsOne(entry->second)) AddClass(program_.ClassOf(fn));
    }
  }

  bool IsOne(const std::vector<NodeId>& nodes) const {
    return std::any_of(nodes.begin(), nodes.end(), [&](NodeId node) {
      if (Gives(node)) return true;
      const std::vector<AtomId>& values = flow_.Values(node);
      return std::any_of(values.begin(), values.end(), [&](AtomId id) {
        const Atom& atom = flow_.atom(id);
        return atom.kind == AtomKind::kFunction && Gives(flow_.ReturnNode({atom.a, atom.b}));
      });
    });
  }

  /// Methods that are another's, by the names that they have here.
  void AddDelegations() {
    for (FileId f = 0; f < program_.file_count(); ++f) {
      for (const facts::Delegation& d : program_.file(f).delegations) {
        const ClassRef own = {f, d.class_id};
        const bool is_one = d.target == facts::kNone ? performing_.contains(own)
                                                     : Gives(flow_.NodeOf({f, d.target}));
        if (!is_one) continue;
        AddClass(own);
        if (d.name.empty()) continue;
        AddMember(own, d.name);
        if (WordsIn(d.name) >= 2) Add(d.name, f, program_.cls(own).space);
      }
    }
  }

  /// What a file gives as a whole has the name that each importer chooses: they show its path.
  void AddWholes() {
    for (FileId f = 0; f < program_.file_count(); ++f) {
      if (!program_.IsReachedByImport(f)) continue;
      const facts::FileFacts& facts = program_.file(f);
      for (const facts::Binding& binding : facts.bindings) {
        if (!program_.IsWhole(f, binding)) continue;
        const NodeId value = flow_.NodeOf({f, binding.value});
        if (!Gives(value) && !GivesFactory(value)) continue;
        Add(HomeOf(f, {}).stem, f);
        break;
      }
    }
  }

  bool GivesFactory(NodeId node) const {
    const std::vector<AtomId>& values = flow_.Values(node);
    return std::any_of(values.begin(), values.end(), [&](AtomId id) {
      const Atom& atom = flow_.atom(id);
      if (atom.kind != AtomKind::kFunction) return false;
      const FnRef fn = {atom.a, atom.b};
      return wrappers_.contains(fn) || Gives(flow_.ReturnNode(fn)) || MakesClient(fn) ||
             std::any_of(wrappers_.begin(), wrappers_.end(), [&](const auto& wrapper) {
               return wrapper.first.file == fn.file &&
                      program_.function(wrapper.first).parent == fn.fn;
             });
    });
  }

  /// A client is made in it, which it may hand to the function that it is given.
  bool MakesClient(FnRef fn) const {
    const Span whole = program_.function(fn).span;
    for (uint32_t i = 0; i < flow_.clients().size(); ++i) {
      const ExprRef at = flow_.clients()[i].at;
      if (at.expr != facts::kNone && at.file == fn.file && whole.Contains(program_.expr(at).span) &&
          MayBeService(i))
        return true;
    }
    return false;
  }

  void AddField(ClassRef own, std::string_view field) {
    const auto add = [&](ClassRef c) {
      const std::string_view of = program_.cls(c).name;
      if (of.size() >= kShortest && field.size() >= kShortest &&
          !out_.names.contains(std::string(of)))
        out_.together.emplace(of, field);
    };
    add(own);
    for (const ClassRef& c : program_.Descendants(own)) add(c);
  }

  /// What keeps it in a field, for those who inherit or hold the object.
  void AddFields() {
    for (FileId f = 0; f < program_.file_count(); ++f) {
      const facts::FileFacts& facts = program_.file(f);
      for (const facts::Binding& binding : facts.bindings) {
        if (binding.target == facts::kNone || binding.class_id == facts::kNone) continue;
        const facts::Expr& target = facts.exprs[binding.target];
        const bool is_own = target.kind == facts::ExprKind::kName && target.is_instance;
        const bool is_member = target.kind == facts::ExprKind::kMember &&
                               target.object != facts::kNone &&
                               facts.exprs[target.object].kind == facts::ExprKind::kName &&
                               program_.IsSelf(f, facts.exprs[target.object].text);
        if ((is_own || is_member) && Gives(flow_.NodeOf({f, binding.target})))
          AddField({f, binding.class_id}, target.text);
      }
      for (const facts::Field& field : facts.fields) {
        if (field.class_id == facts::kNone || field.type.empty()) continue;
        for (const ClassRef& c : program_.ResolveClass(f, field.type)) {
          if (performing_.contains(c)) AddField({f, field.class_id}, field.name);
        }
      }
    }
  }

  /// What keeps it under a name.
  void AddEntries() {
    for (const auto& [key, nodes] : flow_.entries()) {
      if (IsOne(nodes))
        Add(key.front() == '\x01' ? std::string_view(key).substr(1) : key, facts::kNone);
    }
  }

  /// A file that only hands on what it imports is a home of it, too: those who want it import that.
  void AddBarrels() {
    size_t barrels = 0;
    for (FileId f = 0; f < program_.file_count() && barrels < kMostBarrels; ++f) {
      const facts::FileFacts& facts = program_.file(f);
      if (!program_.StandsForFolder(f) && !facts.functions.empty()) continue;
      bool is_one = false;
      for (const facts::Import& import : facts.imports) {
        const std::string_view name =
            SimpleName(import.name.empty() || import.name == "*" ? import.module : import.name);
        for (auto& [known, homes] : out_.names) {
          const bool is_its =
              known == name || std::any_of(homes.begin(), homes.end(), [&](const Home& home) {
                return EqualsIgnoreCase(home.stem, name);
              });
          if (is_its) homes.insert(HomeOf(f, {})), is_one = true;
        }
      }
      barrels += is_one;
    }
  }

  const LearnInput& in_;
  const Program& program_;
  const Flow& flow_;
  const std::vector<ClientProof>& proofs_;
  const std::map<FnRef, Wrapper>& wrappers_;
  std::set<ClassRef> performing_;       // classes with a wrapper that does something
  std::set<std::string_view> methods_;  // wrappers of classes
  LearnedNames out_;
};

}  // namespace

int WordsIn(std::string_view name) {
  const std::string snake = SnakeCase(name);
  int words = 0;
  for (const std::string_view part : Split(snake, '_')) words += part.size() > 1 ? 1 : 0;
  return words;
}

LearnedNames LearnNames(const LearnInput& input) { return NameLearner(input).Run(); }

}  // namespace unsoap::link
