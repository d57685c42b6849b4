#include "reporters/renderers.h"
namespace unsoap {
void RenderCsv(const Report&, const ReportOptions&, const Sink&) {}
}  // namespace unsoap
