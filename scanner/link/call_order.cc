#include "scanner/link/call_order.h"

#include <utility>

namespace unsoap::link {

bool StandsBefore(const Program& program, const Questions& questions, Frame a, Frame b) {
  const auto calls_of = [&](Frame frame) {
    std::vector<std::pair<FileId, uint32_t>> out;
    for (; frame != kAnyCall; frame = questions.OuterOf(frame)) {
      const ExprRef at = questions.CallOf(frame);
      if (at.expr == facts::kNone) continue;
      out.emplace_back(at.file, program.expr(at).name_span.begin);
    }
    std::reverse(out.begin(), out.end());
    return out;
  };
  return calls_of(a) < calls_of(b);
}

}  // namespace unsoap::link
