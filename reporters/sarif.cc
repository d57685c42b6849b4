#include "reporters/renderers.h"
namespace unsoap {
void RenderSarif(const Report&, const ReportOptions&, const Sink&) {}
}  // namespace unsoap
