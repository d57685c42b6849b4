// The prefilter against a brute-force search, on every kernel the machine has.
#include "scanner/prefilter/prefilter.h"

#include <stdlib.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <random>

#include "scanner/base/text.h"
#include "scanner/prefilter/decisions.h"
#include "scanner/prefilter/required_literal.h"
#include "scanner/prefilter/teddy.h"
#include "scanner/prefilter/utf16.h"
#include "scanner/rules/pack.h"
#include "tests/catch.h"

namespace unsoap {
namespace {

using NeedleText = prefilter::Prefilter::NeedleText;
using Found = std::vector<std::pair<size_t, uint32_t>>;

Found BruteForce(const std::vector<NeedleText>& needles, std::string_view text) {
  const auto word = [&](size_t i) {
    return std::isalnum(static_cast<unsigned char>(text[i])) != 0 || text[i] == '_';
  };
  Found found;
  for (size_t at = 0; at < text.size(); ++at) {
    for (uint32_t n = 0; n < needles.size(); ++n) {
      const size_t size = needles[n].text.size();
      if (size == 0 || !EqualsIgnoreCase(text.substr(at, size), needles[n].text)) continue;
      const bool inside = (at > 0 && word(at - 1)) || (at + size < text.size() && word(at + size));
      if (!needles[n].whole_word || !inside) found.emplace_back(at, n);
    }
  }
  return found;
}

Found All(const prefilter::Prefilter& prefilter, std::string_view text) {
  Found found;
  for (const auto& match : prefilter.FindAll(text)) found.emplace_back(match.offset, match.needle);
  return found;
}

prefilter::Hits Expected(const std::vector<NeedleText>& needles, const Found& found) {
  prefilter::Hits hits;
  for (const auto& each : found) {
    const prefilter::Needle kind = needles[each.second].kind;
    hits.strong |= kind == prefilter::Needle::kStrong;
    hits.part |= kind == prefilter::Needle::kPart;
    hits.weak |= kind == prefilter::Needle::kWeak;
    hits.operation |= kind == prefilter::Needle::kOperation;
    hits.everyday |= kind == prefilter::Needle::kEveryday;
    hits.toolkit |= kind == prefilter::Needle::kToolkit;
    hits.learned |= kind == prefilter::Needle::kLearned;
  }
  if (hits.part && hits.weak) hits.strong = true;
  if (hits.everyday && (hits.toolkit || hits.weak)) hits.operation = true;
  return hits;
}

void CheckEverywhere(const std::vector<NeedleText>& needles, const std::string& text) {
  const Found expected = BruteForce(needles, text);
  const prefilter::Hits hits = Expected(needles, expected);
  for (size_t kernel = 0; kernel < prefilter::TeddyKernels().size(); ++kernel) {
    prefilter::Prefilter prefilter(needles);
    prefilter.UseKernel(static_cast<int>(kernel));
    CAPTURE(kernel, text);
    REQUIRE(All(prefilter, text) == expected);
    const prefilter::Hits got = prefilter.Classify(text);
    REQUIRE(got.strong == hits.strong);
    REQUIRE(got.Candidate() == hits.Candidate());
    if (!hits.strong) {
      REQUIRE(got.weak == hits.weak);
      REQUIRE(got.operation == hits.operation);
      REQUIRE(got.learned == hits.learned);
    }
  }
}

std::vector<NeedleText> SomeNeedles() {
  return {{"mktows", prefilter::Needle::kStrong},
          {"acme", prefilter::Needle::kWeak},
          {"getLead", prefilter::Needle::kOperation},
          {"get_lead", prefilter::Needle::kOperation},
          {"getLeadChanges", prefilter::Needle::kOperation},
          {"pushIt", prefilter::Needle::kLearned, true},
          {"go", prefilter::Needle::kLearned, true},
          {"x", prefilter::Needle::kLearned, true},
          {"a_b", prefilter::Needle::kOperation},
          {"", prefilter::Needle::kStrong}};
}

TEST_CASE(
    "a needle is found at every offset of a buffer, at its very end and across vector boundaries") {
  for (const char* needle : {"mktows", "getLeadChanges", "a_b", "x", "GO"}) {
    for (size_t at = 0; at < 140; ++at) {
      for (const size_t after : {size_t{0}, size_t{1}, size_t{40}}) {
        CheckEverywhere(SomeNeedles(), std::string(at, '.') + needle + std::string(after, ';'));
      }
    }
  }
}

TEST_CASE("a text shorter than any window is searched") {
  for (const char* text : {"", "x", "go", "a_b", "mkto", "x x", "GO x"})
    CheckEverywhere(SomeNeedles(), text);
}

TEST_CASE("needles may overlap, contain each other and repeat") {
  const std::vector<NeedleText> needles = {{"abab", prefilter::Needle::kOperation},
                                           {"bab", prefilter::Needle::kWeak},
                                           {"ab", prefilter::Needle::kOperation},
                                           {"abab", prefilter::Needle::kLearned},
                                           {"babababab", prefilter::Needle::kStrong}};
  CheckEverywhere(needles, "abababab ABABab xbabababababx bab");
}

TEST_CASE("a whole word has no letter, digit or underscore beside it") {
  const prefilter::Prefilter prefilter({{"pushIt", prefilter::Needle::kLearned, true}});
  for (const char* text : {"pushIt", " PUSHIT(", "->pushit;", "\xc3\xa9pushIt", "pushIt-er"}) {
    CAPTURE(text);
    CHECK(prefilter.Classify(text).learned);
  }
  for (const char* text : {"pushIts", "xpushIt", "_pushIt", "pushIt_", "pushIt2", "push It"}) {
    CAPTURE(text);
    CHECK(prefilter.Classify(text).Nothing());
  }
}

TEST_CASE("only ASCII letters lose their case") {
  const prefilter::Prefilter prefilter({{"a_b@c[d", prefilter::Needle::kStrong}});
  CHECK(prefilter.Classify("A_B@C[D").strong);
  CHECK(prefilter
            .Classify("A\x7f"
                      "B@C[D")
            .Nothing());  // bytes that differ from these in the bit of the case
  CHECK(prefilter.Classify("A_B`C[D").Nothing());
  CHECK(prefilter.Classify("A_B@C{D").Nothing());
}

TEST_CASE("random needles and texts give what a brute-force search gives") {
  std::mt19937 random(20261123);
  const auto pick = [&](size_t n) { return static_cast<size_t>(random() % n); };
  const std::string alphabets[] = {"ab", "aAbB_", "abcdefgh ._-",
                                   std::string("\0\x80\xff{[`@a", 8)};
  for (int round = 0; round < 600; ++round) {
    const std::string& alphabet = alphabets[pick(4)];
    const auto text = [&](size_t size) {
      std::string out;
      for (size_t i = 0; i < size; ++i) out += alphabet[pick(alphabet.size())];
      return out;
    };
    std::vector<NeedleText> needles(1 + pick(40));
    for (NeedleText& needle : needles) {
      needle = {text(1 + pick(9)), static_cast<prefilter::Needle>(pick(7)), pick(3) == 0};
    }
    std::string haystack = text(pick(300));
    if (prefilter::LooksUtf16(haystack)) continue;  // searched in two readings, see below
    for (size_t i = pick(4); i > 0; --i)
      haystack.insert(pick(haystack.size() + 1), needles[pick(needles.size())].text);
    if (prefilter::LooksUtf16(haystack)) continue;
    CheckEverywhere(needles, haystack);
  }
}

TEST_CASE("UTF-16 of either byte order is searched, with or without a mark") {
  const prefilter::Prefilter prefilter(SomeNeedles());
  const std::string ascii = "<?php $client->getLead(); // mktows";
  for (const bool little : {true, false}) {
    for (const bool mark : {true, false}) {
      std::string wide;
      const auto unit = [&](unsigned value) {
        const char high = static_cast<char>(value >> 8);
        const char low = static_cast<char>(value & 0xff);
        wide += little ? std::string{low, high} : std::string{high, low};
      };
      if (mark) unit(0xfeff);
      for (const char c : ascii) unit(static_cast<unsigned char>(c));
      CAPTURE(little, mark);
      CHECK(prefilter.Classify(wide).strong);
      const Found expected = {{2 * (15 + static_cast<size_t>(mark)), 2},
                              {2 * (29 + static_cast<size_t>(mark)), 0}};
      CHECK(All(prefilter, wide) == expected);
    }
  }
  CHECK_FALSE(
      prefilter::LooksUtf16("plain text, long enough to tell that there is no other byte order"));
}

TEST_CASE(
    "tiers: weak and operation together make a candidate, either alone waits for the repository") {
  const prefilter::Prefilter prefilter(SomeNeedles());
  CHECK(prefilter.Classify("acme getLead").Candidate());
  CHECK(prefilter.Classify("acme").Deferred());
  CHECK(prefilter.Classify("getLead").Deferred());
  CHECK(prefilter.Classify("nothing here").Nothing());
  CHECK(prefilter.Classify("acme getLead mktows").strong);
  CHECK(prefilter.Classify("mktows acme getLead").Candidate());
}

TEST_CASE("a regular expression requires the longest plain text of each of its alternatives") {
  using List = std::vector<std::string>;
  CHECK(prefilter::RequiredLiterals("/soap/mktows/[0-9_]+") == List{"/soap/mktows/"});
  CHECK(prefilter::RequiredLiterals("(?i)[a-z0-9-]+\\.mktoapi\\.com") == List{".mktoapi.com"});
  CHECK(prefilter::RequiredLiterals("alpha.*longest|other[|]word") == List{"longest", "other"});
  CHECK(prefilter::RequiredLiterals("(?:first|second)") == List{"first", "second"});
  CHECK(prefilter::RequiredLiterals("colou?r") == List{"colo"});
  CHECK(prefilter::RequiredLiterals("x(optional text)?yz").empty());
  CHECK(prefilter::RequiredLiterals("abcd|ef").empty());
  CHECK(prefilter::RequiredLiterals("(?x)verbose text").empty());
  CHECK(prefilter::RequiredLiterals("").empty());
}

TEST_CASE("what stands beside a word in all that an expression matches is only a part") {
  using Flags = std::vector<bool>;
  const std::vector<std::string> words = {"acme", "mktows"};
  CHECK(prefilter::AlsoRequired("(?:acme|mktows)[a-z.]*\\.wsdl", words) == Flags{true});
  CHECK(prefilter::AlsoRequired("(?i)(?:/soap/x|(?:acme|ACMEish)-[0-9]+\\.wsdl)", words) ==
        Flags{false, true});
  CHECK(prefilter::AlsoRequired("(?:acme|other)[a-z.]*\\.wsdl", words) == Flags{false});
  CHECK(prefilter::AlsoRequired("(?:acme)?[a-z.]*\\.wsdl", words) == Flags{false});
  CHECK(prefilter::AlsoRequired("[acme]+\\.wsdl", words) == Flags{false});
}

TEST_CASE("a run that an expression requires is found wherever it stands") {
  const prefilter::RequiredRun run = prefilter::FindRequiredRun(
      "(?:^|[^A-Z])([A-Za-z0-9-]+(?:_[0-9]+)?_[0-9A-F]{5,7})(?:$|[^A-Z])");
  CHECK(run.size == 5);
  for (size_t before = 0; before < 12; ++before) {
    for (const size_t after : {1, 9}) {
      CHECK(run.IsIn(std::string(before, 'x') + "0F3A9" + std::string(after, 'z')));
      CHECK_FALSE(run.IsIn(std::string(before, 'x') + "0F3A" + std::string(after, 'z') + "B7"));
    }
  }
  CHECK_FALSE(run.IsIn(""));
  for (const char* none : {"abc", "[0-9]{3}|[a-z]{9}", "(?:[0-9]{9})?", "[^a]{9}", "([0-9]{4})?"}) {
    CAPTURE(none);
    CHECK(prefilter::FindRequiredRun(none).size == 0);
    CHECK(prefilter::FindRequiredRun(none).IsIn(""));
  }
}

rules::Pack SmallPack() {
  rules::Pack pack;
  rules::Operation lead;
  lead.name = "getMObjects";
  rules::Operation tags;
  tags.name = "getTags";
  tags.is_common_name = true;
  pack.operations = {lead, tags};
  pack.surface.strong_anchors = {"mktows"};
  pack.surface.weak_anchors = {"acme"};
  pack.surface.code_packages = {"com.acme.soap"};
  pack.surface.types = {"LeadKeyRef"};
  pack.credentials.names = {"soapUserId"};
  rules::Package package;
  package.names = {"acme", "acme-soap-client*"};
  package.imports = {"acme_(?:soap)?client"};
  pack.packages = {package};
  rules::Toolkit toolkit;
  toolkit.imports = {"wirecall(?:\\..*)?"};
  pack.toolkits = {toolkit};
  return pack;
}

TEST_CASE("the needles of a pack cover every way a file can matter") {
  const rules::Pack pack = SmallPack();
  const prefilter::Prefilter prefilter(prefilter::NeedlesOf({&pack}));
  for (const char* text :
       {"x mktows y", "paramsGetMObjects", "new LEADKEYREF()", "import com.acme.soap.Port;",
        "use com\\acme\\soap;", "com/acme/soap/Port.class",
        "SOAP_USER_ID=", "soap-user-id:", "soapUserId"}) {
    CAPTURE(text);
    CHECK(prefilter.Classify(text).strong);
  }
  for (const char* text : {"\"acme\": \"^1.0\"", "acme-soap-client-core", "paramsGetTags"}) {
    CAPTURE(text);
    const prefilter::Hits hits = prefilter.Classify(text);
    CHECK(hits.Candidate());
    CHECK_FALSE(hits.strong);
  }
  for (const char* text : {"$c->getMObjects()", "get_m_objects", "get_mobjects", "acmeish",
                           "wirecall getTags", "import wirecall.port; successGetTags"}) {
    CAPTURE(text);
    CHECK(prefilter.Classify(text).Deferred());
  }
  // An everyday operation's name admits a file beside a toolkit's word or the service's only.
  for (const char* text : {"x.getTags()", "successGetTags", "import wirecall"}) {
    CAPTURE(text);
    CHECK_FALSE(prefilter.Classify(text).Candidate());
    CHECK_FALSE(prefilter.Classify(text).Deferred());
  }
  CHECK(prefilter.Classify("acme.getTags()").Candidate());
  CHECK(prefilter.Classify("nothing of the kind").Nothing());
}

TEST_CASE("windows are chosen so that source code gives few false candidates") {
  // As many operation names as a real service has, all in the everyday words of such names.
  rules::Pack pack;
  for (const char* verb : {"get", "sync", "list", "describe", "schedule", "merge"}) {
    for (const char* noun : {"Lead", "MultipleLeads", "Campaign", "CustomObjects", "Opportunity"}) {
      rules::Operation operation;
      operation.name = std::string(verb) + noun;
      pack.operations.push_back(operation);
    }
  }
  const prefilter::Prefilter prefilter(prefilter::NeedlesOf({&pack}));
  CHECK(prefilter.CandidatesPerMegabyte() < 500);
  CHECK(prefilter.CandidatesPerMegabyte() > 0);
}

TEST_CASE("the decisions say what becomes of each path and why") {
  char name[] = "/tmp/unsoap-decisions-XXXXXX";
  const std::string root = mkdtemp(name);
  const auto write = [&](const char* file, const char* text) {
    std::ofstream(root + "/" + file) << text;
  };
  write("a.txt", "nothing\n");
  write("b.php", "\n\n$c->getLead();\n");
  write("c.log", "mktows");
  write(".gitignore", "*.log\n");
  walk::WalkOptions options;
  options.roots = {root};
  options.record_ignored = true;
  const auto decide = [&] {
    std::string out;
    for (const prefilter::PathDecision& each :
         prefilter::DecidePaths(*walk::Walk(options), SomeNeedles(), 2)) {
      out += each.path + " " + std::string(prefilter::Name(each.what)) + " " + each.why + "\n";
      for (const auto& hit : each.hits)
        out += "  " + std::to_string(hit.line) + " " + hit.needle + "\n";
    }
    return out;
  };
  CHECK(decide() ==
        ".gitignore dropped \na.txt dropped \nb.php deferred operation: getLead\n  3 getLead\n"
        "c.log skipped ignored .gitignore:1\n");
  write("d.txt", "MKTOWS");
  CHECK(decide().find("b.php candidate") != std::string::npos);
  CHECK(prefilter::DecidePaths(*walk::Walk(options)).size() == 5);
  std::filesystem::remove_all(root);
}

}  // namespace
}  // namespace unsoap
