// What a file writes, as a name of a shared library: by the import that binds it, by a module of
// the library that the file imports whole, or by its full name.
#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/link/flow.h"

namespace unsoap::link {
namespace {

/// True if a dotted name is another one, or its last parts.
bool IsEndOf(std::string_view end, std::string_view name) {
  return name == end || (name.size() > end.size() && name.ends_with(end) &&
                         name[name.size() - end.size() - 1] == '.');
}

/// A name of a class or a module, and no other expression.
bool IsName(std::string_view text) {
  constexpr size_t kLongest = 200;
  constexpr std::string_view kJoints = ".:\\/-@";
  return !text.empty() && text.size() <= kLongest &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return IsWordChar(c) || kJoints.find(c) != std::string_view::npos || (c & 0x80) != 0;
         });
}

}  // namespace

bool Flow::MeansShared(FileId file, std::string_view written, std::string_view full,
                       const rules::Toolkit& toolkit) const {
  if (!IsName(written)) return false;
  const std::string name = DottedName(written).substr(1), wanted = DottedName(full).substr(1);
  const size_t dot = name.find('.');
  const bool is_plain = dot == std::string::npos;
  const facts::FileFacts& facts = program_.file(file);
  if (const facts::Import* import = program_.ImportOf(file, name.substr(0, dot))) {
    std::string meant = DottedName(import->module).substr(1);
    if (!import->name.empty()) meant += "." + std::string(import->name);
    if (!is_plain) meant += name.substr(dot);
    if (wanted.find('.') != std::string::npos && IsEndOf(wanted, meant)) return true;
    if (!toolkits_.ImportsShow(toolkit, {*import})) return false;
    // The module itself, all of it, or what it has under that name.
    const std::string_view symbol = is_plain ? import->name : SimpleName(written);
    return wanted.empty() || symbol.empty() || symbol == "*" || symbol == SimpleName(full);
  }
  if (wanted.empty()) return false;
  const bool is_shown = !toolkit.imports.empty() && ImportsShow(toolkit, file);
  const std::string before = wanted.substr(0, wanted.size() - std::min(wanted.size(), name.size()));
  const bool is_inside = !before.empty() && !facts.space.empty() &&
                         (DottedName(facts.space).substr(1) + ".").starts_with(before);
  if (!IsEndOf(name, wanted)) return !is_plain && IsEndOf(wanted, name);
  if (is_shown || is_inside) return true;
  // The whole of a name that has no module: what loads the library may stand anywhere. In a
  // namespace it is that one's own, unless a separator begins it.
  const bool is_top = facts.space.empty() || !IsWordChar(written.front());
  return name == wanted && (!is_plain || (is_top && !program_.IsReachedByImport(file)));
}

}  // namespace unsoap::link
