#include "reporters/renderers.h"
namespace unsoap {
void RenderJunit(const Report&, const ReportOptions&, const Sink&) {}
}  // namespace unsoap
