// DumpFacts: facts as text, one a line, in a fixed order: for people, and for the tests that
// compare them.
#include "scanner/facts/dump.h"

#include <fmt/format.h>

#include <algorithm>

#include "scanner/base/text.h"

namespace unsoap::facts {
namespace {

class Dumper {
 public:
  Dumper(const FileFacts& facts, const ShownLiteral& show) : facts_(facts), show_(show) {}

  std::string Run() {
    static constexpr const char* kHealth[] = {"parsed", "partial", "text-only"};
    Line("file", facts_.language + " " + kHealth[static_cast<int>(facts_.health)] +
                     (facts_.health_reason.empty() ? "" : " (" + facts_.health_reason + ")"));
    if (!facts_.space.empty()) Line("space", facts_.space);
    for (const Import& i : facts_.imports) {
      Line("import", std::string(i.module) + Optional(" ", i.name) + Optional(" as ", i.alias),
           i.span);
    }
    for (const Delegation& d : facts_.delegations) {
      Line("delegate", std::string(d.name) + " = " +
                           (d.target == kNone ? "" : Show(d.target) + ".") + std::string(d.method));
    }
    for (const TypeAlias& a : facts_.aliases)
      Line("alias", std::string(a.name) + " = " + std::string(a.type));
    Definitions();
    for (const Annotation& a : facts_.annotations) {
      Line("annotation",
           fmt::format("{}{}{}", a.name, a.args == kNone ? "" : Show(a.args),
                       Owner(a.function, a.class_id)),
           a.span);
    }
    for (const Binding& b : facts_.bindings) {
      Line("bind",
           Show(b.target) + Optional(": ", b.type) +
               (b.is_element  ? " in "
                : b.is_append ? " += "
                              : " = ") +
               Show(b.value) + Owner(b.function, kNone),
           b.is_element ? HeadOf(b) : b.span);
    }
    for (ExprId id : facts_.calls) {
      Line("call", Show(id) + Owner(facts_.at(id).function, facts_.at(id).class_id),
           facts_.at(id).name_span);
    }
    for (const Settled& s : facts_.settled) {
      std::string bases;
      for (std::string_view base : s.bases)
        bases += (bases.empty() ? " < " : ", ") + std::string(base);
      Line("settled",
           Show(s.expr) + Optional(": ", s.type) + bases +
               (s.has_value ? " = \"" + Literal(s.value) + "\"" : ""),
           facts_.at(s.expr).span);
    }
    for (const Return& r : facts_.returns) {
      Line("return", Show(r.value) + Owner(r.function, kNone), facts_.at(r.value).span);
    }
    for (ExprId id : facts_.strings) Line("string", Show(id), facts_.at(id).span);
    for (const Span& c : facts_.comments) Line("comment", "", c);
    Structured();
    return out_;
  }

 private:
  std::string Literal(std::string_view text) const {
    return show_ ? show_(text) : std::string(text);
  }
  static std::string Optional(const char* before, std::string_view text) {
    return text.empty() ? std::string() : before + std::string(text);
  }
  void Line(std::string_view kind, const std::string& text) {
    out_ += fmt::format("{} {}\n", kind, EscapeForTerminal(text));
  }
  /// Of a loop, whose span is all that it does: its variable and its collection.
  Span HeadOf(const Binding& loop) const {
    const Span target = facts_.at(loop.target).span;
    if (loop.value == kNone) return target;
    const Span value = facts_.at(loop.value).span;
    return {std::min(target.begin, value.begin), std::max(target.end, value.end)};
  }

  void Line(std::string_view kind, const std::string& text, Span span) {
    const Position at = facts_.source.At(span.begin);
    out_ += fmt::format("{}{}{} @{}:{}\n", kind, text.empty() ? "" : " ", EscapeForTerminal(text),
                        at.line, at.column);
  }

  std::string ClassName(ClassId id) const {
    const Class& c = facts_.classes[id];
    const std::string outer = c.outer == kNone ? "" : ClassName(c.outer) + ".";
    return outer + (c.name.empty() ? "(class)" : std::string(c.name));
  }
  std::string FunctionName(FunctionId id) const {
    const Function& f = facts_.functions[id];
    std::string name = f.name.empty() ? "(closure)" : std::string(f.name);
    if (!f.receiver_type.empty()) name = std::string(f.receiver_type) + "::" + name;
    if (f.class_id != kNone) return ClassName(f.class_id) + "::" + name;
    return f.parent == kNone ? name : FunctionName(f.parent) + "/" + name;
  }
  std::string Owner(FunctionId function, ClassId class_id) const {
    if (function != kNone) return " in " + FunctionName(function);
    if (class_id != kNone) return " in " + ClassName(class_id);
    return {};
  }

