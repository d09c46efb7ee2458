// Receives all that the adapter of one input reads and folds it into a Harvest.
//
// Memory is bounded whatever the size of the input. fork() gives a collector for
// another thread; joining is exact. Of logs, the parts are joined in the order in which they
// stand in the input.
#pragma once
#include <memory>

#include "collect/harvest.h"
#include "collect/logs/log_fold.h"
#include "collect/points_fold.h"
#include "collect/watch.h"
#include "formats/adapter.h"

namespace loadtriage::collect {

class Collector final : public formats::Sink {
 public:
  // `watches` must outlive the collector.
  Collector(const Watches& watches, model::InputId input, Extent extent = Extent::whole);

  void on_summary(const model::RunSummary& summary) override;
  void on_event(const model::LogEvent& event) override;
  void on_sample(const model::Sample& sample) override;
  void on_metric(std::string_view name, std::string_view type,
                 const std::vector<std::string>& thresholds) override;
  void on_fact(const std::string& name, const model::Fact& fact) override;
  void on_limiter(const model::Limiter& limiter) override;
  void on_mention(const model::Mention& mention, const model::MentionStats& stats) override;
  void on_run(const model::RunInfo& run) override;
  void on_progress(const model::Progress& progress) override;
  void on_lines(const model::LineFates& fates) override;
  void on_drop(model::SourceRef where, std::string_view why) override;
  void on_note(std::string_view note) override;
  std::unique_ptr<formats::Sink> fork() override;
  void join(std::unique_ptr<formats::Sink> part) override;

  // What was collected; the collector is empty afterwards.
  Harvest take();

 private:
  LogFold& fold_for(model::Speaker speaker);
  void take_logs();

  const Watches& watches_;
  model::InputId input_;
  Extent extent_;
  Harvest harvest_;
  PointsFold points_;
  std::unique_ptr<LogFold> k6_log_, backend_log_;  // made when the first event comes
};

}  // namespace loadtriage::collect
