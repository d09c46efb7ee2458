#include "collect/logs/template_groups.h"

#include <doctest/doctest.h>

#include <algorithm>

using loadtriage::collect::group_templates;

TEST_CASE("template groups: a place where many names stand varies") {
  const auto groups = group_templates({"no seat for bob in row <*>", "no seat for ann in row <*>",
                                       "no seat for cid in row <*>", "no seat for eve in row <*>"});
  REQUIRE(groups.size() == 4);
  for (const auto& [text, group] : groups) CHECK(group == "no seat for <*> in row <*>");
}

TEST_CASE("template groups: three names are few, unless the place was seen to vary") {
  CHECK(group_templates({"no seat for bob here", "no seat for ann here", "no seat for cid here"}).empty());
  CHECK(group_templates({"no seat for bob here", "no seat for ann here", "no seat for <*> here"}).size() ==
        3);
}

TEST_CASE("template groups: words that say what went wrong are kept apart") {
  CHECK(group_templates({"upstream of shop ECONNREFUSED now", "upstream of shop ETIMEDOUT now",
                         "upstream of shop EPIPE_OR_SO now", "upstream of shop timeout now",
                         "upstream of shop TypeError now", "upstream of shop started now"})
            .empty());
}

TEST_CASE("template groups: the first word and messages of two words stay") {
  CHECK(group_templates({"start the job", "stop the job", "pause the job", "resume the job"}).empty());
  CHECK(group_templates({"remove a", "remove b", "remove c", "remove d", "remove e"}).empty());
}

TEST_CASE("template groups: two places that vary are found one after the other") {
  std::vector<std::string> templates;
  for (const std::string who : {"bob", "ann", "cid", "eve"})
    for (const std::string what : {"apples", "pears", "plums", "nuts"})
      templates.push_back("order of " + what + " by " + who + " is late");
  const auto groups = group_templates(templates);
  REQUIRE(groups.size() == 16);
  for (const auto& [text, group] : groups) CHECK(group == "order of <*> by <*> is late");
}

TEST_CASE("template groups: the order of the templates makes no difference") {
  std::vector<std::string> templates;
  for (int i = 0; i < 300; ++i)
    templates.push_back("job " + std::string(1, static_cast<char>('a' + i % 23)) + " of " +
                        std::string(1, static_cast<char>('a' + i % 7)) + " is late by " +
                        std::string(1, static_cast<char>('a' + i % 3)));
  const auto forward = group_templates(templates);
  std::reverse(templates.begin(), templates.end());
  CHECK(group_templates(templates) == forward);
}
