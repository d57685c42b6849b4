// CompileCommands: the flags of a C, C++ or Objective-C file, from the compile_commands.json
// nearest to it.
//
// What it is: a reader of compilation databases of a tree that may be hostile or moved here from
// another machine, and a filter that passes on only what changes the meaning of the text: include
// directories, macros, the language and its dialect. Everything else is dropped, above all what
// would load, write, execute or read something (plugins, response files, outputs, precompiled
// headers, module maps, sysroots). What it is not: a driver; nothing is run. A relative `directory`
// of an entry is meant relative to the database. Thread safe: one object may be asked from all
// threads.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace unsoap::settle {

struct CompileFlags {
  std::vector<std::string> arguments;  // for libclang; paths in them are absolute
  std::vector<std::string>
      directories;  // include directories outside the root that the command names
  bool from_database = false;
};

class CompileCommands {
 public:
  /// `root`: absolute; no database above it is read.
  explicit CompileCommands(std::string root);
  ~CompileCommands();
  CompileCommands(const CompileCommands&) = delete;
  CompileCommands& operator=(const CompileCommands&) = delete;

  /// Flags for a file below the root. A file without an entry (a header) takes those of the entry
  /// in the same folder, or else of the one that shares most of its path. No database, or an
  /// unreadable one: no flags.
  CompileFlags FlagsFor(const std::string& absolute_path);

 private:
  struct Database;
  const Database* Nearest(const std::string& path);
  const Database* Load(const std::string& path);

  const std::string root_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Database>> databases_;  // by path; nullptr: there is none
};

/// A shell-like command line in its words: quotes and backslashes as a POSIX shell has them,
/// nothing is expanded.
std::vector<std::string> SplitCommand(std::string_view command);

/// What may be passed on of a compiler's arguments, the compiler's own name first. `directory`:
/// absolute, for relative paths.
CompileFlags SanitizeArguments(const std::vector<std::string>& arguments,
                               const std::string& directory, const std::string& root);

}  // namespace unsoap::settle
