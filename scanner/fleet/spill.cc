// Sorted runs in files, merged by their first lines.
#include "scanner/fleet/spill.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <queue>

namespace unsoap::fleet {
namespace {

constexpr size_t kOverhead = sizeof(std::string) + 16;

tl::unexpected<Error> CannotSpill() {
  Error error;
  error.kind = ErrorKind::kOutput;
  error.message = std::string("a temporary file cannot be written: ") + std::strerror(errno);
  error.hint = "set TMPDIR to a directory that has room";
  return Fail(std::move(error));
}

/// Nameless, in TMPDIR.
std::FILE* TemporaryFile() {
  const char* directory = std::getenv("TMPDIR");
  std::string name = std::string(directory != nullptr && *directory != '\0' ? directory : "/tmp") +
                     "/unsoap-XXXXXX";
  const int opened = mkstemp(name.data());
  if (opened < 0) return nullptr;
  std::remove(name.c_str());
  return fdopen(opened, "w+b");
}

bool ReadLine(std::FILE* file, std::string* line) {
  line->clear();
  for (int c; (c = getc_unlocked(file)) != EOF;) {
    if (c == '\n') return true;
    line->push_back(static_cast<char>(c));
  }
  return false;
}

}  // namespace

Result<void> Spill::Add(std::string line) {
  bytes_ += line.size() + kOverhead;
  lines_.push_back(std::move(line));
  return bytes_ < limit_ ? Result<void>() : Flush();
}

Result<void> Spill::Flush() {
  std::sort(lines_.begin(), lines_.end());
  File file(TemporaryFile());
  if (!file) return CannotSpill();
  for (const std::string& line : lines_) {
    std::fwrite(line.data(), 1, line.size(), file.get());
    std::fputc('\n', file.get());
  }
  if (std::fflush(file.get()) != 0 || std::ferror(file.get()) != 0) return CannotSpill();
  std::rewind(file.get());
  runs_.push_back(std::move(file));
  lines_.clear();
  bytes_ = 0;
  return {};
}

Result<void> Spill::Sorted(const std::function<void(std::string_view)>& sink) {
  std::sort(lines_.begin(), lines_.end());
  if (runs_.empty()) {
    for (const std::string& line : lines_) sink(line);
    lines_.clear();
    return {};
  }
  if (!lines_.empty()) {
    if (Result<void> flushed = Flush(); !flushed) return flushed;
  }
  using Entry = std::pair<std::string, size_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> heads;
  std::string line;
  for (size_t i = 0; i < runs_.size(); ++i) {
    if (ReadLine(runs_[i].get(), &line)) heads.emplace(line, i);
  }
  while (!heads.empty()) {
    const auto [text, run] = heads.top();
    heads.pop();
    sink(text);
    if (ReadLine(runs_[run].get(), &line)) heads.emplace(line, run);
  }
  runs_.clear();
  return {};
}

}  // namespace unsoap::fleet
