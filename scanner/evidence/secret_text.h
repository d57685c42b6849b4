// SecretText: the values beside the names of secrets in any text, line by line.
//
// What it is: a reader that knows quotes, separators and lines and nothing of a language, for code,
// comments, settings, tables and prose. What it is not: aware of nesting or of names that come from
// elsewhere (secrets.cc reads the facts for these). Linear: every line is lexed once, and each name
// looks at a bounded piece of text.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/evidence/secret_look.h"

namespace unsoap::evidence {

/// How bare words are to be taken at an offset.
enum class TextMode : unsigned char {
  kProse,  // comments, settings, plain text: an unquoted word may be a value
  kCode,   // an unquoted word is most likely a name
};

class SecretText {
 public:
  SecretText(const SecretLook& look, std::string_view text,
             std::function<TextMode(uint32_t offset)> mode);
  /// Values beside names of secrets. `near`: places whose lines and neighbours hold more of them;
  /// `beside`: those whose line alone does.
  void Find(const std::vector<Span>& near, const std::vector<Span>& beside, std::vector<Span>* out);
  /// The rest of a literal, or of a word without quotes, that a span stands in: a password goes on
  /// behind a bracket or an ampersand.
  void Widen(std::vector<Span>* spans);
  /// Adds the other pieces of values in `spans` that are put together from literals.
  void Join(std::vector<Span>* spans) const;
  /// Literals that look like a secret only when they are put together, however short each of them
  /// is: their spans, and the values that they give.
  void Chains(std::vector<Span>* spans, std::vector<std::string>* values) const;

 private:
  struct Line {
    uint32_t begin = 0, end = 0;
    std::vector<Span> quoted;  // inside the quotes, in order
    // Of each of the three quotes: how often it stands in the line, and where first.
    std::array<uint32_t, 3> quotes{}, first{};
  };
  /// A way from a name to its value.
  struct Gap {
    Span name;
    uint32_t at = 0, limit = 0;
    uint32_t literal_end = 0;  // of the literal that holds the name; 0: none does
    bool separated = false, equals = false;
    int breaks = 0, words = 0;
  };
  enum class Step : unsigned char { kOn, kValue, kEnd, kOther };
  const Line& LineAt(uint32_t offset);
  void Lex(Line* line) const;
  const Span* QuotedAt(const Line& line, uint32_t offset) const;
  bool IsInside(const Line& line, uint32_t begin, uint32_t at) const;
  void Direct(Span name, std::vector<Span>* out);
  /// kOther: what stands here is neither a blank nor punctuation.
  Step Punctuation(Gap* gap) const;
  Step Word(Gap* gap) const;
  Step Key(Gap* gap) const;
  /// Words under a name that alone says little ("key"), in a line that names the service.
  bool IsPhraseOfService(Span value) const;
  bool Value(uint32_t at, bool strong, bool after_separator, std::vector<Span>* out);
  /// A value in quotes, in one piece or in several; `at` goes behind it. `any`: it was one.
  bool Quoted(uint32_t* at, bool strong, std::vector<Span>* out);
  bool Bare(uint32_t at, bool strong, bool after_separator, std::vector<Span>* out);
  /// MOVE 'value' TO name
  void Before(Span name, std::vector<Span>* out);
  void Around(uint32_t begin, uint32_t end, std::vector<Span>* out);
  std::string_view Slice(uint32_t begin, uint32_t end) const {
    return text_.substr(begin, end - begin);
  }

  const SecretLook& look_;
  std::string_view text_;
  std::function<TextMode(uint32_t)> mode_;
  Line line_;  // the last one that was asked for
  bool has_line_ = false;
  uint32_t looked_ = 0;  // Around() has been here
};

}  // namespace unsoap::evidence
