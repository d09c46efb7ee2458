#include "scan/engine.h"

#include <cstdlib>

namespace loadtriage::scan {

Database compile_database(const std::vector<std::string>& patterns, hs_compile_error_t** error) {
  std::vector<const char*> texts;
  std::vector<unsigned> flags(patterns.size(), kFlags), ids;
  for (const std::string& pattern : patterns) {
    ids.push_back(static_cast<unsigned>(texts.size()));
    texts.push_back(pattern.c_str());
  }
  hs_database_t* database = nullptr;
  hs_compile_error_t* fault = nullptr;
  const auto outcome =
      hs_compile_multi(texts.data(), flags.data(), ids.data(), static_cast<unsigned>(texts.size()),
                       HS_MODE_BLOCK, nullptr, &database, &fault);
  if (error != nullptr)
    *error = fault;
  else
    hs_free_compile_error(fault);
  return Database(outcome == HS_SUCCESS ? database : nullptr);
}

std::string serialized(const Database& database) {
  char* bytes = nullptr;
  std::size_t size = 0;
  if (!database || hs_serialize_database(database.get(), &bytes, &size) != HS_SUCCESS) return {};
  std::string out(bytes, size);
  std::free(bytes);
  return out;
}

void search(const hs_database_t* database, std::string_view text, hs_scratch_t* scratch,
            std::vector<std::uint32_t>& found) {
  const auto on_match = [](unsigned id, unsigned long long, unsigned long long, unsigned, void* list) {
    static_cast<std::vector<std::uint32_t>*>(list)->push_back(id);
    return 0;
  };
  // A text is one log event, so it is far below the engine's limit of 4 GiB.
  hs_scan(database, text.data(), static_cast<unsigned>(text.size()), 0, scratch, on_match, &found);
}

void Engine::unpack_later(std::string_view packed, const std::vector<std::string>* patterns) {
  packed_ = packed;
  patterns_ = patterns;
}

const Database& Engine::ready() {
  std::call_once(unpacked_, [&] {
    if (packed_.empty()) return;
    hs_database_t* restored = nullptr;
    if (hs_deserialize_database(packed_.data(), packed_.size(), &restored) == HS_SUCCESS)
      database_.reset(restored);
    else if (patterns_ != nullptr)
      database_ = compile_database(*patterns_);
  });
  return database_;
}

// A copy of the first: making one anew checks the whole database, which takes as long as
// searching some hundred lines.
ScratchMemory Engine::new_scratch() {
  if (!ready()) return nullptr;
  const std::lock_guard lock(mutex_);
  hs_scratch_t* made = nullptr;
  if (!first_ && hs_alloc_scratch(database_.get(), &made) == HS_SUCCESS) first_.reset(made);
  made = nullptr;
  if (first_) hs_clone_scratch(first_.get(), &made);
  return ScratchMemory(made);
}

}  // namespace loadtriage::scan
