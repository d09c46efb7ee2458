// Numbers with their units, as k6 prints them and as people write them down.
//
// Everything is total: what is not plainly such a value gives nothing.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace loadtriage::formats {

// "812.3ms", "1m2.5s", "00.8s", "1h02m03s", "-93380772242ns", "27.1µs", "30 s", "15 min";
// a number alone has no unit and gives nothing.
std::optional<double> read_duration_ms(std::string_view text);

// "38 MB", "9mb", "1.5 GB", "512Mi", "64KiB", "0 B": `Ki`, `Mi`, `Gi` are powers of 1024,
// and so are, outside k6, `kb`, `mb`, `gb` (see Base).
enum class Base { decimal, binary };
std::optional<double> read_bytes(std::string_view text, Base base);

// "8.49%" -> 0.0849
std::optional<double> read_percent(std::string_view text);

// The number at the start of the text, which is moved behind it; nothing where there is none.
std::optional<double> take_number(std::string_view& text);

}  // namespace loadtriage::formats
