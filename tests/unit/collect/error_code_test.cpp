#include "collect/error_code.h"

#include <doctest/doctest.h>

using loadtriage::collect::errno_of;
using loadtriage::collect::error_code_of;

TEST_CASE("error code: Go's long texts and k6's short ones give the same code") {
  CHECK(error_code_of(
            R"(Get "http://127.0.0.1:8080/": dial tcp 127.0.0.1:8080: connect: connection refused)") == 1212);
  CHECK(error_code_of("dial: connection refused") == 1212);
  CHECK(error_code_of(R"(Get "http://h/": dial tcp 10.0.0.1:80: i/o timeout)") == 1211);
  CHECK(error_code_of("dial: i/o timeout") == 1211);
  CHECK(error_code_of("lookup h on 127.0.0.11:53: no such host") == 1101);
  CHECK(error_code_of("request timeout") == 1050);
  CHECK(error_code_of("read: connection reset by peer") == 1220);
}

TEST_CASE("error code: what k6 does not know is 1000, as an expired certificate is") {
  CHECK(error_code_of("EOF") == 1000);
  CHECK(error_code_of("x509: certificate has expired or is not yet valid: current time ...") == 1000);
}

TEST_CASE("error code: limits of the generator are errno 24 and 99, never told by the code alone") {
  CHECK(error_code_of("dial tcp 127.0.0.1:80: socket: too many open files") == 1213);
  CHECK(errno_of("dial tcp 127.0.0.1:80: socket: too many open files") == 24);
  CHECK(errno_of("dial: unknown errno 99 error with msg `cannot assign requested address`") == 99);
  CHECK(errno_of("dial: connection refused") == 0);
}
