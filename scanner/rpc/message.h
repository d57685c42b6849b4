// Message: JSON-RPC 2.0 as values, and the two ways in which messages stand in a stream: one a line
// (Model Context Protocol), or behind a header with its length (Language Server Protocol).
//
// What it is: reading, judging and writing of single messages. What it is not: methods, state or
// threads; those are the servers'. Failure: what cannot be read is a Trouble with the code that the
// protocol has for it, which is answered; nothing is thrown. Bounded: a message longer than the
// caller allows is passed over without being held.
#pragma once

#include <istream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace unsoap::rpc {

using Json = nlohmann::ordered_json;

inline constexpr int kParseError = -32700, kInvalidRequest = -32600, kNoMethod = -32601,
                     kInvalidParams = -32602, kInternalError = -32603;

struct Trouble {
  int code;
  std::string message;
};

struct Message {
  Json id;             // null: a notification
  std::string method;  // empty: an answer to what was asked of the other side
  Json params;         // an object; what is none counts as an empty one
  bool has_id() const { return !id.is_null(); }
};

/// One message, or what is wrong with it and the id to answer to (null where it has none).
struct Parsed {
  Message message;
  std::optional<Trouble> trouble;
};
Parsed Parse(std::string_view text);

Json ResultFor(const Json& id, Json result);
Json ErrorFor(const Json& id, const Trouble& trouble);
Json Notification(std::string_view method, Json params);
Json Request(const Json& id, std::string_view method, Json params);
/// Without line breaks; malformed UTF-8 becomes U+FFFD.
std::string Text(const Json& message);

/// A string member of an object, else `otherwise`; never throws.
std::string TextOf(const Json& object, std::string_view key, std::string_view otherwise = "");
/// A whole number that an int holds, else `otherwise`.
int NumberOf(const Json& object, std::string_view key, int otherwise = 0);
/// The member, or null.
const Json& MemberOf(const Json& object, std::string_view key);

enum class Read : uint8_t {
  kMessage,
  kTooLong,  // passed over
  kBroken,   // no header says where it ends: nothing more can be read from this stream
  kEnd,
};
/// One line without its end.
Read ReadLine(std::istream& in, size_t most, std::string* line);
/// Content-Length: N, an empty line, N bytes.
Read ReadFramed(std::istream& in, size_t most, std::string* body);
/// The header for so many bytes.
std::string HeaderFor(std::string_view body);

}  // namespace unsoap::rpc
