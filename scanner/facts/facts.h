// The language-neutral facts of one file: what every front-end produces and all later stages read.
//
// What it is: a flat, immutable description of one source file: expressions as small trees in an
// arena, and lists of functions, classes, fields, bindings, returns, imports, annotations,
// comments. Structured readers (XML, settings, manifests, archives) fill the lists at the end. What
// it is not: a syntax tree (statements and operators are gone) and not a judgement (no fact knows a
// rule).
//
// Ownership: FileFacts owns everything; string_views in it point into its own `pool` (unescaped or
// normalised text) or into `source`. Expressions are referred to by index, valid only in their
// file. Spans are byte offsets into `source.text()`. An index of kNone means "none". A FileFacts is
// move-only and immutable after its front-end returned.
//
// The capture vocabulary of scanner/languages/<l>/facts.scm maps one to one to these types; see
// languages/README.md.
#pragma once

#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/source.h"

namespace unsoap::facts {

using ExprId = uint32_t;
using FunctionId = uint32_t;
using ClassId = uint32_t;
inline constexpr uint32_t kNone = 0xffffffffu;

enum class ExprKind : uint8_t {
  kUnknown,   // not understood; `args` holds the expressions inside it
  kString,    // string or symbol literal; text = its value, unquoted and unescaped as far as the
              // language says
  kConstant,  // number, boolean, null; text as written
  kName,  // variable, parameter, constant, function or type used as a value; text without sigil ($,
          // @, @@)
  kMember,  // object.text ($this->x, self.x, Class::CONST, obj.x, ns.Type)
  kIndex,   // object[args[0]]
  kCall,    // object.text(args); object == kNone for a plain call; text empty if the callee is an
            // expression (object)
  kNew,   // text = type as written (may be qualified), args; an object initialiser is a kMap in the
          // last arg, name ""
  kMap,   // args = entries (name or key, value)
  kList,  // args = items (array, tuple, set)
  kConcat,    // args = pieces in order: concatenation, interpolation, format call folded by the
              // extractor
  kChoice,    // args = values that it may be (ternary, ??, ||, match, switch expression)
  kFunction,  // closure, lambda, block; function = its index
  kClass,     // class that is used as a value (module.exports = class {}); class_id = its index
  kAssign,    // assignment used as a value: args[0] is the value (the binding is in `bindings`); a
              // cast: text = the type
};

/// An argument, a map entry or a list item.
struct Arg {
  std::string_view name;  // keyword, constant map key or property name; empty when positional
  ExprId key = kNone;     // the key expression of a map entry (also when it is constant)
  ExprId value = kNone;
};

struct Expr {
  ExprKind kind = ExprKind::kUnknown;
  bool is_static = false;    // Class::x, Class.x where the grammar says so
  bool is_instance = false;  // kName that stands for an instance variable (Ruby @x)
  bool is_module =
      false;       // kName that is an import used as a value (require './crm'); text is the module
  Span span;       // whole expression
  Span name_span;  // of `text` for kCall, kMember, kNew; otherwise equal to span
  std::string_view text;
  ExprId object = kNone;     // receiver / object / callee expression
  ExprId name_expr = kNone;  // kCall whose method name is computed ($c->$op(), c[op]()): text is
                             // empty, this is the name
  uint32_t args_begin = 0;   // into FileFacts::args
  uint32_t args_count = 0;
  FunctionId function = kNone;  // enclosing function; for kFunction the function itself is `target`
  FunctionId target = kNone;    // kFunction only
  ClassId class_id = kNone;     // innermost enclosing class
};

struct Param {
  std::string_view name;          // without sigil
  std::string_view type;          // as written, without nullability and modifiers; empty if untyped
  std::string_view element_type;  // of what the type holds: A of List<A>, Map<K, A>, A[]
  ExprId default_value = kNone;
  Span span;
  bool is_rest = false;  // collects the remaining arguments (*args, params T[], ...)
};

struct Function {
  std::string_view name;         // empty for closures
  std::string_view space;        // namespace or package that it stands in, as written
  ClassId class_id = kNone;      // class that it is a member of
  FunctionId parent = kNone;     // enclosing function (closures, nested definitions)
  std::vector<Param> params;     // without self/this
  std::string_view return_type;  // as written; empty if none
  std::string_view return_element_type;
  std::string_view
      receiver_type;  // Go, Swift and Kotlin extensions, C++ `T::f`: type that it belongs to
  Span span;          // whole definition
  Span name_span;
  bool is_static = false;
  bool is_constructor =
      false;               // __construct, __init__, initialize, same name as the class, constructor
  bool has_body = true;    // false: interface, abstract or prototype
  bool is_getter = false;  // reading the property of its name runs it
};

enum class ClassKind : uint8_t { kClass, kInterface, kEnum, kModule };

struct Class {
  std::string_view name;
  std::string_view space;  // namespace or package it stands in, as written, '.' '\\' or '::' kept
  ClassId outer = kNone;
  ClassKind kind = ClassKind::kClass;
  std::vector<std::string_view>
      bases;  // as written: superclass, interfaces, mixins (include/extend)
  Span span;
  Span name_span;
};

/// Field, property, class constant, enum member.
struct Field {
  ClassId class_id = kNone;
  std::string_view name;
  std::string_view type;  // empty if none
  std::string_view element_type;
  ExprId value = kNone;  // initialiser
  Span span;
  bool is_static = false;
};

/// `target = value`, in a function or at file level; also declarations (`Type x = ...`), loop
/// variables (value = the collection, is_element), `list[] = x` and `x.add(...)`-free appends
/// (is_append), `with ... as x`, catch variables excluded.
struct Binding {
  ExprId target = kNone;  // kName, kMember or kIndex
  ExprId value = kNone;   // kNone: declared only
  std::string_view type;  // declared type; empty if none
  std::string_view element_type;
  FunctionId function = kNone;
  ClassId class_id = kNone;
  Span span;
  bool is_element = false;
  bool is_append = false;
  bool is_outer = false;  // declares nothing: the name is one of a scope around it, if there is one
};

struct Return {
  ExprId value = kNone;
  FunctionId function = kNone;
};

struct Import {
  std::string_view module;  // path, package or namespace as written ("com.x.y", "savon",
                            // "../lib/crm.php", "App\\Crm")
  std::string_view
      name;  // imported symbol; "*" for a wildcard; empty when the module itself is bound
  std::string_view alias;  // local name; empty if it is the last part of name or module
  Span span;
};

/// A method that a class has without a body of its own: it is another one of the class (alias), or
/// one of what a member of the class holds (def_delegators).
struct Delegation {
  ClassId class_id = kNone;
  std::string_view name;    // that it is called by; empty: all that the target has
  std::string_view method;  // that is meant
  ExprId target = kNone;    // whose method it is; kNone: the class's own
};

/// Another name of a type: typedef, using A = B, typealias, type A = B.
struct TypeAlias {
  std::string_view name, type;
};

/// @Annotation(...), [Attribute(...)], #[Attribute], decorators.
struct Annotation {
  std::string_view name;
  ExprId args = kNone;          // kList of arguments, or kNone
  ClassId class_id = kNone;     // annotated class, or
  FunctionId function = kNone;  // annotated function
  Span span;
};

/// An element of an XML or XML-like document. Malformed documents give what could be read.
struct XmlElement {
  std::string_view prefix, name;   // as written / local name
  std::string_view namespace_uri;  // resolved; empty if unknown
  uint32_t parent = kNone;         // index into elements
  Span span;                       // from < of the start tag to > of the end tag
  Span start_tag;
  std::string_view text;  // trimmed character data directly inside; entities decoded
  std::vector<std::pair<std::string_view, std::string_view>>
      attributes;                     // name as written, decoded value
  std::vector<Span> attribute_spans;  // of the values, parallel to attributes
};

/// A key and its value in a configuration file (properties, .env, INI, YAML, TOML, JSON, app.config
/// appSettings ...).
struct Setting {
  std::string_view key;    // dotted path from the file's root
  std::string_view value;  // scalar as text; unquoted
  Span span;               // of the whole line or pair
  Span value_span;
};

/// A package that a manifest or lock file names.
struct Dependency {
  std::string_view
      ecosystem;  // composer, rubygems, pypi, npm, maven, nuget, cpan, go, hex, drupal, jar, ...
  std::string_view
      name;  // canonical: lower case where the ecosystem says so, group:artifact for Maven
  std::string_view version;  // constraint or resolved version; empty if none
  std::string_view
      through;  // package that pulls it in, when the lock file says so; empty for a direct one
  bool is_direct = true;
  Span span;
};

/// What a compiler says of an expression, beside what its text says (settle/).
struct Settled {
  ExprId expr = kNone;
  std::string_view type;                // class of its value; empty: not known
  std::vector<std::string_view> bases;  // of that class, transitively
  std::string_view value;               // constant that it stands for, when has_value
  bool has_value = false;
};

/// How well the file could be read.
enum class Health : uint8_t {
  kParsed,    // by its grammar, without errors
  kPartial,   // by its grammar, with syntax errors: facts may be missing near them
  kTextOnly,  // as plain text: no grammar, too large, too deep, too slow; `health_reason` says
              // which
};

struct FileFacts {
  std::string path;      // relative to the scan root, '/'; archives "a.war!/b.class"
  std::string language;  // "php"; "text" when none; "xml", "json" ... for structured files
  std::vector<std::string> guests;  // languages of the code that is embedded in it
  SourceText source;                // decoded text; kept until the findings are made
  Health health = Health::kTextOnly;
  std::string health_reason;  // for people; empty when kParsed
  uint32_t line_offset =
      0;  // notebooks and embedded blocks: unused (spans are always in the outer file)

