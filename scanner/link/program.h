// Program: the facts of all candidate files as one program: who declares which name, and what a
// name means where.
//
// What it is: indexes over FileFacts (not owned; they must outlive it and not move) and name
// resolution through scopes, imports, namespaces and inheritance, the same for every language. What
// it is not: a judgement about values (flow.h) or about the service (uses.h). Deterministic:
// files are in path order, every answer is in file and source order. Ambiguity is kept: where a
// name may mean several things, all of them (at most kMaxCandidates) are answered.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "scanner/facts/facts.h"
#include "scanner/languages/language.h"

namespace unsoap::link {

using FileId = uint32_t;
inline constexpr size_t kMaxCandidates = 6;
/// The name that a file as a whole has among its members: what it gives when it is imported without
/// naming one. No name in any source is written so.
inline constexpr std::string_view kWholeModule = "*whole*";

struct FnRef {
  FileId file = facts::kNone;
  facts::FunctionId fn = facts::kNone;
  friend bool operator==(const FnRef&, const FnRef&) = default;
  friend auto operator<=>(const FnRef&, const FnRef&) = default;
};
struct ClassRef {
  FileId file = facts::kNone;
  facts::ClassId cls = facts::kNone;
  friend bool operator==(const ClassRef&, const ClassRef&) = default;
  friend auto operator<=>(const ClassRef&, const ClassRef&) = default;
};
struct ExprRef {
  FileId file = facts::kNone;
  facts::ExprId expr = facts::kNone;
  friend bool operator==(const ExprRef&, const ExprRef&) = default;
  friend auto operator<=>(const ExprRef&, const ExprRef&) = default;
};

/// Candidates are few: a list of them is looked through.
template <class T>
void AddUnique(std::vector<T>& list, const T& item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}

struct TextHash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

struct RefHash {
  size_t operator()(const FnRef& r) const { return Mix(r.file, r.fn); }
  size_t operator()(const ClassRef& r) const { return Mix(r.file, r.cls); }
  size_t operator()(const ExprRef& r) const { return Mix(r.file, r.expr); }
  static size_t Mix(uint32_t a, uint32_t b) {
    uint64_t x = static_cast<uint64_t>(a) << 32 | b;
    x ^= x >> 31, x *= 0x9e3779b97f4a7c15ull;
    return static_cast<size_t>(x ^ x >> 29);
  }
};

/// The last part of a qualified name: "com.x.Y" -> "Y", "App\\Crm" -> "Crm", "A::B" -> "B"; generic
/// arguments, array and pointer marks and nullability are cut ("List<Lead>[]" -> "List", "?Foo" ->
/// "Foo").
std::string_view SimpleName(std::string_view qualified);

/// The same with a dot before each part, whatever the language separates them by: "A::B" -> ".A.B".
std::string DottedName(std::string_view qualified);

class Program {
 public:
  explicit Program(std::vector<const facts::FileFacts*> files);

  size_t file_count() const { return files_.size(); }
  const facts::FileFacts& file(FileId id) const { return *files_[id]; }
  const facts::Expr& expr(ExprRef r) const { return files_[r.file]->exprs[r.expr]; }
  const facts::Function& function(FnRef r) const { return files_[r.file]->functions[r.fn]; }
  const facts::Class& cls(ClassRef r) const { return files_[r.file]->classes[r.cls]; }

  /// "Crm::push", "push", "{closure} in Crm::push".
  std::string NameOf(FnRef r) const;
  /// With its namespace and the classes around it, separated by dots: "Acme.Crm.Inner".
  std::string QualifiedName(ClassRef c) const;
  /// The named function around a closure, or the function itself.
  FnRef NamedFunction(FnRef r) const;
  /// The nameless class whose only object a construction makes (new Task() { ... }); kNone if it
  /// has no body.
  ClassRef BodyOf(ExprRef construction) const;
  /// The construction that makes the only object of a nameless class; expr == kNone if it is none.
  ExprRef MadeAt(ClassRef c) const;
  /// The class whose `this` is meant in a function (closures see that of the function around them);
  /// kNone if none.
  ClassRef ClassOf(FnRef r) const;
  /// True if the name stands for the current object or class in the file's language (this, self,
  /// static ...).
  bool IsSelf(FileId file, std::string_view name) const;
  /// True if the name, or what the call is called, stands for the current object as one of its base
  /// (super, parent), and is no variable.
  bool IsSuper(ExprRef at) const;

