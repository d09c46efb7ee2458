#include "collect/logs/log_template.h"

#include <doctest/doctest.h>

using loadtriage::collect::endpoint_of;
using loadtriage::collect::template_of;

TEST_CASE("template: numbers, ids and addresses are taken out, words and short codes stay") {
  CHECK(template_of("request 812 took 41.5ms") == "request <*> took <*>");
  CHECK(template_of("Prisma P2024 after 10s for 10.0.0.7:5432") == "Prisma P2024 after <*> for <*>");
  CHECK(template_of("user 9f1c2d3e-aaaa-bbbb-cccc-0123456789ab gone") == "user <*> gone");
}

TEST_CASE("template: hosts, dates, queries and the ends of long paths are taken out, classes stay") {
  CHECK(template_of("no route to db.shop.internal:5432 on Fri Jul 1 2005") == "no route to <*> on <*>");
  CHECK(template_of("no route to db.shop.internal") == "no route to <*>");
  CHECK(template_of("java.net.SocketException in server.js") == "java.net.SocketException in server.js");
  CHECK(template_of("cannot open /etc/shop/keys/a.pem") == "cannot open /etc/shop/<*>");
  CHECK(template_of("GET /orders?page=a&size=b failed") == "GET /orders failed");
  CHECK(template_of("login user=bob rhost=castle ok") == "login user=<*> rhost=<*> ok");
  CHECK(template_of("nodes n12, n13, n14 are gone") == "nodes <*> are gone");
}

TEST_CASE("template: two lines that say the same have one template") {
  CHECK(template_of("order 1 failed: stock 0") == template_of("order 22 failed: stock 13"));
  CHECK(template_of("order 1 failed") != template_of("order 1 paid"));
}

TEST_CASE("template: only the first line counts") {
  CHECK(template_of("boom\n    at f (a.js:1:2)") == "boom");
}

TEST_CASE("endpoint: queries are cut and ids replaced, versions and words stay") {
  CHECK(endpoint_of("/api/v1/users/812/orders?page=2") == "/api/v1/users/{id}/orders");
  CHECK(endpoint_of("http://h:8080/items/9f1c2d3eaaaabbbbcccc0123456789ab") == "/items/{id}");
  CHECK(endpoint_of("http://h:8080") == "/");
  CHECK(endpoint_of("/basket") == "/basket");
}
