// Roots, the thread that scans them, and what the client is told when a scan is done.
#include "scanner/lsp/session.h"

#include <algorithm>
#include <utility>

#include "scanner/base/paths.h"
#include "scanner/lsp/actions.h"
#include "scanner/lsp/calls.h"
#include "scanner/lsp/uri.h"

namespace unsoap::lsp {
namespace {

constexpr size_t kMostPending = 1000;
constexpr int kContentModified = -32801;

/// The address of the document that a request is about.
std::string AddressIn(const Json& params) {
  const std::string uri = rpc::TextOf(rpc::MemberOf(params, "textDocument"), "uri");
  return uri.empty() ? rpc::TextOf(rpc::MemberOf(params, "item"), "uri") : uri;
}

}  // namespace

Session::Session(const Engine& engine, std::ostream& out) : engine_(engine), out_(out) {}
Session::~Session() { Stop(); }

void Session::AddRoot(const std::string& uri) {
  const std::optional<std::string> path = PathOfUri(uri);
  auto root = std::make_unique<Root>();
  root->path = path ? RealPath(*path) : "";
  root->uri = uri;
  while (root->uri.ends_with('/')) root->uri.pop_back();
  const bool is_known = std::any_of(roots_.begin(), roots_.end(),
                                    [&](const auto& one) { return one->path == root->path; });
  if (is_known || root->path.empty()) return;
  Result<std::unique_ptr<Tree>> tree = engine_.open(root->path);
  if (tree) {
    root->tree = std::move(*tree);
  } else {
    root->trouble = tree.error().message;
    Write(rpc::Notification("window/showMessage",
                            {{"type", 1}, {"message", "unsoap: " + Format(tree.error())}}));
    return;
  }
  roots_.push_back(std::move(root));
  wake_.notify_all();
}

void Session::RemoveRoot(const std::string& uri) {
  const std::optional<std::string> path = PathOfUri(uri);
  if (!path) return;
  for (size_t i = 0; i < roots_.size(); ++i) {
    if (roots_[i]->path != RealPath(*path)) continue;
    for (const std::string& address : roots_[i]->published)
      Write(rpc::Notification("textDocument/publishDiagnostics",
                              {{"uri", address}, {"diagnostics", Json::array()}}));
    if (scanning_ == roots_[i].get()) {
      // The thread lets it go when the scan has ended.
      is_removed_ = true;
      ++roots_[i]->wanted;
      engine_.interrupt(true);
    } else {
      roots_.erase(roots_.begin() + static_cast<std::ptrdiff_t>(i));
    }
    Flush();
    return;
  }
}

void Session::Start() {
  if (is_started_) return;
  is_started_ = true;
  due_ = Clock::now();
  thread_ = std::thread([this] { Work(); });
}

void Session::Stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex);
    is_ending_ = true;
    if (scanning_ != nullptr) engine_.interrupt(true);
    wake_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

Root* Session::RootOf(const std::string& path) {
  Root* best = nullptr;
  for (const std::unique_ptr<Root>& root : roots_) {
    if (IsWithin(path, root->path) && (best == nullptr || root->path.size() > best->path.size()))
      best = root.get();
  }
  return best;
}

void Session::Touch(const std::string& path, bool is_edit) {
  for (const std::unique_ptr<Root>& root : roots_) {
    if (!path.empty() && !IsWithin(path, root->path)) continue;
    ++root->wanted;
    root->shows_progress |= !is_edit;
    // A scan of what is not so any more ends.
    if (scanning_ == root.get()) engine_.interrupt(true);
  }
  due_ = Clock::now() + delay;
  wake_.notify_all();
}

Root* Session::NextRoot() {
  for (const std::unique_ptr<Root>& root : roots_) {
    if (root->scanned != root->wanted) return root.get();
  }
  return nullptr;
}

void Session::Work() {
  std::unique_lock<std::mutex> lock(mutex);
  while (!is_ending_) {
    if (NextRoot() == nullptr) {
      wake_.wait(lock);
    } else if (Clock::now() < due_) {
      wake_.wait_until(lock, due_);
    } else {
      ScanRoot(NextRoot(), &lock);
    }
  }
}

void Session::ScanRoot(Root* root, std::unique_lock<std::mutex>* lock) {
  const uint64_t state = root->wanted;
  scanning_ = root;
  if (root->shows_progress) BeginProgress();
  collect::Memory::Texts texts;
  for (const auto& [uri, document] : documents) {
    if (IsWithin(document.path, root->path)) texts[document.path] = document.text;
  }
  lock->unlock();
  Result<findings::Report> report =
      root->tree->Scan(std::move(texts), [this](int64_t done, int64_t total) {
        const std::lock_guard<std::mutex> held(mutex);
        ReportProgress(done, total);
      });
  lock->lock();
  scanning_ = nullptr;
  engine_.interrupt(false);
  const bool is_current = root->wanted == state && !is_removed_ && !is_ending_;
  EndProgress(is_current ? "" : "superseded");
  if (std::exchange(is_removed_, false)) {
    std::erase_if(roots_, [&](const auto& one) { return one.get() == root; });
    Flush();
  } else if (is_current) {
    root->scanned = state;
    root->shows_progress = false;
    Finish(root, std::move(report));
  }
}

