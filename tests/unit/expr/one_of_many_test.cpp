#include "expr/one_of_many.h"

#include <doctest/doctest.h>

namespace loadtriage::expr {

TEST_CASE("one of many: the noun that is counted loses its s, and its verb agrees") {
  CHECK(of_one(" requests were refused") == " request was refused");
  CHECK(of_one(" requests of one route were answered") == " request of one route was answered");
  CHECK(of_one(" pooled database connections") == " pooled database connection");
  CHECK(of_one(" worker processes died") == " worker process died");
}

TEST_CASE("one of many: other words stay") {
  CHECK(of_one(" VU held its connection") == " VU held its connection");
  CHECK(of_one(", and 3 requests") == ", and 3 requests");
}

}  // namespace loadtriage::expr
