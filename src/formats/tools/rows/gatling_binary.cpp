// simulation.log as bytes, from 3.13 on: big-endian integers, strings that are written once and
// named by a number afterwards. So it can't be read from the middle, nor by two at a time.
//
// A run that was killed ends inside a record: what is whole counts. (The writer:
// gatling-core core/stats/writer/LogFileDataWriter.scala.)
#include <cstring>
#include <string>
#include <unordered_map>

#include "base/text.h"
#include "formats/tools/rows/gatling.h"
#include "formats/tools/user_steps.h"

namespace loadtriage::formats::tools {
namespace {

constexpr std::size_t kLongestText = std::size_t{1} << 20;
constexpr std::int32_t kMostOf = 100'000;  // scenarios, assertions, groups of one record

// Reads on in bytes that may end anywhere. After a failure nothing more is read.
class Bytes {
 public:
  explicit Bytes(std::string_view text) : text_(text) {}

  bool ended() const { return ended_; }      // more bytes are needed
  bool damaged() const { return damaged_; }  // no bytes help
  std::size_t position() const { return at_; }

  std::uint8_t byte() { return static_cast<std::uint8_t>(number(1)); }
  std::int32_t int32() { return static_cast<std::int32_t>(number(4)); }
  std::int64_t int64() { return static_cast<std::int64_t>(number(8)); }

  void damage() { damaged_ = true; }

  // How many of something follow.
  std::int32_t count() {
    const std::int32_t count = int32();
    if (count < 0 || count > kMostOf) damaged_ = true;
    return damaged_ || ended_ ? 0 : count;
  }

  // Bytes of a length that stands before them.
  std::string_view raw() {
    const std::int32_t size = int32();
    if (size < 0 || static_cast<std::size_t>(size) > kLongestText) damaged_ = true;
    return damaged_ ? std::string_view() : take(static_cast<std::size_t>(size));
  }

  // Latin-1, or UTF-16 in the order of the writer's machine.
  std::string text() {
    const std::string_view bytes = raw();
    if (bytes.empty()) return {};
    constexpr std::uint8_t kLatin = 0;
    return byte() == kLatin ? from_units(bytes, 1) : from_units(bytes, 2);
  }

 private:
  std::uint64_t number(std::size_t size) {
    std::uint64_t value = 0;
    for (const char c : take(size)) value = (value << 8U) | static_cast<unsigned char>(c);
    return value;
  }

  std::string_view take(std::size_t size) {
    if (ended_ || size > text_.size() - at_) {
      ended_ = true;
      return {};
    }
    at_ += size;
    return text_.substr(at_ - size, size);
  }

  static std::string from_units(std::string_view bytes, std::size_t width) {
    std::string text;
    for (std::size_t i = 0; i + width <= bytes.size(); i += width) {
      std::uint32_t c = static_cast<unsigned char>(bytes[i]);
      if (width == 2) c |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i + 1])) << 8U;
      if (c < 0x80) {
        text += static_cast<char>(c);
      } else if (c < 0x800) {
        text += static_cast<char>(0xC0U | (c >> 6U));
        text += static_cast<char>(0x80U | (c & 0x3FU));
      } else if (c >= 0xD800 && c < 0xE000) {
        text += '?';  // half of a pair
      } else {
        text += static_cast<char>(0xE0U | (c >> 12U));
        text += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
        text += static_cast<char>(0x80U | (c & 0x3FU));
      }
    }
    return text;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool ended_ = false, damaged_ = false;
};

class Records {
 public:
  Records(model::InputId input, Sink& sink) : sink_(sink), requests_(input, sink) { where_.input = input; }

  // Reads whole records off the front; gives how many bytes those were.
  std::size_t read(std::string_view bytes);
  bool damaged() const { return damaged_; }
  void finish(std::size_t left);

 private:
  enum Kind : std::uint8_t { kRun, kRequest, kUser, kGroup, kError };
  bool read_record(Bytes& bytes);
  void read_run(Bytes& bytes);
  void read_request(Bytes& bytes);
  void read_user(Bytes& bytes);
  void read_group(Bytes& bytes);
  std::string_view cached(Bytes& bytes);
  std::string groups_of(Bytes& bytes);
  std::int64_t time_ns(std::int32_t offset_ms) const { return (start_ms_ + offset_ms) * 1'000'000; }

  Sink& sink_;
  Requests requests_;
  UserSteps users_;
  model::SourceRef where_;
  model::LineFates fates_;
  std::unordered_map<std::int32_t, std::string> texts_;
  std::int64_t start_ms_ = 0;
  bool damaged_ = false;
};

std::string_view Records::cached(Bytes& bytes) {
  constexpr std::size_t kMostTexts = 1'000'000;
  const std::int32_t number = bytes.int32();
  if (bytes.ended()) return {};
  if (number >= 0) {
    std::string text = bytes.text();
    if (bytes.ended() || texts_.size() >= kMostTexts) return {};
    return texts_.insert_or_assign(number, std::move(text)).first->second;
  }
  const auto known = texts_.find(-number);
  return known == texts_.end() ? std::string_view() : std::string_view(known->second);
}

std::string Records::groups_of(Bytes& bytes) {
  std::string groups;
  for (std::int32_t n = bytes.count(); n > 0 && !bytes.ended(); --n) {
    if (!groups.empty()) groups += ',';
    groups += cached(bytes);
  }
  return groups;
}

