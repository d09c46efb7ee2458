#include "rules/file_reader.h"

#include <algorithm>
#include <utility>

#include "base/quantity.h"
#include "base/text.h"

namespace loadtriage::rules {

using namespace expr;

namespace {

std::string_view shape_of(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      return "empty value";
    case Node::Kind::scalar:
      return "text";
    case Node::Kind::list:
      return "list";
    case Node::Kind::map:
      return "map";
  }
  return {};
}

std::vector<std::string> strings(std::span<const std::string_view> words) {
  return {words.begin(), words.end()};
}

}  // namespace

void FileReader::fault(const Node& node, std::string text, Detail detail) {
  if (++told_ <= kMostFaults)
    faults_.push_back(fault_at(document_, node, std::move(text), std::move(detail)));
}

void FileReader::wrong_shape(const Node& node, std::string_view key, std::string_view wanted) {
  fault(node, phrase(Fault::wrong_shape, {key, shape_of(node), wanted}));
}

bool FileReader::map(const Node& node, std::string_view what, std::span<const std::string_view> known) {
  if (!node.is_map()) {
    wrong_shape(node, what, "a map");
    return false;
  }
  if (!checks()) return true;
  for (const Node& key : node.keys) {
    if (std::find(known.begin(), known.end(), key.scalar) != known.end()) continue;
    if (told_ > kMostFaults) break;
    Detail detail;
    detail.label = expr::suggestion(key.scalar, strings(known));
    if (detail.label.empty()) detail.hint = "known keys are " + join(strings(known), ", ");
    fault(key, phrase(Fault::unknown_key, {key.scalar}), std::move(detail));
  }
  return true;
}

const Node* FileReader::need(const Node& map, std::string_view what, std::string_view key) {
  const Node* node = map.find(key);
  if (!node) {
    const Node& at = map.keys.empty() ? map : map.keys.front();
    fault(at, phrase(Fault::missing_key, {what, key}));
  }
  return node;
}

std::string_view FileReader::text(const Node* node, std::string_view key) {
  if (!node) return {};
  if (!node->is_scalar()) wrong_shape(*node, key, "a text");
  return node->scalar;
}

std::optional<double> FileReader::number(const Node* node, std::string_view key) {
  const std::string_view written = text(node, key);
  if (!node || !node->is_scalar()) return std::nullopt;
  const std::optional<double> value = parse_number(written);
  if (!value) fault(*node, phrase(Fault::not_a_number, {written}));
  return value;
}

bool FileReader::flag(const Node* node, std::string_view key) {
  constexpr std::string_view kWords[] = {"false", "true"};
  return word(node, key, kWords).value_or(0) == 1;
}

std::optional<std::size_t> FileReader::word(const Node* node, std::string_view what,
                                            std::span<const std::string_view> words) {
  const std::string_view written = text(node, what);
  if (!node || !node->is_scalar()) return std::nullopt;
  const auto found = std::find(words.begin(), words.end(), written);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  Detail detail;
  detail.label = expr::suggestion(written, strings(words));
  if (detail.label.empty()) detail.hint = "one of " + join(strings(words), ", ");
  fault(*node, phrase(Fault::unknown_word, {what, written}), std::move(detail));
  return std::nullopt;
}

std::vector<const Node*> FileReader::items(const Node* node) {
  std::vector<const Node*> found;
  if (!node || node->kind == Node::Kind::null) return found;
  if (!node->is_list()) return {node};
  for (const Node& child : node->children) found.push_back(&child);
  return found;
}

std::vector<const Node*> FileReader::list(const Node* node, std::string_view key) {
  if (node && !node->is_list()) wrong_shape(*node, key, "a list");
  return node && node->is_list() ? items(node) : std::vector<const Node*>();
}

std::vector<std::string> FileReader::texts(const Node* node, std::string_view key) {
  std::vector<std::string> found;
  for (const Node* item : items(node)) found.emplace_back(text(item, key));
  return found;
}

std::optional<Expression> FileReader::expression(const Node* node, std::string_view key,
                                                 const Vocabulary& vocabulary, std::optional<Kind> wanted) {
  const std::string_view written = text(node, key);
  if (!node || !node->is_scalar()) return std::nullopt;
  if (!checks()) return Expression::deferred(written, vocabulary);
  auto parsed = Expression::parse(written, vocabulary, {document_.path, 1, 1});
  if (!parsed) {
    for (const Notice& notice : parsed.errors()) faults_.push_back(relocate(notice, document_, *node));
    return std::nullopt;
  }
  if (wanted && parsed->type().kind != *wanted) {
    const std::string_view name = *wanted == Kind::list ? "list" : std::string_view();
    const std::string must = name.empty() ? describe(Type{*wanted}) : std::string(name);
    fault(*node, phrase(Fault::wrong_result, {key, describe(parsed->type()), must}));
    return std::nullopt;
  }
  return *parsed;
}

Template FileReader::filled(const Node* node, std::string_view key, const Vocabulary& vocabulary) {
  const std::string_view written = text(node, key);
  if (!checks()) return Template::deferred(written, vocabulary);
  auto parsed = Template::parse(written, vocabulary, {document_.path, 1, 1});
  if (parsed) return *parsed;
  for (const Notice& notice : parsed.errors()) faults_.push_back(relocate(notice, document_, *node));
  return {};
}

}  // namespace loadtriage::rules
