// The walker: what is read, what is not and why; ignore rules against git itself.
#include "scanner/walk/walk.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>

#include "scanner/base/read_bytes.h"
#include "scanner/base/text.h"
#include "scanner/git/git_settings.h"
#include "scanner/walk/glob.h"
#include "scanner/walk/ignore_rules.h"
#include "tests/catch.h"

namespace unsoap {
namespace {

namespace fs = std::filesystem;
using Paths = std::vector<std::string>;

/// A directory of its own under a home of its own, so that nobody's git settings matter.
class Tree {
 public:
  Tree() {
    char name[] = "/tmp/unsoap-walk-XXXXXX";
    base_ = mkdtemp(name);
    fs::create_directories(base_ / "home");
    fs::create_directories(base_ / "tree");
    setenv("HOME", (base_ / "home").c_str(), 1);
    setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
    for (const char* each :
         {"XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_DIR"})
      unsetenv(each);
  }
  ~Tree() {
    std::error_code ignored;
    fs::remove_all(base_, ignored);
  }
  void Write(const std::string& path, const std::string& text = "x") const {
    fs::create_directories((base_ / "tree" / path).parent_path());
    std::ofstream(base_ / "tree" / path, std::ios::binary) << text;
  }
  void WriteHome(const std::string& path, const std::string& text) const {
    fs::create_directories((base_ / "home" / path).parent_path());
    std::ofstream(base_ / "home" / path) << text;
  }
  void Files(const Paths& paths) const {
    for (const std::string& path : paths) Write(path);
  }
  /// The least that git takes for a repository.
  void Repository(const std::string& at = ".") const {
    Write(at + "/.git/HEAD", "ref: refs/heads/main\n");
    fs::create_directories(base_ / "tree" / at / ".git/objects");
    fs::create_directories(base_ / "tree" / at / ".git/refs");
  }
  std::string root() const { return (base_ / "tree").string(); }
  std::string Path(const std::string& path) const { return root() + "/" + path; }

