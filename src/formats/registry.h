// Every format there is, and the choice between them by content.
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "formats/adapter.h"
#include "formats/lines/line_format.h"

namespace loadtriage::formats {

// The coded formats, in the order that sniffing prefers on a tie.
std::span<const Adapter* const> adapters();

// What an input was taken for: an empty kind when nothing recognised it, with the
// reason where one is known.
struct Recognition {
  std::string kind;
  std::string why_not;
};

class Registry {
 public:
  // `catalogue` holds the declared line formats and must outlive the registry.
  explicit Registry(const Catalogue& catalogue) : catalogue_(catalogue) {}

  // What a text with this head would be taken for, as far as the head tells.
  Recognition recognise(std::string_view head, bool head_is_whole) const;

  // Recognises the input and reads it into the sink. k6's own formats win over logs in
  // general; with `context` a JSON object is taken for what the operator knows.
  Recognition read(input::Source& source, model::InputId input, bool context, Sink& sink) const;

 private:
  const Catalogue& catalogue_;
};

}  // namespace loadtriage::formats
