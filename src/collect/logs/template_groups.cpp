#include "collect/logs/template_groups.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string_view>

#include "base/text.h"
#include "collect/logs/log_template.h"

namespace loadtriage::collect {
namespace {

constexpr std::size_t kFewestNames = 4;  // in one place, for it to vary
constexpr std::size_t kFewestFixed = 2;  // words around it that are the same
constexpr std::size_t kMostWords = 60;
constexpr int kPasses = 3;

using Words = std::vector<std::string_view>;

Words words_of(std::string_view text) {
  Words words;
  while (!text.empty() && words.size() < kMostWords) {
    const std::size_t end = std::min(text.find(' '), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

// Words that tell one fault from another.
bool says_what_happened(std::string_view word) {
  constexpr std::array<std::string_view, 16> kParts = {
      "error", "exception", "fail", "timeout", "timed",  "refused", "denied", "reset",
      "clos",  "abort",     "kill", "exceed",  "reject", "invalid", "found",  "panic"};
  const std::string folded = to_lower_ascii(word);
  if (std::any_of(kParts.begin(), kParts.end(),
                  [&](std::string_view part) { return contains(folded, part); }))
    return true;
  if (folded.size() > 4 && folded.ends_with("ed")) return true;  // "started", "paused"
  // ECONNREFUSED, ER_LOCK_DEADLOCK
  return word.size() > 4 && (word.front() == 'E' || word.find('_') != std::string_view::npos) &&
         std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; }) &&
         word != folded;
}

bool has_letter(std::string_view word) {
  return std::any_of(word.begin(), word.end(),
                     [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; });
}

std::string joined(const Words& words, std::size_t but) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += ' ';
    text += i == but ? kVariable : words[i];
  }
  return text;
}

// The first word is what happens, mostly; it stays.
bool may_vary(const Words& words, std::size_t place) {
  if (place == 0) return false;
  std::size_t fixed = 0;
  for (std::size_t i = 0; i < words.size(); ++i) fixed += i != place && has_letter(words[i]) ? 1 : 0;
  return fixed >= kFewestFixed;
}

// One round: every template goes to the group where the most names meet.
std::map<std::string, std::string> merge_once(const std::set<std::string>& templates) {
  std::map<std::string, std::set<std::string_view>> names;  // by the template with one place open
  for (const std::string& text : templates) {
    const Words words = words_of(text);
    if (words.size() >= kMostWords) continue;
    for (std::size_t i = 1; i < words.size(); ++i)
      if (may_vary(words, i) && !says_what_happened(words[i])) names[joined(words, i)].insert(words[i]);
  }
  const auto varies = [](const std::set<std::string_view>& found) {
    return found.size() >= (found.count(kVariable) > 0 ? kFewestNames - 1 : kFewestNames);
  };
  std::map<std::string, std::string> groups;
  for (const std::string& text : templates) {
    const Words words = words_of(text);
    if (words.size() >= kMostWords) continue;
    std::size_t most = 0;
    for (std::size_t i = 1; i < words.size(); ++i) {
      if (!may_vary(words, i) || says_what_happened(words[i])) continue;
      std::string open = joined(words, i);
      const auto& found = names[open];
      if (found.size() <= most || !varies(found)) continue;
      most = found.size();
      groups[text] = std::move(open);
    }
  }
  return groups;
}

}  // namespace

std::map<std::string, std::string> group_templates(const std::vector<std::string>& templates) {
  std::map<std::string, std::string> groups;
  const std::set<std::string> given(templates.begin(), templates.end());
  std::set<std::string> left = given;
  for (int pass = 0; pass < kPasses; ++pass) {
    const auto merged = merge_once(left);
    if (merged.empty()) break;
    for (auto& [text, group] : groups)
      if (const auto further = merged.find(group); further != merged.end()) group = further->second;
    for (const auto& [text, group] : merged) {
      if (given.count(text) > 0) groups.try_emplace(text, group);
      left.erase(text);
      left.insert(group);
    }
  }
  return groups;
}

}  // namespace loadtriage::collect
