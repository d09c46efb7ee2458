#include "formats/tools/document.h"

#include <algorithm>

#include "base/text.h"
#include "formats/tools/text.h"

namespace loadtriage::formats::tools {

bool read_document(input::Source& source, model::InputId input, Sink& sink, const ToolName& name,
                   const TakeDocument& take) {
  const auto whole = source.read_all(kLargestText);
  const std::size_t begin = whole.text.find_first_of("{[");
  if (begin == std::string_view::npos) {
    sink.on_note("no JSON in it");
    return false;
  }
  const JsonDocument document = read_json(whole.text, begin);
  Counts counts(name, input);
  counts.summary().where.line = document.root.line;
  take(document.root, counts);
  take_all_lines(whole.text, sink);
  if (document.cut || document.damaged) sink.on_note("the JSON is cut short; what was complete is used");
  give_or_tell(counts, sink);
  return true;
}

bool is_object_with(std::string_view head, std::initializer_list<std::string_view> texts) {
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || head[first] != '{') return false;
  return std::all_of(texts.begin(), texts.end(), [&](std::string_view text) { return contains(head, text); });
}

void read_lines(std::string_view text, Sink& sink, const TakeLine& take) {
  Lines lines(text);
  for (std::string_view line; lines.next(line);) {
    if (take(line, lines.number()))
      lines.sample();
    else if (!trim(line).empty())
      lines.passed_over();
  }
  sink.on_lines(lines.fates());
}

void take_all_lines(std::string_view text, Sink& sink) {
  read_lines(text, sink, [](std::string_view line, std::uint64_t) { return !trim(line).empty(); });
}

void give_or_tell(Counts& counts, Sink& sink) {
  sink.on_run(counts.run());
  if (counts.empty())
    sink.on_note("counts no request");
  else
    counts.give(sink);
}

}  // namespace loadtriage::formats::tools
