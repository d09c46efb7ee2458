// Many patterns searched in one text at once.
//
// Hyperscan (or Vectorscan, its portable sibling) finds which patterns occur; RE2
// takes the captures of the few that did. Both read the same subset of regular
// expressions: no look-around, no back-references; `.` does not match a line feed.
// Texts are bytes: no encoding is assumed, so invalid UTF-8 is no error.
//
// A set that was restored remembers the skeletons of texts in which nothing can be found
// (skeleton.h, loosen.h) and does not search them; what find() gives is the same.
//
// A set is immutable and may be shared by threads; each thread brings its own Scratch.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace loadtriage::scan {

class Scratch;

class PatternSet {
 public:
  // A pattern that does not compile gives one notice each; Place::line is the
  // pattern's position in the list, from 1.
  static Result<PatternSet> compile(std::vector<std::string> patterns);

  // From serialize(), with the same patterns. The bytes must outlive the set: they are
  // unpacked when first needed, as many runs hold nothing to search. Nothing when they
  // were made by another version of the engine or for another kind of processor.
  // serialize() takes seconds for a large set: it compiles the patterns for skeletons.
  static std::optional<PatternSet> restore(std::string_view bytes, std::vector<std::string> patterns);
  std::string serialize() const;

  ~PatternSet();
  PatternSet(PatternSet&&) noexcept;
  PatternSet& operator=(PatternSet&&) noexcept;

  std::size_t size() const;
  const std::vector<std::string>& patterns() const;

  // The positions of the patterns that occur in `text`, ascending, each once.
  // `found` is cleared first.
  void find(std::string_view text, Scratch& scratch, std::vector<std::uint32_t>& found) const;

  // The named captures of one pattern in `text`: those that took part in the match.
  // The values borrow from `text`.
  std::vector<std::pair<std::string_view, std::string_view>> captures(std::uint32_t pattern,
                                                                      std::string_view text) const;
  // Where the first match of one pattern begins; the text's size where there is none.
  std::size_t begins_at(std::uint32_t pattern, std::string_view text) const;
  // Whether the pattern has named captures at all.
  bool has_captures(std::uint32_t pattern) const;

 private:
  struct State;
  explicit PatternSet(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
  friend class Scratch;
};

// The engine's working memory for one thread. The set must outlive it.
class Scratch {
 public:
  explicit Scratch(const PatternSet& set);
  ~Scratch();
  Scratch(Scratch&&) noexcept;
  Scratch& operator=(Scratch&&) noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
  friend class PatternSet;
};

}  // namespace loadtriage::scan
