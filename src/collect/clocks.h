// Compares the clocks of the logs with the run's.
#pragma once
#include <vector>

#include "collect/series/window.h"
#include "model/evidence.h"

namespace loadtriage::collect {

// Stamps from beyond the end of the run count from another start than its own: those of a kernel from
// the start of the machine. Nothing tells when that was.
bool counts_from_elsewhere(const model::InputLog& log, const Window& window);

// What to add to the stamps of `log` so that they are times of the run's clock, with
// the reason. Zero where stamps carry their zone or overlap the run as they are.
//
// Stamps without a zone were read as if UTC. When they lie wholly outside the run they
// are shifted by the zone offset (whole hours before half and quarter ones) that puts
// most events into the run; stamps without a date (read as 1970-01-01) and without a
// year (read as 1970) are moved to the run's day and year first.
model::ClockOffset align(const model::InputLog& log, const Window& window);

}  // namespace loadtriage::collect
