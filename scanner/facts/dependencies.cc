#include "scanner/facts/dependencies.h"

#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/facts/config.h"
#include "scanner/facts/structured.h"

namespace unsoap::facts {

void AddDependency(FileFacts& facts, std::string_view ecosystem, std::string_view name,
                   std::string_view version, Span span, bool is_direct, std::string_view through) {
  if (name.empty() || name.size() > 300) return;
  if (facts.dependencies.size() >= kMaxDependencies) {
    NotePartial(facts, "there are too many dependencies");
    return;
  }
  facts.dependencies.push_back({ecosystem, name, version, through, is_direct, span});
}

void AddRepositories(FileFacts& facts, std::string_view line, Span span) {
  const auto is_part = [](char c) { return IsWordChar(c) || c == '-' || c == '.'; };
  for (size_t at = 0; (at = line.find("git", at)) != std::string_view::npos; at += 3) {
    // Behind a host whose name holds "git" or after "git@host": the next two parts.
    const size_t host_end = line.find_first_of("/:", at);
    if (host_end == std::string_view::npos) return;
    if (line.substr(host_end, 3) == "://") continue;
    const std::string_view host = line.substr(at, host_end - at);
    const bool is_short = host == "github" || host == "gitlab";  // github: "owner/name"
    const bool is_host = is_short || host.find('.') != std::string_view::npos;
    size_t owner = host_end + 1;
    while (is_short && owner < line.size() &&
           (line[owner] == ' ' || line[owner] == '"' || line[owner] == '\''))
      ++owner;
    size_t owner_end = owner;
    while (owner_end < line.size() && is_part(line[owner_end])) ++owner_end;
    size_t name_end = owner_end + 1;
    while (name_end < line.size() && is_part(line[name_end])) ++name_end;
    if (!is_host || owner_end == owner || owner_end >= line.size() || line[owner_end] != '/' ||
        name_end <= owner_end + 1)
      continue;
    std::string name = Lower(line.substr(owner, name_end - owner));
    if (name.ends_with(".git")) name.resize(name.size() - 4);
    AddDependency(facts, kSourceEcosystem, facts.Keep(std::move(name)), "", span);
    at = name_end - 3;
  }
}

std::string CanonicalPypi(std::string_view name) {
  std::string out;
  for (const char c : Lower(name)) {
    const bool separator = c == '-' || c == '_' || c == '.';
    if (!separator) {
      out += c;
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
  }
  return out;
}

void AddPythonRequirement(FileFacts& facts, std::string_view requirement, Span span) {
  requirement = Trim(requirement);
  size_t i = 0;
  const auto is_name = [](char c) { return IsWordChar(c) || c == '-' || c == '.'; };
  while (i < requirement.size() && is_name(requirement[i])) ++i;
  if (i == 0) return;
  const std::string_view name = requirement.substr(0, i);
  std::string_view rest = Trim(requirement.substr(i));
  if (!rest.empty() && rest[0] == '[') {
    const size_t close = rest.find(']');
    rest = close == std::string_view::npos ? std::string_view() : Trim(rest.substr(close + 1));
  }
  rest = Trim(rest.substr(0, rest.find_first_of(";#")));
  if (!rest.empty() && std::string_view("=<>!~@(").find(rest[0]) == std::string_view::npos) {
    // `name --hash=...` is a requirement, a sentence is not.
    if (rest.substr(0, 2) != "--" && rest[0] != '\\') return;
    rest = {};
  }
  AddDependency(facts, "pypi", facts.Keep(CanonicalPypi(name)), rest, span);
}

void ForEachLine(std::string_view text,
                 const std::function<void(std::string_view, uint32_t)>& line) {
  size_t begin = 0;
  while (begin < text.size()) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view content = text.substr(begin, end - begin);
    if (!content.empty() && content.back() == '\r') content.remove_suffix(1);
    line(content, static_cast<uint32_t>(begin));
    begin = end + 1;
  }
}

std::vector<Literal> Literals(std::string_view line, uint32_t offset) {
  std::vector<Literal> out;
  for (size_t i = 0; i < line.size() && out.size() < 1000; ++i) {
    if (line[i] == '#') break;
    if (line[i] == '/' && i + 1 < line.size() && line[i + 1] == '/') break;
    if (line[i] != '"' && line[i] != '\'') continue;
    const size_t close = line.find(line[i], i + 1);
    if (close == std::string_view::npos) break;
    out.push_back({line.substr(i + 1, close - i - 1),
                   {offset + static_cast<uint32_t>(i), offset + static_cast<uint32_t>(close) + 1}});
    i = close;
  }
  return out;
}

void LockGraph::AddPackage(std::string_view name, std::string_view version, Span span) {
  if (!name.empty()) packages_.push_back({name, version, span});
}

void LockGraph::AddRequirement(std::string_view from, std::string_view to) {
  if (from != to) required_by_.emplace(to, from);
}

void LockGraph::Flush(FileFacts& facts, std::string_view ecosystem) const {
  for (const Package& package : packages_) {
    const auto by = required_by_.find(package.name);
    const bool direct =
        direct_.empty() ? by == required_by_.end() : direct_.count(package.name) > 0;
    AddDependency(facts, ecosystem, package.name, package.version, package.span, direct,
                  direct || by == required_by_.end() ? std::string_view() : by->second);
  }
}

}  // namespace unsoap::facts
