#include "formats/tools/adapters.h"

#include <array>

#include "formats/tools/artillery.h"
#include "formats/tools/benchmarks.h"
#include "formats/tools/locust.h"
#include "formats/tools/rows/gatling.h"
#include "formats/tools/rows/jmeter_jtl.h"
#include "formats/tools/rows/jmeter_xml.h"
#include "formats/tools/rows/vegeta.h"
#include "formats/tools/totals.h"

namespace loadtriage::formats::tools {
namespace {

constexpr std::array kAdapters = {&jmeter_jtl,
                                  &jmeter_xml,
                                  &jmeter_statistics,
                                  &locust_stats,
                                  &locust_history,
                                  &locust_failures,
                                  &locust_exceptions,
                                  &locust_json,
                                  &locust_console,
                                  &gatling_log,
                                  &gatling_binary,
                                  &gatling_console,
                                  &artillery_json,
                                  &artillery_console,
                                  &vegeta_json,
                                  &vegeta_csv,
                                  &vegeta_report,
                                  &vegeta_gob,
                                  &wrk,
                                  &apache_bench,
                                  &hey,
                                  &hey_csv,
                                  &oha_json,
                                  &oha_csv,
                                  &autocannon,
                                  &bombardier,
                                  &fortio,
                                  &siege,
                                  &httperf,
                                  &taurus_csv,
                                  &nbomber_csv,
                                  &tsung_log};

}  // namespace

std::span<const Adapter* const> adapters() { return kAdapters; }

}  // namespace loadtriage::formats::tools
