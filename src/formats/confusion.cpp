#include "formats/confusion.h"

#include "formats/registry.h"

namespace loadtriage::formats {

std::vector<ConfusionRow> confusion_of(const Catalogue& catalogue) {
  const Registry registry(catalogue);
  std::vector<ConfusionRow> rows;
  for (const LineFormat& format : catalogue.formats()) {
    ConfusionRow row;
    row.format = format.spec().name;
    std::string text;
    for (const FormatSample& sample : format.spec().samples) {
      if (sample.gives == FormatSample::Gives::nothing) continue;
      ++row.lines;
      text.append(sample.line).append("\n");
      if (sample.gives == FormatSample::Gives::event)
        ++row.alone[registry.recognise(sample.line + "\n", true).kind];
    }
    row.together = registry.recognise(text, true).kind;
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace loadtriage::formats
