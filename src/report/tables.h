// The numbers of a report as rows of plain, unescaped text, for formats that have tables.
// A table without rows is not shown.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "model/diagnosis.h"

namespace loadtriage::report {

struct Table {
  enum class Align { left, right };
  struct Column {
    std::string title;
    Align align = Align::left;
  };
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;
  std::size_t left_out = 0;  // rows that there was no room for
};

// What is known of the run in numbers: label and value.
using Numbers = std::vector<std::pair<std::string, std::string>>;
Numbers key_numbers(const model::Diagnosis& diagnosis);

// At most `most` rows each; what weighs most comes first.
Table operations(const model::Diagnosis& diagnosis, std::size_t most);
Table failures(const model::Diagnosis& diagnosis, std::size_t most);  // how the requests failed
Table thresholds(const model::Diagnosis& diagnosis);
Table checks(const model::Diagnosis& diagnosis);
Table facts(const model::Diagnosis& diagnosis);  // settings and limits
Table inputs(const model::Diagnosis& diagnosis);
// Empty without an earlier run to compare with.
Table baseline(const model::Diagnosis& diagnosis);
std::vector<std::string> baseline_notes(const model::Diagnosis& diagnosis);

// What happened when: the turns of the run and, unless the reader has just seen it, the
// dated evidence of the causes.
struct Event {
  double at_s = 0;
  std::string moment;  // as it is told: "31.2 s", or "about 31 s" where only the slice is known
  std::string text;
  std::string place;  // or empty
};
enum class Dated { turns_only, evidence_too };
std::vector<Event> events(const model::Diagnosis& diagnosis, Dated dated);

// A threshold and the metric that it stands on.
struct NamedThreshold {
  std::string metric;  // key
  const model::Threshold* threshold;
  std::string observed;                    // "rate is 16.2 %"; empty where no input tells it
  const model::Metric* of;                 // never null
  const model::VacuousThreshold* vacuous;  // null where its passing means something
};
std::vector<NamedThreshold> all_thresholds(const model::Diagnosis& diagnosis);
std::string_view name_of(model::ThresholdResult result);

}  // namespace loadtriage::report