  /// The type that a name stands for which a file writes: through typedef and typealias. The name
  /// itself where it is no other's.
  std::string_view RealType(FileId file, std::string_view name) const;
  /// The same, and through `import ... as`: the last part of its name alone.
  std::string_view ImportedType(FileId file, std::string_view name) const;

  /// Classes that a type name written in a file may mean.
  std::vector<ClassRef> ResolveClass(FileId file, std::string_view name) const;
  const std::vector<ClassRef>& ClassesNamed(std::string_view simple_name) const;
  /// Of classes of one name those that are nearest by the namespaces around the place; all of them
  /// where that says nothing.
  std::vector<ClassRef> InScope(ClassRef from, std::vector<ClassRef> found) const;
  /// Bases that are in the program, nearest first, without repetition; the class itself first.
  const std::vector<ClassRef>& Lineage(ClassRef c) const;
  /// Classes that have it in their lineage (subclasses, includers, implementers), without itself.
  const std::vector<ClassRef>& Descendants(ClassRef c) const;
  /// Names of all bases as written, also those outside the program, transitively.
  std::vector<std::string_view> BaseNames(ClassRef c) const;

  /// Methods of that name: in the lineage first; if none has a body there, in the descendants.
  std::vector<FnRef> FindMethods(ClassRef c, std::string_view name) const;
  /// Methods of exactly this class.
  std::vector<FnRef> OwnMethods(ClassRef c, std::string_view name) const;
  const std::vector<FnRef>& MethodsOf(ClassRef c) const;
  std::vector<FnRef> Constructors(ClassRef c) const;
  /// Free functions that a bare name may mean in a file.
  std::vector<FnRef> ResolveFunction(FileId file, std::string_view name) const;
  /// Functions that extend a type from outside under a method's name: a receiver type of theirs, or
  /// (C#) a static method whose first parameter is what it is called on.
  const std::vector<FnRef>& ExtensionsNamed(std::string_view name) const;
  /// Functions outside classes of a namespace or package, as a file writes its name.
  std::vector<FnRef> FunctionsIn(FileId from, std::string_view space, std::string_view name) const;
  /// All functions with a name, members and free ones.
  const std::vector<FnRef>& FunctionsNamed(std::string_view name) const;

  /// Files that an import's module text may mean; `name` may be a file of a package. Empty for
  /// outside modules.
  std::vector<FileId> ResolveModule(FileId from, std::string_view module,
                                    std::string_view name) const;

  /// True for what a file gives to those that import it as a whole (export default x,
  /// module.exports = x).
  bool IsWhole(FileId file, const facts::Binding& binding) const;
  /// True if an expression is the object that a file's members are put into for others (exports,
  /// module.exports).
  bool IsModuleObject(FileId file, facts::ExprId id) const;

  /// Where a name comes from that a module only hands on (export { a as b } from './x'; an
  /// __init__.py that imports it): the modules and the names there, nearest first.
  std::vector<std::pair<FileId, std::string_view>> HandedOn(FileId module,
                                                            std::string_view name) const;

  /// True if the class itself declares a field of that name.
  bool HasField(ClassRef c, std::string_view name) const;

  /// True if the file's language matches names of classes, functions and methods without case.
  bool IgnoresCase(FileId file) const { return ignores_case_[file]; }

  /// True if a method is called on the object or class only, never by its bare name (PHP, Python).
  bool NamesSelf(FileId file) const {
    return !languages_[file].empty() && languages_[file].front()->explicit_self;
  }
  /// True if other files know what this one declares by importing it only (Python).
  bool IsReachedByImport(FileId file) const {
    return !languages_[file].empty() && languages_[file].front()->reached_by_import;
  }
  /// True if others import the folder that the file lies in and mean it (__init__.py, index.js).
  bool StandsForFolder(FileId file) const;
  /// True if a path that a file names may end so: what its language's files, and those that it
  /// shares a family with, are called. `ending`: lower case, without the dot.
  bool IsFileEnding(FileId from, std::string_view ending) const;
  /// True if a file sees the variables of those that it includes (PHP).
  bool SharesIncludes(FileId file) const {
    return !languages_[file].empty() && languages_[file].front()->includes_share;
  }
  /// True if a name that is no variable calls the function of that name (Ruby).
  bool CallsBare(FileId file) const {
    return !languages_[file].empty() && languages_[file].front()->bare_calls;
  }
  /// True if a function that extends a type knows what it is called on as `this`.
  bool ExtensionsHaveSelf(FileId file) const {
    return !languages_[file].empty() && languages_[file].front()->extensions_have_self;
  }
  /// True if x.port reads getPort() of x.
  bool ReadsProperties(FileId file) const {
    return !languages_[file].empty() && languages_[file].front()->property_access;
  }
  /// True if a field without a type is named after its class.
  bool FieldsNameClasses(FileId file) const {
    return !languages_[file].empty() && languages_[file].front()->fields_name_classes;
  }
  /// True if the file's language has a format function of that name.
  bool Formats(FileId file, std::string_view name) const;
  /// True if files of the two languages import each other (TypeScript and JavaScript).
  bool AreRelated(FileId a, FileId b) const { return families_[a] == families_[b]; }
  /// True if a list of the file's language (or of one that is embedded in it) holds a name.
  bool Names(FileId file, std::vector<std::string> languages::Language::*list,
             std::string_view name) const;
  /// True if fits(word) is, for a word of such a list.
  template <class Fits>
  bool AnyWord(FileId file, std::vector<std::string> languages::Language::*list,
               const Fits& fits) const {
    for (const languages::Language* language : languages_[file]) {
      if (std::any_of((language->*list).begin(), (language->*list).end(), fits)) return true;
    }
    return false;
  }

