#include "formats/k6/ndjson.h"

#include <doctest/doctest.h>

#include <sstream>
#include <stdexcept>
#include <tuple>

#include "support/packed.h"
#include "unit/formats/points_sink.h"

namespace loadtriage::formats {
namespace {

using test::blocks_of;
using test::PointsSink;

constexpr const char* kTime = "2026-01-01T08:00:00Z";

std::string point(const std::string& metric, const std::string& value, const std::string& tags,
                  const std::string& time = kTime) {
  return R"({"metric":")" + metric + R"(","type":"Point","data":{"time":")" + time + R"(","value":)" + value +
         R"(,"tags":)" + tags + "}}\n";
}

PointsSink read(const std::string& text, std::size_t block = std::size_t{1} << 20, unsigned threads = 1) {
  PointsSink sink;
  read_k6_ndjson(blocks_of(text, block), 3, sink, threads);
  return sink;
}

// A run with all that a file may hold between its points.
std::string mixed_run() {
  std::string text =
      R"({"type":"Metric","data":{"name":"http_reqs","type":"counter","contains":"default",)"
      R"("thresholds":["count>1",{"threshold":"rate>5","abortOnFail":true}],"submetrics":null},)"
      R"("metric":"http_reqs"})"
      "\n";
  for (int i = 0; i < 300; ++i) {
    const std::string tags =
        R"({"method":"GET","name":"item )" + std::to_string(i % 7) + R"(","status":"200"})";
    const std::string time = "2026-01-01T08:00:" + std::to_string(10 + i % 50) + ".25Z";
    text += point("http_reqs", "1", tags, time) + point("http_req_duration", "12.5", tags, time);
    if (i % 11 == 0) text += "garbage\n\n{\"metric\":\"x\"}\n";
    if (i % 13 == 0) text += point("checks", "0", R"({"check":"said \"yes\"\u00e9","group":""})", time);
    if (i % 17 == 0)
      text += R"({"type":"Point","data":{"time":")" + time +
              R"(","value":3,"tags":{"group":""}},"metric":"vus"})"
              "\n";
  }
  return text + R"({"metric":"http_reqs","type":"Point","data":{"time":"2026-01)";
}

TEST_CASE("k6-ndjson: a point is read by key, whatever the layout") {
  const std::string expected = "http_reqs 1767254400000000000 1 {method=GET status=200}";
  for (const std::string& line :
       {std::string(R"({"metric":"http_reqs","type":"Point","data":{"time":"2026-01-01T08:00:00Z","value":1,)"
                    R"("tags":{"method":"GET","status":"200"}}})"),
        std::string(R"({"metric":"http_reqs","type":"Point","data":{"time":"2026-01-01T08:00:00Z","value":1,)"
                    R"("tags":{"method":"GET","status":"200"},"metadata":{"vu":"1"}}})"),
        std::string(R"({"type":"Point","data":{"time":"2026-01-01T08:00:00Z","value":1,)"
                    R"("tags":{"method":"GET","status":"200"}},"metric":"http_reqs"})"),
        std::string(
            R"( { "data" : { "tags" : {"status":"200", "method" : "GET"} , "value" : 1.0, )"
            R"("time" : "2026-01-01T09:00:00+01:00" } , "type" : "Point", "metric" : "http_reqs" } )")}) {
    CAPTURE(line);
    for (const char* ending : {"\n", "\r\n", ""}) {
      const PointsSink sink = read(line + ending);
      CHECK(sink.samples == std::vector<std::string>{expected});
      CHECK(sink.fates_add_up());
    }
  }
}

