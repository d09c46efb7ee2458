// Writes a backend's log as it would stand on disk: the same bytes for the same kind and
// size, always.
//
//   make_logs pino|nginx|nest|nest-colour|postgresql|mixed BYTES > backend.log
//
// A shop under load: routes with ids, users, pools, queries, slow and failing requests,
// stack traces of several lines. From the middle on the database pool runs dry and the
// proxy times out. `mixed` is what `docker compose logs --no-log-prefix` makes of all four.
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

constexpr std::array<std::string_view, 8> kMethods = {"GET", "GET",  "GET", "GET",
                                                      "GET", "POST", "PUT", "DELETE"};
constexpr std::array<std::string_view, 10> kRoutes = {
    "/api/v1/products/{}",      "/api/v1/products?page={}&limit=20",
    "/api/v1/users/{}/orders",  "/api/v1/orders/{}",
    "/api/v1/carts/{}/items",   "/api/v1/search?q=shoe+{}&sort=price",
    "/api/v1/inventory/sku-{}", "/static/img/product-{}-large.webp",
    "/api/v1/sessions/{}",      "/api/v1/payments/{}/status"};
constexpr std::array<std::string_view, 6> kAgents = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
    "Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 "
    "Mobile/15E148 Safari/604.1",
    "k6/0.52.0 (https://k6.io/)",
    "okhttp/4.12.0",
    "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
    "ShopApp/8.3.1 (Android 14; Pixel 8)"};
constexpr std::array<std::string_view, 8> kContexts = {
    "OrdersService",    "CatalogController", "AuthGuard", "PaymentsProcessor",
    "CacheInterceptor", "InventoryService",  "MailQueue", "HttpLogger"};
constexpr std::array<std::string_view, 10> kMessages = {
    "Order {} placed by user {} in {} ms",
    "Cache miss for key product:{}:detail of tenant {}, loaded in {} ms",
    "Reserved {} items of sku {} in warehouse {}",
    "Payment {} authorised by gateway for customer {} after {} ms",
    "User {} signed in from session {} with {} active devices",
    "Recalculated shipping for cart {}: zone {}, {} parcels",
    "Published event order.created {} to partition {} at offset {}",
    "Search returned {} hits for tenant {} in {} ms",
    "Refreshed price list {} with {} entries, {} changed",
    "Webhook {} delivered to endpoint {} on attempt {}"};
constexpr std::array<std::string_view, 4> kQueries = {
    R"(SELECT p.id, p.name, p.price FROM products p WHERE p.category_id = {} AND p.active ORDER BY p.rank LIMIT {})",
    R"(UPDATE carts SET updated_at = now(), version = version + 1 WHERE id = {} AND version = {})",
    R"(INSERT INTO order_items (order_id, sku, quantity) VALUES ({}, 'SKU-{}', 2))",
    R"(SELECT count(*) FROM orders WHERE customer_id = {} AND status = 'open' AND shop_id = {})"};

class Log {
 public:
  Log(std::string_view kind, std::uint64_t bytes) : kind_(kind), most_(bytes) {
    buffer_.reserve(std::size_t{1} << 20);
  }

