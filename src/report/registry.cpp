// Every reporter, in the order in which --help lists them.
#include <algorithm>

#include "report/reporter.h"

namespace loadtriage::report {

extern const Reporter terminal, markdown_report, html_report, json, junit, sarif, github, gitlab, rdjsonl;

namespace {

constexpr const Reporter* kReporters[] = {&terminal, &markdown_report, &html_report, &json,   &junit,
                                          &sarif,    &github,          &gitlab,      &rdjsonl};

}  // namespace

std::span<const Reporter* const> reporters() { return kReporters; }

const Reporter* find_reporter(std::string_view name) {
  const auto found = std::find_if(std::begin(kReporters), std::end(kReporters),
                                  [&](const Reporter* reporter) { return reporter->name == name; });
  return found == std::end(kReporters) ? nullptr : *found;
}

}  // namespace loadtriage::report
