// The errors of load tools in k6's terms: a code for the text, and whether it is one at all.
//
// k6 tags its points with a code; other tools have the words of their client's language only. What
// those mean is data: signatures that read `client-error`.
#pragma once
#include <string>

#include "collect/watch.h"
#include "model/points.h"

namespace loadtriage::collect {

class ClientErrors {
 public:
  // `watch` must outlive this.
  explicit ClientErrors(const Watch& watch) : finder_(watch) {}

  // What k6 would have called it; empty for a text nobody knows.
  std::string words_for(const std::string& error);
  // k6's code for a request that got no response; 1000, as k6 has it, for a text nobody knows.
  int code_of(const std::string& error);
  // Whether it is what the end of a run does to requests under way.
  bool cut_off(const std::string& error);

 private:
  Finder finder_;
};

// Gives failed requests without an error code the one of their status or error text. Requests
// that the end of the run cut off are no failures: they are counted as the others are, and
// how many there were is returned.
double settle_errors(model::Points& points, const Watch& client_error);

}  // namespace loadtriage::collect
