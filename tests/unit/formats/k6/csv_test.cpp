#include "formats/k6/csv.h"

#include <doctest/doctest.h>

#include "formats/csv_row.h"
#include "formats/k6/ndjson.h"
#include "unit/formats/points_sink.h"

namespace loadtriage::formats {
namespace {

using test::blocks_of;
using test::PointsSink;

const std::string kHeader =
    "metric_name,timestamp,metric_value,check,error,error_code,expected_response,group,method,name,proto,"
    "scenario,"
    "service,status,subproto,tls_version,url,extra_tags,metadata\n";

PointsSink read(const std::string& text, std::size_t block = std::size_t{1} << 20, unsigned threads = 1) {
  PointsSink sink;
  CHECK(read_k6_csv(blocks_of(text, block), 1, sink, threads));
  CHECK(sink.fates_add_up());
  return sink;
}

TEST_CASE("k6-csv: columns with a value are tags, extra tags are taken apart") {
  const PointsSink sink =
      read(kHeader +
           "http_reqs,1767254400,1.000000,,,,true,::a,GET,items,HTTP/1.1,s,,200,,,items,op=x&kind=y,vu=3\n"
           "vus,1767254401,2.500000,,,,,,,,,,,,,,,,\n");
  CHECK(sink.samples ==
        std::vector<std::string>{
            "http_reqs 1767254400000000000 1 {expected_response=true group=::a kind=y method=GET "
            "name=items op=x proto=HTTP/1.1 scenario=s status=200 url=items}",
            "vus 1767254401000000000 2.5 {}"});
  CHECK(sink.fates.continuations == 1);  // the header
}

TEST_CASE("k6-csv: headers of any order and separator are followed") {
  CHECK(read("status;metric_value;metric_name;timestamp\n200;1.5;http_reqs;1767254400\n").samples.at(0) ==
        "http_reqs 1767254400000000000 1.5 {status=200}");
  CHECK(read("metric_name\ttimestamp\tmetric_value\tstatus\textra_tags\nvus\t1767254400\t1\t\t\n")
            .samples.at(0) == "vus 1767254400000000000 1 {}");
  CHECK(read("\"metric_name\",\"timestamp\",\"metric_value\",\"status\"\r\n\"vus\",\"1767254400\",\"1\","
             "\"0\"\r\n")
            .samples.at(0) == "vus 1767254400000000000 1 {status=0}");
}

TEST_CASE("k6-csv: without a header k6's own order is taken, by the number of columns") {
  CHECK(read("http_reqs,1767254400,1.000000,,,,true,,GET,items,HTTP/1.1,s,,200,,,items,,\n").samples.at(0) ==
        "http_reqs 1767254400000000000 1 {expected_response=true method=GET name=items proto=HTTP/1.1 "
        "scenario=s "
        "status=200 url=items}");
  CHECK(read("http_reqs,1767254400,1.000000,,,,true,,GET,items,HTTP/1.1,s,,503,,,items,\n")
            .samples.at(0)
            .find("status=503") != std::string::npos);
  CHECK(read("http_reqs,1767254400,1.000000,,,,,GET,items,HTTP/1.1,s,404,,,items,\n")
            .samples.at(0)
            .find("status=404") != std::string::npos);
}

TEST_CASE("k6-csv: all six time formats are told apart by their values") {
  constexpr std::int64_t kNs = 1767254400123456789;
  CHECK(csv_time_ns("1767254400") == 1767254400000000000);
  CHECK(csv_time_ns("1767254400123") == 1767254400123000000);
  CHECK(csv_time_ns("1767254400123456") == 1767254400123456000);
  CHECK(csv_time_ns("1767254400123456789") == kNs);
  CHECK(csv_time_ns("2026-01-01T10:00:00+02:00") == 1767254400000000000);
  CHECK(csv_time_ns("2026-01-01T10:00:00.123456789+02:00") == kNs);
  for (const char* text : {"", "noon", "-5", "99999999999999999999", "9223372036854775807", "1767254400x"}) {
    CAPTURE(text);
    CHECK_FALSE(csv_time_ns(text).has_value());
  }
}

TEST_CASE("k6-csv: quoted errors keep their quotes, separators and line feeds") {
  const PointsSink sink = read(
      "metric_name,timestamp,metric_value,error,status\n"
      "http_reqs,1767254400,1,\"Get \"\"http://h/\"\": EOF, twice\",0\n"
      "http_reqs,1767254400,1,\"first\nsecond\",0\n"
      "vus,1767254401,1,,\n");
  CHECK(sink.samples == std::vector<std::string>{
                            "http_reqs 1767254400000000000 1 {error=Get \"http://h/\": EOF, twice status=0}",
                            "http_reqs 1767254400000000000 1 {error=first\nsecond status=0}",
                            "vus 1767254401000000000 1 {}"});
  CHECK(sink.wheres.back().line == 5);
  CHECK(sink.fates.lines == 5);
}

TEST_CASE("k6-csv: rows that are none are dropped with a reason, and reading goes on") {
  const PointsSink sink = read(
      "metric_name,timestamp,metric_value,status\n"
      "http_reqs,noon,1,200\n"
      "http_reqs,1767254400,many,200\n"
      "http_reqs\n\n"
      ",1767254400,1,200\n"
      "metric_name,timestamp,metric_value,status\n"
      "vus,1767254400,1,\"open\n");
  CHECK(sink.drops == std::vector<std::string>{"2: row whose time is in no format of k6",
                                               "3: row without a number", "4: row with too few columns",
                                               "6: row without a metric", "8: quoted field without an end"});
  CHECK(sink.samples.empty());
}

TEST_CASE("k6-csv: what a quoted row holds is not taken for the start of the next") {
  const PointsSink sink = read(
      "metric_name,timestamp,metric_value,status\n"
      "http_reqs,1767254400,1,200\n"
      "vus,1767254400,1,\"\"\n"
      "http_reqs,1767254400,1,200\n"
      "http_reqs,1767254400,1,\"200\"\n"
      "http_reqs,1767254400,1,status\x1f"
      "200\x1e"
      "404\n");
  CHECK(sink.drops.empty());
  CHECK(sink.samples == std::vector<std::string>{"http_reqs 1767254400000000000 1 {status=200}",
                                                 "vus 1767254400000000000 1 {}",
                                                 "http_reqs 1767254400000000000 1 {status=200}",
                                                 "http_reqs 1767254400000000000 1 {status=200}",
                                                 "http_reqs 1767254400000000000 1 {status=status\x1f"
                                                 "200\x1e"
                                                 "404}"});
}

TEST_CASE("k6-csv: a name with a separator in it is not taken for two fields") {
  const PointsSink sink = read(
      "metric_name,timestamp,metric_value,status\n"
      "vus,1767254400,1,\n"
      "\"vus,1767254400\",1767254401,2,\n"
      "vus,1767254400,1,\n"
      "vus,1767254400,1767254402,3\n");
  CHECK(sink.samples == std::vector<std::string>{
                            "vus 1767254400000000000 1 {}", "vus,1767254400 1767254401000000000 2 {}",
                            "vus 1767254400000000000 1 {}", "vus 1767254400000000000 1767254402 {status=3}"});
}

TEST_CASE("k6-csv: a row cut at the end of the input is no request without a status") {
  const PointsSink sink = read(kHeader + "http_reqs,1767254400,1.000000,,,,true,,GE");
  CHECK(sink.samples.empty());
  CHECK(sink.drops == std::vector<std::string>{"2: row with too few columns"});
}

TEST_CASE("k6-csv: block sizes and threads do not change what is read") {
  std::string text = kHeader;
  for (int i = 0; i < 400; ++i) {
    const std::string tags = ",,,,true,,GET,item" + std::to_string(i % 5) + ",HTTP/1.1,s,,200,,,u,,\n";
    text += "http_reqs,17672544" + std::to_string(10 + i % 80) + ",1.000000" + tags;
    text += "http_req_duration,17672544" + std::to_string(10 + i % 80) + ",12.250000" + tags;
    if (i % 9 == 0) text += "checks,1767254400,0.000000,\"a \"\"b\"\"\nc\",,,,,,,,,,,,,,,\n";
    if (i % 31 == 0) text += "garbage\n";
  }
  const PointsSink whole = read(text);
  CHECK(whole.samples.size() == 800 + 45);
  for (const std::size_t block : {std::size_t{1}, std::size_t{333}, std::size_t{4000}}) {
    for (const unsigned threads : {1U, 4U}) {
      CAPTURE(block);
      CAPTURE(threads);
      const PointsSink parts = read(text, block, threads);
      CHECK(parts.sorted() == whole.sorted());
      CHECK(parts.fates.lines == whole.fates.lines);
    }
  }
}

TEST_CASE("k6-csv: the same run as JSON lines gives the same points") {
  std::string csv = kHeader, json;
  for (int i = 0; i < 100; ++i) {
    const std::string value = std::to_string(i) + ".250000", second = std::to_string(10 + i % 50);
    const bool fails = i % 3 == 0;
    const std::string status = fails ? "0" : "200", ok = fails ? "false" : "true";
    csv += "http_req_duration,17672544" + second + "," + value + ",," + (fails ? "EOF,1000," : ",,") + ok +
           ",::g,GET,items,HTTP/1.1,s,," + status + ",,,items,op=x,\n";
    json +=
        R"({"metric":"http_req_duration","type":"Point","data":{"time":"2026-01-01T08:00:)" + second +
        R"(Z","value":)" + value + R"(,"tags":{)" + (fails ? R"("error":"EOF","error_code":"1000",)" : "") +
        R"("expected_response":")" + ok +
        R"(","group":"::g","method":"GET","name":"items","op":"x","proto":"HTTP/1.1","scenario":"s","status":")" +
        status + R"(","url":"items"}}})" + "\n";
  }
  PointsSink lines;
  read_k6_ndjson(blocks_of(json, 1000), 1, lines, 1);
  CHECK(lines.samples.size() == 100);
  CHECK(read(csv).samples == lines.samples);
}

