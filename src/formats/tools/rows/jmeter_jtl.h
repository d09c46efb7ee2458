// JMeter's results as comma-separated values (`jmeter -n -l results.jtl`), which Taurus writes too.
//
// Columns are known by their header; which there are depends on the version and on
// jmeter.save.saveservice.*. Without one (print_field_names=false) the default order for their
// number is taken. A row is a sample; one of a transaction controller is the sum of others and no
// request of its own. Whether a sample failed is what JMeter says, whatever its code.
#pragma once
#include <optional>
#include <string_view>

#include "formats/adapter.h"
#include "formats/tools/rows/row_reader.h"

namespace loadtriage::formats::tools {

extern const Adapter jmeter_jtl;

struct JtlColumns {
  Table table;
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::size_t time = kNone, elapsed = kNone, label = kNone, code = kNone, message = kNone, thread = kNone,
              success = kNone, failure = kNone, bytes = kNone, sent = kNone, threads = kNone, latency = kNone,
              connect = kNone;
  std::size_t needed = 0;  // fields of a row that is whole
  // No row of the head is anything but a transaction: the others were not saved.
  bool transactions_only = false;
};

// Nothing when the head is not that of such a table.
std::optional<JtlColumns> jtl_columns(std::string_view head);

bool read_jtl(const NextBlock& next, const JtlColumns& columns, model::InputId input, Sink& sink,
              unsigned threads);

}  // namespace loadtriage::formats::tools
