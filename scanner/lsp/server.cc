// Messages: the life of a session, documents, and the table of requests.
#include "scanner/lsp/server.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "scanner/base/paths.h"
#include "scanner/lsp/actions.h"
#include "scanner/lsp/session.h"
#include "scanner/lsp/uri.h"

namespace unsoap::lsp {
namespace {

using rpc::Message;

constexpr size_t kLongestMessage = 64 << 20;
constexpr size_t kMostDocuments = 10'000, kLargestDocument = 32 << 20;
constexpr int kNotInitialized = -32002, kRequestCancelled = -32800;

class Server {
 public:
  Server(const Engine& engine, std::ostream& out) : engine_(engine), session_(engine, out) {}

  /// False: it is over.
  bool Take(std::string_view body) {
    const rpc::Parsed parsed = rpc::Parse(body);
    const std::lock_guard<std::mutex> lock(session_.mutex);
    const Message& message = parsed.message;
    if (parsed.trouble) {
      session_.Write(rpc::ErrorFor(message.id, *parsed.trouble));
    } else if (message.method.empty()) {
      session_.TakeAnswer(message.id);
    } else if (message.has_id()) {
      Answer(message);
    } else if (message.method == "exit") {
      return false;
    } else if (is_initialized_ && !is_shut_down_) {
      Notice(message);
    }
    return session_.is_writable();
  }
  void RefuseLength() {
    const std::lock_guard<std::mutex> lock(session_.mutex);
    session_.Write(rpc::ErrorFor(
        nullptr, {rpc::kInvalidRequest, "the message is longer than this server reads"}));
  }
  int status() const { return is_shut_down_ ? 0 : 1; }
  void Stop() { session_.Stop(); }

 private:
  void Refuse(const Json& id, int code, std::string message) {
    session_.Write(rpc::ErrorFor(id, {code, std::move(message)}));
  }

  void Answer(const Message& message) {
    static constexpr std::array<std::string_view, 7> kOfScans = {
        "textDocument/hover",
        "textDocument/codeAction",
        "textDocument/codeLens",
        "textDocument/references",
        "textDocument/prepareCallHierarchy",
        "callHierarchy/incomingCalls",
        "callHierarchy/outgoingCalls"};
    const std::string& method = message.method;
    if (is_shut_down_) return Refuse(message.id, rpc::kInvalidRequest, "the server is shut down");
    if (method == "initialize") {
      if (is_initialized_)
        return Refuse(message.id, rpc::kInvalidRequest, "initialize is sent once");
      is_initialized_ = true;
      session_.Write(rpc::ResultFor(message.id, Initialize(message.params)));
      return;
    }
    if (!is_initialized_) return Refuse(message.id, kNotInitialized, "initialize comes first");
    if (method == "shutdown") {
      is_shut_down_ = true;
      session_.Write(rpc::ResultFor(message.id, nullptr));
    } else if (method == "workspace/executeCommand") {
      Execute(message);
    } else if (std::find(kOfScans.begin(), kOfScans.end(), method) != kOfScans.end()) {
      session_.AnswerLater({message.id, method, message.params});
    } else {
      Refuse(message.id, rpc::kNoMethod, "there is no method '" + method.substr(0, 80) + "' here");
    }
  }

