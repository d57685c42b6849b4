// CredentialReads: what code puts into the service's header, signs requests with or makes the
// service's client of, and where the values of that are written.
//
// What it is: the flow followed back from each such place (link/origins.h) to literals, and to keys
// (of settings, entries, constants) whose values the program does not hold; and a search for values
// under those keys in all files. A key that any product has is taken from a file that the reading
// code names, or whose names say the service; a key of its own from any file. Code that signs
// something else fills no header and reads nothing here. What it is not: a search by name or shape
// (evidence/credentials.h), or what is hidden (flow_secrets.h). Tests are neither followed nor
// searched.
#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "scanner/evidence/credentials.h"
#include "scanner/evidence/named_values.h"
#include "scanner/evidence/secret_look.h"
#include "scanner/evidence/signals.h"
#include "scanner/link/flow.h"
#include "scanner/link/program.h"
#include "scanner/link/uses.h"

namespace unsoap::match {

/// What is done with a value, and where.
struct CredentialSink {
  std::string use;  // for people
  link::FileId file = 0;
  Span span;
  const rules::Pack* pack = nullptr;
};

/// A key that code reads and whose value the program does not hold.
struct CredentialRead {
  link::FileId file = 0;          // that reads
  std::vector<std::string> path;  // constant names, outermost first: {"crm", "z9"}
  CredentialSink sink;
  /// Literals that the container was made of: {"crm.yml"} of YAML.load_file('crm.yml')['key'].
  std::vector<std::string_view> container;
};

/// A literal that arrives there.
struct CredentialLiteral {
  link::ExprRef at;
  bool is_part = false;  // it is put together with something else, or changed, on the way
  CredentialSink sink;
};

struct CredentialSources {
  std::vector<CredentialRead> reads;        // by file and position of the sink
  std::vector<CredentialLiteral> literals;  // by file and position
};

/// At most kMostSinks of a file are followed; each file has a budget of `steps`.
CredentialSources FindCredentialSources(const link::Program& program, const link::Flow& flow,
                                        const std::vector<evidence::FileSignals>& signals,
                                        int64_t steps);

/// The files that may hold the values.
void LearnKeys(const CredentialSources& sources, link::LearnedNames* learned);

/// The values of all files, found file by file. What it is made of must outlive it. Const, thread
/// safe.
class CredentialsByUse {
 public:
  CredentialsByUse(const CredentialSources& sources, const link::Program& program,
                   const evidence::CredentialFinder& finder, const evidence::SecretLook& look);
  /// Adds those of one file; `uses` stays sorted, values once.
  void Add(link::FileId file, std::vector<evidence::CredentialUse>* uses) const;

 private:
  struct Hit;
  class Adder;
  void AddLiterals(link::FileId file, const std::vector<evidence::NamedValue>& values,
                   Adder* add) const;
  void AddReads(link::FileId file, const std::vector<evidence::NamedValue>& values,
                Adder* add) const;
  std::vector<Hit> HitsIn(link::FileId file, const std::vector<evidence::NamedValue>& values) const;
  void NoteFiles();
  bool IsVouched(const CredentialRead& read, link::FileId file,
                 const evidence::NamedValue& named) const;
  /// The container that is read is made of other files of the tree.
  bool IsElsewhere(const CredentialRead& read, link::FileId file) const;
  /// Even where it is a piece of something else.
  bool IsWholeKey(std::string_view text) const;
  bool MayBeValue(const CredentialSink& sink, std::string_view name, std::string_view value) const;

  const CredentialSources& sources_;
  const link::Program& program_;
  const evidence::CredentialFinder& finder_;
  const evidence::SecretLook& look_;
  std::unordered_map<std::string, std::vector<const CredentialRead*>> by_last_word_;
  using Names = std::set<std::string>;  // of files, with and without their ends
  /// The files of the tree that the container of a read is made of; not there: it is not known.
  std::map<const CredentialRead*, Names> containers_;
  std::map<link::FileId, Names> named_files_;  // by reader: of the tree's
  std::unordered_map<link::FileId, std::vector<const CredentialLiteral*>> literals_;
};

}  // namespace unsoap::match
