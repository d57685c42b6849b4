// Needs: from the calls and classes that have to do with the service to the names that are declared
// nowhere in the program.
#include "scanner/link/needs.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/evidence/named_values.h"
#include "scanner/facts/made_names.h"
#include "scanner/languages/language.h"

namespace unsoap::link {
namespace {

constexpr int kMostSteps = 6;      // from a receiver back to where it comes from
constexpr size_t kShortest = 3;    // names that are shorter say nothing
constexpr int kMostNests = 4;      // of maps and lists in a request
constexpr size_t kMostFields = 8;  // of one object that are looked at

class NeedFinder {
 public:
  explicit NeedFinder(const NeedsInput& in)
      : in_(in), program_(*in.program), flow_(*in.flow), toolkits_(*in.toolkits) {}

  std::set<Need> Run() {
    for (const evidence::FileSignals& signals : *in_.signals)
      is_named_ |= signals.strong != nullptr;
    for (FileId f = 0; f < program_.file_count(); ++f) {
      if ((*in_.generated)[f].toolkit != nullptr) continue;
      const facts::FileFacts& facts = program_.file(f);
      if ((*in_.signals)[f].strong != nullptr) {
        for (facts::ClassId c = 0; c < facts.classes.size(); ++c) AddBases({f, c});
        AddConstants(f);
      }
      for (const facts::ExprId call : facts.calls) See({f, call});
      SeeHeader(f);
    }
    return std::move(out_);
  }

 private:
  void See(ExprRef at) {
    const facts::Expr& call = program_.expr(at);
    const facts::FileFacts& facts = program_.file(at.file);
    for (uint32_t i = 0; i < call.args_count; ++i) {
      const facts::Arg& arg = facts.begin_args(call)[i];
      if (arg.value == facts::kNone || !Carries({at.file, arg.value})) continue;
      AddCallee(at);
      break;
    }
    // new SoapClient(Places.crm()): where its address comes from.
    for (uint32_t i = 0; i < call.args_count && SpeaksItself(at.file) && IsClient(at); ++i)
      AddMaker({at.file, facts.begin_args(call)[i].value}, 0);
    if (call.kind != facts::ExprKind::kCall || call.object == facts::kNone) return;
    if (IsOperation(call, at.file)) AddOrigin({at.file, call.object}, 0);
    for (uint32_t i = 0; i < call.args_count && IsServiceClient({at.file, call.object}); ++i)
      AddMaker({at.file, facts.begin_args(call)[i].value}, 0);
  }

  /// KeyType.MAIL, Accounts::DESK: the class whose constant a file that speaks of the service
  /// reads, where nothing that was read declares it.
  void AddConstants(FileId f) {
    const facts::FileFacts& facts = program_.file(f);
    std::set<std::string_view> seen;
    for (const facts::Expr& e : facts.exprs) {
      if (e.kind != facts::ExprKind::kMember || e.object == facts::kNone) continue;
      const facts::Expr& object = facts.exprs[e.object];
      if (object.kind != facts::ExprKind::kName || !StartsUpper(object.text) ||
          !StartsUpper(e.text) || !seen.insert(object.text).second)
        continue;
      const bool is_services = std::ranges::any_of(toolkits_.packs(), [&](const rules::Pack* pack) {
        return std::ranges::any_of(
            pack->enums, [&](const rules::EnumType& type) { return type.name == object.text; });
      });
      if (!is_services && program_.ClassesNamed(object.text).empty()) Add(f, object.text);
    }
  }

  bool SpeaksItself(FileId f) const { return (*in_.signals)[f].strong != nullptr; }

  /// True for a field of the service's header, as it is written or in the name of its setter.
  bool IsHeaderField(const std::vector<std::string_view>& setters, std::string_view name) const {
    const std::string_view property = languages::PropertyOf(setters, name);
    if (!property.empty()) name = property;
    for (const rules::Pack* pack : toolkits_.packs()) {
      for (const std::string& field : pack->surface.auth_header_fields) {
        if (EqualsIgnoreCase(field, name)) return true;
      }
    }
    return false;
  }

