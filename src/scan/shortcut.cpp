#include "scan/shortcut.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "scan/loosen.h"

namespace loadtriage::scan {
namespace {

constexpr std::size_t kMostFew = 32;    // patterns searched for by themselves
constexpr std::size_t kMostFews = 200;  // sets of such
// Compiling a pattern takes as long as searching some thousand texts for all of them.
constexpr std::size_t kWorthCompiling = 4096;

// Verdicts of the memo.
constexpr std::uint32_t kNothing = 0, kAll = 1, kFirstFew = 2;

}  // namespace

void Shortcut::prepare(std::string_view loose, const std::vector<std::string>& patterns) {
  loose_.unpack_later(loose, nullptr);
  patterns_ = &patterns;
}

bool Shortcut::find(std::string_view text, Memory& memory, std::vector<std::uint32_t>& found) {
  if (patterns_ == nullptr || !memory.possible || text.size() > Skeleton::kLongest || !memory.shapes.wanted())
    return false;
  if (!memory.loose) {
    memory.loose = loose_.new_scratch();
    memory.possible = memory.loose != nullptr;
    if (!memory.possible) return false;
  }
  const std::string_view skeleton = memory.skeleton.of(text);
  std::optional<std::uint32_t> verdict = memory.shapes.look_up(skeleton);
  if (!verdict && memory.shapes.came_before()) verdict = learn(skeleton, memory);
  if (!verdict || *verdict == kAll) return false;
  const std::size_t few = *verdict - kFirstFew;
  if (*verdict != kNothing && !find_few(*memory.fews[few], few, text, memory, found)) return false;
  memory.shapes.saved();
  return true;
}

std::uint32_t Shortcut::learn(std::string_view skeleton, Memory& memory) {
  std::vector<std::uint32_t>& candidates = memory.candidates;
  candidates.clear();
  const auto on_match = [](unsigned id, unsigned long long, unsigned long long, unsigned, void* list) {
    auto& few = *static_cast<std::vector<std::uint32_t>*>(list);
    few.push_back(id);
    return few.size() > kMostFew ? 1 : 0;
  };
  hs_scan(loose_.ready().get(), skeleton.data(), static_cast<unsigned>(skeleton.size()), 0,
          memory.loose.get(), on_match, &candidates);
  std::uint32_t verdict = candidates.empty() ? kNothing : kAll;
  if (!candidates.empty() && candidates.size() <= kMostFew) {
    std::sort(candidates.begin(), candidates.end());
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    if (Few* few = few_of(candidates)) {
      const auto place = std::find(memory.fews.begin(), memory.fews.end(), few);
      verdict = kFirstFew + static_cast<std::uint32_t>(place - memory.fews.begin());
      if (place == memory.fews.end()) {
        memory.fews.push_back(few);
        memory.has_room.push_back(false);
      }
    }
  }
  memory.shapes.learn(skeleton, verdict);
  return verdict;
}

// Null when there are too many already.
Shortcut::Few* Shortcut::few_of(const std::vector<std::uint32_t>& candidates) {
  const std::lock_guard lock(mutex_);
  const auto known = fews_.find(candidates);
  if (known != fews_.end()) return known->second.get();
  if (fews_.size() >= kMostFews) return nullptr;
  auto few = std::make_unique<Few>();
  few->patterns = candidates;
  return fews_.emplace(candidates, std::move(few)).first->second.get();
}

bool Shortcut::find_few(Few& few, std::size_t number, std::string_view text, Memory& memory,
                        std::vector<std::uint32_t>& found) {
  if (few.wanted.load(std::memory_order_relaxed) < kWorthCompiling * few.patterns.size()) {
    few.wanted.fetch_add(1, std::memory_order_relaxed);
    return false;
  }
  std::call_once(few.compiled, [&] {
    std::vector<std::string> patterns;
    for (const std::uint32_t position : few.patterns) patterns.push_back((*patterns_)[position]);
    few.database = compile_database(patterns);
  });
  if (!few.database) return false;
  if (!memory.has_room[number]) {
    hs_scratch_t* scratch = memory.few.release();  // grows where the patterns need more
    const bool good = hs_alloc_scratch(few.database.get(), &scratch) == HS_SUCCESS;
    memory.few.reset(scratch);
    if (!good) return false;
    memory.has_room[number] = true;
  }
  memory.found.clear();
  search(few.database.get(), text, memory.few.get(), memory.found);
  for (const std::uint32_t position : memory.found) found.push_back(few.patterns[position]);
  return true;
}

std::string loose_patterns(const std::vector<std::string>& patterns) {
  std::vector<std::string> loose;
  for (const std::string& pattern : patterns) {
    auto loosened = loosen(pattern);
    if (!loosened) return {};
    loose.push_back(std::move(*loosened));
  }
  return serialized(compile_database(loose));
}

}  // namespace loadtriage::scan
