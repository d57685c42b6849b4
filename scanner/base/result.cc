#include "scanner/base/result.h"

#include "scanner/base/text.h"

namespace unsoap {

std::string Format(const Error& error) {
  std::string out;
  if (!error.path.empty()) {
    out += EscapeForTerminal(error.path) + ":";
    if (error.line > 0) out += std::to_string(error.line) + ":";
    if (error.line > 0 && error.column > 0) out += std::to_string(error.column) + ":";
    out += " ";
  }
  out += "error: " + EscapeForTerminal(error.message) + "\n";
  if (!error.source.empty()) {
    out += "  " + EscapeForTerminal(error.source, true) + "\n";
    if (error.column > 0) {
      // Tabs are copied so that the caret stands under its character whatever the tab width.
      std::string pad = "  ";
      int column = 1;
      for (size_t i = 0; i < error.source.size() && column < error.column; ++i) {
        if ((static_cast<unsigned char>(error.source[i]) & 0xc0) == 0x80) continue;
        pad += error.source[i] == '\t' ? '\t' : ' ';
        ++column;
      }
      out += pad + "^\n";
    }
  }
  if (!error.hint.empty()) out += "hint: " + EscapeForTerminal(error.hint) + "\n";
  return out;
}

}  // namespace unsoap
