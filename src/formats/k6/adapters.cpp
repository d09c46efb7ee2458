#include "formats/k6/adapters.h"

#include <array>

#include "formats/k6/console.h"
#include "formats/k6/csv.h"
#include "formats/k6/log.h"
#include "formats/k6/ndjson.h"
#include "formats/k6/script.h"
#include "formats/k6/summary_json.h"

namespace loadtriage::formats {

std::span<const Adapter* const> k6_adapters() {
  static constexpr std::array kAdapters = {
      &k6_ndjson,           &k6_csv, &k6_summary_export, &k6_handle_summary,
      &k6_machine_readable, &k6_log, &k6_console,        &k6_script};
  return kAdapters;
}

}  // namespace loadtriage::formats
