#include "reporters/renderers.h"
namespace unsoap {
void RenderCheckstyle(const Report&, const ReportOptions&, const Sink&) {}
}  // namespace unsoap