TEST_CASE("k6-ndjson: tags may be null, absent, escaped or no texts") {
  CHECK(read(point("vus", "1", "null")).samples.at(0) == "vus 1767254400000000000 1 {}");
  CHECK(read(R"({"metric":"vus","type":"Point","data":{"time":"2026-01-01T08:00:00Z","value":1}})")
            .samples.size() == 1);
  CHECK(read(point("vus", "1", R"({"a":"x\"y\\\n","b":"\u00e9\ud83d\ude00"})")).samples.at(0) ==
        "vus 1767254400000000000 1 {a=x\"y\\\n b=\u00e9\U0001F600}");
  CHECK(read(point("vus", "1", R"({"vu":7,"ok":true})")).samples.at(0) ==
        "vus 1767254400000000000 1 {ok=true vu=7}");
}

TEST_CASE("k6-ndjson: lines like those before are read as others are") {
  const std::string tags = R"({"method":"GET","name":"a","status":"200"})",
                    check = R"({"check":"a","group":""})";
  std::string text;
  std::vector<std::string> expected;
  for (int i = 0; i < 4; ++i) {
    const bool older = i >= 2;
    const std::string time = i % 2 == 0 ? kTime : "2026-01-01T08:00:01Z";
    const std::string ns = i % 2 == 0 ? "1767254400000000000" : "1767254401000000000";
    for (const auto& [metric, value, written, read] :
         {std::tuple("http_reqs", "1", tags, "{method=GET name=a status=200}"),
          std::tuple("http_req_duration", "12.5", tags, "{method=GET name=a status=200}"),
          std::tuple("checks", "1", check, "{check=a group=}"),
          std::tuple("vus", "12345678.5", std::string("{}"), "{}")}) {
      text += older ? R"({"type":"Point","data":{"time":")" + time + R"(","value":)" + value + R"(,"tags":)" +
                          written + R"(},"metric":")" + metric + "\"}\n"
                    : point(metric, value, written, time);
      std::ostringstream number;
      number.precision(17);
      number << std::stod(value);
      expected.push_back(std::string(metric) + " " + ns + " " + number.str() + " " + read);
    }
    // A line that is read another way, and one that is none, between them.
    text +=
        R"({ "metric":"spaced","type":"Point","data":{"time":"2026-01-01T09:00:00Z","value":7,"tags":null}})"
        "\n";
    expected.push_back("spaced 1767258000000000000 7 {}");
    text +=
        R"({"metric":"http_reqs","type":"Point","data":{"time":"2026-01-01T08:00:00Z","value":1,"tags":{"a")"
        "\n";
  }
  const PointsSink sink = read(text);
  CHECK(sink.samples == expected);
  CHECK(sink.drops.size() == 4);
}

TEST_CASE("k6-ndjson: metric lines tell the type and the thresholds") {
  const PointsSink sink = read(mixed_run());
  CHECK(sink.metrics == std::vector<std::string>{"http_reqs counter count>1 rate>5"});
  const PointsSink old = read(
      R"({"type":"Metric","data":{"name":"errors","type":"rate","contains":"default","tainted":null,"thresholds":[],)"
      R"("submetrics":null,"sub":{"name":"","parent":"","suffix":"","tags":null}},"metric":"errors"})");
  CHECK(old.metrics == std::vector<std::string>{"errors rate"});
}

TEST_CASE("k6-ndjson: what is no point is dropped with its place and a reason") {
  const PointsSink sink =
      read("hello\n" + point("vus", "1", "{}") + "{\"a\":1}\n\n" + point("vus", "null", "{}") +
           R"({"metric":"vus","type":"Point","data":{"time":"yesterday","value":1,"tags":{}}})"
           "\n"
           R"({"metric":"http_reqs","type":"Po)");
  CHECK(sink.drops == std::vector<std::string>{"1: no JSON object", "3: neither a Point nor a Metric of k6",
                                               "5: point without a number",
                                               "6: point whose time is no RFC 3339 stamp",
                                               "7: JSON object cut short at the end of the input"});
  CHECK(sink.fates.samples == 1);
  CHECK(sink.fates.blank == 1);
  CHECK(sink.fates.lines == 7);
}