  void ReadCapabilities(const Json& params) {
    const Json& can = rpc::MemberOf(params, "capabilities");
    const Json& general = rpc::MemberOf(can, "general");
    for (const Json& encoding : rpc::MemberOf(general, "positionEncodings")) {
      if (encoding == "utf-8") session_.client.encoding = Encoding::kUtf8;
    }
    const auto is_true = [](const Json& object, const char* key) {
      return rpc::MemberOf(object, key) == Json(true);
    };
    const Json& workspace = rpc::MemberOf(can, "workspace");
    session_.client.has_document_changes =
        is_true(rpc::MemberOf(workspace, "workspaceEdit"), "documentChanges");
    const Json& window = rpc::MemberOf(can, "window");
    session_.can_show_progress = is_true(window, "workDoneProgress");
    session_.can_open = is_true(rpc::MemberOf(window, "showDocument"), "support");
    const Json& watching = rpc::MemberOf(workspace, "didChangeWatchedFiles");
    session_.can_watch = is_true(watching, "dynamicRegistration");
    const Json& hover = rpc::MemberOf(rpc::MemberOf(can, "textDocument"), "hover");
    const Json& formats = rpc::MemberOf(hover, "contentFormat");
    session_.client.markdown =
        !formats.is_array() || formats.empty() ||
        std::find(formats.begin(), formats.end(), Json("markdown")) != formats.end();
    session_.client.show_references = rpc::TextOf(rpc::MemberOf(params, "initializationOptions"),
                                                  "showReferences", "editor.action.showReferences");
  }

  void AddRoots(const Json& params) {
    for (const Json& folder : rpc::MemberOf(params, "workspaceFolders"))
      session_.AddRoot(rpc::TextOf(folder, "uri"));
    if (session_.HasRoots()) return;
    if (const std::string uri = rpc::TextOf(params, "rootUri"); !uri.empty()) {
      session_.AddRoot(uri);
    } else if (const std::string path = rpc::TextOf(params, "rootPath"); !path.empty()) {
      session_.AddRoot(UriOfPath(path));
    } else if (!engine_.directory.empty()) {
      session_.AddRoot(UriOfPath(engine_.directory));
    }
  }

  Json Initialize(const Json& params) {
    ReadCapabilities(params);
    folders_ = params;
    return {
        {"capabilities",
         {{"positionEncoding", session_.client.encoding == Encoding::kUtf8 ? "utf-8" : "utf-16"},
          {"textDocumentSync", {{"openClose", true}, {"change", 2}, {"save", true}}},
          {"hoverProvider", true},
          {"codeActionProvider", {{"codeActionKinds", Json::array({"quickfix"})}}},
          {"codeLensProvider", {{"resolveProvider", false}}},
          {"referencesProvider", true},
          {"callHierarchyProvider", true},
          {"executeCommandProvider", {{"commands", Json::array({kOpenCommand})}}},
          {"workspace",
           {{"workspaceFolders", {{"supported", true}, {"changeNotifications", true}}}}}}},
        {"serverInfo", {{"name", "unsoap"}, {"version", engine_.version}}}};
  }

  /// The client shows a place; the server opens nothing.
  void Execute(const Message& message) {
    const Json& arguments = rpc::MemberOf(message.params, "arguments");
    if (rpc::TextOf(message.params, "command") != kOpenCommand)
      return Refuse(message.id, rpc::kInvalidParams, "there is no such command");
    if (!arguments.is_array() || arguments.empty() || rpc::TextOf(arguments[0], "uri").empty())
      return Refuse(message.id, rpc::kInvalidParams, "the command wants a Location");
    if (session_.can_open) {
      session_.Ask("window/showDocument", {{"uri", rpc::TextOf(arguments[0], "uri")},
                                           {"takeFocus", true},
                                           {"selection", rpc::MemberOf(arguments[0], "range")}});
    }
    session_.Write(rpc::ResultFor(message.id, nullptr));
  }

