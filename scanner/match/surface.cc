#include "scanner/match/surface.h"

#include <algorithm>

namespace unsoap::match {
namespace {

constexpr int kMostCalls = 10;

/// The argument of a call that a parameter in an expression stands for; kNone if it holds none.
facts::ExprId GivenBy(const link::Program& program, const link::Flow& flow, link::ExprRef at,
                      link::ExprRef call) {
  // What an enumeration's member stands for is given with it: op.value.
  if (const facts::Expr& e = program.expr(at);
      e.kind == facts::ExprKind::kMember && e.object != facts::kNone &&
      program.Names(at.file, &languages::Language::enum_values, e.text))
    at.expr = e.object;
  const std::vector<link::FnRef>& targets = flow.Targets(call);
  for (const link::AtomId id : flow.ValuesOf(at)) {
    const link::Atom& atom = flow.atom(id);
    const link::FnRef function = {atom.a, atom.b};
    if (atom.kind != link::AtomKind::kParam || atom.d != 0 || atom.e != 0 ||
        flow.IsCaught(call, function) ||
        std::find(targets.begin(), targets.end(), function) == targets.end())
      continue;
    return link::Flow::ArgumentFor(program.file(call.file), program.expr(call),
                                   program.function(function), atom.c);
  }
  return facts::kNone;
}

}  // namespace

link::ExprRef SurfaceOf(const link::Program& program, const link::Flow& flow,
                        const link::Questions& questions, link::ExprRef writer,
                        link::Frame* frame) {
  for (int step = 0; step < kMostCalls && writer.expr != facts::kNone; ++step) {
    const link::ExprRef call = questions.CallOf(*frame);
    if (call.expr == facts::kNone) return writer;
    const facts::ExprId given = GivenBy(program, flow, writer, call);
    if (given == facts::kNone) return writer;
    writer = {call.file, given};
    *frame = questions.OuterOf(*frame);
  }
  return writer;
}

}  // namespace unsoap::match
