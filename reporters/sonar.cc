#include "reporters/renderers.h"
namespace unsoap {
void RenderSonar(const Report&, const ReportOptions&, const Sink&) {}
}  // namespace unsoap
