#include "collect/logs/sightings_fold.h"

#include <algorithm>

#include "base/redact.h"
#include "base/text.h"

namespace loadtriage::collect {
namespace {

constexpr std::size_t kLongestWriter = 100;
constexpr std::size_t kLongestLine = 600;
constexpr std::size_t kSearched = 2048;  // of an event: addresses stand in its first lines
constexpr std::size_t kMostInEvent = 4;
constexpr std::size_t kMostFormats = 8;
constexpr std::size_t kMostRemembered = 8192;
constexpr int kServerError = 500, kBadGateway = 502, kGatewayTimeout = 504;

std::string name_from(std::string_view text) {
  return printable(redact(shorten(text.substr(0, 4 * kLongestWriter), kLongestWriter)));
}

std::string line_from(std::string_view text) {
  return printable(redact(shorten(text.substr(0, 4 * kLongestLine), kLongestLine)));
}

// Of several servers, which a proxy tried in turn, all but the last did not answer.
bool failed(const model::AccessLine& access, bool last) {
  if (!last) return true;
  if (access.upstream_status != 0) return access.upstream_status >= kServerError;
  return access.status >= kBadGateway && access.status <= kGatewayTimeout;
}

// "10.0.0.7:8080", "app/app1", "http://orders:80"; `-` and `<NOSRV>` are nobody.
bool is_somebody(std::string_view upstream) {
  return upstream.size() > 1 && upstream.front() != '<' && upstream.front() != '-';
}

}  // namespace

SightingsFold::SightingsFold(model::Speaker speaker, model::InputId input, Extent extent) : extent_(extent) {
  sightings_.speaker = speaker;
  sightings_.input = input;
}

void SightingsFold::add(const model::LogEvent& event) {
  if (writer_ == nullptr || last_writer_ != event.writer) {
    std::string name = name_from(event.writer);
    auto place = sightings_.writers.find(name);
    if (place == sightings_.writers.end()) {
      if (sightings_.writers.size() >= most_of(model::Sightings::kMostWriters, extent_)) {
        sightings_.cut = true;
        return;
      }
      place = sightings_.writers.emplace(std::move(name), model::Writer{}).first;
      place->second.first = event.where;
    }
    writer_ = &place->second;
    last_writer_ = event.writer;
    format_ = nullptr;
  }
  if (event.reading) {
    ++writer_->readings;
    return;
  }
  ++writer_->events;
  if (writer_->also.empty() && !event.also_writer.empty()) writer_->also = name_from(event.also_writer);
  if (format_ == nullptr || last_format_ != event.format) {
    last_format_ = event.format;
    const bool room = writer_->formats.size() < kMostFormats || writer_->formats.count(last_format_) != 0;
    format_ = room ? &writer_->formats[last_format_] : nullptr;
  }
  if (format_ != nullptr) ++*format_;
}

model::MentionStats* SightingsFold::stats_of(model::Way way, const model::LogEvent& event,
                                             std::string_view address, std::string_view said) {
  key_.assign(1, static_cast<char>('0' + static_cast<int>(way)));
  ((((key_ += event.writer) += '\0') += address) += '\0') += said;
  if (const auto known = known_.find(key_); known != known_.end()) return known->second;
  model::Mention mention{way, name_from(event.writer), name_from(address), name_from(said)};
  auto place = sightings_.mentions.find(mention);
  model::MentionStats* stats = nullptr;
  if (place != sightings_.mentions.end()) {
    stats = &place->second;
  } else if (sightings_.mentions.size() < most_of(model::Sightings::kMostMentions, extent_)) {
    stats = &sightings_.mentions.emplace(std::move(mention), model::MentionStats{}).first->second;
    stats->first = event.where;
    stats->quote = line_from(event.text);
  } else {
    sightings_.cut = true;
  }
  if (known_.size() >= kMostRemembered) known_.clear();
  known_.emplace(key_, stats);
  return stats;
}

void SightingsFold::add_addresses(const model::LogEvent& event, std::string_view said) {
  find_addresses(event.text.substr(0, kSearched), kMostInEvent, found_);
  std::string address;
  for (std::size_t i = 0; i < found_.size(); ++i) {
    if (std::find(found_.begin(), found_.begin() + static_cast<std::ptrdiff_t>(i), found_[i]) !=
        found_.begin() + static_cast<std::ptrdiff_t>(i))
      continue;
    address = describe(found_[i]);
    if (model::MentionStats* stats = stats_of(model::Way::line, event, address, said)) ++stats->count;
  }
}

void SightingsFold::add_upstream(const model::LogEvent& event) {
  std::string_view rest = trim(*event.access->upstream);
  const std::string_view backend = model::field(event, "backend");
  const bool alone = backend.empty() && rest.find(',') == std::string_view::npos;
  if (alone)
    for (Recent& recent : recent_)
      if (recent.stats != nullptr && recent.upstream == rest && recent.writer == event.writer)
        return count_request(*recent.stats, event, true);
  std::string name;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view one = trim(rest.substr(0, comma));
    rest = trim(rest.substr(std::min(comma + 1, rest.size())));
    if (!is_somebody(one)) continue;
    // HAProxy names a server within a backend.
    const bool named = !backend.empty() && one.find_first_of(":/") == std::string_view::npos;
    if (named) name = (std::string(backend) += '/') += one;
    model::MentionStats* stats =
        stats_of(model::Way::upstream, event, named ? std::string_view(name) : one, "");
    if (stats == nullptr) continue;
    count_request(*stats, event, rest.empty());
    if (alone)
      recent_[next_recent_++ % recent_.size()] = {std::string(event.writer), std::string(one), stats};
  }
}

// `last`: of the servers that were tried for it.
void SightingsFold::count_request(model::MentionStats& stats, const model::LogEvent& event, bool last) {
  ++stats.count;
  if (!failed(*event.access, last) || stats.failed++ > 0) return;
  stats.first_failed = event.where;
  stats.failed_quote = line_from(event.text);
}

void SightingsFold::quoted(const model::LogEvent& event, std::uint64_t line) {
  if (!event.writer.empty()) sightings_.written_by.emplace(line, name_from(event.writer));
}

model::Sightings SightingsFold::take() {
  model::Sightings taken;
  taken.input = sightings_.input;
  taken.speaker = sightings_.speaker;
  std::swap(taken, sightings_);
  writer_ = nullptr;
  format_ = nullptr;
  known_.clear();
  recent_ = {};
  return taken;
}

}  // namespace loadtriage::collect