void Session::Finish(Root* root, Result<findings::Report> report) {
  root->trouble = report ? "" : report.error().message;
  if (report) {
    root->report = std::move(*report);
  } else {
    root->report.reset();
    if (said_.insert(root->trouble).second)
      Write(rpc::Notification("window/showMessage",
                              {{"type", 2}, {"message", "unsoap: " + Format(report.error())}}));
  }
  Publish(root);
  Flush();
}

void Session::Publish(Root* root) {
  std::set<std::string> now;
  for (const auto& [uri, document] : documents) {
    if (RootOf(document.path) != root) continue;
    Json list = Json::array();
    if (root->report) {
      const View view(*root->report, documents, engine_, root->path, root->uri, client);
      list = DiagnosticsOf(view, view.PathOf(document));
    }
    now.insert(uri);
    Write(rpc::Notification(
        "textDocument/publishDiagnostics",
        {{"uri", uri}, {"version", document.version}, {"diagnostics", std::move(list)}}));
  }
  root->published = std::move(now);
}

void Session::Clear(const std::string& uri) {
  for (const std::unique_ptr<Root>& root : roots_) root->published.erase(uri);
  Write(rpc::Notification("textDocument/publishDiagnostics",
                          {{"uri", uri}, {"diagnostics", Json::array()}}));
}

void Session::AnswerLater(Pending pending) {
  if (AnswerNow(pending)) return;
  if (pending_.size() == kMostPending) {
    Write(rpc::ErrorFor(pending_.front().id, {kContentModified, "too much was asked since"}));
    pending_.pop_front();
  }
  pending_.push_back(std::move(pending));
}

bool Session::Cancel(const Json& id) {
  return std::erase_if(pending_, [&](const Pending& one) { return one.id == id; }) > 0;
}

void Session::Flush() {
  std::deque<Pending> waiting;
  waiting.swap(pending_);
  for (Pending& one : waiting) {
    if (!AnswerNow(one)) pending_.push_back(std::move(one));
  }
}

bool Session::AnswerNow(const Pending& pending) {
  const std::string uri = AddressIn(pending.params);
  const auto open = documents.find(uri);
  const std::optional<std::string> named = PathOfUri(uri);
  const std::string absolute = open != documents.end() ? open->second.path
                               : named                 ? RealPath(*named)
                                                       : "";
  Root* root = absolute.empty() ? nullptr : RootOf(absolute);
  if (root != nullptr && root->scanned != root->wanted) return false;
  Json result;
  if (root != nullptr && root->report) {
    const View view(*root->report, documents, engine_, root->path, root->uri, client);
    const Document closed = {uri, absolute, 0, std::make_shared<const std::string>()};
    const Document& document = open != documents.end() ? open->second : closed;
    const std::string path = view.PathOf(document);
    const Json& position = rpc::MemberOf(pending.params, "position");
    const Json& item = rpc::MemberOf(pending.params, "item");
    const std::string& method = pending.method;
    if (method == "textDocument/hover") result = HoverAt(view, path, position);
    if (method == "textDocument/references") result = ReferencesAt(view, path, position);
    if (method == "textDocument/codeLens") result = LensesOf(view, path);
    if (method == "textDocument/codeAction" && open != documents.end())
      result = ActionsAt(view, document, path, rpc::MemberOf(pending.params, "range"));
    if (method == "textDocument/prepareCallHierarchy") result = PrepareCalls(view, path, position);
    if (method == "callHierarchy/incomingCalls") result = IncomingCalls(view, item);
    if (method == "callHierarchy/outgoingCalls") result = OutgoingCalls(view, item);
  }
  Write(rpc::ResultFor(pending.id, std::move(result)));
  return true;
}

bool Session::Write(const Json& message) {
  const std::string body = engine_.output(rpc::Text(message));
  out_ << rpc::HeaderFor(body) << body;
  return is_writable_ = static_cast<bool>(out_.flush());
}

Json Session::Ask(const std::string& method, Json params) {
  const Json id = "unsoap-" + std::to_string(++asked_);
  Write(rpc::Request(id, method, std::move(params)));
  return id;
}

void Session::BeginProgress() {
  if (!can_show_progress) return;
  token_ = "unsoap-scan-" + std::to_string(asked_ + 1);
  progress_begun_ = false;
  percentage_ = -1;
  token_asked_ = Ask("window/workDoneProgress/create", {{"token", token_}});
}

void Session::TakeAnswer(const Json& id) {
  // The token may be used once the client has it; a scan that is over needs none.
  if (scanning_ == nullptr || token_.empty() || id != token_asked_ || progress_begun_) return;
  progress_begun_ = true;
  Write(rpc::Notification("$/progress", {{"token", token_},
                                         {"value",
                                          {{"kind", "begin"},
                                           {"title", "unsoap"},
                                           {"message", "scanning"},
                                           {"cancellable", false}}}}));
}

void Session::ReportProgress(int64_t done, int64_t total) {
  if (!progress_begun_ || total <= 0) return;
  const int now = static_cast<int>(std::min<int64_t>(done * 100 / total, 100));
  if (now <= percentage_) return;
  percentage_ = now;
  Write(rpc::Notification(
      "$/progress", {{"token", token_}, {"value", {{"kind", "report"}, {"percentage", now}}}}));
}

void Session::EndProgress(const std::string& message) {
  if (progress_begun_) {
    Json value = {{"kind", "end"}};
    if (!message.empty()) value["message"] = message;
    Write(rpc::Notification("$/progress", {{"token", token_}, {"value", std::move(value)}}));
  }
  progress_begun_ = false;
  token_.clear();
}

}  // namespace unsoap::lsp
