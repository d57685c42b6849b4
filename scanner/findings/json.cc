// Writing, reading and describing: three walkers over json_fields.h, and the forms that values
// have.
#include "scanner/findings/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <type_traits>
#include <utility>

#include "scanner/base/text.h"
#include "scanner/findings/json_fields.h"
#include "scanner/findings/json_replacement.h"
#include "scanner/findings/kinds.h"

namespace unsoap::findings {
namespace {

using Json = nlohmann::ordered_json;

std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

template <class T>
constexpr bool kIsList = false;
template <class T>
constexpr bool kIsList<std::vector<T>> = true;

/// The names of an enumeration, in order.
template <class E>
std::vector<std::string_view> NamesOf() {
  constexpr int count = std::is_same_v<E, State> ? 2 : 3;
  const size_t size = std::is_same_v<E, Kind> ? Kinds().size() : count;
  std::vector<std::string_view> names;
  for (size_t i = 0; i < size; ++i) names.push_back(Name(static_cast<E>(i)));
  return names;
}

bool IsEmpty(const Snippet& snippet) { return snippet.lines.empty(); }
template <class T>
bool IsEmpty(const T& value) {
  if constexpr (requires { value.empty(); })
    return value.empty();
  else
    return value == T{};
}

class Writer {
 public:
  Writer(Json* out, const JsonOptions& options) : out_(*out), options_(options) {}

  bool stamps() const { return options_.stamp; }
  template <class T>
  void Field(const char* name, const T& value) {
    out_[name] = Form(value);
  }
  template <class T>
  void IfSet(const char* name, const T& value) {
    if (!IsEmpty(value)) Field(name, value);
  }
  template <class T>
  void IfOther(const char* name, const T& value, const T& usual) {
    if (value != usual) Field(name, value);
  }
  template <class T>
  void IfShown(const char* name, const T& value) {
    if (options_.snippets) IfSet(name, value);
  }
  template <class T>
  void Said(const char* name, const T& value) {
    out_[name] = value;
  }
  template <class T>
  void SaidIf(bool when, const char* name, const T& value) {
    if (when) out_[name] = value;
  }
  template <class F>
  void Group(const char* name, const F& fields) {
    Json json = Json::object();
    Writer inner(&json, options_);
    fields(inner);
    out_[name] = std::move(json);
  }
  template <class F>
  void GroupIf(bool when, const char* name, const F& fields) {
    if (when) Group(name, fields);
  }

 private:
  template <class T>
  Json Form(const T& value) const {
    if constexpr (std::is_enum_v<T>) {
      return Name(value);
    } else if constexpr (kIsList<T>) {
      Json list = Json::array();
      for (const auto& item : value) list.push_back(Form(item));
      return list;
    } else if constexpr (std::is_same_v<T, Replacement>) {
      return ReplacementToJson(value);
    } else if constexpr (std::is_convertible_v<const T&, Json>) {
      return value;
    } else {
      Json json = Json::object();
      Writer inner(&json, options_);
      Fields(inner, value);
      return json;
    }
  }

  Json& out_;
  const JsonOptions& options_;
};

template <class T>
Json Written(const T& value, const JsonOptions& options) {
  Json json = Json::object();
  Writer writer(&json, options);
  Fields(writer, value);
  return json;
}

/// Missing members keep their defaults: a file written by an older version of the same schema is
/// still read.
class Reader {
 public:
  explicit Reader(const Json& json) : json_(json) {}

  static constexpr bool stamps() { return true; }
  template <class T>
  void Field(const char* name, T& value) {
    const auto at = json_.find(name);
    if (at != json_.end() && !at->is_null()) Take(name, *at, value);
  }
  template <class T>
  void IfSet(const char* name, T& value) {
    Field(name, value);
  }
  template <class T>
  void IfOther(const char* name, T& value, const T& usual) {
    value = usual;
    Field(name, value);
  }
  template <class T>
  void IfShown(const char* name, T& value) {
    Field(name, value);
  }
  template <class T>
  void Said(const char*, const T&) {}
  template <class T>
  void SaidIf(bool, const char*, const T&) {}
  template <class F>
  void Group(const char* name, const F& fields) {
    const auto at = json_.find(name);
    if (at == json_.end()) return;
    Reader inner(*at);
    fields(inner);
  }
  template <class F>
  void GroupIf(bool, const char* name, const F& fields) {
    Group(name, fields);
  }

