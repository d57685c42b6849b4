// unsoap-clang: the helper program that has libclang. The scanner starts it when there is C, C++ or
// Objective-C to settle.
//
//   unsoap-clang MEMORY_BYTES CPU_SECONDS     reads questions, writes answers: one line of JSON
//   each (settle/protocol.h) unsoap-clang --version                    says which libclang it has
//
// It writes an empty line where libclang gave nothing. It may die at any question; the scanner
// starts another one.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string>

#include "scanner/clang/guard.h"
#include "scanner/clang/reader.h"
#include "scanner/settle/protocol.h"

int main(int argc, char** argv) {
  using namespace unsoap;
  if (argc == 2 && std::strcmp(argv[1], "--version") == 0) {
    std::printf("%s\n", LibclangVersion().c_str());
    return 0;
  }
  if (argc != 3) {
    std::fprintf(stderr, "unsoap-clang is a part of unsoap and is started by it\n");
    return 2;
  }
  LimitProcess(std::atoll(argv[1]));
  const int seconds = std::atoi(argv[2]);
  for (std::string line; std::getline(std::cin, line);) {
    AllowSeconds(seconds);
    std::string answer;
    if (const std::optional<ClangQuestion> question = ReadLine<ClangQuestion>(line)) {
      AllowDirectories(question->readable);
      if (const std::optional<ClangAnswers> answers = ReadTranslationUnit(*question))
        answer = WriteLine(*answers);
    }
    std::cout << answer << std::endl;
  }
}