TEST_CASE("k6-ndjson: a sample knows its line and the offset of it") {
  const std::string first = point("vus", "1", "{}");
  const PointsSink sink = read(first + "\n" + point("vus", "2", "{}"), 1);
  REQUIRE(sink.wheres.size() == 2);
  CHECK(sink.wheres[0] == model::SourceRef{3, 1, 0});
  CHECK(sink.wheres[1] == model::SourceRef{3, 3, first.size() + 1});
}

TEST_CASE("k6-ndjson: equal tags have one id, also when they come back later") {
  const std::string a = R"({"name":"a"})", b = R"({"name":"b"})";
  CHECK(read(point("x", "1", a) + point("x", "1", b) + point("x", "1", a) + point("y", "1", a)).ids.size() ==
        2);
}

TEST_CASE("k6-ndjson: block sizes and threads do not change what is read") {
  const std::string text = mixed_run();
  const PointsSink whole = read(text);
  CHECK(whole.fates_add_up());
  for (const std::size_t block : {std::size_t{1}, std::size_t{300}, std::size_t{5000}}) {
    for (const unsigned threads : {1U, 4U}) {
      CAPTURE(block);
      CAPTURE(threads);
      const PointsSink parts = read(text, block, threads);
      CHECK(parts.sorted() == whole.sorted());
      CHECK(parts.fates.lines == whole.fates.lines);
      CHECK(parts.fates_add_up());
    }
  }
}

TEST_CASE("k6-ndjson: cutting an input anywhere loses at most the line that was cut") {
  const std::string text =
      point("http_reqs", "1", R"({"status":"200"})") + point("vus", "2.5", R"({"a":"\"x"})");
  for (std::size_t size = 0; size <= text.size(); ++size) {
    CAPTURE(size);
    const PointsSink sink = read(text.substr(0, size));
    const std::size_t whole = size >= text.size() - 1 ? 2 : size + 1 >= text.find('\n') + 1 ? 1 : 0;
    CHECK(sink.samples.size() == whole);
    CHECK(sink.fates_add_up());
  }
}

TEST_CASE("k6-ndjson: packed inputs are read as they are") {
  const std::string text = mixed_run();
  for (const std::string& packed : {loadtriage::test::gzip(text), loadtriage::test::zstd(text)}) {
    input::Source source = test::source_of(packed);
    CHECK(k6_ndjson.recognises(source.head(), source.head_is_whole()) > 0.5);
    PointsSink sink;
    CHECK(k6_ndjson.read(source, 0, sink));
    CHECK(sink.sorted() == read(text).sorted());
  }
}

TEST_CASE("k6-ndjson: recognised by its lines, also behind others, and not in other JSON") {
  CHECK(k6_ndjson.recognises(mixed_run(), false) > 0.8);
  CHECK(k6_ndjson.recognises("running\n" + point("vus", "1", "{}") + point("vus", "1", "{}"), false) > 0.5);
  CHECK(k6_ndjson.recognises(R"({"metrics":{"http_reqs":{"count":1}}})", true) == 0);
  CHECK(k6_ndjson.recognises(R"({"level":"info","msg":"Point","time":"x"})"
                             "\n",
                             true) == 0);
  CHECK(k6_ndjson.recognises("", true) == 0);
}

TEST_CASE("parallel blocks: a failure in one thread ends the reading and reaches the caller") {
  struct Failing final : BlockReader {
    void read(std::string_view, std::uint64_t line, std::uint64_t) override {
      if (line > 20) throw std::runtime_error("no");
    }
    void finish() override {}
  };
  PointsSink sink;
  const MakeReader make = [](Sink&) { return std::make_unique<Failing>(); };
  CHECK_THROWS_AS(read_blocks(blocks_of(mixed_run(), 1), sink, make, 3), std::runtime_error);
}

TEST_CASE("parallel blocks: an input of one block needs no other thread") {
  PointsSink sink;
  read_k6_ndjson(blocks_of(mixed_run(), std::size_t{1} << 20), 0, sink, 4);
  CHECK(sink.forks == 0);
  CHECK(sink.samples.size() > 600);
}

}  // namespace
}  // namespace loadtriage::formats
