// Session: the state of a server with its work thread; internal to server.cc (messages) and
// session.cc (roots, scans, what is published).
//
// What it is not: an interface. Everything but a running scan happens under one mutex.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "scanner/lsp/document.h"
#include "scanner/lsp/engine.h"
#include "scanner/lsp/view.h"
#include "scanner/rpc/message.h"

namespace unsoap::lsp {

/// A folder that the client works in.
struct Root {
  std::string path, uri;
  std::unique_ptr<Tree> tree;
  std::optional<findings::Report> report;
  std::string trouble;              // why there is no report; empty: there is one, or not yet
  uint64_t wanted = 1;              // number of the last state that is to be scanned
  uint64_t scanned = 0;             // number of the state that the report shows
  bool shows_progress = true;       // of the next scan: not of those after an edit
  std::set<std::string> published;  // addresses that have diagnostics
};

/// Asked, and to be answered when its root is scanned.
struct Pending {
  Json id;
  std::string method;
  Json params;
};

class Session {
 public:
  Session(const Engine& engine, std::ostream& out);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  std::mutex mutex;  // held by whoever calls anything below but Stop()

  View::Client client;
  std::chrono::milliseconds delay{120};  // after the last edit
  bool can_show_progress = false, can_open = false, can_watch = false;
  Documents documents;

  void AddRoot(const std::string& uri);
  void RemoveRoot(const std::string& uri);
  bool HasRoots() const { return !roots_.empty(); }
  /// Begins to scan.
  void Start();
  /// Something of these paths, or of all (empty), is not as it was.
  void Touch(const std::string& path, bool is_edit);
  /// Answers at once or when the scan of the document's root is done.
  void AnswerLater(Pending pending);
  /// True if it had not been answered.
  bool Cancel(const Json& id);
  /// An answer of the client.
  void TakeAnswer(const Json& id);
  /// Takes back the diagnostics of an address.
  void Clear(const std::string& uri);

  bool Write(const Json& message);
  bool is_writable() const { return is_writable_; }
  /// Asks the client; the id is the return value.
  Json Ask(const std::string& method, Json params);
  /// Ends the thread.
  void Stop();

 private:
  using Clock = std::chrono::steady_clock;

  void Work();
  Root* NextRoot();
  Root* RootOf(const std::string& path);
  void ScanRoot(Root* root, std::unique_lock<std::mutex>* lock);
  void Finish(Root* root, Result<findings::Report> report);
  void Publish(Root* root);
  void Flush();
  bool AnswerNow(const Pending& pending);
  void BeginProgress();
  void ReportProgress(int64_t done, int64_t total);
  void EndProgress(const std::string& message);

  const Engine& engine_;
  std::ostream& out_;
  bool is_writable_ = true;
  std::vector<std::unique_ptr<Root>> roots_;
  std::deque<Pending> pending_;
  std::condition_variable wake_;
  std::thread thread_;
  bool is_started_ = false, is_ending_ = false;
  Root* scanning_ = nullptr;
  bool is_removed_ = false;  // the root that is scanned
  Clock::time_point due_;
  int64_t asked_ = 0;
  std::set<std::string> said_;  // troubles, each once
  // Of the scan that runs: what the client calls its progress, and whether that was begun.
  std::string token_;
  Json token_asked_;
  bool progress_begun_ = false;
  int percentage_ = -1;
};

}  // namespace unsoap::lsp
