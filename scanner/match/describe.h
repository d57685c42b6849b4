// Describe: the sentences, levels, replacements and efforts of findings, from the pack and the day.
//
// What it is: everything that depends on the pack's words and on `as_of`, apart from where things
// were found. What it is not: a search. Same input, same text.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "scanner/findings/finding.h"
#include "scanner/match/arguments.h"
#include "scanner/match/branches.h"
#include "scanner/match/occasions.h"
#include "scanner/match/place.h"
#include "scanner/rules/decide.h"

namespace unsoap::match {

class Describer {
 public:
  /// `explain`: rows of the mapping that do not decide are kept, each with its reason.
  Describer(const rules::Pack& pack, std::string as_of, const rules::EffortModel& effort,
            bool explain = false);

  bool IsRemoved() const { return removed_; }
  /// "removed 115 days ago".
  const std::string& date_phrase() const { return phrase_; }
  /// How bad a kind is on that day, before labels are looked at.
  findings::Level LevelOf(findings::Kind kind) const;
  /// "the X API was removed on 2026-07-31", "the X API ends on ...".
  std::string Removal() const;
  /// The same with the distance to that day: "... (removed 115 days ago)", "... (12 days left)".
  std::string Fate() const;

  /// What a call passes.
  struct Passing {
    std::vector<SeenArgument> arguments;
    bool all_seen = false;
    std::vector<Branch> branches;     // ways through the code that pass some of them only
    std::vector<Occasion> occasions;  // each with arguments of its own
  };
  /// Fills arguments' consequences: replacements, notes, parameters; message is the caller's.
  void Explain(const std::vector<const rules::Operation*>& operations, const Passing& passing,
               const std::vector<Place>& places, findings::Finding* finding) const;
  int Effort(const findings::Finding& finding) const;
  /// Flagged parameters that an argument is, under a rule id.
  /// Those that an argument is; `only_inside`: those that it is a member of.
  std::vector<const rules::FlaggedParameter*> Flagged(
      const SeenArgument& argument, const std::vector<const rules::Operation*>& operations,
      bool only_inside) const;
  void FlagArguments(const std::vector<const rules::Operation*>& operations,
                     const std::vector<SeenArgument>& arguments, const std::vector<Place>& places,
                     findings::Finding* finding) const;
  /// What a use of it is called in reports: the value itself where a value is distinctive enough to
  /// stand alone ("COOKIE"), in a call as well as outside of one; else the rule ("marketoCookie").
  static std::vector<std::string> NamesOf(const rules::FlaggedParameter& flagged,
                                          const std::vector<std::string>& values);
  findings::FlaggedUse UseOf(const rules::FlaggedParameter& flagged, const std::string& name,
                             const findings::Location& at) const;
  const rules::Pack& pack() const { return pack_; }

 private:
  /// Decide(), remembered: many calls are alike.
  const rules::Verdict& Decided(const rules::Operation& operation,
                                const rules::KnownCall& call) const;
  /// `condition`: under which alone the call is this one; empty: it always is.
  void AddRequests(const rules::Verdict& verdict, const std::string& condition,
                   findings::Finding* finding) const;
  /// What an operation's mapping says of a call whose arguments are not all passed together.
  void Decide(const rules::Operation& operation, const rules::KnownCall& call,
              const std::vector<Branch>& branches, const std::string& when,
              findings::Finding* finding) const;
  /// The same of a call that is known to pass other arguments on each occasion.
  void DecideOccasions(const rules::Operation& operation, const std::vector<Occasion>& occasions,
                       const std::string& which, const std::vector<Place>& places,
                       findings::Finding* finding) const;
  /// `when`: under which alone it holds; empty: it always does.
  static void AddNote(const std::string& text, const std::string& when, findings::Finding* finding);
  void AddRows(const rules::Operation& operation, const rules::Verdict& verdict,
               findings::Finding* finding) const;

  const rules::Pack& pack_;
  std::string as_of_, phrase_, removed_on_;
  bool removed_ = false, explain_ = false;
  const rules::EffortModel& effort_;
  mutable std::map<std::string, rules::Verdict> decided_;  // by what it depends on, as text
};

}  // namespace unsoap::match
