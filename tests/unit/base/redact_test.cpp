#include "base/redact.h"

#include <doctest/doctest.h>

using loadtriage::redact;

TEST_CASE("redact: the password of a URL is hidden, its user and host stay") {
  CHECK(redact("postgresql://app:s3cr3t@db:5432/shop?connection_limit=5") ==
        "postgresql://app:***@db:5432/shop?connection_limit=5");
  CHECK(redact("Get \"http://127.0.0.1:8080/x\": EOF") == "Get \"http://127.0.0.1:8080/x\": EOF");
}

TEST_CASE("redact: values of secret keys are hidden in every usual notation") {
  CHECK(redact("DB_PASSWORD=hunter22 port=5432") == "DB_PASSWORD=*** port=5432");
  CHECK(redact(R"({"password":"hunter22","user":"a"})") == R"({"password":"***","user":"a"})");
  CHECK(redact("Authorization: Bearer abcdef0123456789abcdef") == "Authorization: Bearer ***");
  CHECK(redact("x-api-key: 0123456789") == "x-api-key: ***");
}

TEST_CASE("redact: tokens are hidden wherever they stand") {
  CHECK(redact("sent eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmN end") ==
        "sent *** end");
  CHECK(redact("id AKIAIOSFODNN7EXAMPLE") == "id ***");
}

TEST_CASE("redact: words that only sound secret stay") {
  CHECK(redact("token expired for user 7") == "token expired for user 7");
  CHECK(redact("Bearer undefined") == "Bearer undefined");
  CHECK(redact("password authentication failed for user \"shop\"") ==
        "password authentication failed for user \"shop\"");
}

TEST_CASE("redact: cut anywhere, it ends and never grows without bound") {
  const std::string text = "a://u:p@h password='x y' Bearer eyJ.a.b token:";
  for (std::size_t cut = 0; cut <= text.size(); ++cut)
    CHECK(redact(text.substr(0, cut)).size() <= 2 * cut + 8);
}