  /// "getLeadKey" -> "leadKey" where a list of the file's languages, `prefixes`, holds "get";
  /// empty: no such method.
  std::string PropertyOf(FileId file, std::vector<std::string> languages::Language::*prefixes,
                         std::string_view method) const;
  /// "getLeadAsync" -> "getLead" where such a list holds "Async"; else the name itself.
  std::string_view WithoutEnd(FileId file, std::vector<std::string> languages::Language::*ends,
                              std::string_view name) const;
  /// The second of the pairs of a list of the file's language whose first is the name; empty: none.
  std::string_view PairOf(
      FileId file, std::vector<std::pair<std::string, std::string>> languages::Language::*list,
      std::string_view name) const;
  /// True if the file's language says so.
  bool Is(FileId file, bool languages::Language::*property) const {
    return !languages_[file].empty() && languages_[file].front()->*property;
  }
  /// The file's own language, nullptr if it has none.
  const languages::Language* LanguageOf(FileId file) const {
    return languages_[file].empty() ? nullptr : languages_[file].front();
  }
  const std::vector<std::string>& Words(FileId file,
                                        std::vector<std::string> languages::Language::*list) const;

  /// The file that stands for the module which a file belongs to: itself, or the first one of its
  /// folder where the files of a folder are one module (Go).
  FileId ModuleOf(FileId file) const { return modules_[file]; }

  /// The method of another object that a class has as its own (def_delegators), or what stands for
  /// all that it has not (`by`), nullptr if none.
  const facts::Delegation* DelegationOf(ClassRef c, std::string_view name, FileId* file) const;

  /// Fields of the class and its bases in the order in which an object is made from them.
  std::vector<std::pair<ClassRef, std::string_view>> FieldsInOrder(ClassRef c) const;

  /// Classes whose static members a bare name may mean, because an import brings them into scope
  /// (import static a.B.name; import static a.B.*; using static A.B).
  std::vector<ClassRef> ImportedOwners(FileId file, std::string_view name) const;
  /// Modules whose members every file of the language knows by their bare names, and which have one
  /// of that name (Visual Basic).
  std::vector<ClassRef> OpenModulesWith(FileId file, std::string_view name) const;

  /// The import that binds a local name in a file, or nullptr.
  const facts::Import* ImportOf(FileId file, std::string_view local_name) const;

 private:
  /// A class that holds an interface as its own (Go's embedding) has the methods of whatever meets
  /// it.
  void AddEmbedded(ClassRef c, std::string_view name, std::vector<FnRef>* found) const;
  /// Files that a module of dots means: from . import x, from ..a.b import c. It is exact: empty if
  /// none of those that were read lies there.
  std::vector<FileId> ResolveRelative(FileId from, std::string_view module,
                                      std::string_view name) const;
  /// A module as an import writes it.
  struct ModuleWanted {
    std::vector<std::string> parts;
    std::string ending;    // that a file of the language may have and the module does; empty: none
    size_t least = 1;      // so many parts of a file's path agree, from its end
    bool is_full = false;  // the module is known by its full name
  };
  /// Files whose path ends in the module's, those with the most parts in common.
  std::vector<FileId> FilesOf(const ModuleWanted& wanted) const;
  std::vector<std::string> PartsOfModule(FileId from, std::string_view module) const;
  /// By which a module may name a file; `with_dots`: its stem is one part.
  std::vector<std::string> PartsOfFile(FileId file, bool with_dots) const;

