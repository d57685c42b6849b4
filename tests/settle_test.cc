// The compiler's part in reading C, C++ and Objective-C: which flags it is given, what its answers
// do to the facts, and that hostile input ends the helper program and nothing else.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "scanner/base/budget.h"
#include "scanner/clang/guard.h"
#include "scanner/settle/compile_commands.h"
#include "scanner/settle/helper_process.h"
#include "scanner/settle/merge.h"
#include "scanner/settle/protocol.h"
#include "tests/catch.h"
#include "tests/paths.h"

namespace unsoap {
namespace {

namespace fs = std::filesystem;
using Outcome = settle::HelperProcess::Outcome;

class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "unsoap-settle-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    root_ = fs::canonical(name);
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }
  std::string Write(const std::string& path, const std::string& text) const {
    const fs::path full = root_ / path;
    fs::create_directories(full.parent_path());
    std::ofstream(full, std::ios::binary) << text;
    return full.string();
  }
  std::string At(const std::string& path) const { return (root_ / path).string(); }
  std::string Root() const { return root_.string(); }

 private:
  fs::path root_;
};

std::string HelperPath() { return BinaryDir() + "/unsoap-clang"; }

// Built without libclang there is nothing to test here; the other tests hold all the same.
bool HasHelper() {
  if (fs::exists(HelperPath())) return true;
  WARN("unsoap-clang was not built: libclang is missing");
  return false;
}

settle::ClangQuestion QuestionOf(const Scratch& scratch, const std::string& text) {
  settle::ClangQuestion question;
  question.path = scratch.At("a.cc");
  question.text = text;
  question.language = "c++";
  question.readable = {scratch.Root()};
  return question;
}

std::vector<std::string> Calls(const settle::ClangAnswers& answers) {
  std::vector<std::string> out;
  for (const settle::ClangAnswers::Type& call : answers.calls)
    out.push_back(call.type + "." + call.name);
  return out;
}

// Flags.

TEST_CASE("a command line is split as a shell splits it") {
  const std::vector<std::string> words =
      settle::SplitCommand(R"(c++ -DA='x y' "-I/a b" -DQ=\"q\" a\ b.cc  -c)");
  CHECK(words == std::vector<std::string>{"c++", "-DA=x y", "-I/a b", "-DQ=\"q\"", "a b.cc", "-c"});
  CHECK(settle::SplitCommand("  ").empty());
  CHECK(settle::SplitCommand("unterminated 'quote").size() == 2);
}

TEST_CASE("only flags that change the meaning of the text are passed on") {
  const Scratch scratch;
  fs::create_directories(scratch.At("inc"));
  scratch.Write("pre.h", "");
  const std::vector<std::string> all = {"/usr/bin/clang++",
                                        "-Iinc",
                                        "-I",
                                        "inc",
                                        "-isysteminc",
                                        "-DNAME=1",
                                        "-D",
                                        "OTHER",
                                        "-UGONE",
                                        "-std=c++17",
                                        "-fno-exceptions",
                                        "-include",
                                        "pre.h",
                                        "-fplugin=evil.so",
                                        "-Xclang",
                                        "-load",
                                        "-Xclang",
                                        "evil.so",
                                        "@response",
                                        "-o",
                                        "out.o",
                                        "-MF",
                                        "deps",
                                        "-fmodules",
                                        "-fmodule-map-file=m",
                                        "-include-pch",
                                        "x.pch",
                                        "-B/tools",
                                        "--sysroot=/",
                                        "-ivfsoverlay",
                                        "o.yaml",
                                        "-Imissing",
                                        "-I/",
                                        "-D=odd",
                                        "-c",
                                        "a.cc"};
  const settle::CompileFlags flags = settle::SanitizeArguments(all, scratch.Root(), scratch.Root());
  const std::string inc = scratch.At("inc");
  CHECK(flags.arguments == std::vector<std::string>{"-I", inc, "-I", inc, "-isystem", inc,
                                                    "-DNAME=1", "-DOTHER", "-UGONE", "-std=c++17",
                                                    "-fno-exceptions", "-include",
                                                    scratch.At("pre.h")});
  CHECK(flags.directories.empty());
}

