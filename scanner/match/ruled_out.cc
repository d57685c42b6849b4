// What else the name at a call could have meant, for people who ask why it is this operation: other
// operations, functions of the tree and calls that have the name, each with the reason against it.
#include "scanner/match/match_state.h"

namespace unsoap::match {
namespace {

constexpr size_t kMaxListed = 5;

std::string PlaceText(const findings::Location& at) {
  return at.path + ":" + std::to_string(at.start_line);
}

}  // namespace

std::string Matcher::WhatItIsCalledOn(link::ExprRef call) const {
  const facts::Expr& e = program_.expr(call);
  if (e.object == facts::kNone) return "it is called on nothing";
  for (const link::AtomId id : flow_.ValuesOf({call.file, e.object})) {
    const link::Atom& atom = flow_.atom(id);
    switch (atom.kind) {
      case link::AtomKind::kInstance:
      case link::AtomKind::kClass:
        return "it is called on " + std::string(program_.cls({atom.a, atom.b}).name) +
               ", whose function performs nothing of the service";
      case link::AtomKind::kExternalType:
      case link::AtomKind::kExternalName:
        return "it is called on " + std::string(flow_.str(atom.a)) +
               ", which is no client of the service";
      case link::AtomKind::kClient:
        return "it is called on a client that is made for another service, or for none that is "
               "known";
      default:
        break;
    }
  }
  return "nothing is known of what it is called on";
}

void Matcher::RuleOut(link::ExprRef at, const rules::Pack& pack,
                      const std::vector<const rules::Operation*>& operations,
                      findings::Finding* finding) const {
  const auto add = [&](const char* what, std::string text) {
    finding->ruled_out.push_back({what, std::move(text)});
  };
  // Operations whose name holds the one that was found, or is part of it.
  std::vector<std::string> near;
  for (const rules::Operation& other : pack.operations) {
    for (const rules::Operation* op : operations) {
      if (&other != op && (other.name.starts_with(op->name) || op->name.starts_with(other.name)) &&
          std::find(operations.begin(), operations.end(), &other) == operations.end())
        near.push_back(other.name);
    }
  }
  if (!near.empty()) add("operation", Join(near, ", ") + ": names are compared whole");

  const std::string_view name = program_.expr(at).text;
  if (name.empty()) return;
  const std::vector<link::FnRef>& targets = flow_.Targets(at);
  size_t listed = 0;
  for (const link::FnRef& fn : program_.FunctionsNamed(name)) {
    if (IsStub(fn.file) || std::find(targets.begin(), targets.end(), fn) != targets.end()) continue;
    if (++listed > kMaxListed) break;
    add("place", program_.NameOf(fn) + "() (" +
                     PlaceText(places_[fn.file].OneLine(program_.function(fn).name_span)) +
                     "): has the name, but nothing of its class reaches this call");
  }
  listed = 0;
  for (link::FileId f = 0; f < program_.file_count(); ++f) {
    if (IsStub(f)) continue;
    for (const facts::ExprId id : File(f).calls) {
      const link::ExprRef other = {f, id};
      const facts::Expr& e = File(f).exprs[id];
      if (e.text != name || other == at || IsReported(other)) continue;
      if (++listed > kMaxListed) return;
      add("place", "the call at " +
                       PlaceText(places_[f].OneLine(e.name_span.empty() ? e.span : e.name_span)) +
                       ": has the name, but " + WhatItIsCalledOn(other));
    }
  }
}

bool Matcher::IsReported(link::ExprRef call) const {
  const auto is = [&](const auto& use) { return use.at == call; };
  return std::any_of(uses_.operations.begin(), uses_.operations.end(), is) ||
         std::any_of(uses_.wrapper_calls.begin(), uses_.wrapper_calls.end(), is);
}

}  // namespace unsoap::match
