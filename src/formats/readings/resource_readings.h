// What was read off the machines during the test: tables of vmstat, mpstat, pidstat, top,
// docker stats and kubectl top, and snapshots of a control group's cpu.stat.
//
// Each row is a reading, which signatures look at like at a line of a log. Its text has
// `name=value` for every column, whatever the tool aligns and abbreviates. Of cpu.stat,
// whose counters began with the container, the difference to the snapshot before is told;
// the number alone where there is one only. Rows of k6 itself count as k6's.
#pragma once
#include "formats/adapter.h"

namespace loadtriage::formats {

extern const Adapter resource_readings;

}  // namespace loadtriage::formats