  void IndexFiles();
  void IndexLanguages(FileId f);
  void IndexTypes(FileId f);
  void IndexPath(FileId f);
  void IndexImports(FileId f);
  void IndexFunctions(FileId f);
  void IndexMethods();
  void IndexBodies(FileId f);
  void IndexModules();
  /// A class that has all methods of an interface implements it, where the language says so.
  void JoinInterfaces();
  /// The class that a file gives to those that import it as a whole.
  void FindDefaultClass(FileId f);
  std::string_view AliasedType(FileId from, std::string_view name) const;
  void IndexLineage();
  /// True if what stands before the last part of a written name fits where the class stands.
  bool FitsQualifier(FileId from, ClassRef c, std::string_view name) const;
  std::vector<ClassRef> LookUpClass(FileId from, std::string_view name) const;
  const std::vector<ClassRef>& ClassesAsWrittenIn(FileId from, std::string_view simple_name) const;
  /// Functions of a namespace, by their qualified name.
  std::vector<FnRef> FunctionsIn(FileId from, std::string_view qualified) const;
  std::vector<FnRef> LookUpFunction(FileId from, std::string_view name) const;
  std::vector<FnRef> NearestFunctions(FileId from, std::vector<FnRef> all) const;
  std::vector<ClassRef> PickNearest(FileId from, const std::vector<ClassRef>& all,
                                    std::string_view qualified) const;

  std::vector<const facts::FileFacts*> files_;
  std::unordered_map<std::string_view, std::vector<ClassRef>> classes_by_name_;
  std::unordered_map<std::string_view, std::vector<FnRef>> functions_by_name_;
  std::unordered_map<std::string_view, std::vector<FnRef>> extensions_;
  std::unordered_map<std::string_view, std::vector<FnRef>> functions_in_spaces_;
  // The same in lower case, of the files whose language ignores it; keys are in by_name_'s spelling
  // elsewhere.
  std::unordered_map<std::string, std::vector<ClassRef>> classes_by_folded_;
  std::unordered_map<std::string, std::vector<FnRef>> functions_by_folded_;
  std::vector<bool> ignores_case_;          // by file
  std::vector<std::string_view> families_;  // of languages, by file
  std::vector<std::vector<const languages::Language*>>
      languages_;  // by file: its own and its guests
  std::unordered_map<ClassRef, std::vector<FnRef>, RefHash> methods_;
  /// The same by name, of the classes that have many; in lower case where the language ignores it.
  static constexpr size_t kFewMethods = 8;  // of a class: they are looked through
  using MethodsByName =
      std::unordered_map<std::string, std::vector<FnRef>, TextHash, std::equal_to<>>;
  std::unordered_map<ClassRef, MethodsByName, RefHash> methods_by_name_;
  std::unordered_map<ClassRef, std::vector<ClassRef>, RefHash> lineage_, descendants_;
  std::unordered_map<std::string, std::vector<FileId>>
      files_by_stem_;  // last path part without extensions
  /// Other names of types, by file; and in all files: empty where several mean different ones.
  std::unordered_map<FileId, std::unordered_map<std::string_view, std::string_view>> own_aliases_;
  std::unordered_map<std::string_view, std::pair<FileId, std::string_view>> aliases_;
  std::unordered_map<FileId, std::unordered_map<std::string_view, const facts::Import*>>
      imports_;  // by file and local name
  std::unordered_map<ClassRef, std::unordered_set<std::string_view>, RefHash> fields_;
  template <class T>
  using Cache = std::unordered_map<
      FileId, std::unordered_map<std::string, std::vector<T>, TextHash, std::equal_to<>>>;
  std::unordered_map<ExprRef, ClassRef, RefHash> bodies_;  // of constructions
  std::unordered_map<ClassRef, ExprRef, RefHash> made_at_;
  std::unordered_map<FileId, ClassRef> default_classes_;
  std::unordered_map<ClassRef, std::vector<ClassRef>, RefHash> implements_;
  std::vector<FileId> modules_;  // by file
  std::unordered_map<ClassRef, std::unordered_map<std::string_view, const facts::Delegation*>,
                     RefHash>
      delegations_;
  mutable Cache<ClassRef> class_cache_;  // answers, by file
  mutable Cache<FnRef> function_cache_;
  std::vector<ClassRef> open_modules_;
};

}  // namespace unsoap::link
