// Reads and folds raw points and prints what they came to: the part of `loadtriage
// analyze` that grows with the size of the input, alone.
//
//   read_points FILE...
#include <fmt/format.h>

#include <chrono>
#include <cstdio>

#include "collect/points_fold.h"
#include "formats/k6/csv.h"
#include "formats/k6/ndjson.h"
#include "input/file_system.h"

namespace {

using loadtriage::collect::PointsFold;
namespace formats = loadtriage::formats;
namespace model = loadtriage::model;

class FoldingSink final : public formats::Sink {
 public:
  void on_sample(const model::Sample& sample) override { fold_.add(sample); }
  void on_metric(std::string_view name, std::string_view type,
                 const std::vector<std::string>& thresholds) override {
    points.metric_types.emplace(name, type);
    points.thresholds.emplace(name, thresholds);
  }
  void on_lines(const model::LineFates& part) override {
    fates.lines += part.lines;
    fates.samples += part.samples;
    fates.dropped += part.dropped;
  }
  void on_drop(model::SourceRef where, std::string_view why) override {
    if (++drops <= 3) fmt::print(stderr, "line {}: {}\n", where.line, why);
  }
  void on_note(std::string_view note) override { fmt::print(stderr, "note: {}\n", note); }
  std::unique_ptr<formats::Sink> fork() override { return std::make_unique<FoldingSink>(); }
  void join(std::unique_ptr<formats::Sink> part) override {
    auto& other = static_cast<FoldingSink&>(*part);
    on_lines(other.fates);
    other.finish();
    points.merge(std::move(other.points));
    finish();
  }
  void finish() { points.merge(fold_.take()); }

  void on_summary(const model::RunSummary&) override {}
  void on_event(const model::LogEvent&) override {}
  void on_fact(const std::string&, const model::Fact&) override {}
  void on_limiter(const model::Limiter&) override {}
  void on_mention(const model::Mention&, const model::MentionStats&) override {}
  void on_run(const model::RunInfo&) override {}
  void on_progress(const model::Progress&) override {}

  model::Points points;
  model::LineFates fates;
  int drops = 0;

 private:
  PointsFold fold_;
};

void print_result(const FoldingSink& sink, const std::string& path, double seconds) {
  const model::Points& points = sink.points;
  const double zero = static_cast<double>(std::min(points.earliest_start_ns, points.first_ns));
  std::uint64_t requests = 0, failed = 0;
  double first_failure = -1;
  for (const auto& [look, stats] : points.looks) {
    requests += stats.count;
    if (!look.failed || stats.count == 0) continue;
    failed += stats.count;
    const double start = (static_cast<double>(model::failure_start_ns(look, stats)) - zero) / 1e9;
    if (first_failure < 0 || start < first_failure) first_failure = start;
  }
  fmt::print(
      "{}: lines {} samples {} dropped {} requests {} failed {} looks {} first_failure_s {:.3f} in {:.3f} "
      "s\n",
      path, sink.fates.lines, sink.fates.samples, sink.fates.dropped, requests, failed, points.looks.size(),
      first_failure, seconds);
}

int read_file(const std::string& path) {
  const auto files = loadtriage::input::make_disk();
  auto bytes = files->open(path);
  if (!bytes) {
    fmt::print(stderr, "{}: cannot be opened\n", path);
    return 2;
  }
  const auto begin = std::chrono::steady_clock::now();
  loadtriage::input::Source source(std::move(*bytes), path);
  FoldingSink sink;
  const std::string_view head = source.head();
  const bool whole = source.head_is_whole();
  const bool csv = formats::k6_csv.recognises(head, whole) > formats::k6_ndjson.recognises(head, whole);
  (csv ? formats::k6_csv : formats::k6_ndjson).read(source, 0, sink);
  sink.finish();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  print_result(sink, path, took.count());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  int worst = argc < 2 ? 2 : 0;
  for (int i = 1; i < argc; ++i) worst = std::max(worst, read_file(argv[i]));
  return worst;
}
