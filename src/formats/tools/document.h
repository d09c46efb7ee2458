// Reports that are one JSON document, or one text, read as a whole.
#pragma once
#include <functional>
#include <string_view>

#include "formats/json/document.h"
#include "formats/tools/counts.h"

namespace loadtriage::formats::tools {

// Puts what a document tells into counts.
using TakeDocument = std::function<void(const JsonValue& root, Counts& counts)>;

// Reads the first object or list of the input; all of its lines are understood. Counts that stayed
// empty are told to tell nothing.
bool read_document(input::Source& source, model::InputId input, Sink& sink, const ToolName& name,
                   const TakeDocument& take);

// Whether the head begins a JSON object that holds all these texts.
bool is_object_with(std::string_view head, std::initializer_list<std::string_view> texts);

// Takes one line; false when it is none of the report's.
using TakeLine = std::function<bool(std::string_view line, std::uint64_t number)>;

// Hands over all lines. Those that are none of the report's, as they stand around it in a console,
// are passed over.
void read_lines(std::string_view text, Sink& sink, const TakeLine& take);

// The same of a text that was read as a whole: every line that is not blank carried values.
void take_all_lines(std::string_view text, Sink& sink);

// Gives the counts, or says that there are none.
void give_or_tell(Counts& counts, Sink& sink);

}  // namespace loadtriage::formats::tools