 private:
  template <class T>
  static void Take(const char* name, const Json& json, T& value) {
    if constexpr (std::is_enum_v<T>) {
      TakeName(name, json.get<std::string>(), value);
    } else if constexpr (kIsList<T>) {
      for (const Json& item : json) Take(name, item, value.emplace_back());
    } else if constexpr (std::is_same_v<T, Replacement>) {
      value = ReplacementFrom(json);
    } else if constexpr (std::is_convertible_v<const T&, Json>) {
      value = json.get<T>();
    } else {
      Reader inner(json);
      Fields(inner, value);
    }
  }

  template <class E>
  static void TakeName(const char* what, const std::string& name, E& value) {
    const std::vector<std::string_view> names = NamesOf<E>();
    const auto at = std::ranges::find(names, name);
    if (at != names.end()) {
      value = static_cast<E>(at - names.begin());
      return;
    }
    const bool is_word =
        name.size() <= 20 && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz-_") == name.npos;
    throw std::runtime_error("unknown " + std::string(what) + (is_word ? " \"" + name + "\"" : ""));
  }

  const Json& json_;
};

/// What the published schema says of a struct, without its sentences and bounds.
class Describer {
 public:
  explicit Describer(Json* out) : out_(*out) {
    out_["type"] = "object";
    out_["properties"] = Json::object();
    out_["required"] = Json::array();
  }

  static constexpr bool stamps() { return true; }
  template <class T>
  void Field(const char* name, const T& value) {
    IfSet(name, value);
    out_["required"].push_back(name);
  }
  template <class T>
  void IfSet(const char* name, const T&) {
    out_["properties"][name] = Form<T>();
  }
  template <class T>
  void IfOther(const char* name, const T& value, const T&) {
    IfSet(name, value);
  }
  template <class T>
  void IfShown(const char* name, const T& value) {
    IfSet(name, value);
  }
  template <class T>
  void Said(const char* name, const T& value) {
    SaidIf(true, name, value);
    out_["required"].push_back(name);
  }
  template <class T>
  void SaidIf(bool, const char* name, const T&) {
    out_["properties"][name] = {{"type", std::is_arithmetic_v<T> ? "integer" : "string"}};
  }
  template <class F>
  void Group(const char* name, const F& fields) {
    GroupIf(true, name, fields);
    out_["required"].push_back(name);
  }
  template <class F>
  void GroupIf(bool, const char* name, const F& fields) {
    Json json = Json::object();
    Describer inner(&json);
    fields(inner);
    out_["properties"][name] = std::move(json);
  }

  template <class T>
  static Json Form() {
    if constexpr (std::is_enum_v<T>) {
      return {{"enum", NamesOf<T>()}};
    } else if constexpr (kIsList<T>) {
      return {{"type", "array"}, {"items", Form<typename T::value_type>()}};
    } else if constexpr (std::is_same_v<T, bool>) {
      return {{"type", "boolean"}};
    } else if constexpr (std::is_integral_v<T>) {
      return {{"type", "integer"}};
    } else if constexpr (std::is_floating_point_v<T>) {
      return {{"type", "number"}};
    } else if constexpr (std::is_same_v<T, std::string>) {
      return {{"type", "string"}};
    } else if constexpr (std::is_same_v<T, Replacement> || std::is_convertible_v<const T&, Json>) {
      return {{"type", "object"}};  // of any members
    } else {
      Json json = Json::object();
      Describer inner(&json);
      const T value{};
      Fields(inner, value);
      return json;
    }
  }

