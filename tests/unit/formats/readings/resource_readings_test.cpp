#include "formats/readings/resource_readings.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "unit/formats/event_log.h"

namespace loadtriage::formats {
namespace {

constexpr std::int64_t kNoon = 1'772'366'400'000'000'000;  // 2026-03-01T12:00:00Z

test::EventLog read_table(const std::string& text) {
  test::EventLog log;
  input::Source source(test::make_stream(text), "stats.txt");
  CHECK(resource_readings.recognises(source.head(), source.head_is_whole()) > 0.5);
  REQUIRE(resource_readings.read(source, 0, log));
  CHECK(log.fates.samples + log.fates.continuations + log.fates.blank + log.fates.dropped == log.fates.lines);
  return log;
}

}  // namespace

TEST_CASE("resources: vmstat's rows, with and without time, under a header or none") {
  const std::string rows =
      " 1  0      0 21006088  22484 3361360    0    0  1520    20 1204 2210 33  6 54  1  5\n"
      " 9  0      0 21039152  23216 3353540    0    0     0     0  894 1806 88 12  0  0  0\n";
  const auto bare = read_table(rows);
  REQUIRE(bare.events.size() == 2);
  CHECK(
      bare.events[1].text ==
      "vmstat r=9 b=0 swpd=0 free=21039152 buff=23216 cache=3353540 si=0 so=0 bi=0 bo=0 in=894 cs=1806 us=88 "
      "sy=12 id=0 wa=0 st=0");
  const auto dated = read_table(
      "procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu----- -----timestamp-----\n"
      " r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st                 UTC\n"
      " 1  0      0 225772   8852 1952768    0    0   222  1678  221  259 61  7 32  0  0 2026-03-01 "
      "12:00:00\n");
  REQUIRE(dated.events.size() == 1);
  CHECK(dated.events[0].time_ns == kNoon);
}

TEST_CASE("resources: mpstat, sar and pidstat date their rows by themselves") {
  const auto cpu = read_table(
      "Linux 6.12.86-amd64 (web01)   03/01/2026   _x86_64_   (2 CPU)\n\n"
      "12:00:00 PM  CPU    %usr   %nice    %sys %iowait    %irq   %soft  %steal  %guest  %gnice   %idle\n"
      "12:00:01 PM  all   91.20    0.00    7.60    0.00    0.00    0.90    0.00    0.00    0.00    0.30\n"
      "Average:     all   91.20    0.00    7.60    0.00    0.00    0.90    0.00    0.00    0.00    0.30\n");
  REQUIRE(cpu.events.size() == 1);
  CHECK(cpu.events[0].text.starts_with("mpstat cpu=all usr_pct=91.20 "));
  CHECK(cpu.events[0].text.ends_with(" idle_pct=0.30"));
  CHECK(cpu.events[0].time_ns.has_value());
  const auto processes = read_table(
      "12:00:00      UID       PID    %usr %system  %guest   %wait    %CPU   CPU  Command\n"
      "12:00:01     1000    251473   12.00    3.50    0.00    1.20   15.50     3  java -jar shop.jar\n");
  REQUIRE(processes.events.size() == 1);
  CHECK(
      processes.events[0].text ==
      "pidstat uid=1000 pid=251473 usr_pct=12.00 system_pct=3.50 guest_pct=0.00 wait_pct=1.20 cpu_pct=15.50 "
      "cpu=3 command=java");
}

TEST_CASE("resources: top in batch mode has its clock above the rows") {
  const auto log = read_table(
      "top - 12:00:00 up  3:42,  0 user,  load average: 1.77, 1.97, 1.96\n"
      "Tasks:  72 total,   1 running,  71 sleeping,   0 stopped,   0 zombie\n"
      "%Cpu(s): 95.2 us,  4.1 sy,  0.0 ni,  0.3 id,  0.0 wa,  0.0 hi,  0.4 si,  0.0 st\n"
      "MiB Mem :  24105.6 total,  22047.3 free,    459.9 used,   1916.1 buff/cache\n\n"
      "    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND\n"
      "    812 shop      20   0   47708  15624   6232 R  99.0   0.1   1:10.15 node\n");
  REQUIRE(log.events.size() == 2);
  CHECK(contains(log.events[0].text, " 0.3 id,"));
  CHECK(contains(log.events[1].text, " cpu_pct=99.0 "));
  CHECK(log.events[1].time_ns.has_value());
}

TEST_CASE("resources: docker stats as a table and as JSON, sizes in megabytes") {
  const std::string wanted = " cpu_pct=101.32 mem_usage_limit_mb=200 limit_mb=2048 mem_pct=9.77";
  const auto table = read_table(
      "\x1b[2J\x1b[HCONTAINER ID   NAME         CPU %     MEM USAGE / LIMIT   MEM %     NET I/O         "
      "BLOCK I/O   PIDS\n"
      "4f1c2a9b0d1e   shop-api-1   101.32%   200MiB / 2GiB       9.77%     1.2MB / 648kB   0B / 0B     11\n");
  REQUIRE(table.events.size() == 1);
  CHECK(contains(table.events[0].text, wanted));
  const auto json = read_table(
      R"({"BlockIO":"0B / 0B","CPUPerc":"101.32%","Container":"4f1c2a","ID":"4f1c2a","MemPerc":"9.77%","MemUsage":"200MiB / 2GiB","Name":"shop-api-1","NetIO":"1.2MB / 648kB","PIDs":"11"})"
      "\n");
  REQUIRE(json.events.size() == 1);
  CHECK(contains(json.events[0].text, wanted));
}

TEST_CASE("resources: kubectl top of pods and of nodes") {
  const auto nodes = read_table(
      "NAME     CPU(cores)   CPU%   MEMORY(bytes)   MEMORY%\nnode-a   3980m        99%    2210Mi          "
      "61%\n");
  REQUIRE(nodes.events.size() == 1);
  CHECK(nodes.events[0].text ==
        "kubectl-top name=node-a cpu_cores=3980m cpu_pct=99 memory_bytes_mb=2210 memory_pct=61");
  CHECK(read_table("NAME            CPU(cores)   MEMORY(bytes)\napi-7d9f-x2   998m         240Mi\n")
            .events.size() == 1);
}

TEST_CASE("resources: of cpu.stat the throttling between two snapshots counts") {
  const auto snapshot = [](int second, int periods, int throttled) {
    return "2026-03-01T12:00:0" + std::to_string(second) + "+00:00\nusage_usec 99\nnr_periods " +
           std::to_string(periods) + "\nnr_throttled " + std::to_string(throttled) + "\nthrottled_usec " +
           std::to_string(throttled * 1000) + "\n";
  };
  const auto log = read_table(snapshot(0, 100, 50) + snapshot(2, 120, 50) + snapshot(4, 140, 65));
  REQUIRE(log.events.size() == 1);
  CHECK(log.events[0].text == "cpu.stat nr_throttled=65 throttled_pct=75 throttled_ms=15");
  CHECK(log.events[0].time_ns == kNoon + 4'000'000'000);
  CHECK(read_table(snapshot(0, 100, 0)).events.empty());
  CHECK(read_table("nr_periods 100\nnr_throttled 50\nthrottled_time 50\n").events.size() == 1);
}

TEST_CASE("resources: logs, tables of others and settings are none") {
  for (const std::string text :
       {"2026-03-01 12:00:00 INFO up\n", "id name count\n1 a 2\n", "worker_connections 1024;\n",
        "1 2 3 4 5\n", "{\"level\":30,\"msg\":\"up\"}\n", ""})
    CHECK(resource_readings.recognises(text, true) == 0);
}

}  // namespace loadtriage::formats
