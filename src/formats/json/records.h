// Finds the records in JSON that holds many of them: one document after the other, an
// array, or an array in a known place of a larger document (`events`, `hits.hits`).
//
// Text comes in pieces, cut anywhere; memory is bounded by the largest record that is
// handed out. A document without such an array is a record itself. Damage costs the
// record that it is in: the search goes on with the next line.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace loadtriage::formats {

constexpr std::size_t kLargestRecord = std::size_t{4} << 20;

// Borrows; valid during the call that hands it out.
struct JsonRecord {
  std::string_view text;   // an object or a list, as it is written; empty: it was too large or damaged
  std::string_view place;  // of the array, such as ".hits.hits[]"; empty: none
  std::string_view label;  // the object that names the stream of this array's records (Loki)
  std::uint64_t line = 0;
  std::uint64_t offset = 0;
};

class JsonRecords {
 public:
  using Take = std::function<void(const JsonRecord&)>;
  explicit JsonRecords(Take take) : take_(std::move(take)) {}

  void feed(std::string_view text, std::uint64_t first_line, std::uint64_t offset);
  // What is cut short at the end is handed out as far as it goes, if it is an object.
  void finish();

 private:
  struct Level {
    bool list = false;
    bool holder = false;        // a list whose elements are records
    std::size_t path_size = 0;  // of the path above it
  };
  enum class Certainty { maybe, sure };

  void take_char(char c, std::size_t at);
  void open(char c, std::size_t at);
  void close(std::size_t at);
  void begin(std::size_t at, Certainty certainty);
  void end(std::size_t at);
  void hand_out(std::string_view text);
  void recover();
  bool at_base() const { return levels_.empty() || (levels_.size() == 1 && levels_[0].list); }

  Take take_;
  std::vector<Level> levels_;
  std::string path_, key_, label_;
  bool in_text_ = false, escaped_ = false;
  std::string word_;  // the text that may turn out to be a key

  bool open_record_ = false;  // one is being collected
  bool sure_ = false;         // an element of a holder; others may be documents around one
  bool too_large_ = false;
  std::size_t record_level_ = 0;  // how deep its own brackets stand
  std::size_t record_at_ = 0;     // in this piece
  std::string kept_;              // of the record, from pieces before this one
  std::uint64_t record_line_ = 0, record_offset_ = 0;

  std::size_t label_level_ = 0;  // how deep the open label stands; 0: none is
  std::size_t label_at_ = 0;
  std::string kept_label_;

  std::string_view piece_;
  std::uint64_t line_ = 1, offset_ = 0;
};

}  // namespace loadtriage::formats
