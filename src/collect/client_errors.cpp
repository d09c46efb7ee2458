#include "collect/client_errors.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "collect/error_code.h"

namespace loadtriage::collect {
namespace {

// JMeter's last threads end within moments of one another when the test is stopped.
constexpr std::int64_t kEnding_ns = 2'000'000'000;
constexpr int kOfStatus = 1000;

// Failures of slices that turned out to be none.
void forgive(model::Points& points, const model::LookStats& stats) {
  for (const auto& [slot, amount] : stats.ended.counts()) {
    model::Slice& slice = points.slice_at(slot * stats.ended.width_ns());
    slice.failed = std::max(0.0, slice.failed - amount);
  }
  const auto counted = points.rates.find("http_req_failed");
  if (counted == points.rates.end()) return;
  const double cut = std::min(counted->second.first, static_cast<double>(stats.count));
  counted->second.first -= cut;
  counted->second.second += cut;
}

bool unnamed(const model::Look& look) {
  return look.failed && look.error_code == 0 && (look.status >= 400 || !look.error.empty());
}

}  // namespace

std::string ClientErrors::words_for(const std::string& error) {
  for (const Finder::Hit& hit : finder_.find(error))
    if (!hit.signature->k6_words.empty()) return hit.signature->k6_words;
  return {};
}

int ClientErrors::code_of(const std::string& error) {
  const std::string words = words_for(error);
  return error_code_of(words.empty() ? error : words);
}

bool ClientErrors::cut_off(const std::string& error) {
  const auto& hits = finder_.find(error);
  return std::any_of(hits.begin(), hits.end(), [](const Finder::Hit& hit) { return hit.signature->cut_off; });
}

double settle_errors(model::Points& points, const Watch& client_error) {
  std::vector<model::Look> looks;
  for (const auto& [look, stats] : points.looks)
    if (unnamed(look)) looks.push_back(look);
  if (looks.empty()) return 0;
  ClientErrors errors(client_error);
  double cut = 0;
  for (const model::Look& look : looks) {
    model::Look settled = look;
    const auto at = points.looks.find(look);
    const bool at_end = at->second.first_end_ns >= points.last_ns - kEnding_ns;
    if (look.status == 0 && at_end && errors.cut_off(look.error)) {
      settled.failed = false;
      cut += static_cast<double>(at->second.count);
      forgive(points, at->second);
    } else if (look.status == 0) {
      settled.error_code = errors.code_of(look.error);
    } else if (look.status >= 400) {
      settled.error_code = kOfStatus + look.status;
    }
    if (settled == look || points.looks.count(settled) > 0) continue;
    auto node = points.looks.extract(at);
    node.key() = std::move(settled);
    points.looks.insert(std::move(node));
  }
  return cut;
}

}  // namespace loadtriage::collect
