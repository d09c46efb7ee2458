#include "scan/pattern_set.h"

#include <hs.h>
#include <re2/re2.h>

#include <algorithm>
#include <cstdlib>
#include <mutex>

namespace loadtriage::scan {
namespace {

struct FreeDatabase {
  void operator()(hs_database_t* database) const { hs_free_database(database); }
};
struct FreeScratch {
  void operator()(hs_scratch_t* scratch) const { hs_free_scratch(scratch); }
};

using ScratchMemory = std::unique_ptr<hs_scratch_t, FreeScratch>;

// One report for each pattern is enough: counts are counts of events.
constexpr unsigned kFlags = HS_FLAG_SINGLEMATCH | HS_FLAG_ALLOWEMPTY;

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

// Null, with the reason in `error`, when a pattern does not compile.
hs_database_t* compile_database(const std::vector<std::string>& patterns, hs_compile_error_t** error) {
  std::vector<const char*> texts;
  std::vector<unsigned> flags(patterns.size(), kFlags), ids;
  for (const std::string& pattern : patterns) {
    ids.push_back(static_cast<unsigned>(texts.size()));
    texts.push_back(pattern.c_str());
  }
  hs_database_t* database = nullptr;
  const auto outcome =
      hs_compile_multi(texts.data(), flags.data(), ids.data(), static_cast<unsigned>(texts.size()),
                       HS_MODE_BLOCK, nullptr, &database, error);
  return outcome == HS_SUCCESS ? database : nullptr;
}

}  // namespace

struct PatternSet::State {
  std::vector<std::string> patterns;
  std::unique_ptr<hs_database_t, FreeDatabase> database;  // null for an empty set
  std::string_view packed;                                // of a restored set
  std::once_flag unpacked;
  std::mutex scratch_mutex;
  ScratchMemory first_scratch;  // never searched with, only copied
  std::vector<ScratchMemory> spare_scratches;

  // The database, unpacked if need be; null for an empty set.
  hs_database_t* ready() {
    std::call_once(unpacked, [&] {
      if (packed.empty()) return;
      hs_database_t* restored = nullptr;
      // Made for another kind of processor: compiling takes seconds, but nothing is missed.
      if (hs_deserialize_database(packed.data(), packed.size(), &restored) != HS_SUCCESS) {
        hs_compile_error_t* error = nullptr;
        restored = compile_database(patterns, &error);
        hs_free_compile_error(error);
      }
      database.reset(restored);
    });
    return database.get();
  }

  // A scratch for one search at a time; null for an empty set. One that was given back,
  // or a copy of the first: making one anew checks the whole database, which takes as
  // long as searching some hundred lines.
  ScratchMemory take_scratch() {
    const std::lock_guard lock(scratch_mutex);
    if (!spare_scratches.empty()) {
      ScratchMemory memory = std::move(spare_scratches.back());
      spare_scratches.pop_back();
      return memory;
    }
    hs_scratch_t* made = nullptr;
    if (!first_scratch && ready() != nullptr && hs_alloc_scratch(ready(), &made) == HS_SUCCESS)
      first_scratch.reset(made);
    made = nullptr;
    if (first_scratch) hs_clone_scratch(first_scratch.get(), &made);
    return ScratchMemory(made);
  }
  void give_back(ScratchMemory memory) {
    const std::lock_guard lock(scratch_mutex);
    if (memory) spare_scratches.push_back(std::move(memory));
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
  hs_database_t* database = compile_database(state->patterns, &error);
  if (database == nullptr) {
    Notices faults = faults_of(state->patterns);
    if (faults.empty())
      faults.push_back(pattern_error("", 0, error != nullptr ? error->message : "unknown reason"));
    hs_free_compile_error(error);
    return faults;
  }
  state->database.reset(database);
  return PatternSet(std::move(state));
}

namespace {

// "5.4.0" of "5.4.0 2021-01-26".
std::string engine_version() {
  const std::string version = hs_version();
  return version.substr(0, version.find(' '));
}

}  // namespace

std::optional<PatternSet> PatternSet::restore(std::string_view bytes, std::vector<std::string> patterns) {
  auto state = std::make_unique<State>(std::move(patterns));
  if (state->patterns.empty()) return PatternSet(std::move(state));
  // The head of the bytes names the engine's version and the processor they are for.
  char* info = nullptr;
  if (hs_serialized_database_info(bytes.data(), bytes.size(), &info) != HS_SUCCESS) return std::nullopt;
  const std::string made_by = info;
  std::free(info);
  if (made_by.find(engine_version()) == std::string::npos || hs_valid_platform() != HS_SUCCESS)
    return std::nullopt;
  state->packed = bytes;
  return PatternSet(std::move(state));
}

std::string PatternSet::serialize() const {
  if (state_->ready() == nullptr) return {};
  char* bytes = nullptr;
  std::size_t size = 0;
  if (hs_serialize_database(state_->ready(), &bytes, &size) != HS_SUCCESS) return {};
  std::string out(bytes, size);
  std::free(bytes);
  return out;
}

struct Scratch::State {
  PatternSet::State* home = nullptr;
  ScratchMemory memory;

  explicit State(PatternSet::State* set) : home(set), memory(set->take_scratch()) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { home->give_back(std::move(memory)); }
};

Scratch::Scratch(const PatternSet& set) : state_(std::make_unique<State>(set.state_.get())) {}
Scratch::~Scratch() = default;
Scratch::Scratch(Scratch&&) noexcept = default;
Scratch& Scratch::operator=(Scratch&&) noexcept = default;

void PatternSet::find(std::string_view text, Scratch& scratch, std::vector<std::uint32_t>& found) const {
  found.clear();
  hs_database_t* database = state_->ready();
  if (database == nullptr || !scratch.state_->memory || text.empty()) return;
  const auto on_match = [](unsigned id, unsigned long long, unsigned long long, unsigned, void* list) {
    static_cast<std::vector<std::uint32_t>*>(list)->push_back(id);
    return 0;
  };
  // A text is one log event, so it is far below the engine's limit of 4 GiB.
  hs_scan(database, text.data(), static_cast<unsigned>(text.size()), 0, scratch.state_->memory.get(),
          on_match, &found);
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
