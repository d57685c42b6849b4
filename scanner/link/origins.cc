// Origins: the edges turned round, and the walk along them.
#include "scanner/link/origins.h"

#include <map>
#include <set>
#include <tuple>

#include "scanner/base/budget.h"

namespace unsoap::link {
namespace {

constexpr int kMaxDepth = 60;          // of the walk
constexpr int kMostCalls = 6;          // that are walked into, one in the other
constexpr uint32_t kMostSources = 24;  // of a member or parameter; of more, any may be meant
constexpr uint32_t kTop = 0;           // of contexts: no call was walked into

}  // namespace

Origins::Origins(const Program& program, const Flow& flow) : program_(program), flow_(flow) {
  begin_.resize(flow.node_count() + 1, 0);
  flow.ForEachEdge([&](NodeId, NodeId to) { ++begin_[to + 1]; });
  for (size_t i = 1; i < begin_.size(); ++i) begin_[i] += begin_[i - 1];
  from_.resize(begin_.back());
  std::vector<uint32_t> next(begin_.begin(), begin_.end() - 1);
  flow.ForEachEdge([&](NodeId from, NodeId to) { from_[next[to]++] = from; });
  for (FileId f = 0; f < program.file_count(); ++f) {
    for (facts::FunctionId i = 0; i < program.file(f).functions.size(); ++i) {
      const FnRef fn = {f, i};
      if (const NodeId result = flow.ReturnNode(fn); result != facts::kNone)
        returns_.emplace(result, fn);
      for (uint32_t k = 0; k < program.function(fn).params.size(); ++k) {
        const NodeId param = flow.ParamNode(fn, k);
        if (param != facts::kNone) params_.emplace(param, Place{fn, k});
      }
    }
  }
}

class OriginWalk {
 public:
  explicit OriginWalk(const Origins& in) : in_(in) { contexts_.push_back({}); }

  std::vector<Origins::Origin> Run(ExprRef value) {
    Visit(in_.flow_.NodeOf(value), kTop, false, 0);
    return std::move(out_);
  }

 private:
  struct Context {  // a call that was walked into
    uint32_t outer = kTop;
    ExprRef call;
    FnRef function;
    int depth = 0;
  };

  void Give(ExprRef at, bool is_part) {
    if (given_.emplace(at).second) out_.push_back({at, is_part});
  }

  /// True if it came to an origin. A node that is on the way already is none.
  bool Visit(NodeId node, uint32_t context, bool is_part, int depth) {
    if (node == facts::kNone || depth > kMaxDepth || ++steps_ > Origins::kMostSteps) return false;
    Spend();
    const auto [known, fresh] = seen_.try_emplace({node, context, is_part}, false);
    if (!fresh) return known->second;
    const bool found = Follow(node, context, is_part, depth);
    seen_[{node, context, is_part}] = found;
    return found;
  }

  bool Follow(NodeId node, uint32_t context, bool is_part, int depth) {
    if (const auto param = in_.params_.find(node); param != in_.params_.end()) {
      const Context at = contexts_[context];
      if (context != kTop && at.function == param->second.function)
        return Argument(at, param->second.index, node, is_part, depth);
    }
    const ExprRef at = in_.flow_.ExprOf(node);
    if (at.expr != facts::kNone) return Expression(at, node, context, is_part, depth);
    return Before(node, context, is_part, depth);
  }

  /// What flows into a node, the results of functions left out for calls.
  bool Before(NodeId node, uint32_t context, bool is_part, int depth, bool is_call = false) {
    bool found = false;
    // set($name, $value) { $this->all[$name] = $value; } for all that a program has: what is read
    // under one name is none of these.
    const bool is_shared =
        in_.params_.contains(node) || in_.flow_.SlotOf(node).kind == Slot::Kind::kMember;
    if (is_shared && in_.begin_[node + 1] - in_.begin_[node] > kMostSources) return false;
    for (uint32_t i = in_.begin_[node]; i < in_.begin_[node + 1]; ++i) {
      if (is_call && in_.returns_.contains(in_.from_[i])) continue;
      if (IsByName(node, in_.from_[i])) continue;
      found |= Visit(in_.from_[i], context, is_part, depth + 1);
    }
    return found;
  }

