#include "reporters/renderers.h"
namespace unsoap {
void RenderGitlab(const Report&, const ReportOptions&, const Sink&) {}
}  // namespace unsoap