TEST_CASE("include directories outside the root are readable only when the command names them") {
  const Scratch scratch;
  fs::create_directories(scratch.At("project/src"));
  fs::create_directories(scratch.At("sdk"));
  const settle::CompileFlags flags = settle::SanitizeArguments(
      {"cc", "-I../sdk", "-Isrc"}, scratch.At("project"), scratch.At("project"));
  CHECK(flags.directories == std::vector<std::string>{scratch.At("sdk")});
}

TEST_CASE("Microsoft's spelling of flags is understood") {
  const Scratch scratch;
  fs::create_directories(scratch.At("inc"));
  const settle::CompileFlags flags = settle::SanitizeArguments(
      {"C:/VC/bin/cl.exe", "/Iinc", "/DX=1", "/Fo:out"}, scratch.Root(), scratch.Root());
  CHECK(flags.arguments == std::vector<std::string>{"-I", scratch.At("inc"), "-DX=1"});
}

TEST_CASE("the nearest compile_commands.json counts, and its directories may be relative") {
  const Scratch scratch;
  fs::create_directories(scratch.At("inc"));
  fs::create_directories(scratch.At("lib/inc"));
  scratch.Write(
      "compile_commands.json",
      R"([{"directory": ".", "file": "src/a.cc", "arguments": ["c++", "-Iinc", "src/a.cc"]}])");
  scratch.Write("lib/build/compile_commands.json",
                R"([{"directory": "..", "file": "b.cc", "command": "c++ -Iinc -DB b.cc"}])");
  settle::CompileCommands commands(scratch.Root());
  CHECK(commands.FlagsFor(scratch.At("src/a.cc")).arguments ==
        std::vector<std::string>{"-I", scratch.At("inc")});
  CHECK(commands.FlagsFor(scratch.At("lib/b.cc")).arguments ==
        std::vector<std::string>{"-I", scratch.At("lib/inc"), "-DB"});
  // A header has no command of its own and borrows its neighbour's.
  CHECK(commands.FlagsFor(scratch.At("src/a.h")).arguments ==
        std::vector<std::string>{"-I", scratch.At("inc")});
}

TEST_CASE("a malformed database, or one behind a link out of the tree, gives no flags") {
  const Scratch scratch;
  scratch.Write("compile_commands.json", "[{\"file\": 1}, {\"file\": \"a.cc\", ");
  settle::CompileCommands broken(scratch.Root());
  CHECK_FALSE(broken.FlagsFor(scratch.At("a.cc")).from_database);
  scratch.Write("outside.json",
                R"([{"directory": ".", "file": "a.cc", "command": "c++ -DX a.cc"}])");
  fs::create_directories(scratch.At("tree"));
  fs::create_symlink("../outside.json", scratch.At("tree/compile_commands.json"));
  settle::CompileCommands linked(scratch.At("tree"));
  CHECK_FALSE(linked.FlagsFor(scratch.At("tree/a.cc")).from_database);
}

// Merging.

// auto port = Make(); port.push(kOp); SEND(port);
facts::FileFacts SampleFacts() {
  facts::FileFacts facts;
  facts.source = SourceText("auto port = Make(); port.push(kOp); SEND(port);");
  const auto add = [&](facts::ExprKind kind, const char* text, uint32_t begin, uint32_t end,
                       uint32_t name) {
    facts::Expr e;
    e.kind = kind, e.text = text, e.span = {begin, end};
    e.name_span = {name, name + static_cast<uint32_t>(std::string_view(text).size())};
    facts.exprs.push_back(e);
    return static_cast<facts::ExprId>(facts.exprs.size() - 1);
  };
  const facts::ExprId target = add(facts::ExprKind::kName, "port", 5, 9, 5);
  const facts::ExprId made = add(facts::ExprKind::kCall, "Make", 12, 18, 12);
  const facts::ExprId receiver = add(facts::ExprKind::kName, "port", 20, 24, 20);
  const facts::ExprId push = add(facts::ExprKind::kCall, "push", 20, 34, 25);
  facts.exprs[push].object = receiver;
  add(facts::ExprKind::kName, "kOp", 30, 33, 30);
  const facts::ExprId send = add(facts::ExprKind::kCall, "SEND", 36, 46, 36);
  facts.calls = {made, push, send};
  facts::Binding binding;
  binding.target = target, binding.value = made, binding.type = "auto";
  facts.bindings.push_back(binding);
  return facts;
}

