// Settle: which files are asked about, in which order, and what is said of those that were not
// answered.
#include "scanner/settle/settle.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>

#include "scanner/base/parallel.h"
#include "scanner/base/text.h"
#include "scanner/languages/language.h"
#include "scanner/settle/compile_commands.h"
#include "scanner/settle/helper_process.h"
#include "scanner/settle/merge.h"

namespace unsoap::settle {
namespace {

namespace fs = std::filesystem;
using Outcome = HelperProcess::Outcome;

constexpr size_t kBatch = 16;  // files asked for between two looks at the number of deaths
constexpr size_t kMaxDeaths =
    8;  // then the tree is out to kill it, and the grammar's facts must do

struct Question {
  facts::FileFacts* facts = nullptr;
  std::string absolute, root, language;
  Outcome outcome = Outcome::kNoAnswer;
  std::string death;
  size_t changed = 0;
};

/// The part of the absolute path above the path that reports show.
std::string RootOf(const std::string& absolute, const std::string& path) {
  if (absolute.size() > path.size() && absolute.ends_with(path))
    return absolute.substr(0, absolute.size() - path.size());
  return fs::path(absolute).parent_path().string();
}

std::vector<Question> QuestionsOf(const std::vector<SettleFile>& files) {
  std::vector<Question> out;
  for (const SettleFile& file : files) {
    const languages::Language* const language = languages::FindLanguage(file.facts->language);
    if (language == nullptr || language->clang.empty() || file.facts->calls.empty()) continue;
    // Offsets must mean the same on both sides, and a NUL ends a text for some compilers.
    const std::string& text = file.facts->source.text();
    if (text.find('\0') != std::string::npos || ToValidUtf8(text) != text) continue;
    Question question;
    question.facts = file.facts;
    question.absolute = fs::absolute(file.absolute).lexically_normal().string();
    question.root = RootOf(question.absolute, file.facts->path);
    question.language = language->clang;
    out.push_back(std::move(question));
  }
  std::sort(out.begin(), out.end(),
            [](const Question& a, const Question& b) { return a.absolute < b.absolute; });
  return out;
}

void Ask(HelperProcess* helper, CompileCommands* commands, Question* question) {
  ClangQuestion asked;
  asked.path = question->absolute;
  asked.text = question->facts->source.text();
  asked.language = question->language;
  CompileFlags flags = commands->FlagsFor(question->absolute);
  asked.arguments = std::move(flags.arguments);
  asked.readable = std::move(flags.directories);
  asked.readable.push_back(question->root);
  asked.names = WantedNames(*question->facts);
  ClangAnswers answers;
  question->outcome = helper->Ask(asked, &answers);
  question->death = helper->death();
  if (question->outcome == Outcome::kAnswered)
    question->changed = MergeAnswers(answers, question->facts);
}

void Tell(const Question& question, Settlement* out) {
  if (question.outcome == Outcome::kInterrupted) return;
  ++out->asked;
  if (question.outcome == Outcome::kAnswered) ++out->answered, out->facts += question.changed;
  if (question.outcome == Outcome::kNotStarted) out->has_helper = false;
  if (question.outcome != Outcome::kDied) return;
  findings::Diagnostic diagnostic;
  diagnostic.path = question.facts->path;
  diagnostic.message = "libclang did not survive this file: " + question.death;
  diagnostic.hint = "its findings stand on the grammar alone; types and macros were not settled";
  out->diagnostics.push_back(std::move(diagnostic));
}

}  // namespace

std::string ClangHelperPath(const std::string& given) {
  if (!given.empty()) return given;
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  return error ? "" : (self.parent_path() / "unsoap-clang").string();
}

std::string ClangHelperVersion(const std::string& path) {
  HelperProcess helper(path, {});
  return helper.Version();
}

Settlement SettleWithClang(const std::vector<SettleFile>& files, const SettleOptions& options) {
  Settlement out;
  std::vector<Question> questions = QuestionsOf(files);
  if (questions.empty()) return out;
  const std::string program = ClangHelperPath(options.helper);
  std::error_code error;
  if (program.empty() || !fs::is_regular_file(program, error)) {
    out.has_helper = false;
    return out;
  }
  std::map<std::string, std::unique_ptr<CompileCommands>> commands;
  for (const Question& question : questions) {
    std::unique_ptr<CompileCommands>& of_root = commands[question.root];
    if (of_root == nullptr) of_root = std::make_unique<CompileCommands>(question.root);
  }
  std::vector<std::unique_ptr<HelperProcess>> helpers(
      static_cast<size_t>(JobsFor(options.jobs, questions.size())));
  for (std::unique_ptr<HelperProcess>& helper : helpers)
    helper = std::make_unique<HelperProcess>(program, options.limits);
  for (size_t begin = 0; begin < questions.size() && out.has_helper; begin += kBatch) {
    const size_t count = std::min(kBatch, questions.size() - begin);
    ParallelFor(count, static_cast<int>(helpers.size()), [&](size_t i, int worker) {
      Question& question = questions[begin + i];
      Ask(helpers[static_cast<size_t>(worker)].get(), commands[question.root].get(), &question);
    });
    for (size_t i = begin; i < begin + count; ++i) Tell(questions[i], &out);
    if (out.diagnostics.size() >= kMaxDeaths && begin + count < questions.size()) {
      findings::Diagnostic diagnostic;
      diagnostic.message = "libclang did not survive " + std::to_string(out.diagnostics.size()) +
                           " files and is not asked any more";
      diagnostic.hint = "C, C++ and Objective-C are read by their grammars alone from here";
      out.diagnostics.push_back(std::move(diagnostic));
      break;
    }
  }
  return out;
}

}  // namespace unsoap::settle