void Records::read_run(Bytes& bytes) {
  model::RunInfo info = run_of(gatling());
  info.tool_version = bytes.text();
  info.script = printable(bytes.text());
  start_ms_ = bytes.int64();
  bytes.text();  // the description
  for (std::int32_t n = bytes.count(); n > 0 && !bytes.ended(); --n) bytes.text();
  for (std::int32_t n = bytes.count(); n > 0 && !bytes.ended(); --n) bytes.raw();
  if (bytes.ended() || bytes.damaged()) return;
  constexpr std::int64_t kFrom = 1'000'000'000'000, kTo = 9'000'000'000'000;
  if (start_ms_ < kFrom || start_ms_ > kTo) return bytes.damage();
  info.start_ns = start_ms_ * 1'000'000;
  sink_.on_run(info);
  ++fates_.continuations;
}

void Records::read_request(Bytes& bytes) {
  const std::string groups = groups_of(bytes);
  // A text that is put into the map moves no other.
  const std::string_view name = cached(bytes);
  const std::int32_t start = bytes.int32(), end = bytes.int32();
  const bool ok = bytes.byte() == 1;
  const std::string_view message = cached(bytes);
  if (bytes.ended() || bytes.damaged()) return;
  if (end < start) {  // never answered
    ++fates_.dropped;
    return;
  }
  Request request;
  request.where = where_;
  request.group = groups;
  request.name = name;
  request.end_ns = time_ns(end);
  request.duration_ms = static_cast<double>(end) - start;
  request.failed = !ok;
  if (!ok) set_gatling_failure(message, request);
  requests_.add(request);
  ++fates_.samples;
}

void Records::read_user(Bytes& bytes) {
  bytes.int32();  // of its scenario
  const bool began = bytes.byte() == 1;
  const std::int32_t offset = bytes.int32();
  if (bytes.ended()) return;
  if (began)
    users_.began(time_ns(offset));
  else
    users_.ended(time_ns(offset));
  ++fates_.samples;
}

void Records::read_group(Bytes& bytes) {
  const std::string groups = groups_of(bytes);
  const std::int32_t start = bytes.int32(), end = bytes.int32();
  bytes.int32();  // the sum of the response times in it
  const bool ok = bytes.byte() == 1;
  if (bytes.ended() || bytes.damaged()) return;
  Request whole;
  whole.where = where_;
  whole.group = groups;
  whole.end_ns = time_ns(end);
  whole.duration_ms = static_cast<double>(end) - start;
  whole.failed = !ok;
  if (end >= start) requests_.group(whole);
  ++fates_.samples;
}

bool Records::read_record(Bytes& bytes) {
  switch (bytes.byte()) {
    case kRun:
      read_run(bytes);
      break;
    case kRequest:
      read_request(bytes);
      break;
    case kUser:
      read_user(bytes);
      break;
    case kGroup:
      read_group(bytes);
      break;
    case kError:  // of the scenario, no request
      cached(bytes);
      bytes.int32();
      if (!bytes.ended()) ++fates_.continuations;
      break;
    default:
      return bytes.ended();
  }
  return !bytes.damaged();
}

std::size_t Records::read(std::string_view text) {
  std::size_t whole = 0;
  while (whole < text.size()) {
    Bytes bytes(text.substr(whole));
    where_.line = fates_.lines + 1;
    if (!read_record(bytes)) {
      damaged_ = true;
      return whole;
    }
    if (bytes.ended()) return whole;
    ++fates_.lines;
    whole += bytes.position();
  }
  return whole;
}

void Records::finish(std::size_t left) {
  users_.give(requests_);
  requests_.finish();
  if (left > 0) {
    ++fates_.lines;
    ++fates_.dropped;
    where_.line = fates_.lines;
    sink_.on_drop(
        where_, damaged_ ? "record of a kind that nobody knows: the rest is not read" : "record that is cut");
    sink_.on_note("the records are cut short; what is whole is used");
  }
  sink_.on_lines(fates_);
}

bool read(input::Source& source, model::InputId input, Sink& sink) {
  Records records(input, sink);
  std::string ahead;
  input::Block block;
  while (!records.damaged() && source.next(block)) {
    ahead += block.text;
    ahead.erase(0, records.read(ahead));
  }
  records.finish(ahead.size());
  return true;
}

// A first record of a run, with a version such as "3.13.5" in Latin-1.
Sureness recognises(std::string_view head, bool) {
  Bytes bytes(head);
  constexpr std::size_t kLongestVersion = 24;
  if (head.empty() || bytes.byte() != 0) return 0;
  const std::string_view version = bytes.raw();
  if (version.size() < 3 || version.size() > kLongestVersion ||
      version.find_first_not_of("0123456789.-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") !=
          std::string_view::npos)
    return 0;
  const bool dotted = version[0] >= '3' && version[0] <= '9' && version[1] == '.';
  return dotted && bytes.byte() == 0 && !bytes.ended() ? 0.97 : 0;
}

}  // namespace

const Adapter gatling_binary = {.name = "gatling-binary",
                                .summary = "simulation.log of Gatling from 3.13 on, which is binary",
                                .recognises = recognises,
                                .read = read};

}  // namespace loadtriage::formats::tools
