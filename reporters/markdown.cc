#include "reporters/renderers.h"
namespace unsoap {
void RenderMarkdown(const Report&, const ReportOptions&, const Sink&) {}
}  // namespace unsoap
