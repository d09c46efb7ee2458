// One block of k6's progress display: how far the run was at that moment.
#pragma once
#include "model/source_ref.h"

namespace loadtriage::model {

struct Progress {
  SourceRef where;
  double elapsed_s = 0;    // since the start of the scenarios
  double vus = 0;          // active
  double complete = 0;     // iterations so far
  double interrupted = 0;  // iterations so far
};

}  // namespace loadtriage::model
