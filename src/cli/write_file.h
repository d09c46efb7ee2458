// Puts a report on the disk whole, or not at all.
#pragma once
#include <optional>
#include <string>

namespace loadtriage::cli {

// A file is written beside the old one and takes its place when it is whole: a full disk, a
// signal, a crash leave the old one as it was. With `append` the text goes behind what is
// there, and what is no file (a pipe, a device) is written to. The system's words when it can't.
std::optional<std::string> write_file(const std::string& path, const std::string& text, bool append);

// Why the file could not be written, as far as that shows before anything is.
std::optional<std::string> why_not_writable(const std::string& path);

}  // namespace loadtriage::cli
