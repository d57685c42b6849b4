#include "scanner/match/occasions.h"

#include <algorithm>
#include <map>

#include "scanner/match/place.h"

namespace unsoap::match {
namespace {

constexpr int kMostCallers = 3;    // of callers of callers
constexpr size_t kMostTold = 2;    // arguments by which an occasion is told from the others
constexpr size_t kMostShown = 80;  // bytes of a value

/// An argument's values in their order; empty where one of them is not known.
std::optional<std::vector<std::string>> KnownIn(const SeenArgument& argument) {
  std::vector<std::string> out;
  if (argument.others.size() <= 1) {
    if (!argument.complete || argument.values.size() > 1) return {};
    return argument.values;
  }
  for (const SeenArgument& item : argument.others) {
    if (!item.complete || item.values.size() > 1) return {};
    out.insert(out.end(), item.values.begin(), item.values.end());
  }
  return out;
}

const SeenArgument* Find(const std::vector<SeenArgument>& arguments, const std::string& path) {
  const auto at = std::ranges::find(arguments, path, &SeenArgument::path);
  return at == arguments.end() ? nullptr : &*at;
}

/// True if the argument only holds others, which say what it is.
bool IsHolder(const std::vector<SeenArgument>& arguments, const SeenArgument& argument) {
  const std::string inner = argument.path + ".";
  return std::ranges::any_of(
      arguments, [&](const SeenArgument& other) { return other.path.starts_with(inner); });
}

/// True for an object of which only its type is seen.
bool IsBareType(const rules::Pack& pack, const std::vector<SeenArgument>& arguments,
                const SeenArgument& argument) {
  return argument.values.size() == 1 && pack.FindType(argument.values[0]) != nullptr &&
         !IsHolder(arguments, argument);
}

bool IsKnown(const rules::Pack& pack, const std::vector<SeenArgument>& arguments) {
  return std::ranges::all_of(arguments, [&](const SeenArgument& argument) {
    return IsHolder(arguments, argument) ||
           (KnownIn(argument).has_value() && !IsBareType(pack, arguments, argument));
  });
}

/// What is read of one argument on each occasion.
struct Across {
  std::string path;
  std::vector<std::optional<std::vector<std::string>>> values;  // nothing: it is not known
  std::vector<bool> passed;
  bool differs = false;
};

std::vector<Across> Compare(const std::vector<Occasion>& occasions,
                            const std::vector<SeenArgument>& all) {
  std::vector<std::string> paths;
  const auto add = [&](const std::vector<SeenArgument>& arguments) {
    for (const SeenArgument& argument : arguments) {
      if (std::ranges::find(paths, argument.path) == paths.end()) paths.push_back(argument.path);
    }
  };
  for (const Occasion& occasion : occasions) add(occasion.arguments);
  add(all);
  std::vector<Across> out;
  for (const std::string& path : paths) {
    Across& across = out.emplace_back();
    across.path = path;
    const SeenArgument* const general = Find(all, path);
    for (const Occasion& occasion : occasions) {
      const SeenArgument* const own = Find(occasion.arguments, path);
      across.passed.push_back(own != nullptr);
      across.values.push_back(own == nullptr ? std::vector<std::string>() : KnownIn(*own));
      if (own != nullptr && !across.values.back().has_value() && IsHolder(occasion.arguments, *own))
        across.values.back() = std::vector<std::string>();
      across.differs |=
          (own == nullptr) != (general == nullptr) ||
          (own != nullptr &&
           (own->values != general->values || own->complete != general->complete ||
            own->others.size() != general->others.size() || own->source != general->source));
    }
  }
  return out;
}

/// "campaignId is 2210"; "programTokenList is not given".
std::string Condition(const Across& across, size_t which) {
  if (!across.passed[which]) return across.path + " is not given";
  const std::vector<std::string>& values = *across.values[which];
  if (values.empty() || values.front().empty() || values.front().size() > kMostShown)
    return across.path + " is given";
  return across.path + " is " + values.front();
}

/// Says of each occasion by what it is told from the others; false if one is like another.
bool Tell(const std::vector<Across>& compared, std::vector<Occasion>* occasions) {
  for (size_t i = 0; i < occasions->size(); ++i) {
    std::vector<bool> alike(occasions->size(), true);
    size_t told = 0;
    for (const Across& across : compared) {
      if (!across.differs || told >= kMostTold) continue;
      bool tells = false;
      for (size_t k = 0; k < occasions->size(); ++k) {
        const bool same =
            across.passed[k] == across.passed[i] && Condition(across, k) == Condition(across, i);
        if (k != i && alike[k] && !same) alike[k] = false, tells = true;
      }
      if (!tells) continue;
      ++told;
      std::string& when = (*occasions)[i].when;
      when += (when.empty() ? "" : " and ") + Condition(across, i);
    }
    if (std::ranges::count(alike, true) > 1) return false;
  }
  return true;
}

bool AreAlike(const Occasion& a, const Occasion& b) {
  return a.arguments.size() == b.arguments.size() &&
         std::ranges::equal(a.arguments, b.arguments,
                            [](const SeenArgument& x, const SeenArgument& y) {
                              return x.path == y.path && KnownIn(x) == KnownIn(y) &&
                                     (KnownIn(x).has_value() || x.source == y.source);
                            });
}

}  // namespace

std::vector<link::ExprRef> Occasions::CallersOf(const link::ExprRef& at,
                                                const link::OperationUse& use) const {
  const link::FnRef in =
      tools_.program->NamedFunction({at.file, tools_.program->expr(at).function});
  if (in.fn == facts::kNone) return {};
  const auto wrapper = uses_.wrappers.find(in);
  if (wrapper == uses_.wrappers.end()) return {};
  std::vector<link::ExprRef> out;
  const bool is_test = IsTestPath(tools_.program->file(use.at.file).path);
  for (const link::ExprRef& call : wrapper->second.calls) {
    if (is_test || !IsTestPath(tools_.program->file(call.file).path)) out.push_back(call);
  }
  return out;
}

bool Occasions::InTurnsOf(const std::vector<const Loop*>& loops, size_t next, const Chain& chain,
                          size_t place, link::Frame frame, const link::OperationUse& use,
                          std::vector<Occasion>* out) {
  if (next == loops.size()) {
    if (place + 1 < chain.size())
      return InTurns(chain, place + 1, tools_.questions->Enter(frame, chain[place]), use, out);
    if (out->size() >= kMostOccasions) return false;
    Occasion& occasion = out->emplace_back();
    occasion.arguments = ReadArguments(tools_, use, frame);
    occasion.all_seen = SeesRequest(*tools_.program, *tools_.flow, use, occasion.arguments);
    return true;
  }
  const std::optional<std::vector<Turns::Choices>> turns =
      tools_.turns->Of(*loops[next], chain[place].file, frame);
  if (!turns.has_value()) return InTurnsOf(loops, next + 1, chain, place, frame, use, out);
  for (const Turns::Choices& choices : *turns) {
    const link::Questions::Turn turn(tools_.questions, choices);
    if (!InTurnsOf(loops, next + 1, chain, place, frame, use, out)) return false;
  }
  return true;
}

bool Occasions::InTurns(const Chain& chain, size_t place, link::Frame frame,
                        const link::OperationUse& use, std::vector<Occasion>* out) {
  return InTurnsOf(tools_.turns->Around(chain[place]), 0, chain, place, frame, use, out);
}

bool Occasions::Along(const Chain& chain, const link::OperationUse& use, int depth,
                      std::vector<Occasion>* out) {
  std::vector<Occasion> own;
  if (!InTurns(chain, 0, link::kAnyCall, use, &own)) return false;
  const bool known = std::ranges::all_of(
      own, [&](const Occasion& occasion) { return IsKnown(*use.pack, occasion.arguments); });
  const std::vector<link::ExprRef> callers = known ? Chain() : CallersOf(chain.front(), use);
  if (depth >= kMostCallers || callers.empty() || callers.size() > kMostOccasions) {
    out->insert(out->end(), own.begin(), own.end());
    return out->size() <= kMostOccasions;
  }
  for (const link::ExprRef& caller : callers) {
    Chain longer = {caller};
    // Who calls itself is asked no more.
    if (std::ranges::find(chain, caller) != chain.end()) return false;
    longer.insert(longer.end(), chain.begin(), chain.end());
    if (!Along(longer, use, depth + 1, out)) return false;
  }
  return true;
}

std::vector<Occasion> Occasions::Of(const link::OperationUse& use, link::Frame frame,
                                    const std::vector<SeenArgument>& all) {
  // What a builder's elements make is read from the element, wherever the call stands.
  const bool is_element = std::ranges::any_of(
      use.reasons, [](const link::Reason& reason) { return reason.what == "element"; });
  if (is_element || use.pack == nullptr) return {};
  Chain chain = {use.at};
  for (link::Frame f = frame; f != link::kAnyCall; f = tools_.questions->OuterOf(f))
    chain.insert(chain.begin(), tools_.questions->CallOf(f));
  std::vector<Occasion> found, out;
  if (!Along(chain, use, 0, &found)) return {};
  for (Occasion& occasion : found) {
    const bool known =
        std::ranges::any_of(out, [&](const Occasion& other) { return AreAlike(other, occasion); });
    if (!known) out.push_back(std::move(occasion));
  }
  const std::vector<Across> compared = Compare(out, all);
  bool any = false;
  for (const Across& across : compared) {
    if (!across.differs) continue;
    any = true;
    if (!std::ranges::all_of(across.values, [](const auto& v) { return v.has_value(); })) return {};
  }
  if (!any || (out.size() > 1 && !Tell(compared, &out))) return {};
  return out;
}

}  // namespace unsoap::match
