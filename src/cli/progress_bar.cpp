#include "cli/progress_bar.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <system_error>

#include "base/quantity.h"

namespace loadtriage::cli {
namespace {

constexpr std::chrono::milliseconds kSilence{1000}, kBetween{200};
constexpr const char* kWipe = "\r\x1b[K";

class CountedStream : public input::ByteStream {
 public:
  CountedStream(std::unique_ptr<input::ByteStream> stream, std::atomic<std::uint64_t>& bytes)
      : stream_(std::move(stream)), bytes_(bytes) {}
  std::size_t read(char* into, std::size_t size) override {
    const std::size_t got = stream_->read(into, size);
    bytes_.fetch_add(got, std::memory_order_relaxed);
    return got;
  }
  std::string error() const override { return stream_->error(); }

 private:
  std::unique_ptr<input::ByteStream> stream_;
  std::atomic<std::uint64_t>& bytes_;
};

std::string bar_of(double share, std::size_t width) {
  const auto full = static_cast<std::size_t>(share * static_cast<double>(width));
  return "[" + std::string(full, '#') + std::string(width - full, ' ') + "]";
}

std::string time_left(double rest, double per_second) {
  if (!(per_second > 0)) return {};
  return fmt::format(", {} left", format_seconds(std::max(1.0, std::ceil(rest / per_second))));
}

}  // namespace

bool wants_progress(const World& world) {
  if (!world.err_is_terminal || !world.environment) return false;
  const std::string ci = world.environment("CI").value_or("");
  return (ci.empty() || ci == "false" || ci == "0") && world.environment("TERM") != "dumb";
}

std::string draw(const ReadSoFar& so_far, int columns) {
  const auto bytes = static_cast<double>(so_far.bytes);
  const double per_second = so_far.elapsed_s > 0 ? bytes / so_far.elapsed_s : 0;
  std::string head = "reading ", tail = format_bytes(bytes);
  if (so_far.all && *so_far.all > 0) {
    // A file that grows while it is read is not more than whole.
    const double share = std::min(1.0, bytes / static_cast<double>(*so_far.all));
    const double rest = std::max(0.0, static_cast<double>(*so_far.all) - bytes);
    head += fmt::format("{:3.0f} % ", std::floor(100 * share));
    tail += fmt::format(" of {}, {}/s{}", format_bytes(static_cast<double>(*so_far.all)),
                        format_bytes(per_second), time_left(rest, per_second));
    constexpr std::size_t kWidest = 30, kNarrowest = 8;
    const auto room = static_cast<std::size_t>(std::max(0, columns));
    const std::size_t taken = head.size() + tail.size() + 4;  // brackets, a blank, the last column
    if (room >= taken + kNarrowest) head += bar_of(share, std::min(kWidest, room - taken)) + " ";
  } else {
    tail += fmt::format(", {}/s", format_bytes(per_second));
  }
  std::string line = head + tail;
  if (columns > 0 && line.size() > static_cast<std::size_t>(columns))
    line.resize(static_cast<std::size_t>(columns));
  return line;
}

void ProgressBar::show(std::ostream& err, std::optional<std::uint64_t> all, int columns) {
  try {
    drawer_ = std::thread([this, &err, all, columns] { keep_drawing(err, all, columns); });
  } catch (const std::system_error&) {
    // The system has no more threads to give: the work goes on without a bar.
  }
}

void ProgressBar::hide() {
  if (!drawer_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  over_changed_.notify_all();
  drawer_.join();
}

std::unique_ptr<input::ByteStream> ProgressBar::watched(std::unique_ptr<input::ByteStream> stream) {
  if (!drawer_.joinable()) return stream;
  return std::make_unique<CountedStream>(std::move(stream), bytes_);
}

void ProgressBar::keep_drawing(std::ostream& err, std::optional<std::uint64_t> all, int columns) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point began = Clock::now();
  const auto is_over = [this] { return over_; };
  std::unique_lock lock(mutex_);
  if (over_changed_.wait_for(lock, kSilence, is_over)) return;
  do {
    const std::chrono::duration<double> elapsed = Clock::now() - began;
    err << kWipe << draw({bytes_.load(std::memory_order_relaxed), all, elapsed.count()}, columns)
        << std::flush;
  } while (!over_changed_.wait_for(lock, kBetween, is_over));
  err << kWipe << std::flush;
}

}  // namespace loadtriage::cli