  /// What computes a field of the header: header.requestSignature = sign(x).
  void SeeHeader(FileId f) {
    const std::vector<evidence::Signal>& signals = (*in_.signals)[f].all;
    if (std::none_of(signals.begin(), signals.end(), [](const evidence::Signal& s) {
          return s.kind == evidence::SignalKind::kAuthField;
        }))
      return;
    const facts::FileFacts& facts = program_.file(f);
    const std::vector<std::string_view> setters = evidence::SettersOf(facts);
    for (const facts::Binding& binding : facts.bindings) {
      if (binding.target == facts::kNone || binding.value == facts::kNone) continue;
      const facts::Expr& target = facts.exprs[binding.target];
      std::string_view name = target.text;
      if (target.kind == facts::ExprKind::kIndex && target.args_count == 1) {
        const facts::ExprId key = facts.begin_args(target)[0].value;
        if (key != facts::kNone) name = facts.exprs[key].text;
      }
      if (IsHeaderField(setters, name)) AddMaker({f, binding.value}, 0);
    }
    for (const facts::Expr& e : facts.exprs) {
      const bool is_setter = e.kind == facts::ExprKind::kCall && IsHeaderField(setters, e.text);
      for (uint32_t i = 0; i < e.args_count; ++i) {
        const facts::Arg& arg = facts.begin_args(e)[i];
        if (is_setter || (!arg.name.empty() && IsHeaderField(setters, arg.name)))
          AddMaker({f, arg.value}, 0);
      }
    }
  }

  /// What is called to build an operation's request. Inside of it only objects are asked after: a
  /// plain function there reads some value, as any code does.
  void AddMaker(ExprRef at, int depth) {
    if (at.expr == facts::kNone || depth > kMostNests) return;
    const facts::Expr& e = program_.expr(at);
    const facts::FileFacts& facts = program_.file(at.file);
    switch (e.kind) {
      case facts::ExprKind::kName:
        for (const facts::ExprId made : MadeInto(at.file, e)) AddMaker({at.file, made}, depth + 1);
        break;
      case facts::ExprKind::kNew:
        AddCallee(at);
        break;
      case facts::ExprKind::kCall:
        if (e.object != facts::kNone) {
          AddOrigin(at, 0);
        } else if (depth == 0) {
          AddCallee(at);
        }
        break;
      case facts::ExprKind::kMap:
      case facts::ExprKind::kList:
        for (uint32_t i = 0; i < e.args_count && i < kMostFields; ++i)
          AddMaker({at.file, facts.begin_args(e)[i].value}, depth + 1);
        break;
      default:
        break;
    }
  }

  bool IsClient(ExprRef at) const {
    const std::vector<AtomId>& values = flow_.ValuesOf(at);
    return std::any_of(values.begin(), values.end(),
                       [&](AtomId id) { return flow_.atom(id).kind == AtomKind::kClient; });
  }

  /// The same, if it may be the service's: a client of which nothing is known says something only
  /// where the file speaks of the service.
  bool IsServiceClient(ExprRef at) const {
    const std::vector<AtomId>& values = flow_.ValuesOf(at);
    return std::any_of(values.begin(), values.end(),
                       [&](AtomId id) { return IsServiceClient(flow_.atom(id), at.file); });
  }

  bool IsServiceClient(const Atom& atom, FileId file) const {
    if (atom.kind != AtomKind::kClient) return false;
    const ClientProof::Grade grade = (*in_.proofs)[atom.a].grade;
    return grade == ClientProof::Grade::kProven || grade == ClientProof::Grade::kFile ||
           (grade == ClientProof::Grade::kRepository && SpeaksItself(file));
  }

  /// True if a value of the expression is something of the service.
  bool Carries(ExprRef at) const {
    const std::vector<AtomId>& values = flow_.ValuesOf(at);
    return std::any_of(values.begin(), values.end(), [&](AtomId id) {
      const Atom& atom = flow_.atom(id);
      if (atom.kind != AtomKind::kObject) return IsOfService(atom, at.file);
      size_t seen = 0;
      for (const auto& [name, node] : flow_.object(atom.a).fields) {
        if (++seen > kMostFields) return false;
        for (const AtomId inner : flow_.Values(node)) {
          if (IsOfService(flow_.atom(inner), at.file)) return true;
        }
      }
      return false;
    });
  }

  bool IsOfService(const Atom& atom, FileId file) const {
    if (IsServiceClient(atom, file)) return true;
    if (atom.kind != AtomKind::kString) return false;
    const auto known = strings_.find(atom.a);
    if (known != strings_.end()) return known->second;
    return strings_.emplace(atom.a, SpeaksOfService(flow_.str(atom.a))).first->second;
  }

