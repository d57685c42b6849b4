#include "scanner/facts/match.h"

#include <re2/re2.h>

#include <algorithm>
#include <tuple>

namespace unsoap::facts {
namespace {

constexpr uint64_t kStepsPerNode = 64;

/// What is left to match after a node: a function without ownership, so that nothing is allocated
/// while matching.
class Rest {
 public:
  template <class F>
  explicit Rest(const F& f)
      : object_(&f), call_([](const void* o) { (*static_cast<const F*>(o))(); }) {}
  void operator()() const { call_(object_); }

 private:
  const void* object_;
  void (*call_)(const void*);
};

class Matcher {
 public:
  Matcher(const FactQuery& query, std::string_view text, SyntaxTree* tree)
      : query_(query),
        text_(text),
        tree_(*tree),
        steps_(kStepsPerNode * (tree->nodes.size() + 1000)) {}

  void Run() {
    for (uint32_t n = 0; n < tree_.nodes.size(); ++n) {
      const uint16_t symbol = tree_.nodes[n].symbol;
      if (symbol >= query_.by_symbol.size()) continue;
      for (uint16_t p : query_.by_symbol[symbol]) {
        const Pattern& pattern = query_.patterns[p];
        captured_.clear();
        const auto done = [&] { Take(pattern, p); };
        Node(pattern.root, n, Rest(done));
      }
    }
    tree_.lost_matches = steps_ == 0;
    Group();
  }

 private:
  const SyntaxNode& At(uint32_t n) const { return tree_.nodes[n]; }
  std::string_view Text(uint32_t n) const {
    return text_.substr(At(n).begin, At(n).end - At(n).begin);
  }

  /// Whether the node could be the one, its children aside.
  bool Fits(const PatternNode& p, uint32_t n) const {
    const SyntaxNode& node = At(n);
    switch (p.kind) {
      case PatternNode::Kind::kNode:
        return std::find(p.symbols.begin(), p.symbols.end(), node.symbol) != p.symbols.end();
      case PatternNode::Kind::kNamed:
        return node.is_named && !node.is_extra;
      case PatternNode::Kind::kAny:
        return !node.is_extra;
      case PatternNode::Kind::kGroup:
        return std::any_of(p.children.begin(), p.children.end(),
                           [&](const PatternNode& c) { return Fits(c, n); });
    }
    return false;
  }

  void Node(const PatternNode& p, uint32_t n, Rest rest) {
    if (steps_ == 0 || !Fits(p, n)) return;
    --steps_;
    for (uint16_t field : p.absent_fields) {
      for (uint32_t c = n + 1; c < At(n).last; c = At(c).last) {
        if (At(c).field == field) return;
      }
    }
    const size_t size = captured_.size();
    for (uint32_t capture : p.captures) captured_.push_back({capture, n});
    if (p.kind == PatternNode::Kind::kGroup) {
      for (const PatternNode& alternative : p.children) Node(alternative, n, rest);
    } else if (p.children.empty() && !p.last) {
      rest();
    } else {
      Children(p, 0, n + 1, At(n).last, rest);
    }
    captured_.resize(size);
  }

  void Children(const PatternNode& p, size_t index, uint32_t c, uint32_t end, Rest rest) {
    if (steps_ == 0) return;
    if (index == p.children.size()) {
      if (p.last) {
        for (; c < end; c = At(c).last) {
          if (At(c).is_named && !At(c).is_extra) return;
        }
      }
      rest();
      return;
    }
    const PatternNode& child = p.children[index];
    bool found = false;
    for (uint32_t s = c; s < end && steps_ > 0; s = At(s).last) {
      if ((child.field == 0 || At(s).field == child.field) && Fits(child, s)) {
        found = true;
        const uint32_t next = At(s).last;
        if (child.count == PatternNode::Count::kSome ||
            child.count == PatternNode::Count::kAnyNumber) {
          const auto more = [&] { Repeat(p, index, next, end, rest); };
          Node(child, s, Rest(more));
          break;
        }
        const auto more = [&] { Children(p, index + 1, next, end, rest); };
        Node(child, s, Rest(more));
      } else {
        --steps_;
      }
      // Tokens do not stand in the way of an anchor.
      if (child.anchored && At(s).is_named && !At(s).is_extra) break;
    }
    const bool optional = child.count == PatternNode::Count::kOptional ||
                          child.count == PatternNode::Count::kAnyNumber;
    if (!found && optional) Children(p, index + 1, c, end, rest);
  }

