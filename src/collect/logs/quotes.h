// What is kept of a log's texts: short, printable, secrets taken out.
//
// Taking secrets out costs more than reading the line did, and most of what the parts of a
// log keep is thrown away when they are joined, as an earlier part had the same. So a part
// keeps its quotes as they were read, and finish_quotes() makes ready what the whole takes.
#pragma once
#include <string>
#include <string_view>

#include "base/text_map.h"
#include "model/logs.h"

namespace loadtriage::collect {

// Ready to be shown.
std::string quotable(std::string_view text);

// Only made short; finish_quotes() does the rest.
std::string unfinished_quote(std::string_view text);

// Makes the quotes of a part ready that the whole will keep when the part is merged into it,
// and leaves out the others.
void finish_quotes(model::InputLog& part, const model::InputLog& whole);

// quotable(), with what was asked before remembered: some thousand texts, and none for a
// while where they hardly ever come again.
class KnownQuotes {
 public:
  // Valid until the next call.
  const std::string& of(std::string_view text);

 private:
  static constexpr std::size_t kMost = 4096;
  static constexpr std::size_t kLongest = 300;  // remembered
  TextMap<std::string> known_;
  std::string other_;
  std::size_t saved_ = 0, rests_ = 0;
};

}  // namespace loadtriage::collect
