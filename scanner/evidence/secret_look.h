// SecretLook: what names and values of secrets look like, from rules/secrets.yaml and the packs.
//
// What it is: judgements of one name or one value at a time, for hiding: a value that is hidden
// needs much weaker evidence than one that is reported (credentials.h). What it is not: a search of
// text (secrets.h) or a writer (redactor.h). Built once, const, thread safe. Every judgement is
// linear in its argument.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/source.h"
#include "scanner/rules/pack.h"
#include "scanner/rules/secret_words.h"

namespace unsoap::evidence {

/// marketo_user-id, "MarketoUserId" -> marketouserid.
std::string NormalName(std::string_view name);
/// The last `count` parts of a dotted, indexed or nested key, list indexes left out:
/// "a.encryption.key.0" gives "encryption.key" for 2.
std::string_view LastParts(std::string_view key, size_t count);

enum class NameSays : unsigned char {
  kNothing,
  kPerhaps,  // "key", "user": only a value that looks like a secret is one
  kSecret,   // "encryption.key", "db_password": whatever is there is one
};

class SecretLook {
 public:
  SecretLook(const rules::SecretWords& words, const std::vector<const rules::Pack*>& packs);
  ~SecretLook();

  /// Of a key, variable, element or parameter: its last three parts decide.
  NameSays Name(std::string_view name) const;
  /// Spans of the names of secrets in any text, in order.
  void FindNames(std::string_view text, std::vector<Span>* out) const;
  /// Spans of the words between the names of columns and their rows, in order.
  void FindRowWords(std::string_view text, std::vector<Span>* out) const;
  /// Spans that a pattern shows to be secrets: users in addresses, headers, options, known shapes.
  void FindPatterns(std::string_view text, std::vector<Span>* out) const;

  /// Nothing, a placeholder, a type, an algorithm, a date, a name of the service's vocabulary.
  bool IsPlain(std::string_view value) const;
  /// What may stand under the name of a secret: not plain, not the name of a secret once more, not
  /// a label about it.
  bool MayBeSecret(std::string_view value) const;
  /// Without a name: no word, no address, no path, no number; letters and digits, or no words.
  bool IsKeyLike(std::string_view value) const;
  /// The same for a word without quotes, which may be a name with a number in it.
  bool IsBareKey(std::string_view value) const;
  /// Letters and digits without words, 16 or more of them; or it holds what a pack says that its
  /// secrets look like.
  bool LooksRandom(std::string_view value) const;
  /// The first word of a text that a pack says its secrets look like; empty if there is none.
  Span FindShape(std::string_view text) const;
  /// Of text that was put together from pieces, none of which need look like anything: what of it
  /// is a secret. Empty if nothing is.
  Span InPieces(std::string_view joined) const;
  /// Spans of what looks random in a text, wider than the letters where more stands beside them.
  void FindRandom(std::string_view text, std::vector<Span>* out) const;
  /// crm0914, Body2: a word and a short number, as names of variables and rows are; and what
  /// records are numbered by: DL-9003.
  bool IsNumberedWord(std::string_view value) const;
  /// Four words or more, the last of which may be a number: nothing but its place tells that it is
  /// a secret.
  bool IsPassphrase(std::string_view value) const;
  /// A piece of a key that is put together with others: most of it is no word. Of an `only_hex` one
  /// every letter is a hexadecimal digit.
  bool IsKeyPiece(std::string_view value, bool only_hex) const;
  /// What is left of a value that goes on before or behind it: no word, whatever its signs.
  bool IsRestOfValue(std::string_view value) const;
  /// Found anywhere in an output, it is this value and no word.
  bool IsDistinctive(std::string_view value) const;
  /// A name that holds the value of the name beside it.
  bool IsValueName(std::string_view name) const;
  bool IsExampleName(std::string_view name) const;
  /// The name of a call that takes the name of a secret, not its value: getPassword("crm").
  bool IsAsking(std::string_view call) const;
  /// A word that joins a value to the name behind it: "to", "where".
  bool IsBeforeName(std::string_view word) const;
  /// A name that holds the service's own ("MarketoClient").
  bool NamesService(std::string_view name) const;

 private:
  /// How many of the letters and digits stand in words, of 100.
  int WordShare(std::string_view value) const;
  bool IsRandom(std::string_view value) const;
  /// What a record or a visitor is numbered by.
  bool IsNumber(std::string_view value) const;
  /// "Falcon68.ozme": of both cases, with digits and a point, and no name of a file or a host.
  bool IsChosen(std::string_view value) const;
  NameSays ByWords(std::string_view name) const;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace unsoap::evidence
