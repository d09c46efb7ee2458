// Tables of totals by name that are written once, at the end.
#pragma once
#include "formats/adapter.h"

namespace loadtriage::formats::tools {

extern const Adapter jmeter_statistics;  // statistics.json of JMeter's dashboard
extern const Adapter taurus_csv;         // final-stats of Taurus: dump-csv
extern const Adapter nbomber_csv;        // the report of NBomber
extern const Adapter tsung_log;          // tsung.log: totals of each ten seconds

}  // namespace loadtriage::formats::tools
