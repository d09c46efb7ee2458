// The timeline as a picture: a row of blocks for text, a drawing for HTML.
#pragma once
#include <string>
#include <vector>

#include "model/diagnosis.h"

namespace loadtriage::report {

// The run cut into equal parts, each wide enough to hold whole slices.
struct Chart {
  double part_s = 0;                     // width of a part
  double first_s = 0;                    // start of the first one
  std::vector<double> requests, failed;  // for each part
  double greatest = 0;                   // most requests in one part
  bool empty() const { return greatest <= 0; }
};
Chart make_chart(const model::Timeline& timeline, std::size_t most_parts);

// One block character for each part, `greatest` being the full height; blank for none.
std::string blocks(const std::vector<double>& amounts, double greatest);

// A self-contained SVG element with a title and a description; colours by CSS class.
std::string drawing(const Chart& chart, const model::Timeline& timeline);

// How failures lie in time, in words: "all at once, at 31.2 s"; empty where there are none.
std::string shape_in_words(const model::Timeline& timeline);

}  // namespace loadtriage::report
