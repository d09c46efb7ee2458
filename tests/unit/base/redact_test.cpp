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

TEST_CASE("redact: a key is known by the words in its name, however they are written") {
  for (const char* key : {"password", "dbPassword", "DB_PASSWD", "PGPASSWORD", "Passwort", "client-secret",
                          "clientSecret", "accessToken", "refresh_token", "session_id", "JSESSIONID",
                          "PHPSESSID", "signingKey", "encryption_key", "AccountKey", "credentials"}) {
    CAPTURE(key);
    const std::string name = key;
    CHECK(redact(name + "=hunter22") == name + "=***");
    CHECK(redact(name + ": hunter22, x") == name + ": ***, x");
    CHECK(redact("\"" + name + "\":\"hunter;22\"") == "\"" + name + "\":\"***\"");
    CHECK(redact(":" + name + "=>\"hunter22\"") == ":" + name + "=>\"***\"");
    CHECK(redact("<" + name + ">hunter22</" + name + ">") == "<" + name + ">***</" + name + ">");
    CHECK(redact(name + "%3Dhunter22") == name + "%3D***");
  }
  CHECK(redact("mysql -u root -phunter22 shop") == "mysql -u root -p*** shop");
  CHECK(redact("tool --password hunter22") == "tool --password ***");
}

TEST_CASE("redact: headers are hidden with all their parts") {
  CHECK(redact("Authorization: Digest username=\"u\", response=\"0123abc\"") == "Authorization: Digest ***");
  CHECK(redact("map[Authorization:[Bearer abc0123456789]]") == "map[Authorization:[Bearer ***]]");
  CHECK(redact("Cookie: theme=dark; session=abc123; x=1") == "Cookie: ***");
}

TEST_CASE("redact: addresses give away neither passwords with slashes, nor tokens, nor signatures") {
  CHECK(redact("postgres://app:pa/ss9@db:5432/x") == "postgres://app:***@db:5432/x");
  CHECK(redact("https://TOKEN123456789@host.example/x.git") == "https://***@host.example/x.git");
  CHECK(redact("https://h:8443/a@b") == "https://h:8443/a@b");
  CHECK(redact("GET /v1?key=abc012345&x=1") == "GET /v1?key=***&x=1");
  CHECK(redact("https://s/k?X-Amz-Signature=fe5f80f7&x=1") == "https://s/k?X-Amz-Signature=***&x=1");
}

TEST_CASE("redact: what it did stays as it is when it is done again") {
  for (const char* text : {"password=abc", "https://a:b@c/d", "Cookie: a=b; c=d", "mail a@b.example",
                           "Authorization: Bearer 0123456789abcdef0"})
    CHECK(redact(redact(text)) == redact(text));
}
