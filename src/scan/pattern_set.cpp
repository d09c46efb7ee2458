#include "scan/pattern_set.h"

#include <hs.h>
#include <re2/re2.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <mutex>

#include "scan/engine.h"
#include "scan/shortcut.h"

namespace loadtriage::scan {
namespace {

re2::RE2::Options capture_options() {
  re2::RE2::Options options(re2::RE2::Latin1);
  options.set_log_errors(false);
  return options;
}

Notice pattern_error(const std::string& pattern, std::size_t position, const std::string& why) {
  Notice notice = make_error("", "pattern `" + pattern + "` does not compile: " + why);
  notice.place.line = position + 1;
  return notice;
}

}  // namespace

struct PatternSet::State {
  // What one thread searches with. Given back, it knows what it has learnt when the next takes it.
  struct Working {
    ScratchMemory memory;
    Shortcut::Memory shortcut;
  };

  std::vector<std::string> patterns;
  Engine engine;
  Shortcut shortcut;
  std::mutex mutex;
  std::vector<std::unique_ptr<Working>> spare;

  std::unique_ptr<Working> take_working() {
    {
      const std::lock_guard lock(mutex);
      if (!spare.empty()) {
        auto working = std::move(spare.back());
        spare.pop_back();
        return working;
      }
    }
    auto working = std::make_unique<Working>();
    working->memory = engine.new_scratch();
    return working;
  }
  void give_back(std::unique_ptr<Working> working) {
    const std::lock_guard lock(mutex);
    spare.push_back(std::move(working));
  }

  // Compiled when first needed: most patterns of a set never match in a run.
  struct Lazy {
    std::once_flag once;
    std::unique_ptr<re2::RE2> expression;
  };
  std::vector<Lazy> expressions;

  explicit State(std::vector<std::string> given) : patterns(std::move(given)), expressions(patterns.size()) {}

  const re2::RE2& expression(std::uint32_t index) {
    Lazy& lazy = expressions[index];
    std::call_once(lazy.once,
                   [&] { lazy.expression = std::make_unique<re2::RE2>(patterns[index], capture_options()); });
    return *lazy.expression;
  }
};

PatternSet::PatternSet(std::unique_ptr<State> state) : state_(std::move(state)) {}
PatternSet::~PatternSet() = default;
PatternSet::PatternSet(PatternSet&&) noexcept = default;
PatternSet& PatternSet::operator=(PatternSet&&) noexcept = default;

std::size_t PatternSet::size() const { return state_->patterns.size(); }
const std::vector<std::string>& PatternSet::patterns() const { return state_->patterns; }

namespace {

// hs_compile_multi() stops at the first fault; all are wanted at once.
Notices faults_of(const std::vector<std::string>& patterns) {
  Notices faults;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    const re2::RE2 expression(patterns[i], capture_options());
    if (!expression.ok()) {
      faults.push_back(pattern_error(patterns[i], i, expression.error()));
      continue;
    }
    hs_expr_info_t* info = nullptr;
    hs_compile_error_t* error = nullptr;
    if (hs_expression_info(patterns[i].c_str(), kFlags, &info, &error) != HS_SUCCESS) {
      faults.push_back(pattern_error(patterns[i], i, error != nullptr ? error->message : "unknown reason"));
      hs_free_compile_error(error);
    }
    std::free(info);  // allocated by the engine's default allocator, malloc
  }
  return faults;
}

}  // namespace

Result<PatternSet> PatternSet::compile(std::vector<std::string> patterns) {
  auto state = std::make_unique<State>(std::move(patterns));
  if (state->patterns.empty()) return PatternSet(std::move(state));

  hs_compile_error_t* error = nullptr;
  Database database = compile_database(state->patterns, &error);
  if (!database) {
    Notices faults = faults_of(state->patterns);
    if (faults.empty())
      faults.push_back(pattern_error("", 0, error != nullptr ? error->message : "unknown reason"));
    hs_free_compile_error(error);
    return faults;
  }
  state->engine.take(std::move(database));
  return PatternSet(std::move(state));
}

