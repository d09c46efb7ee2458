#include "base/secret_shapes.h"

#include <doctest/doctest.h>

#include "base/redact.h"

using loadtriage::redact;

namespace {

// In pieces, so that no scanner of repositories takes these (all invented) for leaks.
std::string joined(std::initializer_list<const char*> parts) {
  std::string all;
  for (const char* part : parts) all += part;
  return all;
}

}  // namespace

TEST_CASE("secret shapes: tokens are known by how their makers begin them") {
  const std::string body = "7e42F2929c6912E7710c838347Ae178B4a55aa";
  for (const char* begin : {"ghp_", "gho_", "ghu_", "ghs_", "npm_", "hf_"}) {
    CAPTURE(begin);
    CHECK(redact("push with " + joined({begin, body.c_str()}) + " failed") == "push with *** failed");
  }
  CHECK(redact(joined({"sk_", "test_", "4eC39HqLyjWDarjtT1zdp7dc"})) == "***");
  CHECK(redact(joined({"xox", "b-123456789012-1234567890123-AbCdEfGh"})) == "***");
  CHECK(redact(joined({"AI", "zaSyD-1234567890abcdefghijklmnopqrstu"})) == "***");
  CHECK(redact("sk-learn and npm_config are words") == "sk-learn and npm_config are words");
}

TEST_CASE("secret shapes: a private key is hidden to its end, or to the end of the text") {
  CHECK(redact(joined({"-----BEGIN RSA ", "PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- x"})) ==
        "*** x");
  CHECK(redact(joined({"a -----BEGIN ", "PRIVATE KEY----- MIIEow"})) == "a ***");
  CHECK(redact("-----BEGIN CERTIFICATE-----") == "-----BEGIN CERTIFICATE-----");
}

TEST_CASE("secret shapes: what names a person is hidden") {
  CHECK(redact("login of jane.doe@example.com failed") == "login of *** failed");
  CHECK(redact("card 4111 1111 1111 1111 declined") == "card *** declined");
  CHECK(redact("card 4111111111111111") == "card ***");
  CHECK(redact("to DE89370400440532013000 now") == "to *** now");
  CHECK(redact("to DE89 3704 0044 0532 0130 00 now") == "to *** now");
  CHECK(redact("ssn 078-05-1120") == "ssn ***");
  CHECK(redact("call +49 170 1234567 back") == "call *** back");
}

TEST_CASE("secret shapes: numbers that only look alike stay") {
  for (const char* text :
       {"order 4111111111111112", "at 1732345679123", "2026-03-01T12:00:00+0200", "id 5500000000000000001",
        "app@db", "10.0.0.5:8080", "203.0.113.77", "GB82 is a code", "078-05-11205", "+12 ms"}) {
    CAPTURE(text);
    CHECK(redact(text) == text);
  }
}
