#include "scanner/rules/binary.h"

#include <cstdint>

#include "scanner/rules/fields.h"

namespace unsoap::rules {
namespace {

constexpr std::string_view kMagic = "unsoap-rules\n";

template <class V>
void Visit(V& visit, Condition& o) {
  int test = static_cast<int>(o.test);
  visit("", o.parameter, kPlain);
  visit("", test, kPlain);
  visit("", o.values, kPlain);
  visit("", o.or_absent, kPlain);
  visit("", o.every, kPlain);
  visit("", o.text, kPlain);
  o.test = static_cast<Condition::Test>(test);
}

template <class V>
void Visit(V& visit, JsonTree& o) {
  int kind = static_cast<int>(o.kind);
  visit("", kind, kPlain);
  visit("", o.text, kPlain);
  visit("", o.names, kPlain);
  visit("", o.items, kPlain);
  o.kind = static_cast<JsonTree::Kind>(kind);
}

class Writer {
 public:
  explicit Writer(std::string* out) : out_(out) {}

  void operator()(const char*, std::string& text, FieldRule) {
    Number(text.size());
    *out_ += text;
  }
  void operator()(const char*, bool& value, FieldRule) { Number(value ? 1 : 0); }
  void operator()(const char*, int& value, FieldRule) {
    const int64_t wide = value;
    Number(static_cast<uint64_t>(wide << 1) ^ static_cast<uint64_t>(wide >> 63));
  }
  void operator()(const char*, SourcePlace& place, FieldRule) {
    (*this)("", place.file, kPlain);
    (*this)("", place.line, kPlain);
    (*this)("", place.column, kPlain);
  }
  void operator()(const char*, JsonTree& tree, FieldRule) { Visit(*this, tree); }
  void operator()(const char*, std::vector<std::string>& list, FieldRule) {
    Number(list.size());
    for (std::string& text : list) (*this)("", text, kPlain);
  }
  template <class T>
  void operator()(const char*, std::map<std::string, T>& map, FieldRule) {
    Number(map.size());
    for (auto& [key, value] : map) {
      std::string name = key;
      (*this)("", name, kPlain);
      (*this)("", value, kPlain);
    }
  }
  template <class T>
  void operator()(const char*, std::vector<T>& list, FieldRule) {
    Number(list.size());
    for (T& item : list) Visit(*this, item);
  }

 private:
  void Number(uint64_t value) {
    for (; value >= 0x80; value >>= 7) *out_ += static_cast<char>(0x80 | (value & 0x7f));
    *out_ += static_cast<char>(value);
  }
  std::string* out_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  bool ok() const { return ok_; }
  bool at_end() const { return at_ == bytes_.size(); }

  void operator()(const char*, std::string& text, FieldRule) { text = Text(); }
  void operator()(const char*, bool& value, FieldRule) { value = Number() != 0; }
  void operator()(const char*, int& value, FieldRule) {
    const uint64_t n = Number();
    value = static_cast<int>(static_cast<int64_t>(n >> 1) ^ -static_cast<int64_t>(n & 1));
  }
  void operator()(const char*, SourcePlace& place, FieldRule) {
    place.file = Text();
    (*this)("", place.line, kPlain);
    (*this)("", place.column, kPlain);
  }
  void operator()(const char*, JsonTree& tree, FieldRule) { Visit(*this, tree); }
  void operator()(const char*, std::vector<std::string>& list, FieldRule) {
    list.resize(Count());
    for (std::string& text : list) text = Text();
  }
  template <class T>
  void operator()(const char*, std::map<std::string, T>& map, FieldRule) {
    for (size_t n = Count(); n > 0; --n) {
      std::string key(Text());
      T value{};
      (*this)("", value, kPlain);
      map.emplace_hint(map.end(), std::move(key), std::move(value));
    }
  }
  template <class T>
  void operator()(const char*, std::vector<T>& list, FieldRule) {
    list.resize(Count());
    for (T& item : list) Visit(*this, item);
  }

 private:
  uint64_t Number() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64 && at_ < bytes_.size(); shift += 7) {
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      value |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    ok_ = false;
    return 0;
  }
  // No list has more items than bytes follow, so a broken count cannot ask for memory.
  size_t Count() {
    const uint64_t n = Number();
    if (n > bytes_.size() - at_) ok_ = false;
    return ok_ ? static_cast<size_t>(n) : 0;
  }
  std::string_view Text() {
    const size_t n = Count();
    const std::string_view text = bytes_.substr(at_, n);
    at_ += n;
    return text;
  }
  std::string_view bytes_;
  size_t at_ = 0;
  bool ok_ = true;
};

template <class V>
void VisitWhole(V& visit, Pack& pack) {
  VisitPackFile(visit, pack);
  visit("", pack.digest, kPlain);
  visit("", pack.operations, kPlain);
  VisitListFiles(visit, pack);
  Visit(visit, pack.surface);
  Visit(visit, pack.credentials);
  Visit(visit, pack.effort);
  visit("", pack.toolkits, kPlain);
}

template <class T>
std::string ToBinary(const T& data) {
  std::string out(kMagic);
  Writer writer(&out);
  T copy = data;
  Visit(writer, copy);
  return out;
}

template <class T>
bool FromBinary(std::string_view bytes, T* data) {
  if (!bytes.starts_with(kMagic)) return false;
  Reader reader(bytes.substr(kMagic.size()));
  Visit(reader, *data);
  return reader.ok() && reader.at_end();
}

}  // namespace

std::string PackToBinary(const Pack& pack) {
  std::string out(kMagic);
  Writer writer(&out);
  Pack copy = pack;  // visitors take objects that they may change
  VisitWhole(writer, copy);
  return out;
}

bool PackFromBinary(std::string_view bytes, Pack* pack) {
  if (!bytes.starts_with(kMagic)) return false;
  Reader reader(bytes.substr(kMagic.size()));
  VisitWhole(reader, *pack);
  return reader.ok() && reader.at_end();
}

std::string ToolkitsToBinary(const std::vector<Toolkit>& toolkits) {
  std::string out(kMagic);
  Writer writer(&out);
  std::vector<Toolkit> copy = toolkits;
  writer("", copy, kPlain);
  return out;
}

bool ToolkitsFromBinary(std::string_view bytes, std::vector<Toolkit>* toolkits) {
  if (!bytes.starts_with(kMagic)) return false;
  Reader reader(bytes.substr(kMagic.size()));
  reader("", *toolkits, kPlain);
  return reader.ok() && reader.at_end();
}

std::string ExamplesToBinary(const std::vector<ExampleLanguage>& examples) {
  std::string out(kMagic);
  Writer writer(&out);
  std::vector<ExampleLanguage> copy = examples;
  writer("", copy, kPlain);
  return out;
}

bool ExamplesFromBinary(std::string_view bytes, std::vector<ExampleLanguage>* examples) {
  if (!bytes.starts_with(kMagic)) return false;
  Reader reader(bytes.substr(kMagic.size()));
  reader("", *examples, kPlain);
  return reader.ok() && reader.at_end();
}

std::string SecretWordsToBinary(const SecretWords& words) { return ToBinary(words); }

bool SecretWordsFromBinary(std::string_view bytes, SecretWords* words) {
  return FromBinary(bytes, words);
}

std::string WordsToBinary(const Words& words) { return ToBinary(words); }

bool WordsFromBinary(std::string_view bytes, Words* words) { return FromBinary(bytes, words); }

}  // namespace unsoap::rules
