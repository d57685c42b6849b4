// What happens when a value arrives at a node that a rule watches: which rule it is, and the two
// that need no object: concatenations, and what keeps rules from being added twice.
#include "scanner/link/flow.h"

namespace unsoap::link {
namespace {

constexpr size_t kMaxFolded = 16;  // strings that one concatenation may give

}  // namespace

void Flow::Run(const Rule& rule) {
  switch (rule.kind) {
    case RuleKind::kCall:
      return RunCall(rule.at);
    case RuleKind::kConcat:
      return RunConcat(rule.at);
    case RuleKind::kMember:
      return RunMember(rule.at);
    case RuleKind::kIndex:
      return RunIndex(rule.at);
    case RuleKind::kStore:
      return RunStore(rule);
    case RuleKind::kElement:
      return RunElement(rule);
    case RuleKind::kCopy:
      return RunCopy(rule);
    case RuleKind::kPair:
      return RunPair(rule.at);
    case RuleKind::kEntry:
      return RunEntry(rule);
    case RuleKind::kReturnParams:
      return ReturnThroughParams(rule.at,
                                 {rule.extra, static_cast<facts::FunctionId>(rule.number)});
  }
}

void Flow::AddEdgeOnce(NodeId from, NodeId to, Way way) {
  if (from == facts::kNone || to == facts::kNone || from == to) return;
  if (!known_edges_.Insert(static_cast<uint64_t>(from) << 32 | to).fresh) return;
  AddEdge(from, to, EdgeKind::kPlain, way);
}

void Flow::WatchCallOnce(NodeId node, const Rule& rule) {
  if (watched_.Insert(static_cast<uint64_t>(node) << 32 | NodeOf(rule.at)).fresh) Watch(node, rule);
}

namespace {

/// Each text with each of the pieces behind it; what grows too long is none. Nothing changes if all
/// would.
void Append(const std::vector<std::string>& pieces, std::vector<std::string>* texts) {
  constexpr size_t kLongest = 4096;
  if (pieces.size() == 1) {  // the usual case, without copies
    const auto is_long = [&](const std::string& text) {
      return text.size() + pieces[0].size() > kLongest;
    };
    if (std::all_of(texts->begin(), texts->end(), is_long)) return;
    std::erase_if(*texts, is_long);
    for (std::string& text : *texts) text += pieces[0];
    return;
  }
  std::vector<std::string> next;
  for (const std::string& text : *texts) {
    for (const std::string& piece : pieces) {
      if (next.size() < kMaxFolded && text.size() + piece.size() <= kLongest)
        next.push_back(text + piece);
    }
  }
  if (!next.empty()) *texts = std::move(next);
}

}  // namespace

void Flow::RunConcat(ExprRef at) {
  // Texts that are joined of texts that are joined: each new one would make all behind it anew.
  constexpr int kMostJoins = 64;
  if (++joins_[NodeOf(at)] > kMostJoins) {
    open_[NodeOf(at)] = true;
    return;
  }
  const facts::Expr& e = program_.expr(at);
  const facts::FileFacts& facts = program_.file(at.file);
  const facts::Arg* args = facts.begin_args(e);
  std::vector<std::string> texts = {""};
  Atom param = {AtomKind::kParam};
  int params = 0, unknown = 0;
  bool holds_object = false;           // [1] + others
  uint32_t last_param = facts::kNone;  // Upper(op[0]) + op[1..]: the name in another case
  std::string before, after;
  for (uint32_t i = 0; i < e.args_count; ++i) {
    if (args[i].value == facts::kNone) continue;
    std::vector<std::string> pieces;
    bool is_param = false, is_rest = false;
    for (const AtomId id : ValuesOf({at.file, args[i].value})) {
      const Atom& atom = atoms_[id];
      holds_object |= atom.kind == AtomKind::kObject;
      if (atom.kind == AtomKind::kString || atom.kind == AtomKind::kEnumMember)
        pieces.emplace_back(str(atom.a));
      if (atom.kind == AtomKind::kParam && !is_param) {
        is_param = true;
        is_rest = params == 1 && last_param + 1 == i && atom.a == param.a && atom.b == param.b &&
                  atom.c == param.c && atom.d == 0 && atom.e == 0 && param.e == 0;
        if (!is_rest) param = atom;
      }
    }
    if (is_param) {
      params += is_rest ? 0 : 1;
      last_param = i;
    } else if (pieces.size() == 1) {
      (params == 0 ? before : after) += pieces[0];
    } else {
      ++unknown;
    }
    if (pieces.empty()) pieces.push_back(std::string(1, kHole));
    Append(pieces, &texts);
  }
  if (holds_object) {
    const uint32_t joined = NewObject(at, {});
    PutAll(at, joined, {});
    Add(NodeOf(at), Intern({AtomKind::kObject, joined}));
  }
  for (const std::string& text : texts)
    Add(NodeOf(at), Intern({AtomKind::kString, InternString(text)}));
  if (params == 1 && unknown == 0) {
    param.d = InternString(before + std::string(str(param.d)));
    param.e = InternString(std::string(str(param.e)) + after);
    if (str(param.d).size() + str(param.e).size() < 200) Add(NodeOf(at), Intern(param));
  }
}

}  // namespace unsoap::link