TEST_CASE("answers add types, constants and calls that a macro makes to what the grammar found") {
  facts::FileFacts facts = SampleFacts();
  CHECK(settle::WantedNames(facts) == std::vector<uint32_t>{5, 12, 20, 30, 36});
  settle::ClangAnswers answers;
  answers.calls.push_back({25, "push", "crm::Port", {"soap"}});
  answers.declarations.push_back({5, "port", "crm::Port", {"soap"}});
  answers.constants.push_back({30, 0, "getLead"});
  answers.expansions.push_back({36, {0, "", "crm::Port", {}}, "syncLead"});
  CHECK(settle::MergeAnswers(answers, &facts) == 5);
  CHECK(facts.bindings[0].type == "crm::Port");
  REQUIRE(facts.settled.size() == 3);
  CHECK(facts.settled[0].expr == 2);
  CHECK(facts.settled[0].type == "crm::Port");
  CHECK(facts.settled[0].bases == std::vector<std::string_view>{"soap"});
  CHECK(facts.settled[1].value == "getLead");
  CHECK(facts.settled[1].has_value);
  REQUIRE(facts.calls.size() == 4);
  const facts::Expr& made = facts.at(facts.calls[3]);
  CHECK(made.text == "syncLead");
  CHECK(made.span == Span{36, 46});
  CHECK(facts.settled[2].expr == made.object);
}

TEST_CASE("an answer that fits nothing at its place changes nothing") {
  facts::FileFacts facts = SampleFacts();
  const std::string before = facts::DumpFacts(facts);
  settle::ClangAnswers answers;
  answers.calls.push_back({25, "other", "crm::Port", {}});
  answers.calls.push_back({9999, "push", "crm::Port", {}});
  answers.declarations.push_back({12, "port", "crm::Port", {}});
  answers.constants.push_back({31, 0, "x"});
  answers.constants.push_back({30, 34, "x"});
  answers.expansions.push_back({20, {}, "port"});
  CHECK(settle::MergeAnswers(answers, &facts) == 0);
  CHECK(facts::DumpFacts(facts) == before);
}

TEST_CASE("a broken line of the protocol is no answer") {
  CHECK_FALSE(settle::ReadLine<settle::ClangAnswers>("").has_value());
  CHECK_FALSE(settle::ReadLine<settle::ClangAnswers>("{\"calls\": [").has_value());
  CHECK_FALSE(settle::ReadLine<settle::ClangAnswers>("{\"calls\": 3}").has_value());
  settle::ClangQuestion question;
  question.text = "line\n\"quoted\"\ttab";
  const std::optional<settle::ClangQuestion> read =
      settle::ReadLine<settle::ClangQuestion>(settle::WriteLine(question));
  REQUIRE(read.has_value());
  CHECK(read->text == question.text);
}

// The helper program.

TEST_CASE("a helper that cannot be run is said so") {
  settle::HelperProcess helper("/nowhere/unsoap-clang", {});
  settle::ClangAnswers answers;
  CHECK(helper.Ask({}, &answers) == Outcome::kNotStarted);
  CHECK(helper.Version().empty());
}

TEST_CASE("the helper resolves receivers through auto, typedefs and smart pointers") {
  if (!HasHelper()) return;
  const Scratch scratch;
  scratch.Write("port.h",
                "namespace crm { class Base {}; class Port : public Base { public: int push(int); "
                "}; typedef Port Gate; Gate* Make(); }\n"
                "template <class T> struct Owner { T* operator->(); };\n");
  const std::string text =
      "#include \"port.h\"\n#include <missing.h>\nint f() {\n  auto p = crm::Make();\n  "
      "Owner<crm::Gate> q;\n"
      "  return p->push(2) + q->push(3);\n}\n";
  settle::HelperProcess helper(HelperPath(), {});
  settle::ClangAnswers answers;
  REQUIRE(helper.Ask(QuestionOf(scratch, text), &answers) == Outcome::kAnswered);
  CHECK(Calls(answers) == std::vector<std::string>{"crm::Port.push", "crm::Port.push"});
  REQUIRE_FALSE(answers.calls.empty());
  CHECK(answers.calls[0].at == text.find("push(2)"));
  CHECK(answers.calls[0].bases == std::vector<std::string>{"crm::Base"});
  REQUIRE(answers.declarations.size() == 2);
  CHECK(answers.declarations[0].name == "p");
  CHECK(answers.declarations[0].type == "crm::Port");
  CHECK(helper.Version().empty());  // it is busy with questions
  CHECK(settle::HelperProcess(HelperPath(), {}).Version().find("clang") != std::string::npos);
}

