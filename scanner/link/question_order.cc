// Questions that know what was written last before a place.
#include <algorithm>

#include "scanner/base/budget.h"
#include "scanner/link/joined_parts.h"
#include "scanner/link/question.h"

namespace unsoap::link {
namespace {

constexpr size_t kMostOrdered = 64;  // writes that are compared

}  // namespace

std::vector<NodeId> Questions::LastOf(ExprRef name) {
  const facts::Expr& e = program_.expr(name);
  if (e.kind != facts::ExprKind::kName || e.is_instance || e.is_module) return {};
  const std::vector<facts::Binding> bindings = order_.Assignments(name.file, e.function, e.text);
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

ExprRef Questions::PartOf(const Held& object, NodeId from) const {
  const ExprRef made = flow_.object(flow_.atom(object.atom).a).at;
  ExprRef part = flow_.ExprOf(from);
  if (part.expr == facts::kNone && begin_[from] != begin_[from + 1])
    part = flow_.ExprOf(back_[begin_[from]].way.by);
  if (part.expr == facts::kNone || part.file != made.file || made.expr == facts::kNone) return {};
  return program_.expr(made).span.Contains(program_.expr(part).span) ? part : ExprRef{};
}

bool Questions::SurelyHas(NodeId holder, Frame frame, std::string_view name, int depth) {
  constexpr int kMostParts = 4;
  const Answer& answer = Ask(holder, frame);
  if (!answer.complete || answer.has_unknown || depth > kMostParts) return false;
  std::vector<Held> all = answer.held;
  // What its declared type says.
  std::erase_if(all, [&](const Held& each) {
    return flow_.atom(each.atom).kind == AtomKind::kInstance &&
           flow_.ExprOf(each.origin).expr == facts::kNone;
  });
  if (all.size() != 1) return false;
  const Held held = all[0];
  const Atom& atom = flow_.atom(held.atom);
  if (atom.kind != AtomKind::kObject) return false;
  const Object& map = flow_.object(atom.a);
  const auto member = map.fields.find(name);
  if (member == map.fields.end()) return false;
  for (uint32_t i = begin_[member->second]; i < begin_[member->second + 1]; ++i) {
    const Back back = back_[i];
    if (back.way.kind == WayKind::kStore || PartOf(held, back.from).expr == facts::kNone) continue;
    if (flow_.ExprOf(back.from).expr != facts::kNone) return true;
    if (SurelyHas(back_[begin_[back.from]].way.by, held.frame, name, depth + 1)) return true;
  }
  return false;
}

void Questions::DropHidden(const Held& object, NodeId member, std::set<Written>* found) {
  const Object& map = flow_.object(flow_.atom(object.atom).a);
  if (found->size() < 2 || map.at.expr == facts::kNone || map.at.file == facts::kNone) return;
  const facts::Expr& made = program_.expr(map.at);
  const bool is_joined = made.kind == facts::ExprKind::kMap ||
                         made.kind == facts::ExprKind::kConcat ||
                         (made.kind == facts::ExprKind::kCall && map.type.empty());
  if (!is_joined) return;
  const auto field =
      std::ranges::find_if(map.fields, [&](const auto& each) { return each.second == member; });
  if (field == map.fields.end() || field->first == "[]") return;
  const bool keeps_first = made.kind != facts::ExprKind::kMap &&
                           program_.Names(map.at.file, &languages::Language::keeps_first,
                                          made.kind == facts::ExprKind::kConcat ? "+" : made.text);
  struct Part {
    Written written;
    uint32_t place;
    bool is_sure;
  };
  std::vector<Part> parts;
  for (const Written& written : *found) {
    const bool stored = std::any_of(
        back_.begin() + begin_[member], back_.begin() + begin_[member + 1], [&](const Back& back) {
          return back.from == written.value && back.way.kind == WayKind::kStore;
        });
    const ExprRef part = stored ? ExprRef{} : PartOf(object, written.value);
    if (part.expr == facts::kNone) continue;
    const bool is_entry = flow_.ExprOf(written.value).expr != facts::kNone;
    const bool is_sure =
        is_entry || SurelyHas(back_[begin_[written.value]].way.by, written.frame, field->first, 0);
    parts.push_back({written, program_.expr(part).span.begin, is_sure});
  }
  for (const Part& part : parts) {
    const bool is_hidden = std::ranges::any_of(parts, [&](const Part& other) {
      return other.is_sure && (keeps_first ? other.place < part.place : other.place > part.place);
    });
    if (is_hidden) found->erase(part.written);
  }
}

bool Questions::IsUnknown(ExprRef part, Frame frame) {
  const Answer& answer = Ask(flow_.NodeOf(part), frame);
  return !answer.complete || answer.has_unknown ||
         std::ranges::none_of(answer.held, [&](const Held& held) {
           return flow_.atom(held.atom).kind == AtomKind::kObject;
         });
}

bool Questions::MayBeHidden(const Held& object, NodeId member) {
  const Atom& atom = flow_.atom(object.atom);
  if (atom.kind != AtomKind::kObject || flow_.SlotOf(member).kind != Slot::Kind::kMember)
    return false;
  const Object& map = flow_.object(atom.a);
  const auto field =
      std::ranges::find_if(map.fields, [&](const auto& each) { return each.second == member; });
  if (field == map.fields.end() || field->first == "[]") return false;
  const std::vector<ExprRef> parts = JoinedParts(program_, map.at);
  if (parts.empty()) return false;
  const facts::Expr& made = program_.expr(map.at);
  const bool keeps_first = made.kind != facts::ExprKind::kMap &&
                           program_.Names(map.at.file, &languages::Language::keeps_first,
                                          made.kind == facts::ExprKind::kConcat ? "+" : made.text);
  // Of the entries that are surely there the one that hides the others.
  std::optional<uint32_t> sure;
  for (uint32_t i = begin_[member]; i < begin_[member + 1]; ++i) {
    const Back back = back_[i];
    if (back.way.kind == WayKind::kStore) return false;
    const ExprRef part = PartOf(object, back.from);
    if (part.expr == facts::kNone) continue;
    const bool is_sure = flow_.ExprOf(back.from).expr != facts::kNone ||
                         SurelyHas(back_[begin_[back.from]].way.by, object.frame, field->first, 0);
    const uint32_t place = program_.expr(part).span.begin;
    if (is_sure && (!sure || (keeps_first ? place < *sure : place > *sure))) sure = place;
  }
  return std::ranges::any_of(parts, [&](const ExprRef& part) {
    const uint32_t place = program_.expr(part).span.begin;
    if (sure && (keeps_first ? place >= *sure : place <= *sure)) return false;
    return IsUnknown(part, object.frame);
  });
}

bool Questions::IsSure(NodeId member, const Written& written) {
  const NodeId value = written.copy == facts::kNone ? written.value : written.copy;
  const bool is_field = flow_.SlotOf(member).kind == Slot::Kind::kField;
  for (uint32_t i = begin_[member]; i < begin_[member + 1]; ++i) {
    const Back back = back_[i];
    if (back.from != value) continue;
    if (is_field) {  // this.x = value, in a method that one object is made to run
      // What is put into its list, this.x[] = value, replaces nothing.
      const bool is_assigned = flow_.ExprOf(back.from).expr != facts::kNone;
      if (!is_assigned || written.loose || written.frame == kAnyCall ||
          FunctionOf(back.from).fn == facts::kNone)
        return false;
      const Call call = calls_[written.frame];
      const std::vector<Held> receivers = ReceiversAt(call.call, call.outer, kAnyCall, 0);
      return std::ranges::count_if(receivers, [&](const Held& held) {
               return flow_.atom(held.atom).kind == AtomKind::kInstance;
             }) == 1;
    }
    if (back.way.kind != WayKind::kStore || back.way.by == facts::kNone) continue;
    const bool is_copy = written.copy != facts::kNone;
    const Answer& holder = Ask(back.way.by, is_copy ? written.copy_frame : written.frame);
    return holder.complete && (is_copy || !written.loose) &&
           std::ranges::count_if(holder.held, [&](const Held& held) {
             return flow_.atom(held.atom).kind == AtomKind::kObject;
           }) == 1;
  }
  return false;
}

bool Questions::RunsStraight(const Written& written, size_t depth) {
  const bool is_copy = written.copy != facts::kNone;
  const std::vector<NodeId> calls = CallsOf(is_copy ? written.copy_frame : written.frame);
  const ExprRef value = flow_.ExprOf(is_copy ? back_[begin_[written.copy]].way.by : written.value);
  for (size_t k = depth; k < calls.size(); ++k) {
    const ExprRef inner = k + 1 < calls.size() ? flow_.ExprOf(calls[k + 1]) : value;
    if (inner.expr == facts::kNone ||
        !order_.IsStraight(inner.file, program_.expr(inner).function, order_.StatementOf(inner)))
      return false;
  }
  return true;
}

std::optional<std::vector<Questions::Written>> Questions::LastInChain(
    NodeId member, const std::vector<Written>& written, size_t depth, ExprRef at) {
  constexpr int kLongest = 40;
  std::vector<Written> behind;
  for (int step = 0; step < kLongest && at.expr != facts::kNone; ++step) {
    const facts::Expr& e = program_.expr(at);
    if (e.kind != facts::ExprKind::kCall && e.kind != facts::ExprKind::kMember) return {};
    at.expr = e.object;
    if (at.expr == facts::kNone) return {};
    bool is_sure = false;
    for (const Written& one : written) {
      const std::vector<NodeId> calls = CallsOf(one.frame);
      if (one.copy != facts::kNone || depth >= calls.size() || flow_.ExprOf(calls[depth]) != at)
        continue;
      is_sure |= IsSure(member, one) && RunsStraight(one, depth);
      behind.push_back(one);
    }
    if (is_sure) return behind;
  }
  return {};
}

bool Questions::WasMadeWith(const Held& object, NodeId member, const Written& written) const {
  // What a class gives a field where it declares it.
  if (flow_.atom(object.atom).kind == AtomKind::kInstance)
    return flow_.ExprOf(written.value).expr != facts::kNone &&
           FunctionOf(written.value).fn == facts::kNone;
  const NodeId value = written.copy == facts::kNone ? written.value : written.copy;
  bool stored = false;
  for (uint32_t i = begin_[member]; i < begin_[member + 1]; ++i)
    stored |= back_[i].from == value && back_[i].way.kind == WayKind::kStore;
  return !stored && PartOf(object, value).expr != facts::kNone;
}

std::vector<Questions::Written> Questions::SeenAt(const Held& object, NodeId member,
                                                  std::vector<Written> written, ExprRef use,
                                                  Frame frame) {
  if (written.size() < 2 || written.size() > kMostOrdered || use.expr == facts::kNone)
    return written;
  // What is put into a list stands beside what is there.
  const Atom& made = flow_.atom(object.atom);
  if (made.kind != AtomKind::kObject && made.kind != AtomKind::kInstance) return written;
  if (made.kind == AtomKind::kObject) {
    const auto items = flow_.object(made.a).fields.find("[]");
    if (items != flow_.object(made.a).fields.end() && items->second == member) return written;
  }
  // Both count from the outermost caller that was gone into.
  const std::optional<Frame> whole = Joined(Reentered(kAnyCall, object.ups), frame);
  if (!whole.has_value()) return written;
  const std::vector<NodeId> to_use = CallsOf(*whole), to_birth = CallsOf(object.frame);
  const auto place = [&](const std::vector<NodeId>& calls, size_t depth, ExprRef last) {
    return depth < calls.size() ? flow_.ExprOf(calls[depth]) : last;
  };
  // The writes that stand beside the place, or are made by a call that does.
  size_t depth = to_use.size();
  const auto frame_of = [](const Written& one) {
    return one.copy == facts::kNone ? one.frame : one.copy_frame;
  };
  for (const Written& one : written)
    depth = std::min(depth, Shared(to_use, CallsOf(frame_of(one))));
  const ExprRef at = place(to_use, depth, use);
  if (made.kind == AtomKind::kInstance) {
    const std::optional<std::vector<Written>> last = LastInChain(member, written, depth, at);
    if (last.has_value()) return *last;
  }
  const auto beside = [&](ExprRef other) {
    return other.expr != facts::kNone && at.expr != facts::kNone && other.file == at.file &&
           program_.expr(other).function == program_.expr(at).function;
  };
  std::vector<WriteOrder::Write> writes;
  std::vector<size_t> which;
  for (size_t i = 0; i < written.size(); ++i) {
    const bool is_copy = written[i].copy != facts::kNone;
    const std::vector<NodeId> calls = CallsOf(frame_of(written[i]));
    const ExprRef value =
        flow_.ExprOf(is_copy ? back_[begin_[written[i].copy]].way.by : written[i].value);
    const ExprRef there = place(calls, depth, value);
    // What it was made with was there before all that is written into it.
    const bool is_initial = made.kind == AtomKind::kInstance || !beside(there);
    if (is_initial && WasMadeWith(object, member, written[i])) {
      writes.push_back({});
      which.push_back(i);
      continue;
    }
    if (value.expr == facts::kNone || (written[i].loose && !is_copy) || !beside(there)) continue;
    const bool is_sure = IsSure(member, written[i]) && RunsStraight(written[i], depth);
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
