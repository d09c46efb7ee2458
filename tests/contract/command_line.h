// Runs the whole program in memory: arguments and files in, texts and exit status out.
#pragma once
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "cli/run.h"
#include "support/memory_file_system.h"

namespace loadtriage::test {

struct Outcome {
  int status = 0;
  std::string out, err;
  std::map<std::string, std::string> written;  // by path; what was appended stands behind
};

struct CommandLine {
  std::map<std::string, std::string> files = {};
  std::map<std::string, std::string> environment = {};
  std::optional<std::string> why_not_writable = {};
  unsigned threads = 1;
  bool to_terminal = false;

  Outcome run(const std::vector<std::string>& arguments) const {
    return run(arguments, MemoryFileSystem(files));
  }

  Outcome run(const std::vector<std::string>& arguments, const input::FileSystem& file_system) const {
    Outcome outcome;
    std::ostringstream out, err;
    cli::World world{out, err, file_system};
    world.threads = threads;
    world.out_is_terminal = to_terminal;
    world.environment = [this](const std::string& name) -> std::optional<std::string> {
      const auto found = environment.find(name);
      return found == environment.end() ? std::nullopt : std::optional(found->second);
    };
    world.write_file = [&](const std::string& path, const std::string& text, bool append) {
      if (!why_not_writable) outcome.written[path] = append ? outcome.written[path] + text : text;
      return why_not_writable;
    };
    outcome.status = cli::run(arguments, world);
    outcome.out = out.str();
    outcome.err = err.str();
    return outcome;
  }
};

// A run in which `failed` of 1,000 requests failed, as k6 --summary-export writes it.
inline std::string summary_with(int failed) {
  const std::string bad = std::to_string(failed), good = std::to_string(1000 - failed);
  const std::string share = std::to_string(failed / 1000.0);
  return R"j({"metrics":{"http_reqs":{"count":1000,"rate":50},"vus_max":{"value":5,"min":5,"max":5},)j"
         R"j("iterations":{"count":1000,"rate":50},"http_req_failed":{"passes":)j" +
         bad + R"j(,"fails":)j" + good + R"j(,"value":)j" + share + R"j(,"thresholds":{"rate<0.01":)j" +
         (failed > 10 ? "true" : "false") +
         R"j(}},"http_req_duration":{"avg":9,"min":3,"med":8,"max":40,"p(90)":14,"p(95)":19,)j"
         R"j("thresholds":{"p(95)<500":false}}}})j";
}

// What k6 logs when nothing listens.
inline std::string refused_log(int lines) {
  std::string text;
  for (int i = 0; i < lines; ++i)
    text += R"(time="2026-03-01T12:00:)" + std::string(i % 60 < 10 ? "0" : "") + std::to_string(i % 60) +
            R"(Z" level=warning msg="Request Failed" error="Get \"http://10.0.0.5:8080/orders\": )"
            R"(dial tcp 10.0.0.5:8080: connect: connection refused")"
            "\n";
  return text;
}

}  // namespace loadtriage::test