  bool SpeaksOfService(std::string_view text) const {
    evidence::SignalKind kind;
    if (in_.scanner->ServiceIn(text, &kind) != nullptr) return true;
    static const std::vector<std::string> kStyles = {"op", "op_snake", "request_element",
                                                     "soap_action"};
    for (const rules::Pack* pack : toolkits_.packs()) {
      const rules::Operation* const operation = ToolkitIndex::OperationOf(*pack, text, kStyles);
      if (operation != nullptr && (is_named_ || !operation->is_common_name)) return true;
    }
    return false;
  }

  bool IsOperation(const facts::Expr& call, FileId file) const {
    if (call.text.empty()) return false;
    const bool speaks = SpeaksItself(file);
    auto& known_methods = methods_[(program_.IgnoresCase(file) ? 1 : 0) + (speaks ? 2 : 0)];
    const auto known = known_methods.find(call.text);
    if (known != known_methods.end()) return known->second;
    const std::vector<const InvokeForm*> forms =
        toolkits_.Invokes(call.text, program_.IgnoresCase(file));
    // An everyday name (getTags), or that of a package's method (submit), says nothing by itself.
    const std::string letters = facts::LettersOf(call.text);
    const bool is_one = std::any_of(forms.begin(), forms.end(), [&](const InvokeForm* form) {
      return form->operation != nullptr &&
             (speaks || (!form->operation->is_common_name &&
                         letters.find(facts::LettersOf(form->operation->name)) != letters.npos));
    });
    known_methods.emplace(call.text, is_one);
    return is_one;
  }

  /// What is called: its class, its function, or the classes that the method may be inherited from.
  void AddCallee(ExprRef at) {
    const facts::Expr& call = program_.expr(at);
    if (call.kind == facts::ExprKind::kNew && !IsClient(at)) return Add(at.file, call.text);
    if (call.kind != facts::ExprKind::kCall) return;
    for (const FnRef& target : flow_.Targets(at)) {
      if (target.file == at.file) return;  // it is clear what is meant
    }
    if (IsClient(at)) return;  // a toolkit's own
    if (call.object == facts::kNone) {
      Add(at.file, call.text);
      if (call.class_id != facts::kNone) AddBases({at.file, call.class_id});
      return;
    }
    const ExprRef object = {at.file, call.object};
    AddTypesOf(object);
    const facts::Expr& receiver = program_.expr(object);
    if (receiver.kind != facts::ExprKind::kName) return;
    if (program_.IsSelf(at.file, receiver.text) || program_.IsSuper(object)) {
      if (call.class_id != facts::kNone) AddBases({at.file, call.class_id});
      return;
    }
    // A class or module that is called statically; its function may be declared alone.
    if (const facts::Import* import = program_.ImportOf(at.file, receiver.text)) {
      Add(at.file, receiver.text);
      AddNamed(at.file, call.text, import->module);
    } else if (flow_.ValuesOf(object).empty()) {
      Add(at.file, receiver.text);
    }
  }

  /// Where a receiver of an operation comes from, if it is no client.
  void AddOrigin(ExprRef at, int step) {
    if (step > kMostSteps) return;
    if (IsClient(at)) return;
    AddTypesOf(at);
    const facts::Expr& e = program_.expr(at);
    const facts::FileFacts& facts = program_.file(at.file);
    if (e.kind == facts::ExprKind::kCall || e.kind == facts::ExprKind::kNew) AddCallee(at);
    if (e.kind == facts::ExprKind::kName || e.kind == facts::ExprKind::kMember) {
      for (const facts::ExprId made : MadeInto(at.file, e)) AddCallee({at.file, made});
      // A name or a member of the object itself may be set by a class that it extends.
      const bool may_be_field =
          e.kind == facts::ExprKind::kName ||
          (e.object != facts::kNone && facts.exprs[e.object].kind == facts::ExprKind::kName &&
           program_.IsSelf(at.file, facts.exprs[e.object].text));
      if (may_be_field && e.class_id != facts::kNone) AddBases({at.file, e.class_id});
    }
    if (e.object != facts::kNone) AddOrigin({at.file, e.object}, step + 1);
  }

