// Layout of text in columns: what a character takes on a terminal, wrapping, and the code frame.
//
// What it is: pure functions that several renderers share. Widths follow the usual terminals: East
// Asian wide and emoji take two columns, combining marks none. Input is escaped text (base/text.h);
// nothing here escapes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/findings/finding.h"

namespace unsoap::reporters {

/// Columns of one code point: 0, 1 or 2.
int ColumnsOf(char32_t code);
/// Columns of a text; the terminal sequences of colours and links take none.
int Columns(std::string_view utf8);

/// Words of `text` in lines of at most `width` columns; a longer word stands alone.
std::vector<std::string> Wrap(std::string_view text, int width);

/// One line of a frame, tabs expanded and escaped, with the columns of the part to underline.
struct FrameLine {
  int number = 0;
  std::string text;
  int mark_begin = -1, mark_end = -1;  // columns from 0; -1: nothing to mark
  bool cut_left = false, cut_right = false;
};

/// The finding's snippet, cut to `width` columns around the mark. Empty if there is no snippet.
std::vector<FrameLine> CodeFrame(const findings::Finding& finding, int width);

/// By level, then confidence; equal ones in the order that they have.
std::vector<const findings::Finding*> WorstFirst(const std::vector<findings::Finding>& findings);

/// "4,120".
std::string Thousands(long long number);
/// "2 h 15 min".
std::string Duration(int minutes);
/// "1 file", "2 files".
std::string Count(long long number, std::string_view singular, std::string_view plural = {});

}  // namespace unsoap::reporters
