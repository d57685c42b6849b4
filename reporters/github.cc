#include "reporters/renderers.h"
namespace unsoap {
void RenderGithub(const Report&, const ReportOptions&, const Sink&) {}
}  // namespace unsoap