  /// More siblings of a repeated node, as many as there are.
  void Repeat(const PatternNode& p, size_t index, uint32_t c, uint32_t end, Rest rest) {
    const PatternNode& child = p.children[index];
    for (uint32_t s = c; s < end && steps_ > 0; s = At(s).last) {
      if ((child.field != 0 && At(s).field != child.field) || !Fits(child, s)) continue;
      const uint32_t next = At(s).last;
      const auto more = [&] { Repeat(p, index, next, end, rest); };
      if (++repeated_ < 1000) Node(child, s, Rest(more));
      --repeated_;
      return;
    }
    Children(p, index + 1, c, end, rest);
  }

  bool Holds(const Predicate& p) const {
    for (const auto& [capture, node] : captured_) {
      if (capture != p.capture) continue;
      const std::string_view text = Text(node);
      bool holds = false;
      if (p.kind == Predicate::Kind::kMatch) {
        holds = RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *p.re);
      } else if (p.other != 0xffffffff) {
        for (const auto& [other, other_node] : captured_)
          holds = holds || (other == p.other && Text(other_node) == text);
      } else {
        holds = std::find(p.texts.begin(), p.texts.end(), text) != p.texts.end();
      }
      if (holds == p.negated) return false;
    }
    return true;
  }

  void Take(const Pattern& pattern, uint16_t number) {
    for (const Predicate& p : pattern.predicates) {
      if (!Holds(p)) return;
    }
    for (size_t i = 0; i < captured_.size(); ++i) {
      const auto [capture, n] = captured_[i];
      const CaptureMeaning& meaning = query_.captures[capture];
      if (meaning.ignored) continue;
      if (!meaning.is_part) {
        SyntaxNode& node = tree_.nodes[n];
        if (node.role == Role::kNone || number < node.pattern) {
          node.role = meaning.role;
          node.pattern = number;
        }
        continue;
      }
      // The head is the capture of that role in the same match; of several the last before the
      // part.
      uint32_t head = 0xffffffff;
      for (size_t j = 0; j < captured_.size(); ++j) {
        const CaptureMeaning& other = query_.captures[captured_[j].first];
        const bool fits = !other.ignored && !other.is_part && other.role == meaning.role;
        if (fits && (head == 0xffffffff || j <= i)) head = captured_[j].second;
      }
      if (head == 0xffffffff) continue;
      roles_.push_back(meaning.role);
      tree_.parts.push_back({meaning.part, number, head, n, At(n).begin, At(n).end});
    }
  }

  /// Drops the parts of nodes that got another role, sorts the rest by head and links them.
  void Group() {
    size_t kept = 0;
    for (size_t i = 0; i < tree_.parts.size(); ++i) {
      if (At(tree_.parts[i].head).role == roles_[i]) tree_.parts[kept++] = tree_.parts[i];
    }
    tree_.parts.resize(kept);
    const auto less = [](const SyntaxPart& a, const SyntaxPart& b) {
      return std::tie(a.head, a.kind, a.node, a.pattern) <
             std::tie(b.head, b.kind, b.node, b.pattern);
    };
    std::sort(tree_.parts.begin(), tree_.parts.end(), less);
    const auto same = [](const SyntaxPart& a, const SyntaxPart& b) {
      return a.head == b.head && a.kind == b.kind && a.node == b.node;
    };
    tree_.parts.erase(std::unique(tree_.parts.begin(), tree_.parts.end(), same), tree_.parts.end());
    for (uint32_t i = 0; i < tree_.parts.size();) {
      const uint32_t head = tree_.parts[i].head, begin = i;
      while (i < tree_.parts.size() && tree_.parts[i].head == head) ++i;
      tree_.nodes[head].parts_begin = begin;
      tree_.nodes[head].parts_count = i - begin;
    }
  }

  const FactQuery& query_;
  const std::string_view text_;
  SyntaxTree& tree_;
  uint64_t steps_;
  int repeated_ = 0;
  std::vector<std::pair<uint32_t, uint32_t>> captured_;  // capture id, node
  std::vector<Role> roles_;                              // parallel to tree_.parts until Group()
};

}  // namespace

void MatchQuery(const FactQuery& query, std::string_view text, SyntaxTree* tree) {
  Matcher(query, text, tree).Run();
}

}  // namespace unsoap::facts