  void Notice(const Message& message) {
    const std::string& method = message.method;
    const Json& params = message.params;
    if (method == "initialized") return Begin();
    if (method == "$/cancelRequest") {
      const Json& id = rpc::MemberOf(params, "id");
      if (session_.Cancel(id)) Refuse(id, kRequestCancelled, "the client took it back");
    } else if (method == "textDocument/didOpen") {
      Open(rpc::MemberOf(params, "textDocument"));
    } else if (method == "textDocument/didChange") {
      Change(params);
    } else if (method == "textDocument/didClose") {
      Close(rpc::TextOf(rpc::MemberOf(params, "textDocument"), "uri"));
    } else if (method == "textDocument/didSave") {
      const auto at =
          session_.documents.find(rpc::TextOf(rpc::MemberOf(params, "textDocument"), "uri"));
      if (at != session_.documents.end()) session_.Touch(at->second.path, true);
    } else if (method == "workspace/didChangeWatchedFiles") {
      for (const Json& change : rpc::MemberOf(params, "changes")) {
        if (const auto path = PathOfUri(rpc::TextOf(change, "uri")))
          session_.Touch(Real(*path), true);
      }
    } else if (method == "workspace/didChangeWorkspaceFolders") {
      const Json& event = rpc::MemberOf(params, "event");
      for (const Json& folder : rpc::MemberOf(event, "removed"))
        session_.RemoveRoot(rpc::TextOf(folder, "uri"));
      for (const Json& folder : rpc::MemberOf(event, "added"))
        session_.AddRoot(rpc::TextOf(folder, "uri"));
    }
  }

  void Begin() {
    AddRoots(folders_);
    folders_ = nullptr;
    if (session_.can_watch) {
      const Json watchers = Json::array({Json{{"globPattern", "**/*"}}});
      const Json registration = {{"id", "unsoap-files"},
                                 {"method", "workspace/didChangeWatchedFiles"},
                                 {"registerOptions", {{"watchers", watchers}}}};
      session_.Ask("client/registerCapability", {{"registrations", Json::array({registration})}});
    }
    session_.Start();
  }

  /// The path of a file that may be gone: its folder's real path with its name.
  static std::string Real(const std::string& path) {
    const std::string real = RealPath(path);
    if (!real.empty()) return real;
    const std::string folder = RealPath(DirectoryAround(path));
    return folder.empty() ? path : From(std::string(NameOf(path)), folder);
  }

  void Open(const Json& given) {
    const std::string uri = rpc::TextOf(given, "uri");
    const std::optional<std::string> path = PathOfUri(uri);
    std::string text = rpc::TextOf(given, "text");
    if (!path || text.size() > kLargestDocument || session_.documents.size() == kMostDocuments)
      return;
    session_.documents[uri] = {uri, Real(*path), rpc::NumberOf(given, "version"),
                               std::make_shared<const std::string>(std::move(text))};
    session_.Touch(session_.documents[uri].path, true);
  }

  void Change(const Json& params) {
    const Json& named = rpc::MemberOf(params, "textDocument");
    const auto at = session_.documents.find(rpc::TextOf(named, "uri"));
    if (at == session_.documents.end()) return;
    std::string text = *at->second.text;
    for (const Json& change : rpc::MemberOf(params, "contentChanges")) {
      if (text.size() <= kLargestDocument)
        text = Changed(std::move(text), change, session_.client.encoding);
    }
    at->second.text = std::make_shared<const std::string>(std::move(text));
    at->second.version = rpc::NumberOf(named, "version", at->second.version);
    session_.Touch(at->second.path, true);
  }

  void Close(const std::string& uri) {
    const auto at = session_.documents.find(uri);
    if (at == session_.documents.end()) return;
    const std::string path = at->second.path;
    session_.documents.erase(at);
    session_.Clear(uri);
    session_.Touch(path, true);
  }

  const Engine& engine_;
  Session session_;
  Json folders_;
  bool is_initialized_ = false, is_shut_down_ = false;
};

}  // namespace

int Serve(const Engine& engine, std::istream& in, std::ostream& out) {
  Server server(engine, out);
  std::string body;
  while (true) {
    const rpc::Read read = rpc::ReadFramed(in, kLongestMessage, &body);
    if (read == rpc::Read::kTooLong) {
      server.RefuseLength();
    } else if (read != rpc::Read::kMessage || !server.Take(body)) {
      break;
    }
  }
  server.Stop();
  return server.status();
}

}  // namespace unsoap::lsp
