#include "formats/tools/rows/jmeter_jtl.h"

#include <doctest/doctest.h>

#include "formats/tools/rows/jmeter.h"
#include "unit/formats/points_sink.h"

namespace loadtriage::formats::tools {
namespace {

using test::blocks_of;
using test::PointsSink;

const std::string kHeader =
    "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,"
    "sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect\n";

PointsSink read(const std::string& text, std::size_t block = std::size_t{1} << 20, unsigned threads = 1) {
  PointsSink sink;
  const auto columns = jtl_columns(text);
  REQUIRE(columns.has_value());
  CHECK(read_jtl(blocks_of(text, block), *columns, 0, sink, threads));
  CHECK(sink.fates_add_up());
  return sink;
}

bool has(const PointsSink& sink, std::string_view part) {
  for (const std::string& sample : sink.samples)
    if (sample.find(part) != std::string::npos) return true;
  return false;
}

TEST_CASE("jmeter-jtl: a sample is a request that ends its elapsed time behind its stamp") {
  const PointsSink sink = read(kHeader +
                               "1767254400000,250,GET /cart,200,OK,Shoppers 1-3,text,true,,1200,310,5,9,"
                               "http://shop/cart,240,0,12\n");
  const std::string tags = "{expected_response=true name=GET /cart scenario=Shoppers status=200}";
  CHECK(has(sink, "http_reqs 1767254400250000000 1 " + tags));
  CHECK(has(sink, "http_req_duration 1767254400250000000 250 " + tags));
  CHECK(has(sink, "http_req_connecting 1767254400250000000 12 " + tags));
  CHECK(has(sink, "http_req_waiting 1767254400250000000 228 " + tags));
  CHECK(has(sink, "http_req_receiving 1767254400250000000 10 " + tags));
  CHECK(has(sink, "vus 1767254400000000000 9 {}"));
  CHECK(has(sink, "data_received 1767254400250000000 1200 {}"));
  CHECK(sink.fates.samples == 1);
  CHECK(sink.fates.continuations == 1);  // the header
}

TEST_CASE("jmeter-jtl: success is what JMeter says, not what the status says") {
  const PointsSink sink =
      read(kHeader + "1767254400000,5,a,404,Not Found,T 1-1,text,true,,9,9,1,1,http://h/,4,0,1\n" +
           "1767254400000,5,b,200,OK,T 1-1,text,false,Test failed: text expected to contain "
           "/x/,9,9,1,1,u,4,0,1\n");
  CHECK(has(sink, "{expected_response=true name=a scenario=T status=404}"));
  CHECK(has(sink,
            "{error=Test failed: text expected to contain /x/ expected_response=false name=b scenario=T "
            "status=200}"));
}

TEST_CASE("jmeter-jtl: an exception is told without JMeter's own words, and has no parts") {
  const PointsSink sink =
      read(kHeader +
           "1767254400000,2,a,Non HTTP response code: java.net.SocketException,Non HTTP response message: "
           "Connection reset,T 1-1,text,false,,2500,0,1,1,http://h/,0,0,1\n");
  CHECK(has(sink,
            "{error=java.net.SocketException: Connection reset expected_response=false name=a scenario=T "
            "status=0}"));
  CHECK_FALSE(has(sink, "http_req_connecting"));
  CHECK_FALSE(has(sink, "data_received"));  // those bytes are of a stack trace
}

TEST_CASE("jmeter-jtl: a transaction is no request, unless there is nothing else") {
  const std::string transaction =
      "1767254400000,300,Checkout,200,\"Number of samples in transaction : 2, number of failing samples : "
      "0\",T 1-1,,true,,100,10,1,1,null,0,0,0\n";
  const PointsSink both =
      read(kHeader + "1767254400000,5,a,200,OK,T 1-1,text,true,,9,9,1,1,http://h/,4,0,1\n" + transaction);
  CHECK(has(both, "group_duration 1767254400300000000 300"));
  CHECK_FALSE(has(both, "http_reqs 1767254400300000000"));
  CHECK(has(read(kHeader + transaction), "http_reqs 1767254400300000000 1"));
}

TEST_CASE("jmeter-jtl: rows over several lines, other separators, absent columns, no header") {
  const PointsSink lines = read(kHeader +
                                "1767254400000,5,b,500,Internal Server Error,T 1-1,text,false,\"Test failed: "
                                "code expected to equal /\n200/\",9,9,1,1,u,4,0,1\n");
  CHECK(has(lines, "error=Test failed: code expected to equal /"));
  CHECK(lines.fates.lines == 3);
  CHECK(has(read("timeStamp\telapsed\tlabel\tresponseCode\tthreadName\tsuccess\n"
                 "1767254400000\t7\ta\t200\tT 1-1\ttrue\n"),
            "http_req_duration 1767254400007000000 7"));
  CHECK(has(read("1767254400000,5,a,200,OK,T 1-1,text,true,,9,9,1,1,http://h/,4,0,1\n"),
            "http_req_duration 1767254400005000000 5"));
  CHECK(has(read("timeStamp,elapsed,label,responseCode,threadName,success\n"
                 "2026/01/01 08:00:00.500,7,a,200,T 1-1,true\n"),
            "http_req_duration 1767254400507000000 7"));
}

TEST_CASE("jmeter-jtl: rows that are cut or odd are dropped, and are as many as they are") {
  const PointsSink sink =
      read(kHeader + "1767254400000,5,a,200,OK,T 1-1,text,tr\n" +
           "noon,5,a,200,OK,T 1-1,text,true,,9,9,1,1,u,4,0,1\n" +
           "1767254400000,-5,a,200,OK,T 1-1,text,true,,9,9,1,1,u,4,0,1\n" + "\n" + kHeader);
  CHECK(sink.fates.dropped == 3);
  CHECK(sink.fates.blank == 1);
  CHECK(sink.fates.continuations == 2);
  CHECK(sink.samples.empty());
}

TEST_CASE("jmeter-jtl: threads and blocks change nothing") {
  std::string text = kHeader;
  for (int i = 0; i < 300; ++i)
    text += std::to_string(1767254400000 + i * 10) + "," + std::to_string(i) + ",a" + std::to_string(i % 7) +
            "," + (i % 5 == 0 ? "500,\"bad, \"\"very\"\"\nbad\"" : "200,OK") + ",T 1-1,text," +
            (i % 5 == 0 ? "false" : "true") + ",,9,9,1,1,u,4,0,1\n";
  const auto requests = [](const PointsSink& sink) {
    std::vector<std::string> kept;
    for (const std::string& sample : sink.sorted())
      if (sample.rfind("http_", 0) == 0) kept.push_back(sample);
    return kept;
  };
  const auto whole = requests(read(text));
  CHECK(whole.size() == 1500);
  for (const std::size_t block : {100U, 257U, 4096U}) {
    CAPTURE(block);
    CHECK(requests(read(text, block, 1)) == whole);
    CHECK(requests(read(text, block, 3)) == whole);
  }
}

TEST_CASE("jmeter-jtl: cut at every byte, all lines have a fate") {
  const std::string text =
      kHeader + "1767254400000,5,\"a, \"\"b\"\"\",200,OK,T 1-1,text,true,,9,9,1,1,http://h/,4,0,1\n";
  for (std::size_t size = kHeader.size(); size <= text.size(); ++size) {
    PointsSink sink;
    const std::string cut = text.substr(0, size);
    const auto columns = jtl_columns(cut);
    REQUIRE(columns.has_value());
    read_jtl(blocks_of(cut, 1000), *columns, 0, sink, 1);
    CAPTURE(size);
    CHECK(sink.fates_add_up());
  }
}

TEST_CASE("jmeter-jtl: other tables are not taken for it") {
  CHECK_FALSE(jtl_columns("metric_name,timestamp,metric_value\nvus,1,1\n").has_value());
  CHECK_FALSE(jtl_columns("timeStamp,value\n1767254400000,5\n").has_value());
  CHECK_FALSE(jtl_columns("").has_value());
  CHECK_FALSE(jtl_columns("1767254400000,5,a,200,OK,T 1-1,text,maybe,,9,9,1,1,u,4,0,1\n").has_value());
}

TEST_CASE("jmeter: words for what went wrong") {
  CHECK(thread_group("Thread Group 1-3") == "Thread Group");
  CHECK(thread_group("10.0.0.5-Buy 2 things 12-40") == "10.0.0.5-Buy 2 things");
  CHECK(thread_group("main") == "main");
  CHECK(http_status("503") == 503);
  CHECK(http_status("0") == 0);
  CHECK(http_status("Non HTTP response code: x") == 0);
  CHECK(jmeter_error("Non HTTP response code: java.net.ConnectException",
                     "Non HTTP response message: Connection refused: connect") ==
        "java.net.ConnectException: Connection refused: connect");
  CHECK(assertion_text("The operation lasted too long: It took 30,172 milliseconds, but should not have "
                       "lasted longer than 30,000 milliseconds.") ==
        "The operation lasted too long: It took * milliseconds, but should not have lasted longer than "
        "30,000 milliseconds.");
}

}  // namespace
}  // namespace loadtriage::formats::tools
