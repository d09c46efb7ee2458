// The whole program over one file: every reader, the rules, a reporter. The report holds no
// control character, and the same bytes give the same report with four threads.
#include <cstdint>
#include <sstream>
#include <string>

#include "cli/run.h"
#include "fuzz/require.h"
#include "support/memory_file_system.h"

namespace {

std::string report_of(const std::string& bytes, unsigned threads, const char* format) {
  const loadtriage::test::MemoryFileSystem files({{"run/input", bytes}});
  std::ostringstream out, err;
  loadtriage::cli::World world{out, err, files};
  world.threads = threads;
  world.environment = [](const std::string&) { return std::nullopt; };
  const int status = loadtriage::cli::run({"analyze", "run", "--format", format}, world);
  LOADTRIAGE_REQUIRE(status >= 0 && status <= 2);
  LOADTRIAGE_REQUIRE((status == 2) == out.str().empty());
  return out.str();
}

bool printable(const std::string& text) {
  for (const char c : text)
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F) return false;
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::string one = report_of(text, 1, "json");
  LOADTRIAGE_REQUIRE(printable(one));
  LOADTRIAGE_REQUIRE(one == report_of(text, 4, "json"));
  LOADTRIAGE_REQUIRE(printable(report_of(text, 1, "terminal")));
  return 0;
}
