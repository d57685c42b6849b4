// Programs by their bytes, files that flags name by their content, flags by their values.
#include "scanner/cli/identity.h"

#include <fmt/core.h>
#include <xxhash.h>
#ifdef __linux__
#include <elf.h>
#include <link.h>
#endif

#include <algorithm>

#include "scanner/base/read_bytes.h"
#include "scanner/base/text.h"
#include "scanner/rules/dates.h"
#include "scanner/settle/settle.h"

namespace unsoap::cli {
namespace {

/// Flags that change how a run goes and not what it finds.
constexpr std::string_view kWithoutEffect[] = {"jobs", "progress", "quiet", "verbose", "color"};
/// Flags that name a file: what stands in it counts, not where it lies.
constexpr std::string_view kByContent[] = {"effort", "config"};

std::string Digest(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

#ifdef __linux__
/// The digest that the linker wrote into this program; empty if it wrote none.
std::string BuildId() {
  std::string id;
  dl_iterate_phdr(
      [](dl_phdr_info* info, size_t, void* out) {
        for (int i = 0; i < info->dlpi_phnum; ++i) {
          const ElfW(Phdr)& header = info->dlpi_phdr[i];
          if (header.p_type != PT_NOTE) continue;
          const char* at = reinterpret_cast<const char*>(info->dlpi_addr + header.p_vaddr);
          const char* const end = at + header.p_memsz;
          while (at + sizeof(ElfW(Nhdr)) <= end) {
            const auto* note = reinterpret_cast<const ElfW(Nhdr)*>(at);
            const char* const name = at + sizeof *note;
            const char* const text = name + (note->n_namesz + 3) / 4 * 4;
            if (note->n_type == NT_GNU_BUILD_ID && note->n_namesz == 4 &&
                std::string_view(name, 3) == "GNU")
              static_cast<std::string*>(out)->assign(text, note->n_descsz);
            at = text + (note->n_descsz + 3) / 4 * 4;
          }
        }
        return 1;  // the program comes first; libraries are of no interest
      },
      &id);
  return id;
}
#else
std::string BuildId() { return {}; }
#endif

/// Of this program and of the one that asks libclang, which it may find or not.
std::string BuildDigest(bool use_clang) {
  std::string out = BuildId();
  if (out.empty()) {
    const Result<std::string> self = ReadBytes("/proc/self/exe");
    if (self) out = *self;
  }
  out = Digest(out);
  if (!use_clang) return out;
  const std::string helper = settle::ClangHelperPath("");
  const std::string version = helper.empty() ? "" : settle::ClangHelperVersion(helper);
  const Result<std::string> bytes = ReadBytes(helper);
  if (!version.empty() && bytes) out = Digest(out + Digest(*bytes) + version);
  return out;
}

template <size_t kCount>
bool Has(const std::string_view (&list)[kCount], std::string_view name) {
  return std::find(std::begin(list), std::end(list), name) != std::end(list);
}

}  // namespace

std::string RulesDigest(const PackSet& packs) {
  std::string out;
  for (const rules::Pack* pack : packs.all)
    out += fmt::format("{}{}:{}", out.empty() ? "" : " ", pack->id, pack->digest);
  return out;
}

Result<fleet::Identity> IdentityOf(const Invocation& invocation, const PackSet& packs) {
  const Options& options = invocation.options;
  fleet::Identity identity;
  identity.tool = UNSOAP_VERSION;
  identity.build = BuildDigest(!options.no_clang);
  identity.rules = RulesDigest(packs);
  identity.as_of = options.as_of.empty() ? rules::Today() : options.as_of;
  for (const Assignment& given : invocation.given) {
    const std::string_view name = given.flag->name;
    if ((given.flag->commands & kForScan) == 0 || (given.flag->commands & kForFleet) == 0 ||
        Has(kWithoutEffect, name) || name == "rules" || name == "as-of")
      continue;
    std::string value = given.value;
    if (Has(kByContent, name)) {
      const Result<std::string> bytes = ReadBytes(value);
      if (!bytes) {
        Error error = bytes.error();
        error.path = value;
        return Fail(std::move(error));
      }
      value = Digest(*bytes);
    }
    identity.settings.push_back(fmt::format("{}={}", name, value));
  }
  std::sort(identity.settings.begin(), identity.settings.end());
  identity.settings.erase(std::unique(identity.settings.begin(), identity.settings.end()),
                          identity.settings.end());
  return identity;
}

std::vector<std::string> FlagsForScan(const Invocation& invocation) {
  std::vector<std::string> out;
  for (const Assignment& given : invocation.given) {
    // Those of the environment are read again, and would be joined with themselves.
    if (!given.origin.starts_with('-') || (given.flag->commands & kForScan) == 0 ||
        given.flag->name == "jobs" || given.flag->name == "progress" || given.flag->name == "as-of")
      continue;
    out.push_back(fmt::format("--{}={}", given.flag->name, given.value));
  }
  return out;
}

}  // namespace unsoap::cli
