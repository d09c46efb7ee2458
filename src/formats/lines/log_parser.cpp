#include "formats/lines/log_parser.h"

#include <algorithm>
#include <cstring>
#include <map>

#include "base/text.h"
#include "formats/lines/access_members.h"
#include "formats/lines/plain_line.h"
#include "formats/lines/prose.h"
#include "formats/time/durations.h"

namespace loadtriage::formats {
namespace {

constexpr std::size_t kSniffedLines = 80;
// Text without a time, a level or a known shape may still be what a program printed.
constexpr double kLoose = 0.36;

// Counts what fits the lines of a head.
class Sniffer {
 public:
  explicit Sniffer(const Catalogue& catalogue) : catalogue_(catalogue), hits_(catalogue.formats().size()) {}

  void look_at(std::string_view raw) {
    arena_.clear();
    const std::string_view line = trim(without_escapes(raw, arena_));
    if (line.empty()) return;
    ++lines_;
    const Wrapped wrapped = unwrapper_.unwrap(line, arena_, times_);
    if (!wrapped.name.empty()) {
      ++wrappers_[std::string(wrapped.name)];
      ++wrapped_;
    }
    const bool dated = look_inside(wrapped.inner);
    dated_ += dated || wrapped.time ? 1 : 0;
    absolute_ = absolute_ || (wrapped.time && wrapped.time->dated);
  }

  LogProfile finish() {
    LogProfile profile;
    if (lines_ == 0) return profile;
    const auto lines = static_cast<double>(lines_);
    const auto own = static_cast<double>(std::max<std::size_t>(1, lines_ - going_on_));
    choose_formats(profile);
    profile.has_logfmt = logfmt_ > 0;
    profile.access_first = access_ * 2 > lines_;
    profile.bare = settle_bare();
    profile.dated =
        static_cast<double>(dated_) / static_cast<double>(std::max<std::size_t>(1, known_ + led_));
    profile.absolute = absolute_;
    name(profile);
    const double known = static_cast<double>(known_ + wrapped_ / 2) / own;
    const double led = static_cast<double>(led_) / own;
    const double going_on = static_cast<double>(going_on_) / lines;
    profile.sureness = std::min(0.95, 0.36 + 0.7 * known);
    if (known_ == 0)
      profile.sureness = led > 0 ? std::min(0.8, 0.36 + 0.5 * led) : going_on > 0.3 ? 0.4 : kLoose;
    profile.few_like_a_log = (known_ + led_ + wrapped_ / 2) * 5 < lines_;
    return profile;
  }

 private:
  bool look_inside(std::string_view inner) {
    LogLine read;
    const auto note_time = [&] {
      absolute_ = absolute_ || (read.time && read.time->dated);
      return read.time.has_value() || read.uptime_s.has_value();
    };
    if (inner.starts_with('{') && json_.parse(inner, arena_, times_, read)) {
      ++known_;
      ++json_kinds_[std::string(read.kind)];
      return note_time();
    }
    bool declared = false;
    const std::span<const LineFormat> formats = catalogue_.formats();
    for (std::size_t i = 0; i < formats.size(); ++i) {
      if (!formats[i].match(inner, times_, match_)) continue;
      ++hits_[i];
      declared = true;
      if (match_.has_time) read.time = match_.time;
    }
    if (declared) {
      ++known_;
      return note_time();
    }
    read.clear();
    if (read_access_text(inner, BareNumber::unknown, times_, read)) {
      if (const auto number = bare_number_of(inner)) {
        least_ = bares_ == 0 ? *number : std::min(least_, *number);
        ++bares_;
      }
      ++access_;
      ++known_;
      if (!read.time) (void)read_plain(inner, times_, read);
      return note_time();
    }
    read.clear();
    if (inner.find('=') != std::string_view::npos && read_logfmt(inner, arena_, times_, read)) {
      ++logfmt_;
      ++known_;
      return note_time();
    }
    read.clear();
    if (continues_event(inner))
      ++going_on_;
    else if (read_plain(inner, times_, read))
      ++led_;
    return note_time();
  }

  void choose_formats(LogProfile& profile) const {
    const std::span<const LineFormat> formats = catalogue_.formats();
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < formats.size(); ++i)
      if (hits_[i] > 0) order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      if (hits_[a] != hits_[b]) return hits_[a] > hits_[b];
      return formats[a].weight() > formats[b].weight();
    });
    for (const std::size_t i : order) profile.formats.push_back(&formats[i]);
    best_hits_ = order.empty() ? 0 : hits_[order.front()];
  }

  // Milliseconds are small at times; microseconds of a request hardly ever are.
  BareNumber settle_bare() const {
    if (bares_ * 4 < access_ || bares_ == 0) return BareNumber::unknown;
    return least_ < 50 ? BareNumber::milliseconds : BareNumber::microseconds;
  }

  void name(LogProfile& profile) const {
    std::size_t best = best_hits_;
    if (best > 0) profile.kind = profile.formats.front()->spec().name;
    for (const auto& [kind, count] : json_kinds_)
      if (count > best) {
        best = count;
        profile.kind = kind;
      }
    if (access_ > best) {
      best = access_;
      profile.kind = "access-log";
    }
    if (logfmt_ > best) {
      best = logfmt_;
      profile.kind = "logfmt";
    }
    if (best * 10 >= lines_ - going_on_ && best > 0) return;
    profile.kind = "plain-log";
    std::size_t most = lines_ / 2;
    for (const auto& [kind, count] : wrappers_)
      if (count > most && kind != "stamped") {
        most = count;
        profile.kind = kind;
      }
  }

  const Catalogue& catalogue_;
  std::vector<std::size_t> hits_;
  std::map<std::string, std::size_t, std::less<>> json_kinds_, wrappers_;
  std::size_t lines_ = 0, known_ = 0, wrapped_ = 0, access_ = 0, logfmt_ = 0, led_ = 0, dated_ = 0,
              going_on_ = 0, bares_ = 0;
  double least_ = 0;
  bool absolute_ = false;
  mutable std::size_t best_hits_ = 0;
  TextArena arena_;
  TimestampReader times_;
  Unwrapper unwrapper_;
  JsonLogParser json_;
  Layout::Match match_;
};

}  // namespace

