// The line formats that are declared, ready to be matched.
//
// A format is data (rules/formats/*.yaml, read by rules/format_spec.h): layouts of its
// lines, its words for levels, and what a line that goes on looks like.
#pragma once
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/lines/layout.h"

namespace loadtriage::formats {

struct FormatSample {
  std::string line;
  // What the line gives: `event` with these fields, a line of the event before, or nothing.
  enum class Gives { event, continuation, nothing };
  Gives gives = Gives::event;
  std::vector<std::pair<std::string, std::string>> fields;  // level, message, time, or a field's name
};

struct LineFormatSpec {
  std::string name, title;
  std::vector<std::string> lines;      // layouts, tried in this order
  std::vector<std::string> continues;  // beginnings of lines that belong to the event before
  // Words for a level whose lines add to the event before: PostgreSQL's DETAIL and STATEMENT.
  std::vector<std::string> adds_to_event;
  LevelNames levels;             // words that are not usual
  bool message_follows = false;  // the message stands in the next line, behind its level
  std::vector<FormatSample> samples;
};

class LineFormat {
 public:
  explicit LineFormat(LineFormatSpec spec);

  const LineFormatSpec& spec() const { return spec_; }
  const std::vector<Layout::Fault>& faults() const { return faults_; }  // one for each layout, or empty texts

  bool match(std::string_view line, TimestampReader& times, Layout::Match& match) const;
  std::size_t weight() const { return weight_; }  // of the lightest layout
  bool continues(std::string_view line) const;
  bool adds_to_event(std::string_view level_word) const;

 private:
  LineFormatSpec spec_;
  std::vector<Layout> layouts_;
  std::vector<Layout::Fault> faults_;
  std::size_t weight_ = 0;
};

// All declared formats. May be read by many threads at once.
class Catalogue {
 public:
  Catalogue() = default;
  explicit Catalogue(std::vector<LineFormatSpec> specs);

  std::span<const LineFormat> formats() const { return formats_; }
  const LineFormat* find(std::string_view name) const;

 private:
  std::vector<LineFormat> formats_;
};

}  // namespace loadtriage::formats
