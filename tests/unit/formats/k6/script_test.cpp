#include "formats/k6/script.h"

#include <doctest/doctest.h>

#include <string>

#include "unit/formats/k6_summary_sink.h"

using namespace loadtriage;
using formats::k6_script;
using test::read_with;

namespace {

const std::string kScript = R"(import http from 'k6/http';
import { sleep } from "k6";
// const OLD = 'http://gone.example.com';
const BASE = __ENV.BASE_URL || 'http://shop.example.com:8080/api';
export const options = { scenarios: { buy: { executor: 'constant-arrival-rate', rate: 120, timeUnit: '1m',
  duration: '5m', preAllocatedVUs: 10, maxVUs: 2 * 25 } } };
export default function () { http.get(`${BASE}/items`, { timeout: '3s' }); sleep(0.5); sleep(Math.random()); }
)";

}  // namespace

TEST_CASE("k6 script: literals are facts with their line") {
  const auto sink = read_with(k6_script, kScript);
  CHECK(sink.facts.at("script.target").text == "http://shop.example.com:8080");
  CHECK(sink.facts.at("script.target").where.line == 4);
  CHECK(sink.facts.at("script.rate_per_s").number == 2.0);
  CHECK(sink.facts.at("script.request_timeout_ms").number == 3000.0);
  CHECK(sink.facts.at("script.pre_allocated_vus").number == 10.0);
  CHECK(sink.facts.at("script.sleep_s").number == 0.5);
  CHECK(sink.fates_add_up());
}

TEST_CASE("k6 script: what would have to be computed stays unknown") {
  CHECK(read_with(k6_script, kScript).facts.count("script.max_vus") == 0);
}

TEST_CASE("k6 script: recognised by its imports, not by talking about k6") {
  CHECK(k6_script.recognises(kScript, true) > 0.5);
  CHECK(k6_script.recognises("const http = require('k6/http');\n", true) > 0.5);
  CHECK(k6_script.recognises("We test with k6, and 'k6/http' in particular.\n", true) == 0);
  CHECK(k6_script.recognises("import express from 'express';\n", true) == 0);
}
