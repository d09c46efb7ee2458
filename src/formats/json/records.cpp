#include "formats/json/records.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace loadtriage::formats {
namespace {

constexpr std::size_t kDeepestRecord = 256;
constexpr std::size_t kLongestKey = 40;
constexpr std::size_t kLargestLabel = std::size_t{64} << 10;

// Where log stores keep their records: `aws logs filter-log-events`, CloudWatch
// subscriptions, Insights, Loki's query_range and push, Elasticsearch's search and
// multi-search, Google's entries:list, Datadog's logs/events.
constexpr std::array<std::string_view, 9> kHolders = {".events[]",
                                                      ".logEvents[]",
                                                      ".results[]",
                                                      ".data.result[].values[]",
                                                      ".streams[].values[]",
                                                      ".hits.hits[]",
                                                      ".responses[].hits.hits[]",
                                                      ".entries[]",
                                                      ".data[]"};
constexpr std::array<std::string_view, 3> kLabels = {".data.result[].stream", ".data.result[].metric",
                                                     ".streams[].stream"};

template <std::size_t N>
bool holds_place(const std::array<std::string_view, N>& places, std::string_view place) {
  return std::find(places.begin(), places.end(), place) != places.end();
}

}  // namespace

void JsonRecords::feed(std::string_view text, std::uint64_t first_line, std::uint64_t offset) {
  piece_ = text;
  line_ = first_line;
  offset_ = offset;
  record_at_ = label_at_ = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!in_text_) {
      take_char(text[at], at);
      continue;
    }
    if (escaped_) {
      escaped_ = false;
      continue;
    }
    const std::size_t next = text.find_first_of("\"\\\n", at);
    const std::size_t end = std::min(next, text.size());
    if (word_.size() < kLongestKey) word_.append(text.substr(at, std::min(end - at, kLongestKey)));
    at = end;
    if (at == text.size()) break;
    if (text[at] == '\n') {
      ++line_;
      recover();  // a line feed can't stand in a text
    } else if (text[at] == '"') {
      in_text_ = false;
    } else {
      escaped_ = true;
    }
  }
  if (open_record_) {
    const std::string_view more = text.substr(record_at_);
    too_large_ = too_large_ || kept_.size() + more.size() > kLargestRecord;
    if (too_large_)
      kept_.clear();
    else
      kept_ += more;
  }
  if (label_level_ > 0 && kept_label_.size() < kLargestLabel) kept_label_ += text.substr(label_at_);
}

void JsonRecords::take_char(char c, std::size_t at) {
  switch (c) {
    case '"':
      in_text_ = true;
      escaped_ = false;
      word_.clear();
      break;
    case ':':
      if (!sure_) key_ = word_;
      break;
    case '{':
    case '[':
      // What is nested is indented, or not at the start of a line.
      if (c == '{' && open_record_ && levels_.size() > record_level_ &&
          (at == 0 ? kept_.ends_with('\n') : piece_[at - 1] == '\n'))
        recover();
      open(c, at);
      break;
    case '}':
    case ']':
      close(at);
      break;
    case '\n':
      ++line_;
      break;
    default:
      break;
  }
}

void JsonRecords::open(char c, std::size_t at) {
  if (levels_.size() >= kDeepestRecord) recover();
  Level level{c == '[', false, path_.size()};
  if (open_record_ && sure_) {
    levels_.push_back(level);
  } else if (levels_.empty() && level.list) {
    levels_.push_back(level);
  } else if (at_base()) {
    begin(at, Certainty::maybe);
    levels_.push_back(level);
  } else if (levels_.back().holder) {
    begin(at, Certainty::sure);
    levels_.push_back(level);
  } else {
    if (!levels_.back().list) (path_ += '.') += key_;
    if (level.list) path_ += "[]";
    if (level.list && holds_place(kHolders, path_)) {
      level.holder = true;
      open_record_ = false;  // the document around it is no record
    } else if (!level.list && holds_place(kLabels, path_)) {
      kept_label_.clear();
      label_at_ = at;
      label_level_ = levels_.size() + 1;
    }
    levels_.push_back(level);
  }
}

void JsonRecords::close(std::size_t at) {
  if (levels_.empty()) return;
  if (label_level_ == levels_.size()) {
    label_ = kept_label_;
    label_ += piece_.substr(label_at_, at + 1 - label_at_);
    label_level_ = 0;
  }
  path_.resize(levels_.back().path_size);
  levels_.pop_back();
  if (open_record_ && levels_.size() == record_level_) end(at + 1);
}

void JsonRecords::begin(std::size_t at, Certainty certainty) {
  open_record_ = true;
  sure_ = certainty == Certainty::sure;
  too_large_ = false;
  record_level_ = levels_.size();
  kept_.clear();
  record_at_ = at;
  record_line_ = line_;
  record_offset_ = offset_ + at;
}

void JsonRecords::end(std::size_t at) {
  std::string_view text = piece_.substr(record_at_, at - record_at_);
  too_large_ = too_large_ || kept_.size() + text.size() > kLargestRecord;
  if (!kept_.empty()) text = kept_ += text;
  if (too_large_) text = {};
  hand_out(text);
}

void JsonRecords::hand_out(std::string_view text) {
  const bool in_holder = sure_;
  open_record_ = sure_ = false;
  take_({text, in_holder ? std::string_view(path_) : std::string_view(),
         in_holder ? std::string_view(label_) : std::string_view(), record_line_, record_offset_});
}

// Gives up what is open; a record begins again where the next one may.
void JsonRecords::recover() {
  in_text_ = escaped_ = false;
  label_level_ = 0;
  if (!open_record_) return;
  levels_.resize(record_level_);
  if (!sure_) path_.clear();
  hand_out({});
}

void JsonRecords::finish() {
  if (open_record_ && !too_large_) hand_out(kept_);
}

}  // namespace loadtriage::formats
