// The libFuzzer program: one target of the table, chosen by UNSOAP_FUZZ_TARGET.
//
// With UNSOAP_FUZZ_SEEDS=DIR it writes the target's seeds and words there instead and ends; with
// the target "list" it prints the names of all. `./dev fuzz` does both.
#include <cctype>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/fuzz/targets.h"

namespace {

const unsoap::fuzz::Target* target = nullptr;

void WriteSeeds(const std::string& directory) {
  std::filesystem::create_directories(directory + "/seeds");
  int number = 0;
  for (const unsoap::fuzz::Input& seed : target->seeds()) {
    std::ofstream(directory + "/seeds/" + std::to_string(number++), std::ios::binary) << seed.bytes;
  }
  std::ofstream dictionary(directory + "/words", std::ios::binary);
  for (const std::string& word : target->words) {
    dictionary << '"';
    for (const unsigned char c : word) {
      char hex[8];
      std::snprintf(hex, sizeof(hex), "\\x%02x", c);
      dictionary << (std::isalnum(c) != 0 ? std::string(1, static_cast<char>(c))
                                          : std::string(hex));
    }
    dictionary << "\"\n";
  }
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  const char* const name = std::getenv("UNSOAP_FUZZ_TARGET");
  if (name != nullptr) target = unsoap::fuzz::FindTarget(name);
  if (target == nullptr) {
    std::FILE* const out = name != nullptr && std::string(name) == "list" ? stdout : stderr;
    if (out == stderr) std::fputs("UNSOAP_FUZZ_TARGET must be one of:\n", stderr);
    for (const auto& one : unsoap::fuzz::Targets()) std::fprintf(out, "%s\n", one.name.c_str());
    std::exit(out == stdout ? 0 : 2);
  }
  if (const char* const directory = std::getenv("UNSOAP_FUZZ_SEEDS")) {
    WriteSeeds(directory);
    std::exit(0);
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  target->run(std::string_view(reinterpret_cast<const char*>(data), size));
  return 0;
}