  /// An entry or member that is some other expression itself, not the field of an object.
  bool IsByName(NodeId node, NodeId from) const {
    const ExprRef at = in_.flow_.ExprOf(node), source = in_.flow_.ExprOf(from);
    if (at.expr == facts::kNone || source.expr == facts::kNone) return false;
    const facts::Expr& e = in_.program_.expr(at);
    if (e.kind != facts::ExprKind::kMember && e.kind != facts::ExprKind::kIndex &&
        e.kind != facts::ExprKind::kCall)
      return false;
    return at.file != source.file || !e.span.Contains(in_.program_.expr(source).span);
  }

  bool Argument(const Context& at, uint32_t index, NodeId param, bool is_part, int depth) {
    const facts::FileFacts& facts = in_.program_.file(at.call.file);
    const facts::ExprId value = Flow::ArgumentFor(facts, in_.program_.expr(at.call),
                                                  in_.program_.function(at.function), index);
    if (value != facts::kNone)
      return Visit(in_.flow_.NodeOf({at.call.file, value}), at.outer, is_part, depth + 1);
    // Its default value, or what a closure was handed.
    const facts::ExprId usual = in_.program_.function(at.function).params[index].default_value;
    if (usual != facts::kNone)
      return Visit(in_.flow_.NodeOf({at.function.file, usual}), at.outer, is_part, depth + 1);
    return Before(param, at.outer, is_part, depth);
  }

  bool Expression(ExprRef at, NodeId node, uint32_t context, bool is_part, int depth) {
    const facts::Expr& e = in_.program_.expr(at);
    switch (e.kind) {
      case facts::ExprKind::kString:
        Give(at, is_part);
        return true;
      case facts::ExprKind::kFunction:
      case facts::ExprKind::kConstant:
        return false;
      case facts::ExprKind::kName:
      case facts::ExprKind::kMember:
      case facts::ExprKind::kIndex:
        if (!Before(node, context, is_part, depth)) Give(at, is_part);
        return true;
      case facts::ExprKind::kCall:
        return Call(at, node, context, is_part, depth);
      default:
        break;
    }
    bool found = Before(node, context, is_part, depth);
    is_part |=
        e.kind == facts::ExprKind::kNew || (e.kind == facts::ExprKind::kConcat && e.args_count > 1);
    return Inner(at, context, is_part, depth) || found;
  }

  /// The arguments, entries, items or pieces.
  bool Inner(ExprRef at, uint32_t context, bool is_part, int depth) {
    const facts::Expr& e = in_.program_.expr(at);
    const facts::Arg* args = in_.program_.file(at.file).begin_args(e);
    bool found = false;
    for (uint32_t i = 0; i < e.args_count; ++i) {
      if (args[i].value != facts::kNone)
        found |= Visit(in_.flow_.NodeOf({at.file, args[i].value}), context, is_part, depth + 1);
    }
    return found;
  }

  bool Call(ExprRef at, NodeId node, uint32_t context, bool is_part, int depth) {
    bool found = false;
    const std::vector<FnRef>& targets = in_.flow_.Targets(at);
    if (!targets.empty()) {
      for (const FnRef& target : targets) {
        if (contexts_[context].depth >= kMostCalls) break;
        const auto inner = static_cast<uint32_t>(contexts_.size());
        contexts_.push_back({context, at, target, contexts_[context].depth + 1});
        found |= Visit(in_.flow_.ReturnNode(target), inner, is_part, depth + 1);
      }
      found |= Before(node, context, is_part, depth, true);
      if (found) return true;
    } else if (Before(node, context, is_part, depth)) {
      return true;
    }
    // config('a.b'), p.getProperty("x"), key.getBytes("UTF-8"): a read, or a change of its parts.
    Give(at, is_part);
    const facts::Expr& e = in_.program_.expr(at);
    if (e.object != facts::kNone) {
      const facts::ExprKind kind = in_.program_.file(at.file).exprs[e.object].kind;
      if (kind != facts::ExprKind::kName)
        Visit(in_.flow_.NodeOf({at.file, e.object}), context, is_part, depth + 1);
      else
        Before(in_.flow_.NodeOf({at.file, e.object}), context, true, depth);
    }
    Inner(at, context, true, depth);
    return true;
  }

  const Origins& in_;
  std::vector<Context> contexts_;
  std::map<std::tuple<NodeId, uint32_t, bool>, bool> seen_;
  std::set<ExprRef> given_;
  std::vector<Origins::Origin> out_;
  int steps_ = 0;
};

std::vector<Origins::Origin> Origins::Of(ExprRef value) const {
  return OriginWalk(*this).Run(value);
}

}  // namespace unsoap::link
