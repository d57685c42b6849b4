#include "reporters/renderers.h"
namespace unsoap {
void RenderHtml(const Report&, const ReportOptions&, const Sink&) {}
}  // namespace unsoap
