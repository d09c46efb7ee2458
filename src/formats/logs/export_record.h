// One record of a log store's export: which store, and the program's own line in it.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "formats/json/flat.h"
#include "formats/json/records.h"
#include "formats/time/timestamps.h"
#include "model/log_event.h"

namespace loadtriage::formats {

struct ExportRecord {
  std::string_view
      store;  // "cloudwatch", "loki", "gcp-json", "elasticsearch-hits", "datadog", "journald-json"
  std::string_view text;    // what the program wrote; a JSON object where the store took that apart
  std::string_view stream;  // who wrote it, where the record says
  std::optional<Stamp> time;
  model::Level level = model::Level::unknown;
};

// Keeps what the last answer borrows from; for one thread.
class ExportRecordReader {
 public:
  // Nothing when the record is of no store that is known. Borrows from the record.
  std::optional<ExportRecord> read(const JsonRecord& record);

 private:
  std::optional<ExportRecord> read_pair(const JsonRecord& record);
  std::optional<ExportRecord> read_row(const JsonRecord& record);
  std::optional<ExportRecord> read_object(const JsonRecord& record);
  ExportRecord read_gcp(std::string_view text);
  ExportRecord read_hit(std::string_view text);
  ExportRecord make(std::string_view store, std::string_view text, std::string_view time,
                    std::string_view stream);
  std::string_view any_of(std::initializer_list<std::string_view> names) const;

  FlatObject object_;
  TextArena arena_;
  TimestampReader times_;
};

}  // namespace loadtriage::formats
