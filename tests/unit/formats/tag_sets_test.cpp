#include "formats/tag_sets.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "formats/k6/json_tags.h"

namespace loadtriage::formats {
namespace {

std::string tags_numbered(int number, std::size_t padding = 0) {
  return R"({"name":"item )" + std::to_string(number) + R"(","note":")" + std::string(padding, 'x') + R"("})";
}

const TagSets::Set* find(TagSets& sets, const std::string& text) { return sets.find(text, parse_json_tags); }

const TagSets::Set* expected(TagSets& sets, const std::string& text) {
  return sets.expected(text.data(), text.data() + text.size());
}

TEST_CASE("tag sets: equal texts are one set, others are not") {
  TagSets sets;
  std::set<std::uint64_t> ids;
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 1000; ++i) {
      const TagSets::Set* set = find(sets, tags_numbered(i));
      REQUIRE(set != nullptr);
      CHECK(set->tags.find("name") == "item " + std::to_string(i));
      ids.insert(set->tags.id);
    }
  }
  CHECK(ids.size() == 1000);
  CHECK(sets.known(tags_numbered(1000)) == nullptr);
  CHECK(sets.known(tags_numbered(999)) != nullptr);
}

TEST_CASE("tag sets: too many or too large ones are forgotten, and no id is given out twice") {
  for (const std::size_t padding : {std::size_t{0}, std::size_t{3000}}) {
    CAPTURE(padding);
    TagSets sets;
    std::set<std::uint64_t> ids;
    for (int i = 0; i < 10'000; ++i) {
      const TagSets::Set* set = find(sets, tags_numbered(i, padding));
      REQUIRE(set != nullptr);
      CHECK(set->tags.find("name") == "item " + std::to_string(i));
      CHECK(ids.insert(set->tags.id).second);
    }
    CHECK(sets.known(tags_numbered(0, padding)) == nullptr);
    CHECK(sets.known(tags_numbered(9999, padding)) != nullptr);
    CHECK(ids.insert(find(sets, tags_numbered(0, padding))->tags.id).second);
  }
}

TEST_CASE("tag sets: the last one is expected again, and the one that followed it before") {
  TagSets sets;
  const std::string request = R"({"name":"a"})", check = R"({"check":"a is good"})";
  CHECK(expected(sets, request) == nullptr);
  const std::uint64_t first = find(sets, request)->tags.id;
  REQUIRE(expected(sets, request + "}}\n") != nullptr);
  CHECK(expected(sets, check) == nullptr);
  const std::uint64_t second = find(sets, check)->tags.id;
  CHECK(find(sets, request)->tags.id == first);
  const TagSets::Set* set = expected(sets, check);
  REQUIRE(set != nullptr);
  CHECK(set->tags.id == second);
  sets.break_off();
  CHECK(expected(sets, check) == nullptr);
}

TEST_CASE("tag sets: what is no set leaves no trace") {
  TagSets sets;
  CHECK(find(sets, R"({"name":)") == nullptr);
  CHECK(sets.known(R"({"name":)") == nullptr);
  CHECK(expected(sets, R"({"name":)") == nullptr);
  CHECK(find(sets, R"({"name":"a"})") != nullptr);
}

TEST_CASE("json tags: the quick way and the other give the same") {
  struct Example {
    std::string text;
    std::string value;  // of "a"
  };
  for (const Example& example :
       {Example{R"({"a":"1"})", "1"}, Example{R"({"b":"","a":"x, y"})", "x, y"},
        Example{R"({ "a" : "1" })", "1"}, Example{R"({"b":"{id}","a":"say \"no\""})", "say \"no\""},
        Example{R"({"a":12,"b":"x"})", "12"}, Example{R"({"a":"}"})", "}"}}) {
    CAPTURE(example.text);
    TagSets sets;
    const TagSets::Set* set = find(sets, example.text);
    REQUIRE(set != nullptr);
    CHECK(set->tags.find("a") == example.value);
  }
  TagSets sets;
  for (const char* text :
       {"", "{", R"({"a")", R"({"a":"1")", R"({"a":"1",})", R"({"a":"1"}})", R"({"a":"1)", R"({"a")"}) {
    CAPTURE(text);
    CHECK(find(sets, text) == nullptr);
  }
  REQUIRE(find(sets, "{}") != nullptr);
  CHECK(find(sets, "{}")->tags.items.empty());
}

TEST_CASE("json tags: where an object ends is told without its strings") {
  const auto end_of = [](const std::string& text) {
    const char* end = end_of_flat_object(text.data(), text.data() + text.size());
    return end == nullptr ? std::string_view::npos : static_cast<std::size_t>(end - text.data());
  };
  CHECK(end_of(R"({"a":"1"}}})") == 9);
  CHECK(end_of(R"({"a":"}\"}"},)") == 12);
  CHECK(end_of("{}") == 2);
  CHECK(end_of(R"({"a":{"b":1}})") == std::string_view::npos);
  CHECK(end_of("{\"a\":\"1\n\"}") == std::string_view::npos);
  CHECK(end_of(R"({"a":"1)") == std::string_view::npos);
  CHECK(end_of(R"({"a":"1\)") == std::string_view::npos);
}

}  // namespace
}  // namespace loadtriage::formats
