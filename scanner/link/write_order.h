// WriteOrder: which of several writes a place in the source still sees.
//
// What it is: the source of one file, read by braces, by indentation and by the language's words:
// a write that surely ran before a place hides those before it. What it is not: control flow: what
// is not plain straight code (a branch, an unknown language, more than kFarthest bytes) hides
// nothing, and what may come round by a loop is seen. It knows no values. Built file by file when
// it is asked, of the last kMostFiles files that were asked about; one thread at a time.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/link/program.h"

namespace unsoap::link {

/// By expression of a file, the one that has it as an argument, entry or object; kNone: none.
std::vector<facts::ExprId> ParentsOf(const facts::FileFacts& facts);

class WriteOrder {
 public:
  explicit WriteOrder(const Program& program) : program_(program) {}

  struct Write {
    Span statement;
    bool is_sure = false;  // it replaces what was there, wherever it runs
  };
  /// Which of the writes, all of one function as the place is, may be what is read at `use`.
  /// `birth`: the statement that makes what is written into; empty: it was there before.
  std::vector<bool> Seen(FileId file, const std::vector<Write>& writes, Span use, Span birth);

  /// The assignments to a plain variable of a function, in order of the source; empty where a
  /// closure in it, an append or a loop writes into it as well.
  std::vector<facts::Binding> Assignments(FileId file, facts::FunctionId function,
                                          std::string_view name);
  /// The statement in which an expression stands; its own span if nothing is known around it.
  Span StatementOf(ExprRef at);
  /// True if nothing before a place of its function decides whether it is reached.
  bool IsStraight(FileId file, facts::FunctionId function, Span statement);
  /// True for `x = value`, not for x ||= value.
  bool IsPlain(FileId file, const facts::Binding& binding) const;

 private:
  static constexpr uint32_t kFarthest = 20'000;
  static constexpr size_t kMostFiles = 256;
  struct Source {
    std::vector<std::pair<uint32_t, int>> depths;        // behind each brace
    std::vector<std::pair<uint32_t, uint32_t>> indents;  // of lines with code, by their first mark
    std::vector<Span> around;  // by expression: the statement, as far as it is known
    std::map<std::pair<facts::FunctionId, std::string_view>, std::vector<facts::Binding>> assigned;
  };
  struct Level {
    int depth;
    uint32_t indent;
    bool Holds(const Level& inner) const { return inner.depth >= depth && inner.indent >= indent; }
  };
  /// Valid until another file is asked about.
  const Source& SourceOf(FileId file);
  void ReadBlocks(const facts::FileFacts& facts, Source* out) const;
  void ReadStatements(FileId file, Source* out) const;
  Level LevelAt(const Source& source, uint32_t at) const;
  /// The lowest between two places.
  Level LowestIn(const Source& source, uint32_t begin, uint32_t end) const;
  /// True if the statement has run whenever the place is reached.
  bool RunsBefore(FileId file, const Source& source, Span statement, uint32_t use) const;
  /// True if a word of a choice stands in the statement's line beside it.
  bool IsConditional(FileId file, Span statement) const;
  bool HoldsChoice(FileId file, std::string_view text) const;

  const Program& program_;
  std::map<FileId, Source> sources_;
};

}  // namespace unsoap::link
