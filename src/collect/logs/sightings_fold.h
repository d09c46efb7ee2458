// Who writes a log and whom it speaks of, folded into model::Sightings event by event.
#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/addresses.h"
#include "base/text_map.h"
#include "collect/logs/extent.h"
#include "model/sightings.h"

namespace loadtriage::collect {

class SightingsFold {
 public:
  SightingsFold(model::Speaker speaker, model::InputId input, Extent extent);

  // Every event, or reading of a resource.
  void add(const model::LogEvent& event);
  // One that may tell of a call that failed, or is the first of its kind. `said`: what it means
  // as far as that is known.
  void add_addresses(const model::LogEvent& event, std::string_view said);
  // Requests that a proxy sent on.
  void add_upstream(const model::LogEvent& event);
  // A report may point at the event's line, and at those behind it.
  void quoted(const model::LogEvent& event, std::uint64_t line);

  // What was folded; the fold is empty afterwards.
  model::Sightings take();

 private:
  static void count_request(model::MentionStats& stats, const model::LogEvent& event, bool last);
  model::MentionStats* stats_of(model::Way way, const model::LogEvent& event, std::string_view address,
                                std::string_view said);

  model::Sightings sightings_;
  Extent extent_;
  // The writer and the format of the last event: most logs have one of each.
  std::string last_writer_, last_format_;
  model::Writer* writer_ = nullptr;
  std::uint64_t* format_ = nullptr;
  TextMap<model::MentionStats*> known_;  // null: no room
  // Servers that a proxy sent requests to lately, in turn; a short cut past known_.
  struct Recent {
    std::string writer, upstream;
    model::MentionStats* stats = nullptr;
  };
  std::array<Recent, 4> recent_;
  std::size_t next_recent_ = 0;
  std::string key_;
  std::vector<Address> found_;
};

}  // namespace loadtriage::collect
