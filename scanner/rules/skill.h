// Skill: what a pack says, as instructions for a coding agent that migrates code from its service.
//
// What it is: a pure function from packs to the texts of a folder: SKILL.md with the order of work,
// the commands, what people decide and how the end is proved, and references with a card for each
// operation. What it is not: knowledge of its own about any service; a pack without an optional
// part gives a skill without that section. Nothing is written here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/rules/catalog.h"

namespace unsoap::rules {

struct SkillFile {
  std::string path;  // "SKILL.md", "references/decisions.md"
  std::string text;
};

/// The line by which a SKILL.md of ours is known.
inline constexpr std::string_view kSkillMark = "generated-by: unsoap";

/// `is_built_in`: no flag is needed to use these packs. There is at least one pack.
std::vector<SkillFile> MakeSkill(const Packs& packs, std::string_view as_of, bool is_built_in);

}  // namespace unsoap::rules
