#include "scanner/findings/finding.h"

#include <tuple>

namespace unsoap::findings {

std::string_view Name(Confidence confidence) {
  static constexpr std::string_view kNames[] = {"possible", "likely", "certain"};
  return kNames[static_cast<size_t>(confidence)];
}

std::string_view Name(Level level) {
  static constexpr std::string_view kNames[] = {"note", "warning", "error"};
  return kNames[static_cast<size_t>(level)];
}

std::string_view Name(State state) {
  static constexpr std::string_view kNames[] = {"new", "baseline"};
  return kNames[static_cast<size_t>(state)];
}

bool IsUseInFunction(const Finding& finding) {
  return finding.enclosing_line > 0 &&
         (finding.kind == Kind::kCall || finding.kind == Kind::kWrapperCall ||
          finding.kind == Kind::kEnvelope);
}

bool Before(const Finding& a, const Finding& b) {
  const auto key = [](const Finding& f) {
    return std::tie(f.location.path, f.location.start_line, f.location.start_column, f.kind,
                    f.rule_id, f.id);
  };
  return key(a) < key(b);
}

}  // namespace unsoap::findings
