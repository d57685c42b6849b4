// Questions about one call: two callers of one function share nothing.
#include "scanner/link/question.h"

#include <algorithm>
#include <memory>

#include "scanner/facts/read.h"
#include "tests/catch.h"

using namespace unsoap;

namespace {

/// One file as a solved program that can be asked.
struct Asked {
  Asked(const std::string& path, const std::string& text) {
    facts.push_back(facts::ReadFile(path, text, facts::ReadLimits()));
    program = std::make_unique<link::Program>(std::vector<const facts::FileFacts*>{facts.data()});
    toolkits = std::make_unique<link::ToolkitIndex>(std::vector<const rules::Pack*>());
    flow = std::make_unique<link::Flow>(*program, *toolkits);
    flow->Solve();
    questions = std::make_unique<link::Questions>(*program, *flow);
  }

  std::vector<facts::ExprId> CallsOf(std::string_view name) const {
    std::vector<facts::ExprId> out;
    for (const facts::ExprId call : facts[0].calls) {
      if (facts[0].exprs[call].text == name) out.push_back(call);
    }
    return out;
  }

  std::vector<std::string> Texts(const std::vector<link::Questions::Held>& held) const {
    std::vector<std::string> out;
    for (const link::Questions::Held& each : held) {
      const link::Atom& atom = flow->atom(each.atom);
      if (atom.kind == link::AtomKind::kString) out.emplace_back(flow->str(atom.a));
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }

  /// What is in the field `type` of the objects that the first argument of a call holds.
  std::vector<std::string> TypesGivenTo(facts::ExprId call, link::Frame frame = link::kAnyCall) {
    const facts::ExprId argument = facts[0].begin_args(facts[0].exprs[call])[0].value;
    std::vector<link::Questions::Held> all;
    const std::vector<link::Questions::Held> objects =
        questions->Ask(flow->NodeOf({0, argument}), frame).held;
    for (const link::Questions::Held& object : objects) {
      const link::Atom& atom = flow->atom(object.atom);
      if (atom.kind != link::AtomKind::kObject) continue;
      const auto member = flow->object(atom.a).fields.find("type");
      if (member == flow->object(atom.a).fields.end()) continue;
      for (const auto& written : questions->WrittenInto(object, member->second)) {
        const auto& answer = questions->Ask(written.value, written.frame);
        all.insert(all.end(), answer.held.begin(), answer.held.end());
      }
    }
    return Texts(all);
  }

  std::vector<facts::FileFacts> facts;
  std::unique_ptr<link::Program> program;
  std::unique_ptr<link::ToolkitIndex> toolkits;
  std::unique_ptr<link::Flow> flow;
  std::unique_ptr<link::Questions> questions;
};

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("What a factory makes is another object for each of its callers") {
  const std::vector<std::pair<std::string, std::string>> sources = {
      {"a.php",
       "<?php function blank() { return new stdClass(); }\n"
       "function one() { $k = blank(); $k->type = 'A'; send($k); }\n"
       "function two() { $k = blank(); $k->type = 'B'; send($k); }\n"},
      {"a.js",
       "const blank = () => ({});\n"
       "function one() { const k = blank(); k.type = 'A'; send(k); }\n"
       "function two() { const k = blank(); k.type = 'B'; send(k); }\n"},
      {"a.py",
       "def blank():\n    return {}\n\n"
       "def one():\n    k = blank()\n    k['type'] = 'A'\n    send(k)\n\n"
       "def two():\n    k = blank()\n    k['type'] = 'B'\n    send(k)\n"},
      {"A.java",
       "class A { Key blank() { return new Key(); }\n"
       "void one() { Key k = blank(); k.setType(\"A\"); send(k); }\n"
       "void two() { Key k = blank(); k.setType(\"B\"); send(k); } }\n"},
  };
  for (const auto& [path, text] : sources) {
    INFO(text);
    Asked asked(path, text);
    const std::vector<facts::ExprId> calls = asked.CallsOf("send");
    REQUIRE(calls.size() == 2);
    CHECK(asked.TypesGivenTo(calls[0]) == Words{"A"});
    CHECK(asked.TypesGivenTo(calls[1]) == Words{"B"});
  }
}

TEST_CASE("A function that fills an object fills the one that it was given") {
  Asked asked("a.php",
              "<?php function fill($k, $type) { $k->type = $type; }\n"
              "function one() { $k = new stdClass(); fill($k, 'A'); send($k); }\n"
              "function two() { $k = new stdClass(); fill($k, 'B'); send($k); }\n");
  const std::vector<facts::ExprId> calls = asked.CallsOf("send");
  CHECK(asked.TypesGivenTo(calls[0]) == Words{"A"});
  CHECK(asked.TypesGivenTo(calls[1]) == Words{"B"});
}

TEST_CASE("What a function is given is asked of one call, or of all") {
  Asked asked("a.py",
              "def gate(kind):\n    send({'type': kind})\n\n"
              "def one():\n    gate('A')\n\ndef two():\n    gate('B')\n");
  const facts::ExprId send = asked.CallsOf("send")[0];
  const std::vector<facts::ExprId> gates = asked.CallsOf("gate");
  link::Questions& questions = *asked.questions;
  CHECK(asked.TypesGivenTo(send, questions.Enter(link::kAnyCall, {0, gates[0]})) == Words{"A"});
  CHECK(asked.TypesGivenTo(send, questions.Enter(link::kAnyCall, {0, gates[1]})) == Words{"B"});
  CHECK(asked.TypesGivenTo(send) == Words{"A", "B"});
}

TEST_CASE("Instances of one class keep their fields apart") {
  Asked asked("a.rb",
              "class Key\n  def initialize(type)\n    @type = type\n  end\n"
              "  def to_hash\n    { type: @type }\n  end\nend\n"
              "def one\n  key = Key.new('A')\n  send_it(key.to_hash)\nend\n"
              "def two\n  key = Key.new('B')\n  send_it(key.to_hash)\nend\n");
  const std::vector<facts::ExprId> calls = asked.CallsOf("send_it");
  REQUIRE(calls.size() == 2);
  CHECK(asked.TypesGivenTo(calls[0]) == Words{"A"});
  CHECK(asked.TypesGivenTo(calls[1]) == Words{"B"});
}

TEST_CASE("A question that takes too long says so") {
  // Each function calls the next one twice: the ways through them are more than anybody walks.
  std::string text = "<?php\n";
  for (int i = 0; i < 40; ++i) {
    const std::string n = std::to_string(i), next = std::to_string(i + 1);
    text += "function f" + n + "($x) { return f" + next + "($x) ?: f" + next + "([$x]); }\n";
  }
  text += "function f40($x) { return $x; }\nsend(f0('A'));\n";
  Asked asked("a.php", text);
  const facts::ExprId send = asked.CallsOf("send")[0];
  const facts::ExprId argument = asked.facts[0].begin_args(asked.facts[0].exprs[send])[0].value;
  const auto& answer = asked.questions->Ask(asked.flow->NodeOf({0, argument}), link::kAnyCall);
  // Whole or not, it ends; what is not whole is not taken for an answer.
  CHECK((!answer.complete || asked.Texts(answer.held) == Words{"A"}));
}
