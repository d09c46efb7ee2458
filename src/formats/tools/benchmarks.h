// Small HTTP benchmark tools: one run, one report. Their words for a user are connections.
#pragma once
#include "formats/adapter.h"

namespace loadtriage::formats::tools {

extern const Adapter wrk;  // and wrk2
extern const Adapter apache_bench;
extern const Adapter hey;
extern const Adapter hey_csv;
extern const Adapter oha_json;
extern const Adapter oha_csv;
extern const Adapter autocannon;
extern const Adapter bombardier;
extern const Adapter fortio;
extern const Adapter siege;
extern const Adapter httperf;

}  // namespace loadtriage::formats::tools
