// That logs are searched by their skeletons (scan/skeleton.h) must hold for every signature.
#include <doctest/doctest.h>
#include <re2/re2.h>

#include <random>

#include "base/ascii.h"
#include "knowledge/load_rules.h"
#include "scan/loosen.h"
#include "scan/skeleton.h"
#include "support/memory_file_system.h"

namespace loadtriage {
namespace {

// The text with other numbers and ids: most patterns still match, those that want one number do not.
std::string with_other_numbers(std::string_view text, std::mt19937& random) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_digit(text[i])) {
      out += text[i];
      continue;
    }
    const auto dice = random() % 10;
    if (dice < 5)
      out += text[i];
    else if (dice < 9)
      out += static_cast<char>('0' + random() % 10);
    else
      for (auto n = random() % 4; n > 0; --n) out += "0123456789abcdefABCDEF"[random() % 22];
  }
  return out;
}

re2::RE2::Options latin() {
  re2::RE2::Options options(re2::RE2::Latin1);
  options.set_log_errors(false);
  return options;
}

}  // namespace

TEST_CASE("signatures: what is found in a text is found in its skeleton") {
  const test::MemoryFileSystem files;
  const auto rules = knowledge::load_rules({}, files, rules::Trust::checked_before);
  REQUIRE(rules.ok());
  std::mt19937 random(5);
  scan::Skeleton skeleton;
  std::size_t examples = 0;
  for (const rules::Signature& signature : rules->signatures) {
    const auto loose = scan::loosen(signature.pattern);
    // One that can't be loosened takes the shortcut from all.
    REQUIRE_MESSAGE(loose.has_value(), signature.id);
    const re2::RE2 pattern(signature.pattern, latin()), loosened(*loose, latin());
    REQUIRE_MESSAGE(loosened.ok(), signature.id, ": ", *loose);
    const auto check = [&](std::string_view text) {
      if (text.size() > scan::Skeleton::kLongest ||
          !re2::RE2::PartialMatch({text.data(), text.size()}, pattern))
        return;
      ++examples;
      const std::string_view bones = skeleton.of(text);
      CHECK_MESSAGE(re2::RE2::PartialMatch({bones.data(), bones.size()}, loosened), signature.id, " in ",
                    text);
    };
    for (const auto* texts : {&signature.matches, &signature.ignores}) {
      for (const std::string_view text : *texts) {
        check(text);
        for (int i = 0; i < 8; ++i) check(with_other_numbers(text, random));
      }
    }
  }
  CHECK(examples > 10000);
}

}  // namespace loadtriage