  /// The calls and constructions of a file whose value goes into a variable or member of that name.
  const std::vector<facts::ExprId>& MadeInto(FileId file, const facts::Expr& target) {
    if (made_of_ != file) {
      made_of_ = file;
      made_.clear();
      const facts::FileFacts& facts = program_.file(file);
      for (const facts::Binding& binding : facts.bindings) {
        if (binding.target == facts::kNone || binding.value == facts::kNone) continue;
        const facts::Expr& to = facts.exprs[binding.target];
        const facts::ExprKind value = facts.exprs[binding.value].kind;
        if (value == facts::ExprKind::kCall || value == facts::ExprKind::kNew)
          made_[{to.kind, to.text}].push_back(binding.value);
      }
    }
    static const std::vector<facts::ExprId> nothing;
    const auto at = made_.find({target.kind, target.text});
    return at == made_.end() ? nothing : at->second;
  }

  void AddTypesOf(ExprRef at) {
    for (const AtomId id : flow_.ValuesOf(at)) {
      const Atom& atom = flow_.atom(id);
      if (atom.kind == AtomKind::kExternalType || atom.kind == AtomKind::kExternalName)
        Add(at.file, flow_.str(atom.a));
      if (atom.kind == AtomKind::kInstance || atom.kind == AtomKind::kClass)
        AddBases({atom.a, atom.b});
    }
  }

  /// Bases of a class and of those that it inherits from, where another file declares them. A base
  /// that is found may be another one of that name, so it is asked for all the same.
  void AddBases(ClassRef c) {
    if (!asked_.insert(c).second) return;
    for (const ClassRef& r : program_.Lineage(c)) {
      for (const std::string_view base : program_.cls(r).bases) {
        const std::vector<ClassRef> found = program_.ResolveClass(r.file, base);
        const bool is_here = std::any_of(found.begin(), found.end(),
                                         [&](const ClassRef& f) { return f.file == r.file; });
        if (!is_here) Add(r.file, base);
      }
    }
  }

  /// A name as it stands in a file, with the import that it is bound by.
  void Add(FileId file, std::string_view written) {
    const std::string_view name = SimpleName(written);
    const facts::Import* import = program_.ImportOf(file, name);
    if (import == nullptr) {
      // What is qualified says itself where it stands.
      return AddNamed(file, name, written.size() > name.size() ? written : std::string_view());
    }
    const std::string_view real =
        SimpleName(import->name.empty() || import->name == "*" ? import->module : import->name);
    AddNamed(file, real, import->module);
    if (real != name) AddNamed(file, name, import->module);
  }

  void AddNamed(FileId file, std::string_view name, std::string_view module) {
    if ((name.size() < kShortest && module.empty()) || program_.IsSelf(file, name)) return;
    out_.insert({std::string(name), std::string(module), program_.file(file).path});
  }

  const NeedsInput& in_;
  const Program& program_;
  const Flow& flow_;
  const ToolkitIndex& toolkits_;
  bool is_named_ = false;                               // some file names the service
  mutable std::unordered_map<StringId, bool> strings_;  // does it speak of the service?
  mutable std::unordered_map<std::string_view, bool>
      methods_[4];  // is it an operation's? by whether the language ignores case, the file speaks
  FileId made_of_ = facts::kNone;
  std::map<std::pair<facts::ExprKind, std::string_view>, std::vector<facts::ExprId>> made_;
  std::set<ClassRef> asked_;
  std::set<Need> out_;
};

}  // namespace

std::set<Need> FindNeeds(const NeedsInput& input) { return NeedFinder(input).Run(); }

std::set<Need> BasesNeeded(const facts::FileFacts& facts) {
  std::set<Need> out;
  for (const facts::Class& c : facts.classes) {
    for (const std::string_view base : c.bases) {
      const std::string_view name = SimpleName(base);
      const bool is_here =
          std::any_of(facts.classes.begin(), facts.classes.end(),
                      [&](const facts::Class& other) { return other.name == name; });
      if (is_here) continue;
      std::string_view real = name, module = base.size() > name.size() ? base : "";
      for (const facts::Import& import : facts.imports) {
        const std::string_view bound =
            SimpleName(import.name.empty() ? import.module : import.name);
        if ((import.alias.empty() ? bound : import.alias) != name) continue;
        real = bound, module = import.module;
        break;
      }
      if (real.size() >= kShortest || !module.empty())
        out.insert({std::string(real), std::string(module), facts.path});
    }
  }
  return out;
}

}  // namespace unsoap::link
