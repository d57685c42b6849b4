#include "scanner/facts/extractor.h"
#include "scanner/facts/made_names.h"

namespace unsoap::facts {

ExprId Extractor::FunctionOf(uint32_t i, bool want) {
  const auto id = static_cast<FunctionId>(facts_.functions.size());
  {
    Function f;
    f.span = f.name_span = SpanOf(i);
    f.parent = function_;
    f.space = space_;
    // A member only if the class stands between it and the function around it.
    if (class_ != kNone && class_function_ == function_) f.class_id = class_;
    if (const SyntaxPart* name = Part(i, PartKind::kName)) {
      f.name = NameOf(*name);
      f.name_span = {name->begin, name->end};
    }
    if (const SyntaxPart* type = Part(i, PartKind::kReturns))
      TakeType(*type, &f.return_type, &f.return_element_type);
    if (const SyntaxPart* type = Part(i, PartKind::kReceiver)) {
      f.receiver_type = TypeText(Text(Span{type->begin, type->end}));
    }
    // One that answers for methods of a list (define_method) is the class's, wherever it stands.
    if (class_ != kNone && Contains(language_.catch_all, f.name)) f.class_id = class_;
    AddNameParam(&f);
    f.is_static = Has(i, PartKind::kStatic);
    f.has_body = Has(i, PartKind::kBody) || Has(i, PartKind::kValue);
    f.is_constructor = Has(i, PartKind::kConstructor) || IsConstructor(f.name, f.class_id);
    f.is_getter = Has(i, PartKind::kGetter);
    facts_.functions.push_back(std::move(f));
  }
  TakePendingAnnotations(At(i).parent, SpanOf(i), id, kNone);
  const FunctionId outer = function_;
  function_ = id;
  const auto first = static_cast<ExprId>(facts_.exprs.size());
  auto [params, params_end] = PartsOf(i, PartKind::kParams);
  for (; params != params_end; ++params) {
    if (params->node != kNone) Visit(params->node, false);
  }
  if (language_.extensions_have_self && !facts_.functions[id].receiver_type.empty()) {
    // What the function is called on, under the name that it has inside.
    const SyntaxPart* type = Part(i, PartKind::kReceiver);
    const ExprId self = Add(ExprKind::kName, {type->begin, type->end});
    Mutable(self).text = language_.self.front();
  }
  bool dropped_self = DropSelfParam(id);
  auto [value, last] = PartsOf(i, PartKind::kValue);
  const SyntaxPart* body = Part(i, PartKind::kBody);
  for (; value != last; ++value) {
    if (body != nullptr && value->node == body->node) continue;
    if (const ExprId result = Visit(value->node, true); result != kNone)
      facts_.returns.push_back({result, id});
  }
  bool own_body = false;  // { x -> f(x) }: the node is its own body
  if (body != nullptr) {
    own_body = body->node == i;
    Body(body->node, Has(i, PartKind::kImplicitReturn), own_body, id);
    // fn nil -> a(); x -> b(x) end: each clause has its own.
    auto [other, end] = PartsOf(i, PartKind::kBody);
    for (; other != end && !own_body; ++other) {
      if (other->node != body->node)
        Body(other->node, Has(i, PartKind::kImplicitReturn), false, id);
    }
  }
  if (!own_body) VisitRest(i);
  // Where parameters are taken in the body, self is known only now.
  dropped_self = dropped_self || DropSelfParam(id);
  AddImplicitParams(id, first);
  // A function of a package that takes no object is none of its objects' methods.
  if (language_.package_functions && !dropped_self) facts_.functions[id].is_static = true;
  function_ = outer;
  if (!want) return kNone;
  const ExprId e = Add(ExprKind::kFunction, SpanOf(i));
  Mutable(e).target = id;
  return e;
}

void Extractor::AddNameParam(Function* function) const {
  // Its first parameter is the name that it is called by: a variable around it, or one of its
  // package.
  Param name;
  name.span = function->name_span;
  if (Contains(language_.catch_all, function->name) && !language_.catch_names.empty()) {
    name.name = language_.catch_names.front();
  } else if (language_.made_functions) {
    name.name = MadeKey(function->name);
    if (!name.name.empty() && class_ != kNone) function->class_id = class_;
  }
  if (!name.name.empty()) function->params.push_back(name);
}

void Extractor::Body(uint32_t body, bool implicit_return, bool is_head, FunctionId id) {
  if (!implicit_return) {
    if (is_head) {
      VisitChildren(body, false, nullptr);
    } else {
      Visit(body, false);
    }
    return;
  }
  if (At(body).role != Role::kNone && !is_head) {
    if (const ExprId e = Visit(body, true); e != kNone) facts_.returns.push_back({e, id});
    return;
  }
  uint32_t tail = kNone;
  for (uint32_t c = FirstChild(body); c < At(body).last; c = Next(body, c)) {
    if (At(c).role == Role::kComment || At(c).role == Role::kHeredocBody) continue;
    if (Contains(language_.tail_skip, tree_.SymbolName(At(c).symbol))) continue;
    tail = c;
  }
  for (uint32_t c = FirstChild(body); c < At(body).last; c = Next(body, c)) {
    const bool is_bare = language_.bare_calls && At(c).role == Role::kName;
    const ExprId e = Visit(c, c == tail || is_bare);
    if (c == tail && e != kNone) facts_.returns.push_back({e, id});
  }
}

bool Extractor::IsConstructor(std::string_view name, ClassId class_id) const {
  if (name.empty()) return false;
  for (const std::string& c : language_.constructors) {
    if (c == "{class}" ? class_id != kNone && facts_.classes[class_id].name == name : c == name)
      return true;
  }
  return false;
}

bool Extractor::DropSelfParam(FunctionId id) {
  Function& f = facts_.functions[id];
  // The name of one that is made under it stands before.
  const size_t first = !f.params.empty() && f.params[0].span == f.name_span ? 1 : 0;
  if (f.class_id == kNone || f.params.size() <= first ||
      !Contains(language_.self, f.params[first].name))
    return false;
  f.params.erase(f.params.begin() + static_cast<std::ptrdiff_t>(first));
  return true;
}

void Extractor::AddImplicitParams(FunctionId id, ExprId first) {
  Function& f = facts_.functions[id];
  if (language_.implicit_parameters.empty() || !f.params.empty() || f.is_constructor) return;
  // $1 is a parameter of whatever function it stands in; `it` of a closure alone.
  if (!f.name.empty() && !IsDigit(language_.implicit_parameters.front().front())) return;
  const auto is_used = [&](const std::string& name) {
    for (ExprId e = first; e < facts_.exprs.size(); ++e) {
      if (facts_.exprs[e].kind == ExprKind::kName && facts_.exprs[e].text == name) return true;
    }
    return false;
  };
  size_t used = 0;  // $1 is the second one, whether $0 is used or not
  for (size_t k = 0; k < language_.implicit_parameters.size(); ++k) {
    if (is_used(language_.implicit_parameters[k])) used = k + 1;
  }
  for (size_t k = 0; k < used; ++k) {
    Param p;
    p.name = language_.implicit_parameters[k];
    p.span = f.name_span;
    f.params.push_back(p);
  }
}

void Extractor::ParamOf(uint32_t i) {
  Param p;
  p.span = SpanOf(i);
  if (const SyntaxPart* name = Part(i, PartKind::kName)) p.name = NameOf(*name);
  if (const SyntaxPart* type = Part(i, PartKind::kType)) TakeType(*type, &p.type, &p.element_type);
  p.is_rest = Has(i, PartKind::kRest);
  if (const SyntaxPart* value = Part(i, PartKind::kDefault)) p.default_value = PartExpr(*value);
  if (function_ != kNone && !p.name.empty()) facts_.functions[function_].params.push_back(p);
  if (const SyntaxPart* pattern = Part(i, PartKind::kPattern);
      pattern != nullptr && pattern->node != kNone && !p.name.empty()) {
    const ExprId whole = Add(ExprKind::kName, Span{pattern->begin, pattern->end});
    Mutable(whole).text = p.name;
    Unpack(pattern->node, whole);
  }
  if (Has(i, PartKind::kField) && class_ != kNone && !p.name.empty()) PromoteParam(p);
  VisitRest(i);
}

void Extractor::PromoteParam(const Param& p) {
  Field f;
  f.class_id = class_;
  f.name = p.name;
  f.type = p.type;
  f.element_type = p.element_type;
  f.span = p.span;
  facts_.fields.push_back(f);
  const ExprId self = Add(ExprKind::kName, p.span);
  Mutable(self).text =
      language_.self.empty() ? std::string_view("this") : std::string_view(language_.self[0]);
  const ExprId target = Add(ExprKind::kMember, p.span);
  Mutable(target).text = p.name;
  Mutable(target).object = self;
  const ExprId value = Add(ExprKind::kName, p.span);
  Mutable(value).text = p.name;
  Binding b;
  b.target = target;
  b.value = value;
  b.type = p.type;
  b.element_type = p.element_type;
  b.function = function_;
  b.class_id = class_;
  b.span = p.span;
  facts_.bindings.push_back(b);
}

/// class Acme::Api, defmodule Acme.Api: Api in Acme.
void Extractor::TakeSpace(Class* c) {
  const size_t cut = c->name.find_last_of(":.");
  if (cut == std::string_view::npos || cut + 1 >= c->name.size()) return;
  std::string space(c->space);
  for (const std::string_view outer : Split(c->name.substr(0, cut), ':')) {
    for (const std::string_view part : Split(outer, '.')) {
      if (!part.empty()) space += (space.empty() ? "" : ".") + std::string(part);
    }
  }
  c->space = facts_.Keep(space);
  c->name_span.begin = c->name_span.end - static_cast<uint32_t>(c->name.size() - cut - 1);
  c->name = c->name.substr(cut + 1);
}

ExprId Extractor::ClassOf(uint32_t i, ClassKind kind, bool want) {
  const auto id = static_cast<ClassId>(facts_.classes.size());
  {
    Class c;
    c.kind = kind;
    c.span = c.name_span = SpanOf(i);
    c.space = space_;
    c.outer = class_;
    if (const SyntaxPart* name = Part(i, PartKind::kName)) {
      c.name = NameOf(*name);
      c.name_span = {name->begin, name->end};
      TakeSpace(&c);
    }
    auto [base, last] = PartsOf(i, PartKind::kBase);
    for (; base != last; ++base) c.bases.push_back(TypeText(Text(Span{base->begin, base->end})));
    facts_.classes.push_back(std::move(c));
  }
  TakePendingAnnotations(At(i).parent, SpanOf(i), kNone, id);
  if (Has(i, PartKind::kOpen)) {
    // Until the next one, which does not stand inside it.
    if (open_class_ != kNone) facts_.classes[open_class_].span.end = At(i).begin;
    facts_.classes[id].outer = kNone;
    facts_.classes[id].span.end = static_cast<uint32_t>(source_.size());
    open_class_ = class_ = id;
    class_function_ = function_;
    VisitRest(i);
    return kNone;
  }
  const ClassId outer = class_;
  const FunctionId outer_function = class_function_;
  class_ = id;
  class_function_ = function_;
  VisitRest(i);
  class_ = outer;
  class_function_ = outer_function;
  if (!want) return kNone;
  const ExprId e = Add(ExprKind::kClass, SpanOf(i));
  Mutable(e).class_id = id;
  return e;
}

void Extractor::DelegateOf(uint32_t i) {
  const SyntaxPart* target = Part(i, PartKind::kTarget);
  const SyntaxPart* method = Part(i, PartKind::kMethod);
  const auto text_of = [&](const SyntaxPart& part) {
    std::string_view text = NameOf(part);
    const Quoted quoted = TakeQuotes(language_, text);
    if (!quoted.quote.empty()) text = quoted.body;
    while (!text.empty() && (Contains(language_.symbols, text.substr(0, 1)))) text.remove_prefix(1);
    return text;
  };
  Delegation d;
  d.class_id = class_;
  if (target != nullptr) {
    // :@client, :client, Client: as the name would be read in the class.
    std::string_view text = text_of(*target);
    const Span span = {target->begin, target->end};
    d.target = Add(ExprKind::kName, span);
    Expr& e = Mutable(d.target);
    e.is_instance = text.starts_with("@") || Text(span).find("@") != std::string_view::npos;
    while (text.starts_with("@")) text.remove_prefix(1);
    e.text = text.substr(
        text.find_last_of('.') == std::string_view::npos ? 0 : text.find_last_of('.') + 1);
  }
  auto [name, last] = PartsOf(i, PartKind::kName);
  if (name == last && target != nullptr && class_ != kNone) facts_.delegations.push_back(d);
  for (; name != last; ++name) {
    d.name = text_of(*name);
    d.method = method == nullptr ? d.name : text_of(*method);
    if (!d.name.empty() && class_ != kNone) facts_.delegations.push_back(d);
  }
}

void Extractor::ExtendsOf(uint32_t i) {
  auto [base, last] = PartsOf(i, PartKind::kBase);
  for (; base != last && class_ != kNone; ++base) {
    std::string_view text = Text(Span{base->begin, base->end});
    // A list of words in one literal: qw(A B).
    const Quoted quoted = TakeQuotes(language_, text);
    if (!quoted.quote.empty()) text = quoted.body;
    size_t begin = 0;
    const auto is_name = [](char c) { return IsWordChar(c) || c == ':' || c == '.' || c == '\\'; };
    for (size_t k = 0; k <= text.size(); ++k) {
      if (k < text.size() && is_name(text[k])) continue;
      if (k > begin) facts_.classes[class_].bases.push_back(text.substr(begin, k - begin));
      begin = k + 1;
    }
  }
  VisitRest(i);
}

void Extractor::FieldOf(uint32_t i) {
  const SyntaxPart* name = Part(i, PartKind::kName);
  const SyntaxPart* type = Part(i, PartKind::kType);
  const SyntaxPart* value = Part(i, PartKind::kValue);
  const size_t annotations = facts_.annotations.size();
  VisitRest(i);
  // An annotation of a field is on neither a class nor a function.
  for (size_t k = annotations; k < facts_.annotations.size(); ++k) {
    if (facts_.annotations[k].class_id == class_) facts_.annotations[k].class_id = kNone;
  }
  const ExprId held = value == nullptr || value->node == kNone ? kNone : Visit(value->node, true);
  std::string_view type_text, element_type;
  if (type != nullptr) TakeType(*type, &type_text, &element_type);
  if (name == nullptr) return;
  if (class_ == kNone) {
    Binding b;
    b.target = PartExpr(*name);
    b.value = held;
    b.type = type_text, b.element_type = element_type;
    b.function = function_;
    b.span = SpanOf(i);
    facts_.bindings.push_back(b);
    return;
  }
  Field f;
  f.class_id = class_;
  f.name = NameOf(*name);
  if (const Quoted quoted = TakeQuotes(language_, f.name); !quoted.quote.empty())
    f.name = quoted.body;
  f.type = type_text, f.element_type = element_type;
  f.value = held;
  f.span = SpanOf(i);
  f.is_static = Has(i, PartKind::kStatic);
  facts_.fields.push_back(f);
  // Supplier<Tags> tags = () -> port.getTags(x): it is called by the field's name.
  if (held == kNone || facts_.at(held).kind != ExprKind::kFunction) return;
  Function& closure = facts_.functions[facts_.at(held).target];
  if (!closure.name.empty() || closure.class_id != class_) return;
  closure.name = f.name, closure.name_span = {name->begin, name->end};
  closure.is_static = f.is_static;
}

void Extractor::SpaceOf(uint32_t i) {
  const SyntaxPart* name = Part(i, PartKind::kName);
  const std::string_view text =
      name == nullptr ? std::string_view() : Trim(Text(Span{name->begin, name->end}));
  const SyntaxPart* body = Part(i, PartKind::kBody);
  if (facts_.space.empty()) facts_.space = std::string(text);
  const std::string_view outer = space_;
  if (body == nullptr || body->node == kNone) {
    space_ = text;  // until the next one
    return;
  }
  space_ = outer.empty() || text.empty()
               ? text
               : facts_.Keep(std::string(outer) + "." + std::string(text));
  VisitRest(i);
  if (body->node != i) Visit(body->node, false);
  space_ = outer;
}

std::string_view Extractor::ModuleText(const SyntaxPart& part) {
  const Role role = part.node == kNone ? Role::kNone : At(part.node).role;
  if (role == Role::kString) {
    const Quoted quoted = TakeQuotes(language_, Text(part.node));
    return IsPlain(language_, quoted) ? quoted.body : facts_.Keep(Unescape(language_, quoted));
  }
  if (role == Role::kConcat || role == Role::kFormat || role == Role::kCall) {
    const ExprId id = Visit(part.node, true);
    if (id == kNone) return {};
    std::string text;
    const Expr& e = facts_.at(id);
    for (uint32_t k = 0; k < e.args_count; ++k) {
      const ExprId piece = facts_.begin_args(e)[k].value;
      if (piece != kNone && facts_.at(piece).kind == ExprKind::kString)
        text += facts_.at(piece).text;
    }
    return e.kind == ExprKind::kString ? e.text : facts_.Keep(std::move(text));
  }
  return Trim(Text(Span{part.begin, part.end}));
}

void Extractor::AliasOf(uint32_t i) {
  const SyntaxPart* name = Part(i, PartKind::kName);
  const SyntaxPart* type = Part(i, PartKind::kType);
  VisitRest(i);
  if (name == nullptr || type == nullptr) return;
  facts_.aliases.push_back({NameOf(*name), Trim(Text(Span{type->begin, type->end}))});
}

ExprId Extractor::ImportOf(uint32_t i, bool want) {
  Import import;
  import.span = SpanOf(i);
  if (const SyntaxPart* module = Part(i, PartKind::kModule)) {
    import.module = ModuleText(*module);
    // A path whose segments are siblings: it goes from the first to the last of them.
    auto [segment, end] = PartsOf(i, PartKind::kModule);
    const SyntaxPart* tail = module;
    for (; segment != end; ++segment) {
      if (segment->begin == tail->end + 1 && source_[tail->end] == '.') tail = segment;
    }
    if (tail != module) import.module = Trim(Text(Span{module->begin, tail->end}));
  }
  if (const SyntaxPart* alias = Part(i, PartKind::kAlias)) import.alias = NameOf(*alias);
  if (Has(i, PartKind::kWildcard)) import.name = "*";
  auto [name, last] = PartsOf(i, PartKind::kName);
  if (name == last) {
    if (!import.module.empty()) facts_.imports.push_back(import);
  }
  for (; name != last; ++name) {
    import.name = NameOf(*name);
    facts_.imports.push_back(import);
  }
  VisitRest(i);
  if (!want || import.module.empty() || !import.name.empty() || !import.alias.empty()) return kNone;
  const ExprId id = Add(ExprKind::kName, SpanOf(i));
  Mutable(id).text = import.module, Mutable(id).is_module = true;
  return id;
}

void Extractor::AnnotationOf(uint32_t i) {
  Annotation a;
  a.span = SpanOf(i);
  if (const SyntaxPart* name = Part(i, PartKind::kName)) a.name = NameOf(*name);
  std::vector<Arg> args;
  auto [arg, last] = PartsOf(i, PartKind::kArgs);
  const bool has_args = arg != last;
  for (; arg != last; ++arg) {
    if (arg->node != kNone) CollectArgs(arg->node, &args);
  }
  if (has_args) {
    a.args = Add(ExprKind::kList, SpanOf(i));
    SetArgs(a.args, args);
  }
  VisitRest(i);
  // Inside a definition's head it is on that definition; before one it waits for it.
  if (function_ != kNone && a.span.begin < facts_.functions[function_].name_span.begin &&
      facts_.functions[function_].span.Contains(a.span)) {
    a.function = function_;
  } else if (class_ != kNone && a.span.begin < facts_.classes[class_].name_span.begin) {
    a.class_id = class_;
  } else {
    pending_.emplace_back(At(i).parent, static_cast<uint32_t>(facts_.annotations.size()));
  }
  facts_.annotations.push_back(a);
}

void Extractor::TakePendingAnnotations(uint32_t parent, Span span, FunctionId function,
                                       ClassId class_id) {
  for (const auto& [annotation_parent, index] : pending_) {
    Annotation& a = facts_.annotations[index];
    if (a.span.begin >= span.begin) continue;
    // A sibling, or the child of a sibling (a list of modifiers or decorators).
    if (annotation_parent != parent && At(annotation_parent).parent != parent) continue;
    if (function != kNone && class_ != kNone && class_function_ == function_ &&
        a.span.begin < facts_.classes[class_].span.begin)
      continue;
    a.function = function;
    a.class_id = class_id;
    if (function != kNone && Contains(language_.getter_annotations, a.name))
      facts_.functions[function].is_getter = true;
  }
  pending_.clear();
}

void Extractor::EmbedOf(uint32_t i) {
  std::string language;
  if (const SyntaxPart* part = Part(i, PartKind::kLanguage)) {
    language = Lower(NameOf(*part));
  } else {
    const std::string_view node = tree_.SymbolName(At(i).symbol);
    for (const auto& [name, other] : language_.embeds) {
      if (name == node) language = other;
    }
  }
  embedded_.emplace_back(std::move(language), SpanOf(i));
}

ExprId Extractor::Reparse(uint32_t i, bool want) {
  if (nested_ || reparse_steps_ > limits_.max_steps) return kNone;
  const SyntaxTree tree = ParseSyntax(language_, source_, limits_, SpanOf(i));
  ExprId id = kNone;
  if (tree.failure.empty()) {
    Extractor inner(language_, tree, limits_, &facts_);
    inner.nested_ = true;
    inner.visited_.resize(tree.nodes.size());
    inner.depth_ = depth_;
    inner.function_ = function_;
    inner.class_ = class_;
    inner.class_function_ = class_function_;
    inner.space_ = space_;
    id = inner.LookThrough(kRoot, want);
    // A body of one word looks like a type where a statement is expected.
    const std::string_view word = Trim(Text(i));
    if (id == kNone && want && IsWord(word)) {
      id = Add(ExprKind::kName, SpanOf(i));
      Mutable(id).text = word;
    }
    dropped_ = dropped_ || inner.dropped_;
  }
  reparse_steps_ += tree.steps + static_cast<int64_t>(tree.nodes.size());
  return id;
}

}  // namespace unsoap::facts
