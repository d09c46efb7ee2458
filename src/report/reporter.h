// A reporter turns a diagnosis into text. It never parses, counts or opens an input.
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "model/diagnosis.h"

namespace loadtriage::report {

struct Style {
  enum class Colour { off, on };
  enum class Detail { normal, verbose };
  Colour colour = Colour::off;
  Detail detail = Detail::normal;
  int columns = 80;
  std::string version;  // of the program, for formats that name their producer
};

struct Reporter {
  std::string_view name;     // "markdown"
  std::string_view summary;  // one line for --help
  std::string (*write)(const model::Diagnosis& diagnosis, const Style& style);
};

// Every reporter, in the order in which --help lists them.
std::span<const Reporter* const> reporters();
const Reporter* find_reporter(std::string_view name);

}  // namespace loadtriage::report
