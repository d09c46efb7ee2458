// PostgreSQL's csvlog: one record a message, quoted, perhaps over several lines.
//
// The columns are those of the manual ("Using CSV-Format Log Output",
// runtime-config-logging): 22 up to 8.4, application_name in 9.0, backend_type in 13,
// leader_pid and query_id in 14. Of newer columns none is needed.
#pragma once
#include "formats/adapter.h"

namespace loadtriage::formats {

extern const Adapter postgresql_csv;

}  // namespace loadtriage::formats