TEST_CASE("the helper folds constants and shows calls that macros make") {
  if (!HasHelper()) return;
  const Scratch scratch;
  scratch.Write("ops.h",
                "static const char* const kOp = \"getLead\";\n#define OP \"sync\" "
                "\"Lead\"\n#define SEND(p) (p).push(1)\n"
                "struct Port { int push(int); };\nvoid call(const char*);\n");
  const std::string text =
      "#include \"ops.h\"\nvoid f(Port& p) {\n  call(kOp);\n  call(OP);\n  call(\"a\" OP "
      "\"\\tz\\\"\");\n  SEND(p);\n}\n";
  settle::ClangQuestion question = QuestionOf(scratch, text);
  for (const char* const name : {"kOp", "OP)", "\"a\""})
    question.names.push_back(static_cast<uint32_t>(text.find(name)));
  settle::HelperProcess helper(HelperPath(), {});
  settle::ClangAnswers answers;
  REQUIRE(helper.Ask(question, &answers) == Outcome::kAnswered);
  REQUIRE(answers.constants.size() == 3);
  CHECK(answers.constants[0].value == "getLead");
  CHECK(answers.constants[1].value == "syncLead");
  CHECK(answers.constants[1].end == text.find("OP)") + 2);
  CHECK(answers.constants[2].value == "asyncLead\tz\"");
  REQUIRE(answers.expansions.size() == 1);
  CHECK(answers.expansions[0].at == text.find("SEND"));
  CHECK(answers.expansions[0].name == "push");
  CHECK(answers.expansions[0].receiver.type == "Port");
  CHECK(answers.calls.empty());
}

TEST_CASE("the helper opens nothing outside the directories that it was given") {
  if (!HasHelper()) return;
  const Scratch scratch;
  const std::string header = "struct Port { int push(int); };\n";
  scratch.Write("outside/port.h", header);
  scratch.Write("tree/own.h", header);
  fs::create_symlink("../outside/port.h", scratch.At("tree/link.h"));
  REQUIRE(::system(("mkfifo '" + scratch.At("tree/pipe.h") + "'").c_str()) == 0);
  const auto ask = [&](const std::string& include, const std::vector<std::string>& readable) {
    settle::ClangQuestion question;
    question.path = scratch.At("tree/a.cc");
    question.text = "#include \"" + include + "\"\nvoid f(Port& p) { p.push(1); }\n";
    question.language = "c++";
    question.readable = readable;
    settle::HelperProcess helper(HelperPath(), {});
    settle::ClangAnswers answers;
    CHECK(helper.Ask(question, &answers) == Outcome::kAnswered);
    return answers.calls.size();
  };
  const std::vector<std::string> tree = {scratch.At("tree")};
  CHECK(ask("own.h", tree) == 1);
  CHECK(ask("../outside/port.h", tree) == 0);
  CHECK(ask(scratch.At("outside/port.h"), tree) == 0);
  CHECK(ask("link.h", tree) == 0);
  CHECK(ask("pipe.h", tree) == 0);
  CHECK(ask("../outside/port.h", {scratch.At("tree"), scratch.At("outside")}) == 1);
  CHECK(ask("/dev/zero", {scratch.At("tree"), "/dev"}) == 0);
}

/// Text that makes a compiler expand ten to the power of `digits` tokens.
std::string MacroBomb(int digits) {
  std::string bomb = "#define A0 1+1+1+1+1+1+1+1+1+1\n";
  for (int i = 1; i < digits; ++i) {
    const std::string before = "A" + std::to_string(i - 1);
    bomb += "#define A" + std::to_string(i);
    for (int k = 0; k < 10; ++k) bomb += (k == 0 ? " " : "+") + before;
    bomb += "\n";
  }
  return bomb + "int x = A" + std::to_string(digits - 1) + ";\n";
}