 private:
  fs::path base_;
};

walk::WalkOptions Options(const std::string& root) {
  walk::WalkOptions options;
  options.roots = {root};
  options.record_ignored = true;
  return options;
}

walk::WalkResult MustWalk(const walk::WalkOptions& options) {
  Result<walk::WalkResult> result = walk::Walk(options);
  if (!result) FAIL(Format(result.error()));
  return std::move(*result);
}

Paths Found(const walk::WalkResult& result) {
  Paths paths;
  for (const walk::FoundFile& file : result.files) paths.push_back(file.path);
  return paths;
}
Paths FoundIn(const Tree& tree) { return Found(MustWalk(Options(tree.root()))); }

/// The reason and detail for which a path was skipped: "ignored .gitignore:1"; empty if it was not.
std::string Why(const walk::WalkResult& result, const std::string& path) {
  for (const walk::Skipped& skipped : result.skipped) {
    if (skipped.path == path) {
      return std::string(walk::Name(skipped.reason)) +
             (skipped.detail.empty() ? "" : " " + skipped.detail);
    }
  }
  return {};
}

// Ignore rules.

struct RuleCase {
  const char* rules;
  const char* path;  // a directory if it ends in '/'
  bool ignored;
};

TEST_CASE("ignore rules decide as git documents them") {
  const RuleCase cases[] = {
      {"build", "build/", true},
      {"build", "src/build", true},
      {"build", "rebuild", false},
      {"/build", "build", true},
      {"/build", "src/build", false},
      {"build/", "build/", true},
      {"build/", "build", false},
      {"src/gen", "src/gen", true},
      {"src/gen", "x/src/gen", false},
      {"*.log", "a/b.log", true},
      {"*.log", ".log", true},
      {"*.log", "log", false},
      {"*.tar.gz", "a.tar.gz", true},
      {"*.log\n!keep.log", "keep.log", false},
      {"!keep.log\n*.log", "keep.log", true},
      {"# comment", "# comment", false},
      {"\\# name", "# name", true},
      {"\\!name", "!name", true},
      {"name  ", "name", true},
      {"name\\ ", "name ", true},
      {"name\\  ", "name ", true},
      {"name\t", "name", false},
      {"name\r\nother\r\n", "name", true},
      {"\xef\xbb\xbf"
       "first",
       "first", true},
      {"**/deep", "a/b/deep", true},
      {"**/deep", "deep", true},
      {"a/**/z", "a/z", true},
      {"a/**/z", "a/b/c/z", true},
      {"a/**/z", "b/a/z", false},
      {"a/**", "a/b/c", true},
      {"a/**", "a/", false},
      // git hands its matcher only what follows the literal beginning, so these two differ.
      {"foo**/bar", "foo/x/bar", true},
      {"f?o**/bar", "foo/x/bar", false},
      {"a/*", "a/b", true},
      {"a/*", "a/b/c", false},
      {"a?c", "abc", true},
      {"x/a?c", "x/a/c", false},
      {"[ab].c", "b.c", true},
      {"[!ab].c", "b.c", false},
      {"[^ab].c", "c.c", true},
      {"[a-c]x", "bx", true},
      {"[]]x", "]x", true},
      {"[a-]x", "-x", true},
      {"[[:digit:]]x", "7x", true},
      {"[[:nonsense:]]x", "7x", false},
      {"[abc", "a", false},
      {"trailing\\", "trailing\\", false},
      {"\\*", "*", true},
      {"\\*", "a", false},
      {"*", "anything", true},
      {"/", "a", false},
      {"", "a", false},
      {"*.p[hy]p?", "x.php5", true},
  };
  for (const RuleCase& each : cases) {
    const walk::IgnoreRules rules(each.rules, ".gitignore", false);
    std::string_view path = each.path;
    const bool directory = path.ends_with('/');
    if (directory) path.remove_suffix(1);
    const std::string_view name = path.substr(path.rfind('/') + 1);
    CAPTURE(each.rules, each.path);
    CHECK((rules.Decide(path, name, directory).says == walk::IgnoreRules::Verdict::Says::kIgnore) ==
          each.ignored);
  }
}

TEST_CASE("case is folded only when the repository says so") {
  const walk::IgnoreRules exact("Build\n*.LOG\n[x]y", ".gitignore", false);
  const walk::IgnoreRules folded("Build\n*.LOG\n[x]y", ".gitignore", true);
  for (const char* name : {"build", "a.log", "Xy"}) {
    CAPTURE(name);
    CHECK(exact.Decide(name, name, false).says == walk::IgnoreRules::Verdict::Says::kNothing);
    CHECK(folded.Decide(name, name, false).says == walk::IgnoreRules::Verdict::Says::kIgnore);
  }
}

TEST_CASE("a verdict names the rule's file and line") {
  const walk::IgnoreRules rules("# head\n\n*.log\n!a.log\n", "lib/.gitignore", false);
  CHECK(rules.Decide("b.log", "b.log", false).Place() == "lib/.gitignore:3");
  CHECK(rules.Decide("a.log", "a.log", false).Place() == "lib/.gitignore:4");
  CHECK(rules.Decide("a.txt", "a.txt", false).Place().empty());
}

TEST_CASE("a pattern made to be slow is not") {
  std::string stars, text(4000, 'a');
  for (int i = 0; i < 400; ++i) stars += "*a";
  CHECK_FALSE(walk::Glob(stars + "b", walk::Glob::Mode::kName, false).Matches(text));
  CHECK(walk::Glob(stars, walk::Glob::Mode::kName, false).Matches(text));
  std::string directories;
  for (int i = 0; i < 400; ++i) directories += "**/a/";
  CHECK_FALSE(walk::Glob(directories + "b?", walk::Glob::Mode::kPath, false).Matches(text));
}

/// What git says about each path; paths below an ignored directory are ignored.
std::set<std::string> AskGit(const Tree& tree, const Paths& paths) {
  const std::string in = tree.root() + "/../in";
  const std::string out = tree.root() + "/../out";
  std::ofstream list(in, std::ios::binary);
  for (const std::string& path : paths) list << path << '\0';
  list.close();
  const std::string command =
      "cd '" + tree.root() + "' && git check-ignore --no-index -z --stdin < ../in > ../out";
  const int status = system(command.c_str());
  REQUIRE((WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 1));
  std::ifstream answer(out, std::ios::binary);
  std::set<std::string> ignored;
  for (std::string path; std::getline(answer, path, '\0');) ignored.insert(path);
  return ignored;
}

std::set<std::string> AskWalk(const Tree& tree, const Paths& paths) {
  const walk::WalkResult result = MustWalk(Options(tree.root()));
  std::set<std::string> skipped, ignored;
  for (const walk::Skipped& each : result.skipped) {
    if (each.reason == walk::SkipReason::kIgnored) skipped.insert(each.path);
  }
  for (const std::string& path : paths) {
    for (size_t slash = path.find('/');; slash = path.find('/', slash + 1)) {
      if (skipped.contains(path.substr(0, slash))) ignored.insert(path);
      if (slash == path.npos) break;
    }
  }
  return ignored;
}

TEST_CASE("random ignore files over a random tree decide as git does") {
  if (system("git --version > /dev/null 2>&1") != 0) {
    WARN("git is not installed: its answers cannot be compared");
    return;
  }
  Tree tree;
  REQUIRE(system(("git -c init.defaultBranch=main init -q '" + tree.root() + "'").c_str()) == 0);
  std::mt19937 random(20261123);
  const auto pick = [&](size_t n) { return static_cast<size_t>(random() % n); };
  const Paths names = {"a", "b", "ab",   "foo", "bar",   "foo.txt", "a.b", "c d", "x ",     "[z]",
                       "*", "é", ".hid", "FOO", "b.txt", "!n",      "#h",  "a-b", "foobar", "\\q"};
  std::set<std::string> made;
  Paths directories = {""};
  for (int i = 0; i < 40; ++i) {
    std::string path = directories[pick(directories.size())] + names[pick(names.size())];
    if (std::ranges::count(path, '/') > 4 || !made.insert(path).second) continue;
    fs::create_directories(tree.Path(path));
    directories.push_back(path + "/");
  }
  for (int i = 0; i < 250; ++i) {
    std::string path = directories[pick(directories.size())] + names[pick(names.size())];
    if (made.insert(path).second) tree.Write(path);
  }
  const Paths paths(made.begin(), made.end());

  const Paths atoms = {"a",           "b",    "ab",  "foo", "bar",  ".",     "txt",
                       "*",           "*",    "**",  "?",   "[ab]", "[!a]",  "[a-f]",
                       "[[:alpha:]]", "[^.]", "\\a", "\\*", "/",    "/",     "/**/",
                       "**/",         "/**",  "c d", "é",   "FOO",  "[]-a]", "[a",
                       "\\",          "-",    " ",   "!",   "#",    "x\\ ",  "[[:upper:]a]",
                       "[\\]z]",      "z"};
  const auto rules = [&] {
    std::string text = pick(8) == 0 ? "\xef\xbb\xbf" : "";
    for (size_t line = 1 + pick(6); line > 0; --line) {
      if (pick(4) == 0) text += "!";
      if (pick(5) == 0) text += "/";
      for (size_t i = 1 + pick(4); i > 0; --i) text += atoms[pick(atoms.size())];
      if (pick(5) == 0) text += "/";
      if (pick(8) == 0) text += pick(2) == 0 ? " " : "  \r";
      text += "\n";
    }
    return text;
  };
  size_t ignored_in_all = 0;
  for (int round = 0; round < 200; ++round) {
    Paths written;
    std::string dump;
    const auto write = [&](const std::string& path) {
      const std::string text = rules();
      tree.Write(path, text);
      written.push_back(path);
      dump += "--- " + path + "\n" + text;
    };
    write(".gitignore");
    for (size_t i = pick(4); i > 0; --i)
      write(directories[pick(directories.size())] + ".gitignore");
    if (pick(2) == 0) write(".git/info/exclude");
    if (pick(3) == 0) write("../home/.config/git/ignore");
    const bool fold = pick(4) == 0;
    tree.WriteHome(".gitconfig",
                   fold ? "[core]\n\tignoreCase = true\n" : "[core]\n\tignorecase = false\n");
    const std::set<std::string> expected = AskGit(tree, paths);
    const std::set<std::string> got = AskWalk(tree, paths);
    ignored_in_all += expected.size();
    if (got != expected) {
      std::string differences;
      for (const std::string& path : paths) {
        if (got.contains(path) != expected.contains(path)) {
          differences += path + (got.contains(path) ? ": only here\n" : ": only by git\n");
        }
      }
      FAIL("round " << round << " fold " << fold << "\n"
                    << EscapeForTerminal(dump, true) << "\n"
                    << dump << differences);
    }
    for (const std::string& path : written) fs::remove(tree.Path(path));
  }
  CHECK(ignored_in_all > 1000);  // otherwise nothing was compared
}

TEST_CASE(
    "deeper ignore files win, and what lies below an ignored directory cannot be taken back") {
  Tree tree;
  tree.Files({"a.log", "lib/a.log", "out/keep.txt", "lib/b.txt"});
  tree.Write(".gitignore", "*.log\nout/\n.gitignore\n");
  tree.Write("lib/.gitignore", "!a.log\n");
  tree.Write("out/.gitignore", "!keep.txt\n");
  const walk::WalkResult result = MustWalk(Options(tree.root()));
  CHECK(Found(result) == Paths{"lib/a.log", "lib/b.txt"});
  CHECK(Why(result, "a.log") == "ignored .gitignore:1");
  CHECK(Why(result, "out") == "ignored .gitignore:2");
  CHECK(result.ignored_directories == 1);
  CHECK(result.ignored_files == 3);
}

TEST_CASE("a root inside a repository obeys the rules above it, but is itself never hidden") {
  Tree tree;
  tree.Repository();
  tree.Write(".gitignore", "gen\n*.tmp\n/src/only\n");
  tree.Files({"src/gen/a.php", "src/b.tmp", "src/c.php", "src/only"});
  CHECK(Found(MustWalk(Options(tree.Path("src")))) == Paths{"c.php"});
  CHECK(Found(MustWalk(Options(tree.Path("src/gen")))) == Paths{"a.php"});
  CHECK(Found(MustWalk(Options(tree.Path("src/b.tmp")))).size() == 1);
}

TEST_CASE(
    "info/exclude, the user's excludes file and the default one are honoured in a repository "
    "only") {
  Tree tree;
  tree.Repository();
  tree.Files({"a.one", "a.two", "a.three", "a.txt", "sub/a.one"});
  tree.Write(".git/info/exclude", "*.one\n");
  tree.WriteHome(".config/git/ignore", "*.three\n");
  CHECK(FoundIn(tree) == Paths{"a.two", "a.txt"});
  tree.WriteHome(".gitconfig",
                 "[user]\n name = x\n[core]\n  excludesFile = \"~/my ignores\" # mine\n");
  tree.WriteHome("my ignores", "*.two\n");
  CHECK(FoundIn(tree) == Paths{"a.three", "a.txt"});
  tree.Write(".gitignore", "!/a.one\n.gitignore\n");
  CHECK(FoundIn(tree) == Paths{"a.one", "a.three", "a.txt"});
  fs::remove_all(tree.Path(".git"));
  CHECK(FoundIn(tree).size() == 5);
}

TEST_CASE("a nested repository and a submodule are walked under their own rules") {
  Tree tree;
  tree.Repository();
  tree.Repository("vendor/inner");
  tree.Write(".gitignore", "*.gen\n.gitignore\n");
  tree.Files({"a.gen", "a.php", "vendor/inner/a.gen", "vendor/inner/b.php", "module/c.php",
              "module/skip.php"});
  tree.Write(".git/modules/module/HEAD", "ref: x\n");
  tree.Write(".git/modules/module/info/exclude", "skip.*\n");
  tree.Write(".git/modules/module/config", "[core]\n\tworktree = ../../../module\n");
  tree.Write("module/.git", "gitdir: ../.git/modules/module\n");
  CHECK(FoundIn(tree) ==
        Paths{"a.php", "module/c.php", "vendor/inner/a.gen", "vendor/inner/b.php"});
}

TEST_CASE(".unsoapignore has the same syntax, wins over git's rules and can be switched off") {
  Tree tree;
  tree.Write(".gitignore", "*.gen\n/.*ignore\n");
  tree.Write(".unsoapignore", "legacy/\n!a.gen\n");
  tree.Files({"a.gen", "b.gen", "legacy/x.php", "x.php"});
  CHECK(FoundIn(tree) == Paths{"a.gen", "x.php"});
  walk::WalkOptions options = Options(tree.root());
  options.use_own_ignore = false;
  CHECK(Found(MustWalk(options)) == Paths{"legacy/x.php", "x.php"});
  options.use_vcs_ignore = false;
  CHECK(Found(MustWalk(options)).size() == 6);
}

TEST_CASE("an ignore file that is a link is not read, as in git") {
  Tree tree;
  tree.Write("rules", "*.php\n");
  tree.Write("a.php");
  fs::create_symlink("rules", tree.Path(".gitignore"));
  CHECK(FoundIn(tree) == Paths{"a.php", "rules"});
}

TEST_CASE("rules that hide most of the tree are worth a word") {
  Tree tree;
  tree.Write(".gitignore", "/*\n!/README\n");
  tree.Files({"README", "a", "b", "c/d"});
  CHECK(MustWalk(Options(tree.root())).mostly_ignored);
  tree.Write(".gitignore", "/a\n");
  CHECK_FALSE(MustWalk(Options(tree.root())).mostly_ignored);
}

TEST_CASE("include and exclude globs") {
  Tree tree;
  tree.Files({"a.php", "b.java", "src/a.php", "src/deep/b.java", "test/a.php"});
  walk::WalkOptions options = Options(tree.root());
  options.exclude = {"test/", "/a.php"};
  CHECK(Found(MustWalk(options)) == Paths{"b.java", "src/a.php", "src/deep/b.java"});
  CHECK(Why(MustWalk(options), "test") == "excluded --exclude test/");
  options.include = {"*.java"};
  CHECK(Found(MustWalk(options)) == Paths{"b.java", "src/deep/b.java"});
  options.include = {"src"};
  CHECK(Found(MustWalk(options)) == Paths{"src/a.php", "src/deep/b.java"});
  options.include = {"src", "!*.java"};
  CHECK(Found(MustWalk(options)) == Paths{"src/a.php"});
}

// Roots.

TEST_CASE("paths are relative to the one root, however it is written") {
  Tree tree;
  tree.Files({"a", "d/b"});
  for (const std::string& root : {tree.root(), tree.root() + "/", tree.root() + "/./d/..//"}) {
    CAPTURE(root);
    CHECK(Found(MustWalk(Options(root))) == Paths{"a", "d/b"});
  }
  const fs::path before = fs::current_path();
  fs::current_path(tree.root());
  CHECK(Found(MustWalk(Options("."))) == Paths{"a", "d/b"});
  CHECK(Found(MustWalk(Options("./d/b"))) == Paths{"d/b"});
  walk::WalkOptions options = Options("./d/");
  options.roots.push_back("a");
  options.roots.push_back("d/b");
  options.roots.push_back("d");
  const walk::WalkResult result = MustWalk(options);
  CHECK(Found(result) == Paths{"a", "d/b"});
  CHECK(result.files[1].absolute == tree.Path("d/b"));
  fs::current_path(before);
}

TEST_CASE("a root that does not exist is an error that names it") {
  const Result<walk::WalkResult> result = walk::Walk(Options("/tmp/unsoap no such place"));
  REQUIRE_FALSE(result);
  CHECK(result.error().path == "/tmp/unsoap no such place");
  CHECK(result.error().message == "no such file or directory");
}

// Links, special files, limits.

TEST_CASE("links are not followed unless asked for; what is read by itself is no loss") {
  Tree tree;
  tree.Files({"real/a", "b", "hidden/x"});
  tree.Write(".unsoapignore", "hidden\n.unsoapignore\n");
  fs::create_directory_symlink("real", tree.Path("alias"));
  fs::create_directory_symlink("..", tree.Path("real/up"));
  fs::create_symlink("b", tree.Path("c"));
  fs::create_symlink("hidden/x", tree.Path("x"));
  fs::create_directory_symlink("hidden", tree.Path("y"));
  fs::create_symlink("gone", tree.Path("z"));
  const walk::WalkResult result = MustWalk(Options(tree.root()));
  CHECK(Found(result) == Paths{"b", "real/a"});
  for (const char* const read : {"alias", "c", "real/up"}) CHECK(Why(result, read).empty());
  CHECK(Why(result, "x") == "link its target is not read either");
  CHECK(Why(result, "y") == "link its target is not read either");
  CHECK(Why(result, "z") == "link it leads nowhere");
}

TEST_CASE("followed links: loops end, nothing outside the root is read, each file is read once") {
  Tree tree;
  tree.Files({"real/a", "hidden/b", "hidden/deep/c"});
  tree.Write(".gitignore", "hidden\n.gitignore\n");
  tree.WriteHome("secret", "x");
  fs::create_directory_symlink("..", tree.Path("real/up"));
  fs::create_directory_symlink("real", tree.Path("again"));
  fs::create_directory_symlink("hidden", tree.Path("through"));
  fs::create_directory_symlink("../../home", tree.Path("real/out"));
  fs::create_symlink("nowhere", tree.Path("broken"));
  fs::create_symlink("circle", tree.Path("circle"));
  fs::create_symlink("/dev/zero", tree.Path("zero"));
  for (const int jobs : {1, 8}) {
    walk::WalkOptions options = Options(tree.root());
    options.follow = true;
    options.jobs = jobs;
    const walk::WalkResult result = MustWalk(options);
    CHECK(Found(result) == Paths{"real/a", "through/b", "through/deep/c"});
    CHECK(Why(result, "real/up") == "link loop");
    CHECK(Why(result, "circle").starts_with("link loop"));
    CHECK(Why(result, "again") == "link its target is read by itself");
    CHECK(Why(result, "real/out") == "outside root");
    CHECK(Why(result, "zero") == "outside root");
    CHECK(Why(result, "broken") == "unreadable the link leads nowhere");
  }
}

TEST_CASE("followed links cannot multiply a small tree") {
  Tree tree;
  for (int i = 0; i < 24; ++i) {
    const std::string here = "d" + std::to_string(i);
    tree.Write(here + "/f");
    fs::create_directory_symlink("../d" + std::to_string(i + 1), tree.Path(here + "/x"));
    fs::create_directory_symlink("../d" + std::to_string(i + 1), tree.Path(here + "/y"));
  }
  walk::WalkOptions options = Options(tree.root());
  options.follow = true;
  CHECK(MustWalk(options).files.size() == 24);
}

TEST_CASE("pipes and version control data are counted, not opened") {
  Tree tree;
  tree.Files({"a", ".svn/pristine/x", ".git/config"});
  REQUIRE(mkfifo(tree.Path("pipe").c_str(), 0600) == 0);
  const walk::WalkResult result = MustWalk(Options(tree.root()));
  CHECK(Found(result) == Paths{"a"});
  CHECK(Why(result, "pipe") == "special");
  CHECK(Why(result, ".git") == "excluded version control data");
  CHECK(Why(result, ".svn") == "excluded version control data");
}

TEST_CASE("a directory that may not be read is counted") {
  Tree tree;
  tree.Files({"open/a", "closed/b"});
  chmod((tree.root() + "/..").c_str(), 0755);
  chmod(tree.Path("closed").c_str(), 0);
  const pid_t child = fork();
  if (child == 0) {
    if (geteuid() == 0 && setuid(65534) != 0) _exit(2);  // root may read everything
    const Result<walk::WalkResult> result = walk::Walk(Options(tree.root()));
    const bool right = result && Found(*result) == Paths{"open/a"} &&
                       Why(*result, "closed") == "unreadable Permission denied";
    _exit(right ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  chmod(tree.Path("closed").c_str(), 0700);
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("names that are no text come through unchanged") {
  Tree tree;
  const Paths names = {"line\nbreak", "\x1b[31mred", "bad\xff\xfeutf8", " ", "-rf"};
  tree.Files(names);
  Paths expected = names;
  std::ranges::sort(expected);
  CHECK(FoundIn(tree) == expected);
}

/// Five thousand directories, one inside the other; beyond what a path may have in one call.
TEST_CASE(
    "a very deep tree is walked and read to its bottom, with few descriptors and with many "
    "threads") {
  Tree tree;
  int at = open(tree.root().c_str(), O_PATH);
  std::string bottom;
  for (int i = 0; i < 5000; ++i) {
    REQUIRE(mkdirat(at, "dd", 0700) == 0);
    const int next = openat(at, "dd", O_PATH);
    close(at);
    at = next;
    bottom += "dd/";
  }
  const int file = openat(at, "f", O_CREAT | O_WRONLY, 0600);
  REQUIRE(write(file, "deep", 4) == 4);
  close(file);
  close(at);
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  for (const rlim_t most : {limit.rlim_max, rlim_t{40}}) {
    const rlimit lower{std::min<rlim_t>(limit.rlim_cur, most), limit.rlim_max};
    setrlimit(RLIMIT_NOFILE, &lower);
    for (const int jobs : {1, 8}) {
      walk::WalkOptions options = Options(tree.root());
      options.jobs = jobs;
      const walk::WalkResult result = MustWalk(options);
      REQUIRE(Found(result) == Paths{bottom + "f"});
      const Result<std::string> bytes = ReadBytes(result.files[0].absolute);
      REQUIRE(bytes);
      CHECK(*bytes == "deep");
    }
  }
  setrlimit(RLIMIT_NOFILE, &limit);
  // remove_all recurses by path and cannot go this deep.
  REQUIRE(system(("rm -rf '" + tree.root() + "'").c_str()) == 0);
}

TEST_CASE("no directory is lost when descriptors run out") {
  Tree tree;
  for (int i = 0; i < 60; ++i) {
    for (int j = 0; j < 4; ++j)
      tree.Write("a" + std::to_string(i) + "/b" + std::to_string(j) + "/c/f");
  }
  // In a child, because a hard limit cannot be raised again.
  const pid_t child = fork();
  if (child == 0) {
    const rlimit few{16, 16};
    setrlimit(RLIMIT_NOFILE, &few);
    walk::WalkOptions options = Options(tree.root());
    options.jobs = 32;  // more threads than descriptors
    const Result<walk::WalkResult> result = walk::Walk(options);
    _exit(result && result->files.size() == 240 && result->skipped.empty() ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("the answer is the same for any number of threads") {
  Tree tree;
  for (int i = 0; i < 300; ++i) {
    tree.Write("d" + std::to_string(i % 17) + "/e" + std::to_string(i % 5) + "/f" +
               std::to_string(i));
  }
  tree.Write(".gitignore", "f1*\n");
  walk::WalkOptions options = Options(tree.root());
  options.jobs = 1;
  const walk::WalkResult one = MustWalk(options);
  options.jobs = 16;
  const walk::WalkResult many = MustWalk(options);
  CHECK(Found(one) == Found(many));
  CHECK(one.ignored_files == many.ignored_files);
  CHECK(one.skipped.size() == many.skipped.size());
}

// Reading.

TEST_CASE("bytes are read whole, up to a limit that is said") {
  Tree tree;
  std::string bytes(100'000, 'b');
  bytes[5] = '\0';
  tree.Write("f", bytes);
  tree.Write("empty", "");
  CHECK(*ReadBytes(tree.Path("f")) == bytes);
  CHECK(ReadBytes(tree.Path("empty"))->empty());
  CHECK(*ReadHead(tree.Path("f"), 6) == bytes.substr(0, 6));
  CHECK(*ReadHead(tree.Path("f"), 1'000'000) == bytes);
  ReadOptions options;
  options.limit = 100'000;
  CHECK(ReadBytes(tree.Path("f"), options));
  options.limit = 99'999;
  CHECK(ReadBytes(tree.Path("f"), options).error().message ==
        "too large: 100000 bytes, the limit is 99999");
}

TEST_CASE("what is no readable file gives its reason and does not block") {
  Tree tree;
  REQUIRE(mkfifo(tree.Path("pipe").c_str(), 0600) == 0);
  CHECK(ReadBytes(tree.Path("pipe")).error().message == "special: not a regular file");
  CHECK(ReadBytes(tree.root()).error().message == "special: not a regular file");
  CHECK(ReadBytes("/dev/zero").error().message == "special: not a regular file");
  CHECK(ReadBytes(tree.Path("gone")).error().message == "unreadable: gone since it was listed");
  tree.Write("f");
  fs::create_symlink("f", tree.Path("link"));
  CHECK(ReadBytes(tree.Path("link")));
  ReadOptions options;
  options.follow_link = false;
  CHECK(ReadBytes(tree.Path("link"), options).error().message ==
        "link: a symbolic link, not followed");
}

TEST_CASE("a file that says it is empty and is not is read") {
  CHECK_FALSE(ReadBytes("/proc/self/status")->empty());
}

TEST_CASE("git's configuration files are read as git reads them") {
  std::string value;
  const auto find = [&](const char* text) {
    value.clear();
    return git::FindInGitConfig(text, "core", "excludesfile", &value);
  };
  CHECK((find("[core]\nexcludesfile = /a b/c  ; why\n") && value == "/a b/c"));
  CHECK((find("[CORE]\r\n\tExcludesFile=\"x # y\"\r\n") && value == "x # y"));
  CHECK((find("[core] excludesfile = one\n[core]\nexcludesfile = t\\\nwo\n") && value == "two"));
  CHECK((find("[core]\nexcludesfile = \"a\\\"b\\\\\"\n") && value == "a\"b\\"));
  CHECK_FALSE(find("[core \"sub\"]\nexcludesfile = x\n[other]\nexcludesfile = y\n"));
  CHECK_FALSE(find("# [core]\n; excludesfile = x\n[core]\nexcludesfilex = y"));
  CHECK_FALSE(find("[core"));
  CHECK(git::FindInGitConfig("[core]\nignorecase\n", "core", "ignorecase", &value));
  CHECK(value == "true");
}

}  // namespace
}  // namespace unsoap