TEST_CASE("k6-csv: recognised by its header or its columns, and not in other tables") {
  CHECK(k6_csv.recognises(kHeader, true) > 0.9);
  CHECK(k6_csv.recognises("http_reqs,1767254400,1.000000,,,,true,,GET,items,HTTP/1.1,s,,200,,,items,,\n",
                          true) > 0.5);
  CHECK(k6_csv.recognises("time,level,message\n1,2,3\n", true) == 0);
  CHECK(k6_csv.recognises("a,1,2\n", true) == 0);
  CHECK(k6_csv.recognises("", true) == 0);
}

TEST_CASE("k6-csv: text that is no points is given back unread") {
  PointsSink sink;
  CHECK_FALSE(read_k6_csv(blocks_of("time,level\n1,2\n", 100), 0, sink, 1));
  CHECK(sink.notes.size() == 1);
}

TEST_CASE("csv row: an endless quote does not swallow the input") {
  CHECK(end_of_row("a,\"b\nc") == std::string::npos);
  CHECK(end_of_row("\"" + std::string(1 << 20, 'x')) == std::string::npos);
  CHECK(end_of_row("a,\"b\"\"\nc\"\nd\n") == 10);
  CHECK(end_of_row("a,b") == 3);
}

}  // namespace
}  // namespace loadtriage::formats
