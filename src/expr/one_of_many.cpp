#include "expr/one_of_many.h"

#include <algorithm>
#include <array>
#include <utility>

namespace loadtriage::expr {
namespace {

constexpr std::array<std::string_view, 26> kCounted = {
    "answers",   "attempts", "calls",    "checks",     "clients",  "connections", "cores",
    "endpoints", "errors",   "files",    "iterations", "lines",    "messages",    "processes",
    "replicas",  "requests", "restarts", "routes",     "sessions", "slots",       "statements",
    "threads",   "times",    "users",    "workers",    "VUs"};
// "good requests", "failed requests", "pooled database connections": this far the noun may be.
constexpr int kWordsAhead = 3;

struct Verb {
  std::string_view many, one;
};
constexpr Verb kVerbs[] = {
    {" were ", " was "}, {" are ", " is "}, {" have ", " has "}, {" wait ", " waits "}};

// Puts the verb behind the noun into the singular: at once, or after "of one route".
std::string with_verb_of_one(std::string text, std::size_t at) {
  constexpr int kWordsBetween = 4;
  const bool apart = std::string_view(text).substr(at).starts_with(" of ");
  for (int word = 0; word <= (apart ? kWordsBetween : 0) && at < text.size(); ++word) {
    for (const Verb& verb : kVerbs)
      if (std::string_view(text).substr(at).starts_with(verb.many))
        return text.replace(at, verb.many.size(), verb.one);
    at = std::min(text.find(' ', at + 1), text.size());
  }
  return text;
}

}  // namespace

std::string of_one(std::string_view after) {
  std::string text(after);
  std::size_t at = 0;
  for (int word = 0; word < kWordsAhead && at < text.size() && text[at] == ' '; ++word) {
    const std::size_t end = std::min(
        text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-", at + 1), text.size());
    const std::string_view noun = std::string_view(text).substr(at + 1, end - at - 1);
    if (std::find(kCounted.begin(), kCounted.end(), noun) != kCounted.end()) {
      text.erase(noun == "processes" ? end - 2 : end - 1, noun == "processes" ? 2 : 1);
      const std::size_t verb_at = noun == "processes" ? end - 2 : end - 1;
      return with_verb_of_one(std::move(text), verb_at);
    }
    at = end;
  }
  return text;
}

}  // namespace loadtriage::expr