const std::string kGood = "struct P { int push(int); };\nint f(P& p) { return p.push(1); }\n";

TEST_CASE("a file that kills the helper costs that file only, and says why") {
  if (!HasHelper()) return;
  const Scratch scratch;
  std::string deep = "int f() { return 1";
  for (int i = 0; i < 200000; ++i) deep += "+1";
  deep += "; }\n";
  // Twice as many instances at each level.
  const std::string instances =
      "template <int n, int m> struct T { T<n - 1, 2 * m> a; T<n - 1, 2 * m + 1> b; };\n"
      "template <int m> struct T<0, m> {};\nT<30, 0> t;\n";
  const std::string bomb = MacroBomb(9), crash = "#pragma clang __debug crash\n";
  settle::HelperProcess helper(HelperPath(), {});
  std::string first;
  for (int round = 0; round < 2; ++round) {
    std::string deaths;
    for (const std::string& text : {deep, bomb, instances, crash}) {
      settle::ClangAnswers answers;
      INFO(text.substr(0, 80));
      const Outcome outcome = helper.Ask(QuestionOf(scratch, text), &answers);
      // Whether libclang survives the first one is its own affair, but it does so each time.
      if (text != deep) CHECK(outcome == Outcome::kDied);
      CHECK(helper.death().empty() == (outcome == Outcome::kAnswered));
      deaths += helper.death() + "\n";
      CHECK(helper.Ask(QuestionOf(scratch, kGood), &answers) == Outcome::kAnswered);
      CHECK(helper.death().empty());
      CHECK(Calls(answers) == std::vector<std::string>{"P.push"});
    }
    CHECK(deaths.find("it crashed (signal ") != std::string::npos);
#if !defined(UNSOAP_SANITIZER_ALLOCATES)
    CHECK(deaths.find("it needs too much memory") != std::string::npos);
#endif
    if (round == 0) first = deaths;
    CHECK(deaths == first);
  }
}

TEST_CASE("what a question may cost does not depend on those before it") {
  if (!HasHelper()) return;
  const Scratch scratch;
  // Room for one question of this size, not for two.
  const std::string large = MacroBomb(5);
  settle::ClangLimits limits;
  limits.memory = 64 << 20, limits.work = 128 << 20;
  settle::HelperProcess helper(HelperPath(), limits);
  for (int i = 0; i < 8; ++i) {
    settle::ClangAnswers answers;
    INFO(i);
    CHECK(helper.Ask(QuestionOf(scratch, large), &answers) == Outcome::kAnswered);
  }
}

TEST_CASE("a helper that gives no answer, or half of one, is said to") {
  const Scratch scratch;
  const auto program = [&](const std::string& name, const std::string& body) {
    const std::string path = scratch.Write(name, "#!/bin/sh\n" + body);
    fs::permissions(path, fs::perms::owner_all);
    return path;
  };
  settle::ClangAnswers answers;
  settle::HelperProcess ends(program("ends.sh", "exit 3\n"), {});
  CHECK(ends.Ask({}, &answers) == Outcome::kDied);
  CHECK(ends.death() == "its helper ended with status 3");
  settle::HelperProcess torn(program("torn.sh", "read -r line; echo '{\"calls\":[{!it crashed'\n"),
                             {});
  CHECK(torn.Ask({}, &answers) == Outcome::kDied);
  CHECK(torn.death() == "its answer is torn");
  settle::HelperProcess tells(program("tells.sh", "read -r line; echo '!it crashed (signal 11)'\n"),
                              {});
  CHECK(tells.Ask({}, &answers) == Outcome::kDied);
  CHECK(tells.death() == "it crashed (signal 11)");
}

TEST_CASE("a helper that does not answer is ended when the run is") {
  const Scratch scratch;
  const std::string sleeper = scratch.Write("sleeper.sh", "#!/bin/sh\nexec sleep 1000\n");
  fs::permissions(sleeper, fs::perms::owner_all);
  settle::HelperProcess helper(sleeper, {});
  std::thread ends([] { SetInterrupted(true); });
  settle::ClangAnswers answers;
  CHECK(helper.Ask({}, &answers) == Outcome::kInterrupted);
  ends.join();
  SetInterrupted(false);
}

}  // namespace
}  // namespace unsoap