  std::string space;  // namespace or package of the file (Java package, PHP namespace), "" if none
  std::vector<Expr> exprs;
  std::vector<Arg> args;
  std::vector<Function> functions;
  std::vector<Class> classes;
  std::vector<Field> fields;
  std::vector<Binding> bindings;  // in source order
  std::vector<Return> returns;
  std::vector<ExprId> calls;    // every kCall and kNew, in source order of their name
  std::vector<ExprId> strings;  // every kString and every outermost kConcat, in source order
  std::vector<Import> imports;
  std::vector<Delegation> delegations;
  std::vector<TypeAlias> aliases;
  std::vector<Annotation> annotations;
  std::vector<Span> comments;  // sorted, disjoint; docstrings included

  std::vector<Settled> settled;  // sorted by expr; empty where no compiler was asked

  std::vector<XmlElement> elements;
  std::vector<Setting> settings;
  std::vector<Dependency> dependencies;

  /// Owner of text that is not a slice of `source`. A list: addresses are stable, and one without
  /// entries takes no memory (there is one for each file that is read).
  std::list<std::string> pool;

  FileFacts() = default;
  FileFacts(FileFacts&&) = default;
  FileFacts& operator=(FileFacts&&) = default;
  FileFacts(const FileFacts&) = delete;
  FileFacts& operator=(const FileFacts&) = delete;

  const Expr& at(ExprId id) const { return exprs[id]; }
  /// Arguments, entries or items of an expression; invalidated by nothing (facts are immutable).
  const Arg* begin_args(const Expr& e) const { return args.data() + e.args_begin; }
  /// Keeps `text` alive as long as the facts.
  std::string_view Keep(std::string text) { return pool.emplace_back(std::move(text)); }
  /// True if the offset is inside a comment.
  bool InComment(uint32_t offset) const;
};

/// One line per fact, for --dump=facts and for tests: `call $client . __soapCall ("getLead", {...})
/// in Crm::get @12:5`.
std::string DumpFacts(const FileFacts& facts);

}  // namespace unsoap::facts
