#include "formats/tools/rows/requests.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace loadtriage::formats::tools {
namespace {

constexpr char kBetween = '\x1f';
constexpr std::size_t kLongestError = 400;

constexpr model::MetricName kRequests = {1, "http_reqs"}, kDuration = {2, "http_req_duration"},
                            kConnecting = {3, "http_req_connecting"}, kWaiting = {4, "http_req_waiting"},
                            kReceiving = {5, "http_req_receiving"}, kUsers = {6, "vus"},
                            kMostUsers = {7, "vus_max"}, kGroup = {8, "group_duration"},
                            kIterations = {9, "iterations"}, kReceived = {10, "data_received"},
                            kSent = {11, "data_sent"};

// No set of a reader has that number.
const model::Tags kNoTags = {std::uint64_t{1} << 40U, {}};

// The order in which tags_of() writes them.
constexpr std::string_view kTags[] = {"name",   "method", "scenario",         "group",
                                      "status", "error",  "expected_response"};

bool parse_tags(TagSets::Set& set, const void*) {
  std::string_view rest = set.written;
  for (const std::string_view name : kTags) {
    const std::size_t end = rest.find(kBetween);
    if (end == std::string_view::npos) return false;
    if (end > 0) set.tags.items.emplace_back(name, rest.substr(0, end));
    rest.remove_prefix(end + 1);
  }
  return true;
}

// A text of the input may hold anything, what stands between texts too.
void append(std::string& to, std::string_view text) {
  const std::size_t begin = to.size();
  to += text;
  if (text.find(kBetween) != std::string_view::npos)
    std::replace(to.begin() + static_cast<std::ptrdiff_t>(begin), to.end(), kBetween, ' ');
  to += kBetween;
}

}  // namespace

std::string_view first_line(std::string_view text) {
  text = trim(text);
  text = trim(text.substr(0, text.find_first_of("\r\n")));
  return text.substr(0, kLongestError);
}

Requests::Requests(model::InputId input, Sink& sink) : sink_(sink) { sample_.where.input = input; }

void Requests::emit(const model::MetricName& metric, double value) {
  sample_.metric = metric;
  sample_.value = value;
  sink_.on_sample(sample_);
}

const model::Tags* Requests::tags_of(const Request& request) {
  char status[8];
  const auto end = std::to_chars(status, status + sizeof status, request.status).ptr;
  const std::string_view code = request.status > 0 || request.failed
                                    ? std::string_view(status, static_cast<std::size_t>(end - status))
                                    : std::string_view();
  written_.clear();
  for (const std::string_view text : {request.name, request.method, request.scenario, request.group, code,
                                      request.failed ? request.error : std::string_view(),
                                      request.failed ? std::string_view("false") : std::string_view("true")})
    append(written_, text);
  const TagSets::Set* set = sets_.find(written_, parse_tags);
  return set != nullptr ? &set->tags : nullptr;
}

void Requests::add(const Request& request) {
  const model::Tags* tags = tags_of(request);
  if (tags == nullptr) return;
  sample_.where = request.where;
  sample_.time_ns = request.end_ns;
  sample_.tags = tags;
  last_ns_ = std::max(last_ns_, request.end_ns);
  emit(kRequests, 1);
  emit(kDuration, request.duration_ms);
  if (request.connecting_ms) emit(kConnecting, *request.connecting_ms);
  if (request.waiting_ms) emit(kWaiting, *request.waiting_ms);
  if (request.receiving_ms) emit(kReceiving, *request.receiving_ms);
}

void Requests::users(std::int64_t time_ns, double count) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  most_users_ = std::max(most_users_, count);
  if (count == users_ && time_ns / kSecond == users_second_) return;
  users_ = count;
  users_second_ = time_ns / kSecond;
  sample_.time_ns = time_ns;
  sample_.tags = &kNoTags;
  emit(kUsers, count);
}

void Requests::group(const Request& whole) {
  const model::Tags* tags = tags_of(whole);
  if (tags == nullptr) return;
  sample_.where = whole.where;
  sample_.time_ns = whole.end_ns;
  sample_.tags = tags;
  last_ns_ = std::max(last_ns_, whole.end_ns);
  emit(kGroup, whole.duration_ms);
}

void Requests::iterations(std::int64_t time_ns, double count) {
  sample_.time_ns = time_ns;
  sample_.tags = &kNoTags;
  emit(kIterations, count);
}

void Requests::bytes(double received, double sent) {
  received_ += received;
  sent_ += sent;
}

void Requests::finish() {
  if (last_ns_ == 0) return;
  sample_.time_ns = last_ns_;
  sample_.tags = &kNoTags;
  if (most_users_ > 0) emit(kMostUsers, most_users_);
  if (received_ > 0) emit(kReceived, received_);
  if (sent_ > 0) emit(kSent, sent_);
  received_ = sent_ = 0;
}

}  // namespace loadtriage::formats::tools
