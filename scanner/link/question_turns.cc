// What is chosen in the turn that is looked at: variables of loops, and the entries and items that
// are read by what they are then.
#include <algorithm>
#include <string>

#include "scanner/base/char.h"
#include "scanner/link/question.h"

namespace unsoap::link {

Questions::Turn::Turn(Questions* questions, const std::vector<Choice>& choices)
    : questions_(*questions), before_(questions->choices_.size()) {
  answers_.swap(questions_.answers_), selves_.swap(questions_.selves_);
  questions_.choices_.insert(questions_.choices_.end(), choices.begin(), choices.end());
}

Questions::Turn::~Turn() {
  answers_.swap(questions_.answers_), selves_.swap(questions_.selves_);
  questions_.choices_.resize(before_);
}

uint32_t Questions::PlaceIn(ExprRef index) const {
  const facts::Expr& e = program_.expr(index);
  if (e.kind != facts::ExprKind::kIndex || e.args_count != 1 || e.object == facts::kNone)
    return facts::kNone;
  const facts::ExprId key = program_.file(index.file).begin_args(e)[0].value;
  if (key == facts::kNone) return facts::kNone;
  const facts::Expr& place = program_.expr({index.file, key});
  const bool is_place = place.kind == facts::ExprKind::kConstant && !place.text.empty() &&
                        place.text.size() < 4 &&
                        std::all_of(place.text.begin(), place.text.end(), IsDigit);
  return is_place ? static_cast<uint32_t>(std::stoul(std::string(place.text))) : facts::kNone;
}

ExprRef Questions::ItemAt(const Held& held, uint32_t place) const {
  const Atom& atom = flow_.atom(held.atom);
  if (atom.kind != AtomKind::kObject) return {};
  const Object& list = flow_.object(atom.a);
  if (list.at.expr == facts::kNone || list.at.file == facts::kNone) return {};
  const facts::Expr& e = program_.expr(list.at);
  if (e.kind != facts::ExprKind::kList || place >= e.args_count) return {};
  for (const auto& [name, node] : list.fields) {
    if (begin_[node + 1] - begin_[node] != (name == "[]" ? e.args_count : 0)) return {};
  }
  const facts::ExprId item = program_.file(list.at.file).begin_args(e)[place].value;
  return item == facts::kNone ? ExprRef{} : ExprRef{list.at.file, item};
}

Questions::Given Questions::ChosenAt(ExprRef at, Frame frame) const {
  const facts::Expr* e = &program_.expr(at);
  enum class Part { kWhole, kKey, kValue } part = Part::kWhole;
  if (e->kind != facts::ExprKind::kName && e->object != facts::kNone) {
    const uint32_t place = PlaceIn(at);
    const bool reads = e->kind == facts::ExprKind::kMember ||
                       (e->kind == facts::ExprKind::kCall && e->args_count == 0);
    if (place == 0 || (reads && program_.Names(at.file, &languages::Language::entry_keys, e->text)))
      part = Part::kKey;
    else if (place == 1 ||
             (reads && program_.Names(at.file, &languages::Language::entry_values, e->text)))
      part = Part::kValue;
    else
      return {};
    e = &program_.expr({at.file, e->object});
  }
  if (e->kind != facts::ExprKind::kName || e->is_instance) return {};
  for (auto choice = choices_.rbegin(); choice != choices_.rend(); ++choice) {
    if (choice->file != at.file || choice->name != e->text || e->span.begin < choice->loop.begin ||
        e->span.end > choice->loop.end)
      continue;
    if (choice->frame != frame) return {};
    return part == Part::kWhole ? choice->whole : part == Part::kKey ? choice->key : choice->value;
  }
  return {};
}

std::vector<Questions::Given> Questions::EntriesAt(ExprRef index, Frame frame, bool loose) {
  const facts::Expr& e = program_.expr(index);
  const bool reads = e.kind == facts::ExprKind::kIndex ||
                     (e.kind == facts::ExprKind::kCall && flow_.Targets(index).empty() &&
                      program_.Names(index.file, &languages::Language::lookups, e.text));
  if (!reads || e.args_count == 0 || e.object == facts::kNone) return {};
  const facts::ExprId key = program_.file(index.file).begin_args(e)[0].value;
  if (key == facts::kNone || program_.expr({index.file, key}).kind == facts::ExprKind::kString)
    return {};
  const std::vector<Held> keys = HeldBy(flow_.NodeOf({index.file, key}), frame, loose);
  if (keys.size() != 1 || flow_.atom(keys[0].atom).kind != AtomKind::kString) return {};
  const std::string name(flow_.str(flow_.atom(keys[0].atom).a));
  std::vector<Given> out;
  for (const Held& held : HeldBy(flow_.NodeOf({index.file, e.object}), frame, loose)) {
    const Atom& atom = flow_.atom(held.atom);
    // What a map's declared type says.
    if (atom.kind == AtomKind::kExternalType && flow_.ExprOf(held.origin).expr == facts::kNone)
      continue;
    if (atom.kind != AtomKind::kObject) return {};
    const Object& map = flow_.object(atom.a);
    const auto field = map.fields.find(name);
    if (field == map.fields.end()) return {};
    for (const Written& written : WrittenInto(held, field->second))
      out.push_back(
          {facts::kNone, written.value, written.frame, held.ups, written.loose || held.loose});
  }
  return out;
}

}  // namespace unsoap::link