std::string_view without_escapes(std::string_view line, TextArena& arena) {
  if (std::memchr(line.data(), '\x1b', line.size()) == nullptr) return line;
  char* begin = arena.room(line.size());
  std::size_t size = 0;
  for (std::size_t i = 0; i < line.size();) {
    const std::size_t plain = std::min(line.find('\x1b', i), line.size()) - i;
    std::memcpy(begin + size, line.data() + i, plain);
    size += plain;
    i += plain + 1;
    if (i >= line.size() || line[i] != '[') continue;
    ++i;
    while (i < line.size() && (line[i] < '@' || line[i] > '~')) ++i;
    ++i;
  }
  return {begin, size};
}

namespace {

// "ERROR:app:2026-01-01 10:00:00,123: text": the time is part of what the logger was told.
void take_time_of_message(TimestampReader& times, LogLine& read) {
  const std::size_t open = read.message.front() == '[' ? 1 : 0;
  read.time = times.read(read.message.substr(open));
  if (!read.time) return;
  std::string_view rest = read.message.substr(open + read.time->length);
  const std::size_t begin = rest.find_first_not_of("]:,-| ");
  if (begin != std::string_view::npos) read.message = rest.substr(begin);
}

}  // namespace

void take_match(std::string_view line, const LineFormat& format, const Layout::Match& match,
                TimestampReader& times, LogLine& read) {
  read.kind = format.spec().name;
  read.text = line;
  read.message = match.has_message ? match.message : line;
  read.level = match.level;
  if (match.has_time) read.time = match.time;
  bool access = false;
  for (const auto& [name, value] : match.fields) {
    read.fields.emplace_back(name, value);
    access = access || name == "status" || name == "flags";
    if (name == "uptime") read.uptime_s = decimal(value);
    if (name == "uptime_ms")
      if (const auto ms = decimal(value)) read.uptime_s = *ms / 1000;
  }
  if (!match.has_time && match.has_message && !match.message.empty()) take_time_of_message(times, read);
  if (access) read_access_fields(read);
}

bool LogLineParser::parse_declared(std::string_view line, LogLine& read, const LineFormat*& format,
                                   std::string_view& level_word) {
  for (const LineFormat* candidate : profile_.formats) {
    if (!candidate->match(line, times_, match_)) continue;
    take_match(line, *candidate, match_, times_, read);
    format = candidate;
    level_word = match_.level_word;
    if (!read.access) (void)read_access_text(read.message, profile_.bare, times_, read);
    return true;
  }
  return false;
}

bool LogLineParser::parse(std::string_view line, TextArena& arena, LogLine& read, const LineFormat*& format,
                          std::string_view& level_word) {
  format = nullptr;
  level_word = {};
  if (line.empty()) return false;
  const auto access = [&] {
    if (!read_access_text(line, profile_.bare, times_, read)) return false;
    if (!read.time) (void)read_plain(line, times_, read);
    read.kind = "access-log";
    read.text = read.message = line;
    return true;
  };
  if (line.front() == '{' && json_.parse(line, arena, times_, read)) return true;
  if (profile_.access_first && access()) return true;
  if (parse_declared(line, read, format, level_word)) return true;
  read.clear();
  if (!profile_.access_first && access()) return true;
  read.clear();
  if (profile_.has_logfmt && read_logfmt(line, arena, times_, read)) return true;
  read.clear();
  return false;
}

bool LogLineParser::may_continue(std::string_view line) const {
  return std::any_of(profile_.formats.begin(), profile_.formats.end(),
                     [&](const LineFormat* format) { return format->continues(line); });
}

namespace {

// Three letters or digits in a row, of whatever script: a line of brackets says nothing.
bool holds_a_word(std::string_view text) {
  std::size_t run = 0;
  for (const char c : text) {
    const bool part = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      static_cast<unsigned char>(c) >= 0x80;
    run = part ? run + 1 : 0;
    if (run == 3) return true;
  }
  return false;
}

}  // namespace

LogProfile profile_of(std::string_view head, const Catalogue& catalogue) {
  Sniffer sniffer(catalogue);
  const std::string_view all = head;
  for (std::size_t lines = 0; !head.empty() && lines < kSniffedLines; ++lines) {
    const std::size_t end = std::min(head.find('\n'), head.size());
    sniffer.look_at(head.substr(0, end));
    head.remove_prefix(std::min(end + 1, head.size()));
  }
  LogProfile profile = sniffer.finish();
  profile.prose = profile.few_like_a_log && reads_like_prose(all);
  if (profile.prose || !holds_a_word(all)) profile.sureness = 0;
  return profile;
}

}  // namespace loadtriage::formats
