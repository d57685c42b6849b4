#include "scanner/cli/commands.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "scanner/base/text.h"
#include "scanner/cli/exit_codes.h"
#include "scanner/evidence/outlet.h"

namespace unsoap::cli {
namespace {

const Command kTable[] = {
    {"baseline", "create|update|prune|diff|show [PATH...]", "create update prune diff show",
     "Keep a file of known findings that do not fail a run",
     "The file is --baseline FILE, or .unsoap-baseline.json. create writes all findings of now, "
     "update adds new ones and\n"
     "drops what is gone, prune only drops, diff and show only show. What lies outside of PATH "
     "stays as it is, and\n"
     "nothing else ever writes the file.",
     kForBaseline, RunBaseline},
    {"config", "show", "show", "Print each setting, and where it comes from",
     "The configuration file with its line, the environment, the command line, or the default.",
     kForScan, RunConfig},
    {"convert", "RESULT.json", "", "Write a saved result in another format", "", kForConvert,
     RunConvert},
    {"diff", "OLD.json NEW.json", "", "Compare two saved results: new, fixed, moved, unchanged",
     "Exit status 1 when there are new findings. Formats: text, concise, markdown, json, csv, "
     "github.",
     kForDiff, RunDiff},
    {"doctor", "[PATH]", "", "Look whether a scan here has all that it can use", "", kForCards,
     RunDoctor},
    {"errata", "", "", "Print where the vendor's documents are wrong or silent", "", kForCards,
     RunErrata},
    {"explain", "NAME", "", "Print a card: what it was, what replaces it, what to watch",
     "NAME is an operation, a parameter, a REST call, a field (FirstName), an error code (20103), "
     "a kind of finding, a\n"
     "header, or one of fields, errors and quotas.",
     kForCards, RunExplain},
    {"files", "[PATH...]", "", "Print what a scan would read; --why says why or why not", "",
     kForFiles, RunFiles},
    {"fleet", "LIST.csv", "", "Scan a list of repositories, one result file each",
     "LIST has the columns id,location,revision,owner. Each repository is read from its objects, "
     "in a "
     "process of its own.\n"
     "What has a result in --results is not done again. Status 0 when every row came to its end, "
     "else "
     "3.",
     kForFleet, RunFleet},
    {"generate", "man [COMMAND]|complete-SHELL|flags|schema [config]|skill DIR",
     "man complete-bash complete-zsh complete-fish complete-powershell flags schema skill",
     "Print a manual page, a completion, the page of flags or a schema, or write a skill",
     "skill writes SKILL.md and references into DIR: instructions for a coding agent, made from "
     "the "
     "rule pack.\n"
     "SHELL is bash, zsh, fish or powershell. The texts are made from the same tables as the "
     "flags, "
     "so they are never out of\ndate.",
     kForCards, RunGenerate},
    {"help", "[COMMAND]", "", "Print help for everything or for one command", "", kForCards,
     RunHelp},
    {"init", "", "", "Write .unsoap.yml and the check for the CI system that is used here",
     "Files that are there are left alone.", kForCards, RunInit},
    {"languages", "", "", "Print which languages and files are understood, and with which grammar",
     "", kForCards, RunLanguages},
    {"lsp", "[DIR]", "", "Serve editors over standard input and output (Language Server Protocol)",
     "Diagnostics, hovers, actions, lenses and the call hierarchy of wrappers. DIR is for clients "
     "that name no folder;\n"
     "files are read and never written.",
     kForServer, RunLsp},
    {"mcp", "[DIR]", "",
     "Serve coding agents over standard input and output (Model Context Protocol)",
     "Tools, resources and prompts about the tree in DIR, which is read and never written.",
     kForServer, RunMcp},
    {"merge", "DIR...", "", "Join the results of a fleet into one answer",
     "Every row of --list has to be there once, under the same rules, else it is named, status 3. "
     "--out-dir gets\n"
     "findings.jsonl, runs.jsonl, findings.csv, runs.csv, index.html, exit.json and exit.txt.",
     kForMerge, RunMerge},
    {"plan", "[RESULT.json|PATH...]", "", "Print the findings as an ordered work list",
     "Wrappers come first: migrating one clears all its callers. Formats: text, markdown, csv, "
     "json.\n"
     "A saved result is read as it is; paths are scanned.",
     kForPlan, RunPlan},
    {"rules", "list|show ID|validate DIR|test DIR|docs|openapi",
     "list show validate test docs openapi", "Look at the rule packs, or check one of your own",
     "openapi writes the REST calls as an OpenAPI document, for a mock server. validate checks the "
     "files of a pack; test scans the fixtures in DIR/tests, or in --fixtures, "
     "and compares the\n"
     "findings with their comments: status 1 where they differ, 2 when the pack or a comment is "
     "wrong.",
     kForRules, RunRules},
    {"scan", "[PATH...]", "", "Find what still depends on the service (the default command)", "",
     kForScan, RunScan},
    {"timeline", "", "", "Print the announced dates, with their sources", "", kForCards,
     RunTimeline},
    {"version", "", "", "Print the version; with -v also what it was built with", "", kForCards,
     RunVersion},
};

}  // namespace

std::span<const Command> Commands() { return kTable; }

const Command* FindCommand(std::string_view name) {
  for (const Command& command : kTable) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

std::vector<std::string> CommandNames() {
  std::vector<std::string> names;
  for (const Command& command : kTable) names.emplace_back(command.name);
  return names;
}

Result<std::string> VerbOf(const Command& command, const Invocation& invocation) {
  std::vector<std::string> verbs;
  for (const std::string_view verb : Split(command.verbs, ' ')) verbs.emplace_back(verb);
  const std::string verb = invocation.words.empty() ? "" : invocation.words[0];
  if (std::find(verbs.begin(), verbs.end(), verb) != verbs.end()) return verb;
  const std::string near = DidYouMean(verb, verbs);
  return Fail(
      verb.empty() ? fmt::format("{} needs to know what", command.name)
                   : fmt::format("{} cannot '{}'", command.name, verb),
      near.empty() ? "one of " + Join(verbs, ", ") : fmt::format("did you mean '{}'?", near));
}

int Complain(const Error& error) {
  Error shown = error;
  for (std::string* part : {&shown.message, &shown.source, &shown.hint})
    *part = evidence::ForPeople(*part);
  Say(Format(shown));
  return ExitCode(error);
}

void Say(std::string_view text) {
  const std::string clean = evidence::ForOutput(text);
  std::fwrite(clean.data(), 1, clean.size(), stderr);
}

int Print(std::string_view text, int status) {
  const std::string clean = evidence::ForOutput(text);
  const bool written = std::fwrite(clean.data(), 1, clean.size(), stdout) == clean.size() &&
                       std::fflush(stdout) == 0;
  if (written) return status;
  // A reader that has seen enough (`| head`) is no failure.
  if (errno == EPIPE) return status;
  Error error;
  error.kind = ErrorKind::kOutput;
  error.message = std::string("cannot write to standard output: ") + std::strerror(errno);
  return Complain(error);
}

}  // namespace unsoap::cli
