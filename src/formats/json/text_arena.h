// Memory for the texts of one event: what was stored stays where it is until clear().
#pragma once
#include <memory>
#include <string_view>
#include <vector>

namespace loadtriage::formats {

class TextArena {
 public:
  // Room for `size` characters, to be written by the caller.
  char* room(std::size_t size);
  std::string_view store(std::string_view text);
  void clear();

 private:
  static constexpr std::size_t kChunk = 16384;
  std::unique_ptr<char[]> first_ = std::make_unique<char[]>(kChunk);
  std::size_t used_ = 0;
  std::vector<std::unique_ptr<char[]>> more_;  // what did not fit
};

}  // namespace loadtriage::formats
