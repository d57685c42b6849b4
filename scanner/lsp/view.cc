#include "scanner/lsp/view.h"

#include <algorithm>
#include <utility>

#include "scanner/lsp/uri.h"

namespace unsoap::lsp {

View::View(const findings::Report& report, const Documents& documents, const Engine& engine,
           std::string root, std::string root_uri, Client client)
    : report_(report),
      documents_(documents),
      engine_(engine),
      root_(std::move(root)),
      root_uri_(std::move(root_uri)),
      client_(std::move(client)) {}

std::string View::PathOf(const Document& document) const {
  const std::string folder = root_ == "/" ? root_ : root_ + "/";
  return document.path.starts_with(folder) ? document.path.substr(folder.size()) : "";
}

std::string View::UriOf(const std::string& path) const {
  for (const auto& [uri, document] : documents_) {
    if (PathOf(document) == path) return uri;
  }
  // What lies in an archive has no address of its own.
  return root_uri_ + "/" + EncodePath(path.substr(0, path.find("!/")));
}

std::string_view View::TextOf(const std::string& path) const {
  for (const auto& [uri, document] : documents_) {
    if (PathOf(document) == path) return *document.text;
  }
  const auto at = texts_.find(path);
  if (at != texts_.end()) return at->second;
  return texts_.emplace(path, engine_.text(root_, path)).first->second;
}

Json View::RangeOf(const findings::Location& at) const {
  return lsp::RangeOf(at, client_.encoding == Encoding::kUtf8 ? TextOf(at.path) : "",
                      client_.encoding);
}

Json View::LocationOf(const findings::Location& at) const {
  return {{"uri", UriOf(at.path)}, {"range", RangeOf(at)}};
}

std::vector<const findings::Finding*> View::FindingsIn(const std::string& path) const {
  std::vector<const findings::Finding*> out;
  for (const findings::Finding& finding : report_.findings) {
    if (!path.empty() && finding.location.path == path) out.push_back(&finding);
  }
  return out;
}

std::vector<const findings::Finding*> View::FindingsAt(const std::string& path,
                                                       const Json& range) const {
  const int first = rpc::NumberOf(rpc::MemberOf(range, "start"), "line") + 1;
  const int last = rpc::NumberOf(rpc::MemberOf(range, "end"), "line") + 1;
  std::vector<const findings::Finding*> out;
  for (const findings::Finding* finding : FindingsIn(path)) {
    if (finding->location.start_line <= last && finding->location.end_line >= first)
      out.push_back(finding);
  }
  return out;
}

const findings::WrapperSummary* View::WrapperOf(const findings::Finding& finding) const {
  const findings::Location& at = finding.location;
  // By leverage: the first one clears most.
  for (const findings::WrapperSummary& wrapper : report_.wrappers) {
    if (IsSite(wrapper, finding)) return &wrapper;
  }
  for (const findings::WrapperSummary& wrapper : report_.wrappers) {
    const bool is_called = finding.kind == findings::Kind::kWrapperCall &&
                           finding.callee.path == wrapper.location.path &&
                           finding.callee.start_line == wrapper.location.start_line;
    const bool is_inside = findings::IsUseInFunction(finding) && at.path == wrapper.location.path &&
                           finding.enclosing_line == wrapper.location.start_line;
    if (is_called || is_inside) return &wrapper;
  }
  return nullptr;
}

bool View::IsSite(const findings::WrapperSummary& wrapper, const findings::Finding& finding) {
  const findings::Location& at = finding.location;
  return std::any_of(wrapper.callers.sites.begin(), wrapper.callers.sites.end(),
                     [&](const findings::Location& site) {
                       return site.path == at.path && site.start_line == at.start_line &&
                              site.start_column == at.start_column;
                     });
}

const findings::WrapperSummary* View::WrapperAt(const std::string& path, int line) const {
  for (const findings::WrapperSummary& wrapper : report_.wrappers) {
    if (wrapper.location.path == path && wrapper.location.start_line <= line &&
        wrapper.location.end_line >= line)
      return &wrapper;
  }
  return nullptr;
}

}  // namespace unsoap::lsp
