// View: the last report of one root, as the answers of the protocol see it.
//
// What it is: findings by file, and their places as addresses and ranges of the client. What it is
// not: a scan; what a view shows is as old as its report. Refers to the report, the documents and
// the engine, and goes before they do.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/findings/report.h"
#include "scanner/lsp/document.h"
#include "scanner/lsp/engine.h"

namespace unsoap::lsp {

class View {
 public:
  struct Client {
    Encoding encoding = Encoding::kUtf16;
    bool markdown = true;
    bool has_document_changes = false;  // it takes edits of a version of a document
    std::string show_references;        // the command that shows places
  };

  /// `root` is the real path, `root_uri` the client's address of it without a slash at its end.
  View(const findings::Report& report, const Documents& documents, const Engine& engine,
       std::string root, std::string root_uri, Client client);

  const findings::Report& report() const { return report_; }
  const Engine& engine() const { return engine_; }
  const Client& client() const { return client_; }

  /// "src/a.php" of an open file below the root; empty if it is not.
  std::string PathOf(const Document& document) const;
  std::string UriOf(const std::string& path) const;
  /// The text that the report was made of: the editor's, or the file's.
  std::string_view TextOf(const std::string& path) const;
  Json RangeOf(const findings::Location& at) const;
  Json LocationOf(const findings::Location& at) const;

  /// Of one file, in the report's order.
  std::vector<const findings::Finding*> FindingsIn(const std::string& path) const;
  /// Those that stand in a line of the range (`range` as the client sends it).
  std::vector<const findings::Finding*> FindingsAt(const std::string& path,
                                                   const Json& range) const;
  /// The wrapper whose migration clears this finding: it holds it, or is called there.
  const findings::WrapperSummary* WrapperOf(const findings::Finding& finding) const;
  /// True if the finding stands where the wrapper, or one that calls it, is called.
  static bool IsSite(const findings::WrapperSummary& wrapper, const findings::Finding& finding);
  const findings::WrapperSummary* WrapperAt(const std::string& path, int line) const;

 private:
  const findings::Report& report_;
  const Documents& documents_;
  const Engine& engine_;
  const std::string root_, root_uri_;
  const Client client_;
  mutable std::map<std::string, std::string> texts_;  // of files that no editor has
};

/// What a finding says in a line or two: its message and the request that replaces the call.
std::string MessageOf(const findings::Finding& finding);
Json DiagnosticsOf(const View& view, const std::string& path);
/// Markdown or plain text; null where nothing stands.
Json HoverAt(const View& view, const std::string& path, const Json& position);
Json LensesOf(const View& view, const std::string& path);
/// Call sites of the wrapper that is named at the place.
Json ReferencesAt(const View& view, const std::string& path, const Json& position);

}  // namespace unsoap::lsp
