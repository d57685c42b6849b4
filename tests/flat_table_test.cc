// The hash table of the hot loops, against the standard library's.
#include "scanner/base/flat_table.h"

#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/catch.h"

using namespace unsoap;

TEST_CASE("a flat table holds what a map holds, the key 0 included") {
  FlatTable<uint32_t> table;
  std::map<uint64_t, uint32_t> map;
  CHECK(table.Get(7) == nullptr);
  std::mt19937_64 random(1);
  for (uint32_t i = 0; i < 20000; ++i) {
    const uint64_t key = i == 0 ? 0 : random() % 5000 << (i % 3 * 20);
    const auto [value, fresh] = table.Insert(key);
    CHECK(fresh == map.try_emplace(key, i).second);
    if (fresh) *value = i;
  }
  CHECK(table.size() == map.size());
  for (const auto& [key, value] : map) {
    REQUIRE(table.Get(key) != nullptr);
    CHECK(*table.Get(key) == value);
  }
  CHECK(table.Get(~uint64_t{0}) == nullptr);
}

TEST_CASE("a flat index numbers equal things alike, whatever their hashes") {
  std::vector<std::string> names;
  FlatIndex index;
  for (int i = 0; i < 3000; ++i) {
    const std::string name = std::to_string(i % 1000);
    const uint64_t hash = static_cast<uint64_t>(i % 10);  // few hashes: comparing decides
    const auto next = static_cast<uint32_t>(names.size());
    const uint32_t known =
        index.FindOrAdd(hash, next, [&](uint32_t number) { return names[number] == name; });
    if (known == FlatIndex::kNew) names.push_back(name);
    CHECK(names[known == FlatIndex::kNew ? next : known] == name);
  }
  CHECK(names.size() == 1000);
}
