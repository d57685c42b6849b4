#include "reporters/escape.h"
#include "reporters/renderers.h"

namespace unsoap {

void RenderHtml(const Report& report, const ReportOptions&, const Sink& sink) {
  if (!sink("<!doctype html>\n<html lang=\"en\"><title>unsoap</title><p>" + HtmlText(report.verdict) + "</p>\n")) return;
  for (const Finding& f : report.findings) {
    if (!sink("<p>" + HtmlText(f.location.path + " " + f.message + " " + f.id) + "</p>\n")) return;
  }
}

}  // namespace unsoap
