#include "rules/documents/tree.h"

#include <doctest/doctest.h>

#include "support/small_rules.h"

namespace loadtriage::rules {
namespace {

Document parse(const std::string& text) {
  auto document = parse_yaml("x.yaml", text);
  REQUIRE(document.ok());
  return std::move(*document);
}

void check_same(const Node& a, const Node& b) {
  CHECK(a.kind == b.kind);
  CHECK(a.scalar == b.scalar);
  CHECK(a.line == b.line);
  CHECK(a.column == b.column);
  REQUIRE(a.children.size() == b.children.size());
  REQUIRE(a.keys.size() == b.keys.size());
  for (std::size_t i = 0; i < a.children.size(); ++i) check_same(a.children[i], b.children[i]);
  for (std::size_t i = 0; i < a.keys.size(); ++i) check_same(a.keys[i], b.keys[i]);
}

}  // namespace

TEST_CASE("tree: places count from 1 and stand inside quotes; the top comment is kept") {
  const Document document = parse("# one\n#  two\na: 'x'\nb: [1, \"y\"]\n");
  CHECK(document.comment == "one\n two");
  const Node& a = *document.root.find("a");
  CHECK(a.line == 3);
  CHECK(a.column == 5);
  const Node& y = document.root.find("b")->children[1];
  CHECK(y.line == 4);
  CHECK(y.column == 9);
  CHECK(document.root.find("c") == nullptr);
}

TEST_CASE("tree: a byte of a value is found again in its source") {
  const Document document =
      parse("a: 'it''s @'\nb: \"\\t@\"\nc: |\n  one\n  two @\nd: one\n  two @\ne: >-\n  x\n  @\n");
  const auto check = [&](const char* key, std::uint64_t line, std::uint64_t column) {
    const Node& node = *document.root.find(key);
    const Place place = place_of(document, node, node.scalar.find('@'));
    CHECK_MESSAGE(place.line == line, key);
    CHECK_MESSAGE(place.column == column, key);
  };
  check("a", 1, 11);
  check("b", 2, 7);
  check("c", 5, 7);
  check("d", 7, 7);
  check("e", 10, 3);
}

TEST_CASE("pack: what is unpacked is what was packed") {
  const std::vector<Document> documents = {parse(test::kSmallCause), parse(test::kSmallSignatures)};
  const std::string packed = pack(documents);
  const auto unpacked = unpack(packed);
  REQUIRE(unpacked.ok());
  REQUIRE(unpacked->size() == 2);
  CHECK((*unpacked)[0].comment == documents[0].comment);
  CHECK((*unpacked)[0].path == "x.yaml");
  check_same((*unpacked)[0].root, documents[0].root);
  check_same((*unpacked)[1].root, documents[1].root);
}

TEST_CASE("pack: damage is an error, never a crash") {
  const std::string packed = pack({parse(test::kSmallSignatures)});
  for (std::size_t cut = 0; cut < packed.size(); ++cut) CHECK_FALSE(unpack(packed.substr(0, cut)).ok());
  CHECK_FALSE(unpack(packed + "x").ok());
  for (std::size_t i = 0; i < packed.size(); ++i) {
    for (const int flip : {0x01, 0x80, 0xff}) {
      std::string damaged = packed;
      damaged[i] = static_cast<char>(damaged[i] ^ flip);
      (void)unpack(damaged).ok();
    }
  }
}

TEST_CASE("tree: hostile YAML is refused or read, never obeyed") {
  CHECK_FALSE(parse_yaml("x", "a: &a [*a, *a]\nb: [*a, *a]\n").ok());
  CHECK_FALSE(parse_yaml("x", std::string(100000, '[')).ok());
  CHECK(parse_yaml("x", "").ok());
  const std::string& good = test::kSmallCause;
  for (std::size_t cut = 0; cut < good.size(); ++cut) (void)parse_yaml("x", good.substr(0, cut)).ok();
}

}  // namespace loadtriage::rules