  // False when the kind is not known.
  bool write() {
    while (written_ + buffer_.size() < most_) {
      ns_ += random_.below(900'000);
      if (!line()) return false;
      if (buffer_.size() > (std::size_t{1} << 19)) flush();
    }
    flush();
    return true;
  }

 private:
  bool line() {
    if (kind_ == "pino") return pino(), true;
    if (kind_ == "nginx") return nginx(), true;
    if (kind_ == "nest" || kind_ == "nest-colour") return nest(), true;
    if (kind_ == "postgresql") return postgresql(), true;
    if (kind_ != "mixed") return false;
    const std::uint64_t dice = random_.below(10);
    if (dice < 4)
      nginx();
    else if (dice < 7)
      pino();
    else if (dice < 9)
      nest();
    else
      postgresql();
    return true;
  }

  template <typename... Args>
  void put(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(buffer_), format, std::forward<Args>(args)...);
  }
  std::string filled(std::string_view text) {
    return fmt::format(fmt::runtime(text), random_.below(900'000), random_.below(5'000), random_.below(300));
  }
  bool failing() const { return (written_ + buffer_.size()) * 2 > most_; }
  bool fails() { return failing() && random_.below(12) == 0; }
  double duration_ms() { return 3 * std::exp(random_.share() * 4); }
  std::uint64_t second() const { return ns_ / 1'000'000'000; }
  std::uint64_t milli() const { return ns_ / 1'000'000 % 1000; }
  std::uint64_t hour() const { return second() / 3600 % 24; }
  std::uint64_t minute() const { return second() / 60 % 60; }
  std::uint64_t day() const { return 1 + second() / 86'400 % 28; }
  std::string uuid() {
    const std::uint64_t a = random_.next(), b = random_.next();
    return fmt::format("{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}", a >> 32U, a >> 16U & 0xFFFFU, a & 0xFFFU,
                       b >> 52U, b & 0xFFFFFFFFFFFFU);
  }

  void pino() {
    const std::uint64_t ms = 1'767'225'600'000 + ns_ / 1'000'000;
    const std::uint64_t request = random_.below(10'000'000);
    if (fails()) {
      put(R"-({{"level":50,"time":{},"pid":17,"hostname":"shop-api-5d9f","reqId":"req-{}","err":{{"type":"Error",)-"
          R"-("message":"timeout exceeded when trying to connect","stack":"Error: timeout exceeded when trying to )-"
          R"-(connect\n    at /srv/node_modules/pg-pool/index.js:45:11\n    at process.processTicksAndRejections )-"
          R"-((node:internal/process/task_queues:95:5)\n    at async OrdersService.create )-"
          R"-((/srv/dist/orders.js:{}:18)"}},"msg":"request errored"}})-"
          "\n",
          ms, request, random_.below(300));
    } else if (random_.below(3) > 0) {
      const bool bad = fails();
      put(R"({{"level":{},"time":{},"pid":17,"hostname":"shop-api-5d9f","reqId":"req-{}","req":{{"method":"{}",)"
          R"("url":"{}","hostname":"shop.example.com","remoteAddress":"10.42.{}.{}","remotePort":{}}},)"
          R"("res":{{"statusCode":{}}},"responseTime":{:.3f},"msg":"request completed"}})"
          "\n",
          bad ? 50 : 30, ms, request, random_.one_of(kMethods), filled(random_.one_of(kRoutes)),
          random_.below(4), random_.below(255), 32'768 + random_.below(28'000), bad ? 500 : 200,
          duration_ms());
    } else {
      put(R"({{"level":{},"time":{},"pid":17,"hostname":"shop-api-5d9f","module":"{}","traceId":"{}","msg":"{}"}})"
          "\n",
          random_.below(20) == 0 ? 40 : 30, ms, random_.one_of(kContexts), uuid(),
          filled(random_.one_of(kMessages)));
    }
  }

  void nginx() {
    const bool bad = fails();
    const std::uint64_t dice = random_.below(100);
    const int status = bad ? (dice < 50 ? 502 : 504) : dice < 3 ? 404 : dice < 8 ? 304 : 200;
    put("10.42.{}.{} - {} [{:02}/Jan/2026:{:02}:{:02}:{:02} +0000] \"{} {} HTTP/1.1\" {} {} \"{}\" \"{}\"\n",
        random_.below(16), random_.below(255), random_.below(5) == 0 ? "alice" : "-", day(), hour(), minute(),
        second() % 60, random_.one_of(kMethods), filled(random_.one_of(kRoutes)), status,
        status == 304 ? 0 : random_.below(60'000),
        random_.below(3) == 0 ? "-" : "https://shop.example.com/category/shoes", random_.one_of(kAgents));
  }

  void nest() {
    const bool colour = kind_ == "nest-colour";
    const bool bad = fails();
    const std::string_view context = random_.one_of(kContexts);
    const std::string_view level = bad ? "ERROR" : random_.below(30) == 0 ? " WARN" : "  LOG";
    const std::string text =
        bad ? "Failed to create order: PrismaClientKnownRequestError" : filled(random_.one_of(kMessages));
    const std::string stamp =
        fmt::format("{:02}/{:02}/2026, {}:{:02}:{:02} {}", 1, day(), hour() % 12 == 0 ? 12 : hour() % 12,
                    minute(), second() % 60, hour() < 12 ? "AM" : "PM");
    if (colour)
      put("\x1b[32m[Nest] 17  - \x1b[39m{} \x1b[32m  {}\x1b[39m \x1b[38;5;3m[{}] \x1b[39m\x1b[32m{}\x1b[39m"
          "\x1b[38;5;3m +{}ms\x1b[39m\n",
          stamp, level, context, text, random_.below(30));
    else
      put("[Nest] 17  - {}   {} [{}] {} +{}ms\n", stamp, level, context, text, random_.below(30));
    if (!bad) return;
    put("PrismaClientKnownRequestError: \nInvalid `prisma.order.create()` invocation:\n\n\n"
        "Timed out fetching a new connection from the connection pool. More info: "
        "http://pris.ly/d/connection-pool "
        "(Current connection pool timeout: 10, connection limit: 5)\n"
        "    at Ln.handleRequestError (/srv/node_modules/@prisma/client/runtime/library.js:121:7315)\n"
        "    at Ln.handleAndLogRequestError (/srv/node_modules/@prisma/client/runtime/library.js:121:6623)\n"
        "    at async OrdersService.create (/srv/dist/orders/orders.service.js:{}:19)\n",
        random_.below(300));
  }

  void postgresql() {
    const std::uint64_t pid = 4000 + random_.below(90);
    const std::string stamp = fmt::format("2026-01-{:02} {:02}:{:02}:{:02}.{:03} UTC", day(), hour(),
                                          minute(), second() % 60, milli());
    const std::uint64_t dice = random_.below(20);
    if (fails()) {
      put("{} [{}] shop@orders FATAL:  remaining connection slots are reserved for non-replication superuser "
          "connections\n",
          stamp, pid);
    } else if (dice == 0) {
      put("{} [{}] LOG:  checkpoint complete: wrote {} buffers ({:.1f}%); 0 WAL file(s) added, 0 removed, 3 "
          "recycled; "
          "write={:.3f} s, sync=0.004 s, total={:.3f} s\n",
          stamp, pid, random_.below(9000), random_.share() * 30, random_.share() * 90, random_.share() * 90);
    } else if (dice < 3) {
      put("{0} [{1}] shop@orders ERROR:  duplicate key value violates unique constraint \"carts_pkey\"\n"
          "{0} [{1}] shop@orders DETAIL:  Key (id)=({2}) already exists.\n"
          "{0} [{1}] shop@orders STATEMENT:  {3}\n",
          stamp, pid, random_.below(900'000), filled(random_.one_of(kQueries)));
    } else if (dice < 7) {
      put("{} [{}] shop@orders LOG:  connection authorized: user=shop database=orders "
          "application_name=shop-api\n",
          stamp, pid);
    } else {
      put("{} [{}] shop@orders LOG:  duration: {:.3f} ms  execute s{}: {}\n", stamp, pid, duration_ms(),
          random_.below(40), filled(random_.one_of(kQueries)));
    }
  }

  void flush() {
    std::fwrite(buffer_.data(), 1, buffer_.size(), stdout);
    written_ += buffer_.size();
    buffer_.clear();
  }

  std::string_view kind_;
  Random random_;
  std::uint64_t most_, written_ = 0, ns_ = 0;
  std::string buffer_;
};

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t bytes = argc == 3 ? std::strtoull(argv[2], nullptr, 10) : 0;
  if (bytes == 0 || !Log(argv[1], bytes).write()) {
    fmt::print(stderr, "usage: make_logs pino|nginx|nest|nest-colour|postgresql|mixed BYTES > backend.log\n");
    return 2;
  }
  return 0;
}
