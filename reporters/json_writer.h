// JsonWriter: JSON text, written in order, for reports too large to be built as a document.
//
// Contract: the caller opens and closes in order and gives each member of an object a key; commas
// come by themselves. Take() hands over what was written so far, so a renderer can give a sink one
// result after the other.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "scanner/findings/json.h"

namespace unsoap::reporters {

class JsonWriter {
 public:
  JsonWriter& Key(std::string_view key) {
    Comma();
    out_ += findings::JsonString(key);
    out_ += ':';
    first_ = true;
    return *this;
  }
  JsonWriter& Object() { return Open('{'); }
  JsonWriter& Object(std::string_view key) { return Key(key).Object(); }
  JsonWriter& EndObject() { return Close('}'); }
  JsonWriter& Array() { return Open('['); }
  JsonWriter& Array(std::string_view key) { return Key(key).Array(); }
  JsonWriter& EndArray() { return Close(']'); }
  JsonWriter& String(std::string_view value) { return Raw(findings::JsonString(value)); }
  JsonWriter& Int(int64_t value) { return Raw(std::to_string(value)); }
  JsonWriter& Bool(bool value) { return Raw(value ? "true" : "false"); }
  JsonWriter& Field(std::string_view key, std::string_view value) { return Key(key).String(value); }
  JsonWriter& Field(std::string_view key, const char* value) { return Key(key).String(value); }
  JsonWriter& Field(std::string_view key, int64_t value) { return Key(key).Int(value); }
  JsonWriter& Field(std::string_view key, int value) { return Key(key).Int(value); }
  JsonWriter& Field(std::string_view key, bool value) { return Key(key).Bool(value); }
  /// The next thing written begins a line, for people who open the file.
  JsonWriter& Break() {
    break_ = true;
    return *this;
  }

  std::string Take() {
    if (std::exchange(break_, false)) out_ += '\n';
    return std::exchange(out_, {});
  }

 private:
  JsonWriter& Raw(std::string_view text) {
    Comma();
    out_ += text;
    return *this;
  }
  JsonWriter& Open(char bracket) {
    Comma();
    out_ += bracket;
    first_ = true;
    return *this;
  }
  JsonWriter& Close(char bracket) {
    if (std::exchange(break_, false)) out_ += '\n';
    out_ += bracket;
    first_ = false;
    return *this;
  }
  void Comma() {
    if (!first_) out_ += ',';
    first_ = false;
    if (std::exchange(break_, false)) out_ += '\n';
  }

  std::string out_;
  bool first_ = true;
  bool break_ = false;
};

}  // namespace unsoap::reporters
