// An earlier run that this one is compared with: what it measured, and what is different
// since.
#pragma once
#include <optional>
#include <string>
#include <vector>

namespace loadtriage::model {

struct Baseline {
  // A number of both runs. Absent where that run's inputs do not tell it.
  struct Figure {
    std::string name;  // "failed requests", "p95", "p95 of GET /orders"
    std::string unit;  // "share", "ms", "per_s", "requests", "VUs"
    std::optional<double> before, now;
    std::string population = {};  // of a percentile: "good requests", the same in both runs
  };
  // A setting, a version or a threshold that is not what it was. Empty: there was none.
  struct Change {
    std::string name, before, now;
  };
  // What signatures recognised in the logs of one of the runs only.
  struct Sign {
    std::string name;  // the observation
    double before = 0, now = 0;
  };
  std::vector<std::string> paths;  // as given
  std::vector<Figure> figures;
  std::vector<Change> changes;
  std::vector<Sign> signs;
  std::vector<std::string> notes;  // what makes it a poor baseline
};

}  // namespace loadtriage::model
