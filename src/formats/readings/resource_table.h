// Tables that tools print of CPU and memory: vmstat, mpstat and sar, pidstat, top -b,
// docker stats, kubectl top. A header names the columns of the rows below it.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/time/timestamps.h"

namespace loadtriage::formats {

// One row: "mpstat cpu=all usr_pct=91.2 idle_pct=0.3".
struct ResourceRow {
  std::string text;
  std::string subject;  // whose numbers these are: a process, a container, a pod; empty: the machine
  std::optional<Stamp> time;
};

class ResourceTable {
 public:
  // Whether the line is a header; its columns are those of the rows from here on.
  bool take_header(std::string_view line, TimestampReader& times);
  // The row, if the line is one under the last header. vmstat's numbers need none.
  std::optional<ResourceRow> read_row(std::string_view line, TimestampReader& times) const;

 private:
  struct Column {
    std::string name;  // in the text; empty: left out
    bool subject = false;
  };
  std::string_view tool_;
  bool wide_ = false;  // columns stand apart by two spaces or more
  std::vector<Column> columns_;
};

}  // namespace loadtriage::formats
