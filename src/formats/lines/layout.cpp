#include "formats/lines/layout.h"

#include <algorithm>

#include "base/ascii.h"
#include "formats/lines/levels.h"

namespace loadtriage::formats {
namespace {

constexpr int kMostSteps = 4000;

bool is_space(char c) { return c == ' ' || c == '\t'; }
bool is_name_char(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }
bool is_word_char(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c); }

}  // namespace

struct Layout::Walk {
  std::string_view line;
  const LevelNames& levels;
  TimestampReader& times;
  Match& match;
  int steps = 0;
};

Layout::Fault Layout::compile_field(std::string_view text, std::size_t& at) {
  const std::size_t begin = at;
  const std::size_t end = text.find('>', at);
  if (end == std::string_view::npos) return {begin, "no `>` closes this name"};
  std::string_view inside = text.substr(at + 1, end - at - 1);
  at = end + 1;
  const std::size_t colon = std::min(inside.find(':'), inside.size());
  const std::string_view name = inside.substr(0, colon);
  const std::string_view kind = colon < inside.size() ? inside.substr(colon + 1) : std::string_view();
  if (name.empty() || !std::all_of(name.begin(), name.end(), is_name_char))
    return {begin, "a name has lower case letters, digits and `_`"};
  Node node;
  node.text = name;
  if (kind.empty())
    node.kind = name == "time"                            ? Kind::time
                : name == "uptime" || name == "uptime_ms" ? Kind::uptime
                : name == "level"                         ? Kind::level
                : name == "message"                       ? Kind::message
                                                          : Kind::word;
  else if (kind == "text")
    node.kind = Kind::text;
  else if (kind == "int")
    node.kind = Kind::integer;
  else if (kind == "number")
    node.kind = Kind::number;
  else if (kind == "own" && name == "level")
    node.kind = Kind::own_level;
  else
    return {begin, "the kinds are text, int and number"};
  if (std::any_of(nodes_.begin(), nodes_.end(), [](const Node& n) { return n.kind == Kind::message; }))
    return {begin, "`<message>` takes the rest of the line"};
  nodes_.push_back(std::move(node));
  return {};
}

Layout::Fault Layout::compile(std::string_view text) {
  nodes_.clear();
  std::vector<std::size_t> open;
  std::size_t sealed = 0;  // an option ends before this node
  const auto literal = [&](char c) {
    if (nodes_.empty() || nodes_.back().kind != Kind::literal ||
        (!open.empty() && nodes_.size() == open.back() + 1) || sealed == nodes_.size())
      nodes_.push_back({Kind::literal, {}, 0});
    nodes_.back().text += c;
  };
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '<') {
      if (Fault fault = compile_field(text, at); !fault.text.empty()) return fault;
      continue;
    }
    ++at;
    if (c == '{') {
      open.push_back(nodes_.size());
      nodes_.push_back({Kind::split, {}, 0});
    } else if (c == '}') {
      if (open.empty()) return {at - 1, "no `{` was open"};
      nodes_[open.back()].next = nodes_.size();
      sealed = nodes_.size();
      open.pop_back();
    } else if (c == ' ') {
      if (nodes_.empty() || nodes_.back().kind != Kind::space || sealed == nodes_.size())
        nodes_.push_back({Kind::space, {}, 0});
    } else if (c == '\\' && at < text.size()) {
      literal(text[at++]);
    } else {
      literal(c);
    }
  }
  if (!open.empty()) return {text.size(), "no `}` closes the part that may be missing"};
  if (nodes_.empty()) return {0, "the layout is empty"};
  return {};
}

bool Layout::match(std::string_view line, const LevelNames& levels, TimestampReader& times,
                   Match& match) const {
  match.fields.clear();
  match.has_time = match.has_message = false;
  match.level = model::Level::unknown;
  match.level_word = match.message = {};
  Walk state{line, levels, times, match, 0};
  return walk(state, 0, 0);
}

bool Layout::may_begin(std::size_t node, std::string_view line, std::size_t at) const {
  if (node >= nodes_.size()) return at == line.size();
  const Node& next = nodes_[node];
  if (next.kind == Kind::literal) return at < line.size() && line[at] == next.text.front();
  if (next.kind == Kind::space) return at < line.size() && is_space(line[at]);
  return true;
}

