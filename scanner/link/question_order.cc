// Questions that know what was written last before a place.
#include <algorithm>

#include "scanner/base/budget.h"
#include "scanner/link/question.h"

namespace unsoap::link {
namespace {

constexpr size_t kMostOrdered = 64;  // writes that are compared

}  // namespace

std::vector<NodeId> Questions::LastOf(ExprRef name) {
  const facts::Expr& e = program_.expr(name);
  if (e.kind != facts::ExprKind::kName || e.is_instance || e.is_module) return {};
  const std::vector<facts::Binding>& bindings = order_.Assignments(name.file, e.function, e.text);
  if (bindings.empty() || bindings.size() > kMostOrdered) return {};
  // The variable: what flows into it, and nothing else, is what is assigned or passed.
  NodeId slot = facts::kNone;
  const NodeId node = flow_.NodeOf(name);
  for (uint32_t i = begin_[node]; i < begin_[node + 1]; ++i) {
    const Back& back = back_[i];
    if (back.way.kind != WayKind::kSame || flow_.ExprOf(back.from).expr != facts::kNone ||
        slot != facts::kNone)
      return {};
    slot = back.from;
  }
  if (slot == facts::kNone) return {};
  std::vector<NodeId> values;
  for (const facts::Binding& binding : bindings)
    values.push_back(flow_.NodeOf({name.file, binding.value}));
  size_t from_elsewhere = 0;
  for (uint32_t i = begin_[slot]; i < begin_[slot + 1]; ++i) {
    const Back& back = back_[i];
    if (back.way.kind == WayKind::kEnter)
      ++from_elsewhere;
    else if (std::ranges::find(values, back.from) == values.end())
      return {};
  }
  for (size_t i = 0; i < flow_.Values(slot).size(); ++i) {
    if (!flow_.IsOwn(slot, i)) continue;
    if (flow_.atom(flow_.Values(slot)[i]).kind != AtomKind::kParam) return {};
    ++from_elsewhere;
  }
  if (bindings.size() == 1 && from_elsewhere == 0) return {};
  std::vector<WriteOrder::Write> writes;
  for (const facts::Binding& binding : bindings)
    writes.push_back(
        {order_.StatementOf({name.file, binding.value}), order_.IsPlain(name.file, binding)});
  // What is there when the function begins is gone once anything is surely assigned.
  writes.push_back({});
  const std::vector<bool> seen = order_.Seen(name.file, writes, e.span, {});
  if (seen.back()) return {};
  std::vector<NodeId> out;
  for (size_t i = 0; i < values.size(); ++i) {
    if (seen[i]) out.push_back(values[i]);
  }
  return out;
}

std::vector<NodeId> Questions::CallsOf(Frame frame) const {
  std::vector<NodeId> out;
  for (; frame != kAnyCall; frame = calls_[frame].outer) out.push_back(calls_[frame].call);
  std::ranges::reverse(out);
  return out;
}

size_t Questions::Shared(const std::vector<NodeId>& a, const std::vector<NodeId>& b) {
  const auto end = std::ranges::mismatch(a, b);
  return static_cast<size_t>(end.in1 - a.begin());
}

bool Questions::IsSure(NodeId member, const Written& written) {
  for (uint32_t i = begin_[member]; i < begin_[member + 1]; ++i) {
    const Back& back = back_[i];
    if (back.from != written.value || back.way.kind != WayKind::kStore ||
        back.way.by == facts::kNone)
      continue;
    const Answer& holder = Ask(back.way.by, written.frame);
    return holder.complete && !written.loose &&
           std::ranges::count_if(holder.held, [&](const Held& held) {
             return flow_.atom(held.atom).kind == AtomKind::kObject;
           }) == 1;
  }
  return false;
}

std::vector<Questions::Written> Questions::SeenAt(const Held& object, NodeId member,
                                                  std::vector<Written> written, ExprRef use,
                                                  Frame frame) {
  if (written.size() < 2 || written.size() > kMostOrdered || use.expr == facts::kNone)
    return written;
  // What is put into a list stands beside what is there.
  const Atom& made = flow_.atom(object.atom);
  if (made.kind != AtomKind::kObject) return written;
  const auto items = flow_.object(made.a).fields.find("[]");
  if (items != flow_.object(made.a).fields.end() && items->second == member) return written;
  // Both count from the outermost caller that was gone into.
  const std::optional<Frame> whole = Joined(Reentered(kAnyCall, object.ups), frame);
  if (!whole.has_value()) return written;
  const std::vector<NodeId> to_use = CallsOf(*whole), to_birth = CallsOf(object.frame);
  const auto place = [&](const std::vector<NodeId>& calls, size_t depth, ExprRef last) {
    return depth < calls.size() ? flow_.ExprOf(calls[depth]) : last;
  };
  // The writes that stand beside the place, or are made by a call that does.
  size_t depth = to_use.size();
  for (const Written& one : written) depth = std::min(depth, Shared(to_use, CallsOf(one.frame)));
  const ExprRef at = place(to_use, depth, use);
  const auto beside = [&](ExprRef other) {
    return other.expr != facts::kNone && at.expr != facts::kNone && other.file == at.file &&
           program_.expr(other).function == program_.expr(at).function;
  };
  std::vector<WriteOrder::Write> writes;
  std::vector<size_t> which;
  for (size_t i = 0; i < written.size(); ++i) {
    const std::vector<NodeId> calls = CallsOf(written[i].frame);
    const ExprRef value = flow_.ExprOf(written[i].value);
    const ExprRef there = place(calls, depth, value);
    if (value.expr == facts::kNone || written[i].loose || !beside(there)) continue;
    bool is_sure = IsSure(member, written[i]);
    for (size_t k = depth; k < calls.size() && is_sure; ++k) {
      const ExprRef inner = place(calls, k + 1, value);
      is_sure =
          inner.expr != facts::kNone &&
          order_.IsStraight(inner.file, program_.expr(inner).function, order_.StatementOf(inner));
    }
    writes.push_back({order_.StatementOf(there), is_sure});
    which.push_back(i);
  }
  const ExprRef born = place(to_birth, depth, flow_.ExprOf(object.origin));
  const bool is_here = Shared(to_use, to_birth) >= std::min(depth, to_birth.size()) && beside(born);
  // What stands among the call's own arguments is written before it.
  const Span call = program_.expr(at).span;
  const std::vector<bool> seen = order_.Seen(at.file, writes, {call.end, call.end},
                                             is_here ? order_.StatementOf(born) : Span{});
  std::vector<Written> out;
  for (size_t i = 0; i < written.size(); ++i) {
    const auto known = std::ranges::find(which, i);
    if (known == which.end() || seen[static_cast<size_t>(known - which.begin())])
      out.push_back(written[i]);
  }
  return out;
}

}  // namespace unsoap::link