 private:
  Json& out_;
};

Finding FindingFrom(const Json& json) {
  Finding f;
  Reader reader(json);
  Fields(reader, f);
  for (size_t i = 0; i < f.replacements.size(); ++i) {
    if (f.replacements[i].step == 0) f.replacements[i].step = static_cast<int>(i) + 1;
  }
  return f;
}

}  // namespace

std::string JsonString(std::string_view text) { return Dump(Json(text)); }

std::string FindingToJson(const Finding& finding, const JsonOptions& options) {
  return Dump(Written(finding, options));
}

std::string ReportHeadToJson(const Report& report, const JsonOptions& options) {
  Json json = Written(report, options);
  json["summary"] = Written(report.summary, options);
  return Dump(json);
}

std::string DescribeReport() {
  Json json = Describer::Form<Report>();
  const auto add = [&](const char* name, Json form) {
    json["properties"][name] = std::move(form);
    json["required"].push_back(name);
  };
  add("findings", Describer::Form<std::vector<Finding>>());
  add("suppressed", Describer::Form<std::vector<Finding>>());
  add("summary", Describer::Form<Summary>());
  return Dump(json);
}

bool WriteReportJson(const Report& report, const JsonOptions& options,
                     const std::function<bool(std::string_view)>& sink) {
  const auto list = [&](std::string_view name, const std::vector<Finding>& findings) {
    if (!sink("\"" + std::string(name) + "\": [")) return false;
    for (const Finding& f : findings) {
      const std::string_view separator = &f == &findings.front() ? "\n  " : ",\n  ";
      if (!sink(std::string(separator) + FindingToJson(f, options))) return false;
    }
    return sink(findings.empty() ? "],\n" : "\n],\n");
  };
  std::string head = "{";
  const Json head_json = Written(report, options);
  for (const auto& item : head_json.items()) {
    head += Dump(Json(item.key())) + ": " + Dump(item.value()) + ",\n";
  }
  return sink(head) && list("findings", report.findings) && list("suppressed", report.suppressed) &&
         sink("\"summary\": " + Dump(Written(report.summary, options)) + "}\n");
}

namespace {

template <class Input>
Result<Report> Read(Input&& input, const std::string& path) {
  Report report;
  const auto fail = [&](const std::string& message) {
    Error error;
    error.message = message;
    error.path = path;
    error.hint = "expected a report that `unsoap scan --format json` wrote";
    return Fail(std::move(error));
  };
  try {
    std::string section;
    const Json::parser_callback_t take = [&](int depth, Json::parse_event_t event, Json& parsed) {
      if (depth == 1 && event == Json::parse_event_t::key) section = parsed.get<std::string>();
      if (depth != 2 || event != Json::parse_event_t::object_end) return true;
      if (section == "findings") {
        report.findings.push_back(FindingFrom(parsed));
      } else if (section == "suppressed") {
        report.suppressed.push_back(FindingFrom(parsed));
      } else {
        return true;
      }
      return false;  // the struct has it; the document need not keep it
    };
    const Json json = Json::parse(std::forward<Input>(input), take);
    if (!json.is_object() || !json.contains("schema_version")) {
      return fail("not a report: it has no schema_version");
    }
    const auto version = json["schema_version"].get<std::string>();
    const std::string_view major = std::string_view(version).substr(0, version.find('.'));
    // 1.x had requests as text; it is still read.
    if (major != "1" && major != kReportSchemaVersion.substr(0, kReportSchemaVersion.find('.'))) {
      // What is no version is not repeated: the file may hold anything.
      const bool is_version =
          version.size() <= 12 && version.find_first_not_of("0123456789.") == std::string::npos;
      return fail("schema version " + (is_version ? version + " " : "") +
                  "is not one that this program reads (" + std::string(kReportSchemaVersion) + ")");
    }
    Reader reader(json);
    Fields(reader, report);
  } catch (const std::exception& problem) {
    // The library's prefix "[json.exception...]" means nothing to people.
    std::string what = problem.what();
    if (what.starts_with("[") && what.find("] ") != std::string::npos) {
      what.erase(0, what.find("] ") + 2);
    }
    return fail("cannot be read as a report: " + what);
  }
  report.summary = Summarize(report.findings);
  return report;
}

}  // namespace

Result<Report> ReadReportJson(std::string_view bytes, const std::string& path) {
  return Read(bytes, path);
}

Result<Report> ReadReportJson(std::istream& in, const std::string& path) { return Read(in, path); }

}  // namespace unsoap::findings
