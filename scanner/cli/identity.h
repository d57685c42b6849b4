// Identity: what the results of a fleet depend on beside the repositories, from the flags in use.
#pragma once

#include "scanner/base/result.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/packs.h"
#include "scanner/fleet/store.h"

namespace unsoap::cli {

/// Digests of the packs, in their order.
std::string RulesDigest(const PackSet& packs);

/// An Error where a file that a flag names cannot be read.
Result<fleet::Identity> IdentityOf(const Invocation& invocation, const PackSet& packs);

/// The flags of this run that a scan takes as well, as words: those of the environment (which every
/// child reads by itself) left out.
std::vector<std::string> FlagsForScan(const Invocation& invocation);

}  // namespace unsoap::cli
