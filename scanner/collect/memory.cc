// A file is known by what the system says of it without opening it. Times that lie too near to the
// moment of the look prove nothing: a second write may not change them.
#include "scanner/collect/memory.h"

#define XXH_INLINE_ALL
#include <sys/stat.h>
#include <time.h>
#include <xxhash.h>

#include <algorithm>
#include <tuple>

namespace unsoap::collect {
namespace {

constexpr int64_t kNanoseconds = 1'000'000'000;
constexpr size_t kMostSearches = 64;  // bits of File::without

int64_t Nanoseconds(const timespec& time) {
  return static_cast<int64_t>(time.tv_sec) * kNanoseconds + time.tv_nsec;
}

/// All members: one that is new does not compile here.
auto PartsOf(const link::LearnedNames& learned) {
  const auto& [alone, names, members, together, needed, shapes] = learned;
  return std::tie(alone, names, members, together, needed, shapes);
}

bool SameNames(const link::LearnedNames& a, const link::LearnedNames& b) {
  return PartsOf(a) == PartsOf(b);
}

template <class Item>
int64_t BytesOf(const std::vector<Item>& items) {
  return static_cast<int64_t>(items.capacity() * sizeof(Item));
}

int64_t BytesOf(const facts::FileFacts& facts) {
  int64_t bytes = static_cast<int64_t>(sizeof(facts) + facts.source.text().size() * 9 / 8);
  for (const std::string& text : facts.pool) bytes += static_cast<int64_t>(text.size() + 48);
  return bytes + BytesOf(facts.exprs) + BytesOf(facts.args) + BytesOf(facts.functions) +
         BytesOf(facts.classes) + BytesOf(facts.fields) + BytesOf(facts.bindings) +
         BytesOf(facts.returns) + BytesOf(facts.calls) + BytesOf(facts.strings) +
         BytesOf(facts.imports) + BytesOf(facts.comments) + BytesOf(facts.elements) * 2 +
         BytesOf(facts.settings) + BytesOf(facts.dependencies);
}

}  // namespace

struct Digest::State {
  XXH3_state_t hash;
};
Digest::Digest() : state_(std::make_unique<State>()) { XXH3_128bits_reset(&state_->hash); }
Digest::~Digest() = default;

void Digest::Add(std::string_view text) {
  const uint64_t size = text.size();  // so that no text ends where the next one does
  XXH3_128bits_update(&state_->hash, &size, sizeof(size));
  XXH3_128bits_update(&state_->hash, text.data(), text.size());
}

std::string Digest::Text() const {
  const XXH128_hash_t hash = XXH3_128bits_digest(&state_->hash);
  return std::to_string(hash.high64) + "-" + std::to_string(hash.low64);
}

std::string FileIdentity::Text() const {
  std::string out;
  for (const uint64_t number : {device, inode, low, high}) out += std::to_string(number) + " ";
  for (const int64_t number : {size, modified, changed}) out += std::to_string(number) + " ";
  return out;
}

const std::string* Memory::TextOf(const std::string& absolute) const {
  if (texts_.empty()) return nullptr;
  const auto at = texts_.find(absolute);
  return at == texts_.end() ? nullptr : at->second.get();
}

FileIdentity Memory::Identify(const std::string& absolute) const {
  FileIdentity out;
  if (const std::string* text = TextOf(absolute)) {
    const XXH128_hash_t hash = XXH3_128bits(text->data(), text->size());
    out.low = hash.low64, out.high = hash.high64;
    out.size = static_cast<int64_t>(text->size());
    out.is_known = true;
    return out;
  }
  struct stat now = {};
  timespec clock = {};
  if (stat(absolute.c_str(), &now) != 0 || clock_gettime(CLOCK_REALTIME, &clock) != 0) return out;
  out.device = now.st_dev, out.inode = now.st_ino;
  out.size = now.st_size;
  out.modified = Nanoseconds(now.st_mtim), out.changed = Nanoseconds(now.st_ctim);
  out.is_known = std::max(out.modified, out.changed) < Nanoseconds(clock) - kNanoseconds;
  return out;
}

const Memory::File* Memory::Find(const std::string& path, const FileIdentity& identity) const {
  if (!identity.is_known) return nullptr;
  const auto at = files_.find(path);
  return at == files_.end() || at->second.identity != identity ? nullptr : &at->second;
}

const Memory::Searched* Memory::FindSearched(const std::string& path,
                                             const FileIdentity& identity) const {
  const File* file = Find(path, identity);
  return file == nullptr ? nullptr : &file->searched;
}

void Memory::DropFacts(File* file) {
  if (file->facts) held_ -= file->bytes_of_facts;
  file->facts.reset();
}

void Memory::Keep(const std::string& path, const FileIdentity& identity, Searched searched) {
  File& file = files_[path];
  if (file.identity != identity || !identity.is_known) {
    DropFacts(&file);
    file.without = 0;
    file.learned.clear();
  }
  file.identity = identity;
  file.searched = std::move(searched);
}

void Memory::Retain(const std::vector<std::string>& paths) {
  auto next = paths.begin();
  for (auto file = files_.begin(); file != files_.end();) {
    while (next != paths.end() && *next < file->first) ++next;
    if (next != paths.end() && *next == file->first) {
      ++file;
    } else {
      DropFacts(&file->second);
      file = files_.erase(file);
    }
  }
}

std::optional<facts::FileFacts> Memory::TakeFacts(const std::string& path,
                                                  const FileIdentity& identity) {
  if (Find(path, identity) == nullptr) return std::nullopt;
  File& file = files_.find(path)->second;
  if (!file.facts) return std::nullopt;
  std::optional<facts::FileFacts> out = std::move(file.facts);
  DropFacts(&file);
  return out;
}

void Memory::GiveFacts(const FileIdentity& identity, facts::FileFacts facts) {
  if (Find(facts.path, identity) == nullptr) return;
  const auto at = files_.find(facts.path);
  if (at->second.facts) return;
  const int64_t bytes = BytesOf(facts);
  if (held_ + bytes > most_) return;
  held_ += bytes;
  at->second.bytes_of_facts = bytes;
  at->second.facts = std::move(facts);
}

uint32_t Memory::SearchNumber(const link::LearnedNames& names) {
  for (size_t i = 0; i < searches_.size(); ++i) {
    if (SameNames(searches_[i], names)) return static_cast<uint32_t>(i);
  }
  if (searches_.size() == kMostSearches) {
    searches_.clear();
    for (auto& [path, file] : files_) file.without = 0, file.learned.clear();
  }
  searches_.push_back(names);
  return static_cast<uint32_t>(searches_.size() - 1);
}

const Memory::Learned* Memory::FindLearned(uint32_t search, const std::string& path,
                                           const FileIdentity& identity) const {
  const File* file = Find(path, identity);
  if (file == nullptr) return nullptr;
  if ((file->without >> search & 1) != 0) return &nothing_;
  const auto at = file->learned.find(search);
  return at == file->learned.end() ? nullptr : &at->second;
}

void Memory::Keep(uint32_t search, const std::string& path, Learned learned) {
  const auto at = files_.find(path);
  if (at == files_.end() || !at->second.identity.is_known) return;
  if (learned.empty()) {
    at->second.without |= uint64_t{1} << search;
  } else {
    at->second.learned[search] = std::move(learned);
  }
}

}  // namespace unsoap::collect