  void Definitions() {
    static constexpr const char* kKinds[] = {"class", "interface", "enum", "module"};
    for (ClassId id = 0; id < facts_.classes.size(); ++id) {
      const Class& c = facts_.classes[id];
      std::string bases;
      for (std::string_view base : c.bases)
        bases += (bases.empty() ? " < " : ", ") + std::string(base);
      Line(kKinds[static_cast<int>(c.kind)], ClassName(id) + bases + Optional(" space ", c.space),
           c.name_span);
    }
    for (const Field& f : facts_.fields) {
      Line("field",
           fmt::format("{}::{}{}{}{}", f.class_id == kNone ? "" : ClassName(f.class_id), f.name,
                       Optional(": ", f.type), f.value == kNone ? "" : " = " + Show(f.value),
                       f.is_static ? " static" : ""),
           f.span);
    }
    for (FunctionId id = 0; id < facts_.functions.size(); ++id) {
      const Function& f = facts_.functions[id];
      std::string params;
      for (const Param& p : f.params) {
        params += (params.empty() ? "" : ", ") + std::string(p.is_rest ? "..." : "") +
                  std::string(p.name) + Optional(": ", p.type) +
                  (p.default_value == kNone ? "" : " = " + Show(p.default_value));
      }
      Line("function",
           FunctionName(id) + "(" + params + ")" + Optional(": ", f.return_type) +
               (f.is_static ? " static" : "") + (f.is_constructor ? " constructor" : "") +
               (f.is_getter ? " getter" : "") + (f.has_body ? "" : " no-body"),
           f.name_span);
    }
  }

  void Structured() {
    for (const XmlElement& e : facts_.elements) {
      std::string attributes;
      for (const auto& [name, value] : e.attributes)
        attributes += fmt::format(" {}=\"{}\"", name, Literal(value));
      Line("element",
           fmt::format("{}{}{}{}{}{}", e.prefix, e.prefix.empty() ? "" : ":", e.name,
                       Optional(" ns ", e.namespace_uri), attributes,
                       Optional(" text ", Literal(e.text))),
           e.span);
    }
    for (const Setting& s : facts_.settings)
      Line("setting", fmt::format("{} = {}", s.key, Literal(s.value)), s.span);
    for (const Dependency& d : facts_.dependencies) {
      Line("dependency",
           fmt::format("{} {}{}{}{}", d.ecosystem, d.name, Optional(" ", Literal(d.version)),
                       Optional(" through ", d.through), d.is_direct ? "" : " indirect"),
           d.span);
    }
  }

  std::string Args(const Expr& e, const char* open, const char* close,
                   const char* separator = ", ") {
    std::string out = open;
    for (uint32_t k = 0; k < e.args_count; ++k) {
      const Arg& arg = facts_.begin_args(e)[k];
      if (k > 0) out += separator;
      if (!arg.name.empty()) {
        out += std::string(arg.name) + ": ";
      } else if (arg.key != kNone) {
        out += Show(arg.key) + " => ";
      }
      out += Show(arg.value);
    }
    return out + close;
  }

  /// Nesting deeper than this is shown as "...": dumps are for people.
  std::string Show(ExprId id) {
    if (id == kNone) return "-";
    if (depth_ >= 40) return "...";
    ++depth_;
    std::string text = ShowExpr(facts_.at(id));
    --depth_;
    return text;
  }
  std::string ShowExpr(const Expr& e) {
    const char* const access = e.is_static ? "::" : ".";
    switch (e.kind) {
      case ExprKind::kUnknown:
        return e.args_count == 0 ? "?" : Args(e, "?(", ")");
      case ExprKind::kString:
        return "\"" + Literal(e.text) + "\"";
      case ExprKind::kConstant:
        return Literal(e.text);
      case ExprKind::kName:
        return (e.is_instance ? "@" : "") + std::string(e.text);
      case ExprKind::kMember:
        return Show(e.object) + access + std::string(e.text);
      case ExprKind::kIndex:
        return Show(e.object) + Args(e, "[", "]");
      case ExprKind::kCall: {
        std::string callee(e.text);
        if (e.name_expr != kNone) callee = "<" + Show(e.name_expr) + ">";
        if (e.object != kNone) callee = Show(e.object) + (callee.empty() ? "" : access + callee);
        return callee + Args(e, "(", ")");
      }
      case ExprKind::kNew:
        return "new " +
               (e.text.empty() && e.object != kNone ? Show(e.object) : std::string(e.text)) +
               Args(e, "(", ")");
      case ExprKind::kMap:
        return Args(e, "{", "}");
      case ExprKind::kList:
        return Args(e, "[", "]");
      case ExprKind::kConcat:
        return Args(e, "(", ")", " . ");
      case ExprKind::kChoice:
        return Args(e, "(", ")", " | ");
      case ExprKind::kClass:
        return "class " + std::string(e.class_id == kNone ? std::string_view()
                                                          : facts_.classes[e.class_id].name);
      case ExprKind::kFunction:
        return "fn " + FunctionName(e.target);
      case ExprKind::kAssign:
        return Args(e, "(= ", ")") + Optional(" as ", e.text);
    }
    return {};
  }

  const FileFacts& facts_;
  const ShownLiteral& show_;
  std::string out_;
  int depth_ = 0;
};

}  // namespace

std::string DumpFacts(const FileFacts& facts, const ShownLiteral& show) {
  return Dumper(facts, show).Run();
}

std::string DumpFacts(const FileFacts& facts) { return DumpFacts(facts, {}); }

}  // namespace unsoap::facts