bool Layout::walk_time(Walk& state, std::size_t node, std::size_t at) const {
  const auto stamp = state.times.read(state.line.substr(at));
  if (!stamp) return false;
  const Stamp kept = state.match.time;
  const bool had = state.match.has_time;
  state.match.time = *stamp;
  state.match.has_time = true;
  if (walk(state, node + 1, at + stamp->length)) return true;
  state.match.time = kept;
  state.match.has_time = had;
  return false;
}

bool Layout::walk_field(Walk& state, std::size_t node, std::size_t at) const {
  const Node& field = nodes_[node];
  const std::string_view line = state.line;
  const auto go_on = [&](std::size_t end) {
    state.match.fields.push_back({field.text, line.substr(at, end - at)});
    if (walk(state, node + 1, end)) return true;
    state.match.fields.pop_back();
    return false;
  };
  std::size_t end = at;
  switch (field.kind) {
    case Kind::word:
      while (end < line.size() && !is_space(line[end])) {
        ++end;
        if (may_begin(node + 1, line, end) && go_on(end)) return true;
        if (state.steps > kMostSteps) return false;
      }
      return false;
    case Kind::text:
      for (;; ++end) {
        // Only where the rest may begin is it tried.
        if (node + 1 < nodes_.size() && nodes_[node + 1].kind == Kind::literal) {
          end = line.find(nodes_[node + 1].text.front(), end);
          if (end == std::string_view::npos) return false;
        }
        if (may_begin(node + 1, line, end) && go_on(end)) return true;
        if (end >= line.size() || state.steps > kMostSteps) return false;
      }
    default:
      if (end < line.size() && (line[end] == '-' || line[end] == '+')) ++end;
      while (end < line.size() && (is_digit(line[end]) || (field.kind != Kind::integer && line[end] == '.')))
        ++end;
      return end > at && is_digit(line[end - 1]) && go_on(end);
  }
}

bool Layout::walk(Walk& state, std::size_t node, std::size_t at) const {
  const std::string_view line = state.line;
  for (; node < nodes_.size(); ++node) {
    if (++state.steps > kMostSteps) return false;
    const Node& here = nodes_[node];
    switch (here.kind) {
      case Kind::literal:
        if (line.compare(at, here.text.size(), here.text) != 0) return false;
        at += here.text.size();
        break;
      case Kind::space:
        if (at >= line.size() || !is_space(line[at])) return false;
        while (at < line.size() && is_space(line[at])) ++at;
        break;
      case Kind::split:
        if (walk(state, node + 1, at)) return true;
        node = here.next - 1;
        break;
      case Kind::time:
        return walk_time(state, node, at);
      case Kind::own_level:
      case Kind::level: {
        std::size_t end = at;
        while (end < line.size() && is_word_char(line[end])) ++end;
        const std::string_view word = line.substr(at, end - at);
        const auto own = state.levels.find(word);
        const model::Level level = own != state.levels.end()  ? own->second
                                   : here.kind == Kind::level ? level_of_word(word)
                                                              : model::Level::unknown;
        if (level == model::Level::unknown) return false;
        state.match.level = level;
        state.match.level_word = word;
        at = end;
        break;
      }
      case Kind::message:
        state.match.message = line.substr(at);
        state.match.has_message = true;
        return true;
      default:
        return walk_field(state, node, at);
    }
  }
  return at == line.size();
}

std::size_t Layout::weight() const {
  std::size_t weight = 0;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (nodes_[i].kind == Kind::split)
      i = nodes_[i].next - 1;
    else if (nodes_[i].kind == Kind::literal)
      weight += 2 * nodes_[i].text.size();
    else if (nodes_[i].kind != Kind::space && nodes_[i].kind != Kind::text)
      weight += 1;
  }
  return weight;
}

std::vector<std::string> Layout::names() const {
  std::vector<std::string> names;
  for (const Node& node : nodes_) {
    const bool named = node.kind != Kind::literal && node.kind != Kind::space && node.kind != Kind::split;
    if (named && std::find(names.begin(), names.end(), node.text) == names.end()) names.push_back(node.text);
  }
  return names;
}

}  // namespace loadtriage::formats
