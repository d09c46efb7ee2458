#include "rules/format_spec.h"

#include <algorithm>
#include <iterator>

#include "rules/file_reader.h"

namespace loadtriage::rules {
namespace {

using formats::FormatSample;
using formats::LineFormatSpec;

constexpr std::string_view kFormatKeys[] = {
    "format", "title",           "line",     "continues", "adds_to_event",
    "levels", "message_follows", "disabled", "samples",   "references"};
constexpr std::string_view kSampleKeys[] = {"line", "gives"};
constexpr std::string_view kFates[] = {"continuation", "nothing"};
// In the order of model::Level.
constexpr std::string_view kLevels[] = {"unknown", "trace",   "debug", "info",
                                        "notice",  "warning", "error", "fatal"};

void read_layouts(FileReader& reader, const Node* node, LineFormatSpec& spec) {
  if (node == nullptr) return;
  for (const Node* item : reader.items(node)) {
    const std::string_view text = reader.text(item, "line");
    formats::Layout layout;
    const auto fault = layout.compile(text);
    if (!fault.text.empty()) {
      Detail detail;
      detail.offset = std::min(fault.offset, text.empty() ? 0 : text.size() - 1);
      detail.length = 1;
      reader.fault(*item, fault.text, detail);
    }
    spec.lines.emplace_back(text);
  }
}

void read_levels(FileReader& reader, const Node* node, LineFormatSpec& spec) {
  if (node == nullptr) return;
  if (!node->is_map()) {
    reader.map(*node, "levels", {});
    return;
  }
  for (std::size_t i = 0; i < node->children.size(); ++i)
    if (const auto level = reader.word(&node->children[i], "level", kLevels))
      spec.levels[std::string(node->keys[i].scalar)] = static_cast<model::Level>(*level);
}

void read_sample(FileReader& reader, const Node& node, LineFormatSpec& spec) {
  if (!reader.map(node, "sample", kSampleKeys)) return;
  FormatSample sample;
  sample.line = reader.text(reader.need(node, "sample", "line"), "line");
  const Node* gives = reader.need(node, "sample", "gives");
  if (gives == nullptr) return;
  if (gives->is_map()) {
    for (std::size_t i = 0; i < gives->children.size(); ++i)
      sample.fields.emplace_back(gives->keys[i].scalar, reader.text(&gives->children[i], "gives"));
  } else if (const auto fate = reader.word(gives, "gives", kFates)) {
    sample.gives = *fate == 0 ? FormatSample::Gives::continuation : FormatSample::Gives::nothing;
  }
  spec.samples.push_back(std::move(sample));
}

}  // namespace

LineFormatSpec load_format(const Document& document, Notices& faults) {
  FileReader reader(document, Trust::check_all, faults);
  const Node& root = document.root;
  LineFormatSpec spec;
  if (!reader.map(root, "format", kFormatKeys)) return spec;
  spec.name = reader.text(reader.need(root, "format", "format"), "format");
  spec.title = reader.text(reader.need(root, "format", "title"), "title");
  read_layouts(reader, reader.need(root, "format", "line"), spec);
  if (const Node* node = root.find("continues")) spec.continues = reader.texts(node, "continues");
  if (const Node* node = root.find("adds_to_event")) spec.adds_to_event = reader.texts(node, "adds_to_event");
  read_levels(reader, root.find("levels"), spec);
  if (const Node* node = root.find("message_follows"))
    spec.message_follows = reader.flag(node, "message_follows");
  if (const Node* samples = reader.need(root, "format", "samples"))
    for (const Node* sample : reader.list(samples, "samples")) read_sample(reader, *sample, spec);
  return spec;
}

Result<formats::Catalogue> make_catalogue(const RuleSet& rules) {
  Notices faults;
  std::vector<LineFormatSpec> specs;
  specs.reserve(rules.formats.size());
  for (const Document* document : rules.formats) specs.push_back(load_format(*document, faults));
  if (!faults.empty()) return faults;
  return formats::Catalogue(std::move(specs));
}

}  // namespace loadtriage::rules
