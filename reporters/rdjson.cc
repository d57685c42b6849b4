#include "reporters/renderers.h"
namespace unsoap {
void RenderRdjson(const Report&, const ReportOptions&, const Sink&) {}
}  // namespace unsoap