namespace {

// "5.4.0" of "5.4.0 2021-01-26".
std::string engine_version() {
  const std::string version = hs_version();
  return version.substr(0, version.find(' '));
}

}  // namespace

// Both databases, the first behind its size.
constexpr std::size_t kSizeBytes = 8;

std::optional<PatternSet> PatternSet::restore(std::string_view bytes, std::vector<std::string> patterns) {
  auto state = std::make_unique<State>(std::move(patterns));
  if (state->patterns.empty()) return PatternSet(std::move(state));
  std::uint64_t size = 0;
  if (bytes.size() < kSizeBytes) return std::nullopt;
  std::memcpy(&size, bytes.data(), kSizeBytes);
  bytes.remove_prefix(kSizeBytes);
  if (size > bytes.size()) return std::nullopt;
  const std::string_view packed = bytes.substr(0, size), loose = bytes.substr(size);
  // The head of the bytes names the engine's version and the processor they are for.
  char* info = nullptr;
  if (hs_serialized_database_info(packed.data(), packed.size(), &info) != HS_SUCCESS) return std::nullopt;
  const std::string made_by = info;
  std::free(info);
  if (made_by.find(engine_version()) == std::string::npos || hs_valid_platform() != HS_SUCCESS)
    return std::nullopt;
  state->engine.unpack_later(packed, &state->patterns);
  if (!loose.empty()) state->shortcut.prepare(loose, state->patterns);
  return PatternSet(std::move(state));
}

std::string PatternSet::serialize() const {
  const std::string packed = serialized(state_->engine.ready());
  if (packed.empty()) return {};
  const std::uint64_t size = packed.size();
  std::string out(kSizeBytes, '\0');
  std::memcpy(out.data(), &size, kSizeBytes);
  return out + packed + loose_patterns(state_->patterns);
}

struct Scratch::State {
  PatternSet::State* home = nullptr;
  std::unique_ptr<PatternSet::State::Working> working;

  explicit State(PatternSet::State* set) : home(set), working(set->take_working()) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { home->give_back(std::move(working)); }
};

Scratch::Scratch(const PatternSet& set) : state_(std::make_unique<State>(set.state_.get())) {}
Scratch::~Scratch() = default;
Scratch::Scratch(Scratch&&) noexcept = default;
Scratch& Scratch::operator=(Scratch&&) noexcept = default;

void PatternSet::find(std::string_view text, Scratch& scratch, std::vector<std::uint32_t>& found) const {
  found.clear();
  PatternSet::State::Working& working = *scratch.state_->working;
  if (!working.memory || text.empty()) return;
  if (!state_->shortcut.find(text, working.shortcut, found))
    search(state_->engine.ready().get(), text, working.memory.get(), found);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
}

std::size_t PatternSet::begins_at(std::uint32_t pattern, std::string_view text) const {
  const re2::StringPiece whole(text.data(), text.size());
  re2::StringPiece match;
  if (!state_->expression(pattern).Match(whole, 0, text.size(), re2::RE2::UNANCHORED, &match, 1))
    return text.size();
  return static_cast<std::size_t>(match.data() - text.data());
}

bool PatternSet::has_captures(std::uint32_t pattern) const {
  return state_->patterns[pattern].find("(?P<") != std::string::npos;
}

std::vector<std::pair<std::string_view, std::string_view>> PatternSet::captures(std::uint32_t pattern,
                                                                                std::string_view text) const {
  const re2::RE2& expression = state_->expression(pattern);
  const int groups = expression.NumberOfCapturingGroups() + 1;
  std::vector<re2::StringPiece> parts(static_cast<std::size_t>(groups));
  const re2::StringPiece whole(text.data(), text.size());
  std::vector<std::pair<std::string_view, std::string_view>> out;
  if (!expression.Match(whole, 0, text.size(), re2::RE2::UNANCHORED, parts.data(), groups)) return out;
  for (const auto& [name, index] : expression.NamedCapturingGroups()) {
    const re2::StringPiece& part = parts[static_cast<std::size_t>(index)];
    if (part.data() != nullptr) out.emplace_back(name, std::string_view(part.data(), part.size()));
  }
  return out;
}

}  // namespace loadtriage::scan
