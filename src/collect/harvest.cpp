#include "collect/harvest.h"

#include <algorithm>
#include <iterator>

namespace loadtriage::collect {
namespace {

constexpr std::size_t kDroppedTogether = 5;

template <typename T>
void append(std::vector<T>& to, std::vector<T>&& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

void Harvest::merge(Harvest&& part) {
  model::LineFates& fates = input.fates;
  fates.lines += part.input.fates.lines;
  fates.samples += part.input.fates.samples;
  fates.events += part.input.fates.events;
  fates.continuations += part.input.fates.continuations;
  fates.blank += part.input.fates.blank;
  fates.dropped += part.input.fates.dropped;
  input.incomplete = input.incomplete || part.input.incomplete;
  for (std::string& note : part.input.notes)
    if (std::find(input.notes.begin(), input.notes.end(), note) == input.notes.end())
      input.notes.push_back(std::move(note));
  std::sort(input.notes.begin(), input.notes.end());
  append(summaries, std::move(part.summaries));
  append(runs, std::move(part.runs));
  append(progress, std::move(part.progress));
  append(facts, std::move(part.facts));
  append(limiters, std::move(part.limiters));
  settings.merge(part.settings);
  k6_log.merge(part.k6_log);
  backend_log.merge(part.backend_log);
  points.merge(std::move(part.points));
  append(dropped, std::move(part.dropped));
  std::sort(dropped.begin(), dropped.end(),
            [](const DroppedLine& a, const DroppedLine& b) { return a.where < b.where; });
  if (dropped.size() > kDroppedTogether) dropped.erase(dropped.begin() + kDroppedTogether, dropped.end());
}

}  // namespace loadtriage::collect
