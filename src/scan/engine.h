// Patterns compiled by Hyperscan, as this room's files share them.
#pragma once
#include <hs.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace loadtriage::scan {

struct FreeDatabase {
  void operator()(hs_database_t* database) const { hs_free_database(database); }
};
struct FreeScratch {
  void operator()(hs_scratch_t* scratch) const { hs_free_scratch(scratch); }
};
using Database = std::unique_ptr<hs_database_t, FreeDatabase>;
using ScratchMemory = std::unique_ptr<hs_scratch_t, FreeScratch>;

// One report for each pattern is enough: counts are counts of events.
inline constexpr unsigned kFlags = HS_FLAG_SINGLEMATCH | HS_FLAG_ALLOWEMPTY;

// Null when a pattern does not compile; the reason is in `error`, if one is given.
Database compile_database(const std::vector<std::string>& patterns, hs_compile_error_t** error = nullptr);

// Empty for no database.
std::string serialized(const Database& database);

// Appends the positions of the patterns that occur in the text, in no order.
void search(const hs_database_t* database, std::string_view text, hs_scratch_t* scratch,
            std::vector<std::uint32_t>& found);

// A database that is unpacked when it is first needed, and the memory to search with it.
class Engine {
 public:
  // The bytes must outlive it. Where they were made for another kind of processor, the patterns
  // are compiled instead: that takes seconds, but nothing is missed. Without them nothing is.
  void unpack_later(std::string_view packed, const std::vector<std::string>* patterns);
  void take(Database database) { database_ = std::move(database); }

  // Null where there are no patterns.
  const Database& ready();

  // For one search at a time; null without a database.
  ScratchMemory new_scratch();

 private:
  std::string_view packed_;
  const std::vector<std::string>* patterns_ = nullptr;
  std::once_flag unpacked_;
  Database database_;
  std::mutex mutex_;
  ScratchMemory first_;  // never searched with, only copied
};

}  // namespace loadtriage::scan
