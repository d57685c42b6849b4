// Names that the whole tree sees without importing anything: constants at the top of a file in some
// languages (Ruby, PHP), global variables, members of an object that stands for them (global.x,
// $GLOBALS['x']). The language says which.
#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/link/flow.h"

namespace unsoap::link {
namespace {

using languages::Language;

/// Folders that two paths have in common.
size_t CommonFolders(std::string_view a, std::string_view b) {
  size_t folders = 0;
  for (size_t i = 0; i < a.size() && i < b.size() && a[i] == b[i]; ++i) folders += a[i] == '/';
  return folders;
}

}  // namespace

bool Flow::IsTreeName(FileId file, const facts::Expr& name) const {
  const Language* const language = program_.LanguageOf(file);
  if (language == nullptr || language->tree_names.empty()) return false;
  const facts::FileFacts& facts = program_.file(file);
  std::string_view written = SimpleName(name.text);
  // The sigil is no part of the name's text.
  const std::string_view source = facts.source.Slice(name.span);
  const bool has_sigil =
      source.ends_with(written) &&
      std::any_of(language->sigils.begin(), language->sigils.end(),
                  [&](const std::string& sigil) { return source.starts_with(sigil); });
  if (has_sigil) written = source;
  return std::any_of(language->tree_names.begin(), language->tree_names.end(),
                     [&](const Regex& pattern) { return pattern.MatchesWhole(written); });
}

std::string_view Flow::TreeMember(FileId file, const facts::Expr& e) const {
  const Language* const language = program_.LanguageOf(file);
  if (language == nullptr || language->tree_objects.empty() || e.object == facts::kNone) return {};
  const facts::FileFacts& facts = program_.file(file);
  const std::string_view object = facts.source.Slice(facts.exprs[e.object].span);
  if (std::find(language->tree_objects.begin(), language->tree_objects.end(), object) ==
      language->tree_objects.end())
    return {};
  const bool is_reader =
      e.kind == facts::ExprKind::kCall && e.args_count == 0 && program_.CallsBare(file);
  if (e.kind == facts::ExprKind::kMember || is_reader) return e.text;
  return e.kind == facts::ExprKind::kIndex ? ConstantKey(file, e) : std::string_view();
}

bool Flow::NoteTreeName(FileId file, const facts::Binding& binding) {
  const facts::Expr& target = program_.file(file).exprs[binding.target];
  if (target.kind == facts::ExprKind::kName && !target.is_instance) {
    // What a class has at its top is its own.
    const bool is_classs = binding.class_id != facts::kNone && binding.function == facts::kNone;
    if (is_classs || !IsTreeName(file, target)) return false;
    tree_names_[target.text].push_back({file, GlobalSlot(file, target.text)});
    Bound(file, facts::kNone).push_back(target.text);
    return true;
  }
  if (const std::string_view name = TreeMember(file, target); !name.empty()) {
    tree_members_[name].push_back({file, GlobalSlot(file, name)});
    Bound(file, facts::kNone).push_back(name);
    return true;
  }
  return false;
}

bool Flow::ReadNearest(FileId file, const std::vector<TreeName>& bound, NodeId to) {
  // Of several programs in one tree each has its own.
  const std::string& path = program_.file(file).path;
  size_t nearest = 0;
  std::vector<NodeId> nodes;
  for (const TreeName& name : bound) {
    if (!program_.AreRelated(file, name.file)) continue;
    const size_t common = CommonFolders(path, program_.file(name.file).path);
    if (common > nearest) nodes.clear(), nearest = common;
    if (common == nearest && nodes.size() < kMaxCandidates) nodes.push_back(name.node);
  }
  for (const NodeId node : nodes) AddEdgeOnce(node, to);
  return !nodes.empty();
}

bool Flow::ReadTreeName(FileId file, const facts::Expr& name, NodeId to) {
  if (const auto known = tree_names_.find(SimpleName(name.text));
      known != tree_names_.end() && IsTreeName(file, name))
    return ReadNearest(file, known->second, to);
  // What is put on the global object is a variable without it, unless a file's own are no others'.
  const auto member = tree_members_.find(name.text);
  return member != tree_members_.end() && !program_.SharesIncludes(file) &&
         ReadNearest(file, member->second, to);
}

bool Flow::ReadTreeMember(FileId file, const facts::Expr& e, NodeId to) {
  const std::string_view name = TreeMember(file, e);
  if (name.empty()) return false;
  if (const auto known = tree_members_.find(name); known != tree_members_.end())
    return ReadNearest(file, known->second, to);
  size_t found = 0;  // $GLOBALS['crm'] is $crm of any file's top
  for (FileId f = 0; program_.SharesIncludes(file) && f < program_.file_count(); ++f) {
    if (found >= kMaxCandidates || !IsBound({f, facts::kNone}, name) || !program_.SharesIncludes(f))
      continue;
    AddEdgeOnce(GlobalSlot(f, name), to);
    ++found;
  }
  return found > 0;
}

bool Flow::ReadPackaged(FileId file, std::string_view name, NodeId to) {
  // $Acme::Config::CLIENT: a variable at the top of a package.
  const std::string_view last = SimpleName(name);
  if (last.size() + 2 > name.size()) return false;
  std::string_view package = name.substr(0, name.size() - last.size());
  while (!package.empty() && !IsWordChar(package.back())) package.remove_suffix(1);
  bool found = false;
  for (const ClassRef& c : program_.ResolveClass(file, package)) {
    if (!IsBound({c.file, facts::kNone}, last)) continue;
    AddEdgeOnce(GlobalSlot(c.file, last), to);
    found = true;
  }
  return found;
}

}  // namespace unsoap::link
