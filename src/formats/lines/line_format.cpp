#include "formats/lines/line_format.h"

#include <algorithm>

namespace loadtriage::formats {

LineFormat::LineFormat(LineFormatSpec spec) : spec_(std::move(spec)) {
  for (const std::string& line : spec_.lines) {
    Layout layout;
    faults_.push_back(layout.compile(line));
    if (!faults_.back().text.empty()) continue;
    weight_ = layouts_.empty() ? layout.weight() : std::min(weight_, layout.weight());
    layouts_.push_back(std::move(layout));
  }
}

bool LineFormat::match(std::string_view line, TimestampReader& times, Layout::Match& match) const {
  return std::any_of(layouts_.begin(), layouts_.end(),
                     [&](const Layout& layout) { return layout.match(line, spec_.levels, times, match); });
}

bool LineFormat::continues(std::string_view line) const {
  return std::any_of(spec_.continues.begin(), spec_.continues.end(),
                     [&](const std::string& begin) { return line.starts_with(begin); });
}

bool LineFormat::adds_to_event(std::string_view level_word) const {
  const auto& words = spec_.adds_to_event;
  return !level_word.empty() && std::find(words.begin(), words.end(), level_word) != words.end();
}

Catalogue::Catalogue(std::vector<LineFormatSpec> specs) {
  formats_.reserve(specs.size());
  for (LineFormatSpec& spec : specs) formats_.emplace_back(std::move(spec));
}

const LineFormat* Catalogue::find(std::string_view name) const {
  for (const LineFormat& format : formats_)
    if (format.spec().name == name) return &format;
  return nullptr;
}

}  // namespace loadtriage::formats
