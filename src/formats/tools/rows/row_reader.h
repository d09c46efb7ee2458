// Reads tables of requests, a row a request, on all processors.
#pragma once
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/row_blocks.h"

namespace loadtriage::formats::tools {

// What is done with the rows of a table by one thread.
class Rows {
 public:
  virtual ~Rows() = default;

  struct Fate {
    enum Kind { sample, passed_over, dropped } kind = sample;
    std::string_view why;  // of a dropped one: a phrase that lives on
  };
  // `fields` are valid during the call.
  virtual Fate read(std::span<const std::string_view> fields, model::SourceRef where) = 0;
  virtual void finish() = 0;
};

using MakeRows = std::function<std::unique_ptr<Rows>(Sink&)>;

struct Table {
  char separator = ',';
  bool has_header = true;
  bool quoted = true;  // fields may stand within double quotes; else a quote is one
};

// Reads all of the input. With `threads` 0, as many as the machine has.
void read_rows(const NextBlock& next, const Table& table, model::InputId input, Sink& sink,
               const MakeRows& make, unsigned threads = 0);
void read_rows(input::Source& source, const Table& table, model::InputId input, Sink& sink,
               const MakeRows& make);

// The fields of the first row that is not blank, without a byte-order mark.
std::vector<std::string> first_row(std::string_view head, char separator);

// A whole field as a number of that kind; nothing for anything else.
std::optional<std::int64_t> whole_number(std::string_view field);

}  // namespace loadtriage::formats::tools
