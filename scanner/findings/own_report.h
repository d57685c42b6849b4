// OwnReport: is this text a report that the program wrote?
//
// What it is: the marks that every format, plan and baseline of ours has, checked over the whole
// structure: JSON is parsed, each rule of a list is one of a pack. Reports quote the code that they
// are about, so reading them would find every place once more. What it is not: a way to hide code:
// a file whose name is that of a programming language is none, and what is left out is named in the
// coverage. Failure: none; what is in doubt is no report. Pure and thread safe; linear in the text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace unsoap::findings {

/// How files of these formats begin, whatever later versions add behind that.
inline constexpr std::string_view kCsvHeader =
    "id,rule_id,kind,operation,confidence,level,state,path,line,column,enclosing,language,toolkit,"
    "message,rest_method,rest_path,rest_title,because,flagged_parameters,callers,effort_minutes,"
    "labels,owner";
inline constexpr std::string_view kPlanCsvHeader =
    "order,title,kind,operation,clears,effort_minutes,requests,conditional,flagged,blockers,owners,"
    "sites\n";
inline constexpr std::string_view kFleetCsvHeader =
    "repository,revision,owner,path,line,kind,operation,confidence,level,rule_id,language,id,"
    "family,"
    "effort_minutes,message\r\n";
inline constexpr std::string_view kMarkdownHead = "## unsoap\n\n**";
inline constexpr std::string_view kMarkdownNumbers =
    "| Findings | Certain | Likely | Possible | Notes | New | Files | Effort |\n";
inline constexpr std::string_view kPlanMarkdownHead = "# Migration plan\n\n";
inline constexpr std::string_view kHtmlHead =
    "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"generator\" content=\"unsoap\">\n";
/// Rules and rows about the run itself, which no pack has.
inline constexpr std::string_view kOwnRules = "unsoap/";

/// "json", "sarif", "plan", "baseline" ...; empty for anything else. `packs` are ids of rule packs.
std::string_view OwnReportFormat(std::string_view path, std::string_view text,
                                 const std::vector<std::string>& packs);

}  // namespace unsoap::findings
