#include "formats/seen_metrics.h"

#include <utility>

namespace loadtriage::formats {
namespace {
constexpr std::size_t kMost = 4096;
}  // namespace

SeenMetric& SeenMetrics::find(std::string_view name) {
  if (const auto found = seen_.find(name); found != seen_.end()) return *found->second;
  if (seen_.size() >= kMost) {
    seen_.clear();
    last_ = nullptr;
  }
  auto made = std::make_unique<SeenMetric>();
  made->text.assign(name);
  made->name = {++last_id_, made->text};
  const std::string_view key = made->text;
  return *seen_.emplace(key, std::move(made)).first->second;
}

}  // namespace loadtriage::formats
