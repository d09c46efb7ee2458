// What JMeter's files have in common: its names, and its words for what went wrong.
#pragma once
#include <string>
#include <string_view>

#include "model/run.h"

namespace loadtriage::formats::tools {

model::RunInfo jmeter_run();

// "Thread Group 1-3" -> "Thread Group".
std::string_view thread_group(std::string_view thread);

// Of a whole text of three digits that is a status of HTTP; else 0.
int http_status(std::string_view code);

// What JMeter makes of an exception, without its own words around it:
// "java.net.SocketException: Connection reset".
std::string jmeter_error(std::string_view code, std::string_view message);

// The first line of what an assertion says, without the figures that differ every time.
std::string assertion_text(std::string_view failure);

}  // namespace loadtriage::formats::tools
