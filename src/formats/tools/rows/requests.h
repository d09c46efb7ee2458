// Hands the requests of another tool on as k6's points: what follows knows no other.
//
// Of texts that come again and again with thousands of requests (names, errors) one set of
// tags is kept. Memory is bounded.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "formats/adapter.h"
#include "formats/tag_sets.h"

namespace loadtriage::formats::tools {

// Borrows: valid for one call.
struct Request {
  model::SourceRef where;
  std::int64_t end_ns = 0;
  double duration_ms = 0;
  std::optional<double> connecting_ms, waiting_ms, receiving_ms;
  std::string_view name, method, scenario, group;
  int status = 0;          // 0: no response, or nobody knows
  std::string_view error;  // of a failed one, in the tool's words
  bool failed = false;     // by the tool's own verdict
};

class Requests {
 public:
  Requests(model::InputId input, Sink& sink);

  void add(const Request& request);
  // Users at work at that time.
  void users(std::int64_t time_ns, double count);
  // A stretch of the script that is no request of its own: a transaction, a group.
  void group(const Request& whole);
  void iterations(std::int64_t time_ns, double count);
  void bytes(double received, double sent);
  // What was only summed up so far.
  void finish();

 private:
  void emit(const model::MetricName& metric, double value);
  const model::Tags* tags_of(const Request& request);

  Sink& sink_;
  model::Sample sample_;
  TagSets sets_;
  std::string written_;
  std::int64_t last_ns_ = 0, users_second_ = 0;
  double users_ = -1, most_users_ = 0, received_ = 0, sent_ = 0;
};

// The first line of an error text, no longer than anyone reads.
std::string_view first_line(std::string_view text);

}  // namespace loadtriage::formats::tools
