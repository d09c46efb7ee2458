// What a reader remembers that began in the middle of a log, until it is put behind the
// reader of what stands in front.
#pragma once
#include <optional>
#include <utility>
#include <vector>

#include "formats/logs/event_draft.h"
#include "formats/logs/request_join.h"

namespace loadtriage::formats {

class Resuming {
 public:
  void begin_in_the_middle() { seeking_ = in_the_middle_ = true; }
  bool in_the_middle() const { return in_the_middle_; }
  // For the first line that surely begins an event.
  bool seeking() const { return seeking_; }
  void found(model::SourceRef where) {
    seeking_ = false;
    began_at_ = where;
  }
  const std::optional<model::SourceRef>& began_at() const { return began_at_; }

  // An event that answers a request which stands in front waits; false when it need not, or
  // when too many do.
  bool wait(EventDraft& draft);
  bool lost_answers() const { return too_many_; }

  // The reader in front has got here: the events that waited for it.
  std::vector<EventDraft> end() {
    in_the_middle_ = false;
    return std::exchange(waiting_, {});
  }

 private:
  bool seeking_ = false;
  bool in_the_middle_ = false;
  std::optional<model::SourceRef> began_at_;
  std::vector<EventDraft> waiting_;
  bool too_many_ = false;
};

inline bool Resuming::wait(EventDraft& draft) {
  if (!draft.answers_unseen) return false;
  if (waiting_.size() >= RequestJoin::kMostOpen) {
    too_many_ = true;
    return false;
  }
  draft.keep();
  waiting_.push_back(std::exchange(draft, EventDraft{}));
  return true;
}

}  // namespace loadtriage::formats
