// Writes a run as k6's `--out json` does: the same bytes for the same size, always.
//
//   make_points BYTES > run.ndjson
//
// A shop under load: ten routes, three scenarios, checks, groups, VUs every second. From
// the middle on the database pool runs dry: 503s, time-outs and resets among the good.
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <string>
#include <string_view>

#include "random.h"

namespace {

struct Route {
  std::string_view method, name, group, scenario;
  double usual_ms;
  bool named;  // with a `name` tag; otherwise the url with its id stands there
};
constexpr std::array<Route, 10> kRoutes = {{{"GET", "products", "::browse", "browse", 12, true},
                                            {"GET", "/products/", "::browse", "browse", 8, false},
                                            {"GET", "search", "::browse::find", "browse", 45, true},
                                            {"POST", "cart items", "::buy", "buy", 18, true},
                                            {"GET", "/carts/", "::buy", "buy", 9, false},
                                            {"POST", "orders", "::buy", "buy", 70, true},
                                            {"GET", "order", "::buy", "buy", 15, true},
                                            {"POST", "sessions", "", "login", 90, true},
                                            {"GET", "profile", "", "login", 11, true},
                                            {"PUT", "profile", "", "login", 25, true}}};

constexpr std::array<std::string_view, 9> kMetrics = {
    "http_reqs",           "http_req_duration",        "http_req_blocked",
    "http_req_connecting", "http_req_tls_handshaking", "http_req_sending",
    "http_req_waiting",    "http_req_receiving",       "http_req_failed"};

class Run {
 public:
  explicit Run(std::uint64_t bytes) : most_(bytes) { buffer_.reserve(std::size_t{1} << 20); }

  void write() {
    declare();
    while (written_ + buffer_.size() < most_) iteration();
    flush();
  }

 private:
  void declare() {
    for (const std::string_view metric : kMetrics) {
      const char* type = metric == "http_reqs" ? "counter" : metric == "http_req_failed" ? "rate" : "trend";
      fmt::format_to(
          std::back_inserter(buffer_),
          R"({{"type":"Metric","data":{{"name":"{0}","type":"{1}","contains":"default","thresholds":[],)"
          R"("submetrics":null}},"metric":"{0}"}})"
          "\n",
          metric, type);
    }
  }

  // The run's time moves on by some 2 ms an iteration, as with 500 iterations a second.
  void iteration() {
    ns_ += 1'000'000 + random_.below(2'000'000);
    const std::uint64_t requests = 1 + random_.below(3);
    for (std::uint64_t i = 0; i < requests; ++i) request(kRoutes[random_.below(kRoutes.size())]);
    const std::string tags = R"({"group":"","scenario":"browse"})";
    point("data_sent", static_cast<double>(400 + random_.below(900)), tags);
    point("data_received", static_cast<double>(900 + random_.below(90000)), tags);
    point("iteration_duration", 100 + random_.share() * 900, tags);
    point("iterations", 1, tags);
    if (ns_ / 1'000'000'000 != second_) {
      second_ = ns_ / 1'000'000'000;
      point("vus", static_cast<double>(std::min<std::uint64_t>(200, second_)), "{}");
      point("vus_max", 200, "{}");
    }
    if (buffer_.size() > (std::size_t{1} << 19)) flush();
  }

  bool failing() const { return (written_ + buffer_.size()) * 2 > most_; }

  void request(const Route& route) {
    const double dice = random_.share();
    const bool fails = failing() && dice < 0.2;
    int status = route.method == "POST" ? 201 : 200;
    double ms = route.usual_ms * std::exp(random_.share() * 2 - 0.7);
    std::string error;
    if (fails && dice < 0.15) {
      status = 503;
      ms = 2000 + random_.share() * 20;
      error = R"("error_code":"1503",)";
    } else if (fails) {
      status = 0;
      const bool reset = dice < 0.17;
      ms = reset ? ms : 60000 + random_.share();
      error = reset ? R"("error":"read: connection reset by peer","error_code":"1220",)"
                    : R"("error":"request timeout","error_code":"1050",)";
    }
    std::string url(route.name);
    if (!route.named)
      url = fmt::format("https://shop.example.com/api{}{}", route.name, random_.below(100'000));
    const std::string tags = fmt::format(
        R"({{{}"expected_response":"{}","group":"{}","method":"{}","name":"{}","proto":"HTTP/1.1",)"
        R"("scenario":"{}","status":"{}","tls_version":"tls1.3","url":"{}"}})",
        error, !fails, route.group, route.method, url, route.scenario, status, url);
    points(tags, ms, fails);
    const std::string check = fmt::format(R"({{"check":"{} answered","group":"{}","scenario":"{}"}})",
                                          route.named ? route.name : "item", route.group, route.scenario);
    point("checks", fails ? 0 : 1, check);
  }

  void points(const std::string& tags, double ms, bool fails) {
    const bool connects = random_.below(50) == 0;
    const double sending = 0.01 + random_.share() * 0.1, receiving = 0.02 + random_.share() * 0.3;
    const double connecting = connects ? 0.2 + random_.share() : 0;
    const std::array<double, 9> values = {1,
                                          ms,
                                          connecting + 0.002,
                                          connecting,
                                          connects ? 3 + random_.share() : 0,
                                          sending,
                                          ms - sending - receiving,
                                          receiving,
                                          fails ? 1.0 : 0.0};
    for (std::size_t i = 0; i < kMetrics.size(); ++i) point(kMetrics[i], values[i], tags);
  }

  void point(std::string_view metric, double value, std::string_view tags) {
    const std::uint64_t second = ns_ / 1'000'000'000;
    fmt::format_to(
        std::back_inserter(buffer_),
        R"({{"metric":"{}","type":"Point","data":{{"time":"2026-01-{:02}T{:02}:{:02}:{:02}.{:09}Z","value":)",
        metric, 1 + second / 86'400, second / 3600 % 24, second / 60 % 60, second % 60, ns_ % 1'000'000'000);
    // Milliseconds down to the nanosecond, the shortest way: as k6 writes them.
    fmt::format_to(std::back_inserter(buffer_), "{}", std::round(value * 1e6) / 1e6);
    fmt::format_to(std::back_inserter(buffer_),
                   R"(,"tags":{}}}}})"
                   "\n",
                   tags);
  }

  void flush() {
    std::fwrite(buffer_.data(), 1, buffer_.size(), stdout);
    written_ += buffer_.size();
    buffer_.clear();
  }

  Random random_;
  std::uint64_t most_, written_ = 0, ns_ = 0, second_ = ~std::uint64_t{0};
  std::string buffer_;
};

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t bytes = argc == 2 ? std::strtoull(argv[1], nullptr, 10) : 0;
  if (bytes == 0) {
    fmt::print(stderr, "usage: make_points BYTES > run.ndjson\n");
    return 2;
  }
  Run(bytes).write();
  return 0;
}
