#include "scanner/rpc/message.h"

#include <charconv>
#include <limits>

#include "scanner/base/text.h"

namespace unsoap::rpc {
namespace {

constexpr size_t kLongestHeader = 4096, kMostHeaders = 16;
constexpr std::string_view kLength = "content-length:";

/// True at the end of a line that was read whole.
bool ReadHeaderLine(std::istream& in, std::string* line) {
  line->clear();
  for (int c = in.get(); c != std::istream::traits_type::eof(); c = in.get()) {
    if (c == '\n') {
      if (line->ends_with('\r')) line->pop_back();
      return true;
    }
    if (line->size() == kLongestHeader) return false;
    line->push_back(static_cast<char>(c));
  }
  return false;
}

std::optional<size_t> LengthIn(std::string_view line) {
  if (!Lower(line.substr(0, kLength.size())).starts_with(kLength)) return std::nullopt;
  const std::string_view digits = Trim(line.substr(kLength.size()));
  size_t length = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size())
    return std::nullopt;
  return length;
}

}  // namespace

Parsed Parse(std::string_view text) {
  Parsed out;
  out.message.params = Json::object();
  Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) {
    out.trouble = {kParseError, "the message is no JSON"};
    return out;
  }
  if (!json.is_object() || TextOf(json, "jsonrpc") != "2.0") {
    out.trouble = {kInvalidRequest, "one JSON-RPC 2.0 object a message is read"};
    return out;
  }
  const Json& id = MemberOf(json, "id");
  if (id.is_string() || id.is_number_integer()) out.message.id = id;
  out.message.method = TextOf(json, "method");
  if (MemberOf(json, "params").is_object()) out.message.params = std::move(json["params"]);
  const bool is_answer = json.contains("result") || json.contains("error");
  if (out.message.method.empty() && !is_answer)
    out.trouble = {kInvalidRequest, "the message has no method"};
  return out;
}

Json ResultFor(const Json& id, Json result) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}};
}

Json ErrorFor(const Json& id, const Trouble& trouble) {
  return {{"jsonrpc", "2.0"},
          {"id", id},
          {"error", {{"code", trouble.code}, {"message", trouble.message}}}};
}

Json Notification(std::string_view method, Json params) {
  return {{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}};
}

Json Request(const Json& id, std::string_view method, Json params) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}};
}

std::string Text(const Json& message) {
  return message.dump(-1, ' ', false, Json::error_handler_t::replace);
}

const Json& MemberOf(const Json& object, std::string_view key) {
  static const Json none;
  if (!object.is_object()) return none;
  const auto at = object.find(key);
  return at == object.end() ? none : *at;
}

std::string TextOf(const Json& object, std::string_view key, std::string_view otherwise) {
  const Json& member = MemberOf(object, key);
  return member.is_string() ? member.get<std::string>() : std::string(otherwise);
}

int NumberOf(const Json& object, std::string_view key, int otherwise) {
  const Json& member = MemberOf(object, key);
  if (!member.is_number_integer()) return otherwise;
  const int64_t number = member.get<int64_t>();
  return number < std::numeric_limits<int>::min() || number > std::numeric_limits<int>::max()
             ? otherwise
             : static_cast<int>(number);
}

Read ReadLine(std::istream& in, size_t most, std::string* line) {
  line->clear();
  bool too_long = false;
  for (int c = in.get(); c != std::istream::traits_type::eof(); c = in.get()) {
    if (c == '\n') return too_long ? Read::kTooLong : Read::kMessage;
    too_long = too_long || line->size() >= most;
    if (!too_long) line->push_back(static_cast<char>(c));
  }
  if (too_long) return Read::kTooLong;
  return line->empty() ? Read::kEnd : Read::kMessage;
}

Read ReadFramed(std::istream& in, size_t most, std::string* body) {
  body->clear();
  std::optional<size_t> length;
  std::string line;
  if (in.peek() == std::istream::traits_type::eof()) return Read::kEnd;
  for (size_t count = 0;; ++count) {
    if (count == kMostHeaders || !ReadHeaderLine(in, &line)) return Read::kBroken;
    if (line.empty()) break;
    if (const std::optional<size_t> found = LengthIn(line)) length = found;
  }
  if (!length) return Read::kBroken;
  if (*length > most) {
    in.ignore(static_cast<std::streamsize>(*length));
    return in ? Read::kTooLong : Read::kEnd;
  }
  body->resize(*length);
  in.read(body->data(), static_cast<std::streamsize>(*length));
  return static_cast<size_t>(in.gcount()) == *length ? Read::kMessage : Read::kEnd;
}

std::string HeaderFor(std::string_view body) {
  return "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
}

}  // namespace unsoap::rpc
