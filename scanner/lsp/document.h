// Document: the text of a file that an editor has open, and places in it as the protocol counts
// them.
//
// What it is: whole and partial changes of a text, and the way between lines with units (UTF-16 or
// UTF-8) and bytes or code points. What it is not: the file on disk. Lines end at LF, CRLF or CR.
// Failure: a place behind the end of its line or of the text is that end.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "scanner/findings/finding.h"
#include "scanner/rpc/message.h"

namespace unsoap::lsp {

using rpc::Json;

enum class Encoding : uint8_t { kUtf16, kUtf8 };

struct Document {
  std::string uri;   // as the client writes it
  std::string path;  // absolute, real
  int version = 0;
  std::shared_ptr<const std::string> text;
};
/// By address.
using Documents = std::map<std::string, Document>;

/// One entry of contentChanges.
std::string Changed(std::string text, const Json& change, Encoding encoding);

/// Byte at which a place stands; lines and units from 0.
size_t OffsetOf(std::string_view text, int line, int character, Encoding encoding);
/// Text of a line (from 0) without its end; empty if there is none.
std::string_view LineOf(std::string_view text, int line);
/// Where the line (from 0) begins; the end of the text if there is none.
size_t LineBegin(std::string_view text, int line);

/// {line, character} from 0, of bytes.
Json PositionAt(std::string_view text, size_t offset, Encoding encoding);
/// The range of a finding's place. `text` is needed for UTF-8 only.
Json RangeOf(const findings::Location& at, std::string_view text, Encoding encoding);

}  // namespace unsoap::lsp
