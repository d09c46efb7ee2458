// From the paths on the command line to the list of files to read.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "input/file_system.h"

namespace loadtriage::cli {

struct FoundInput {
  std::string path;         // to open
  std::string shown;        // in reports: below the folder that was given, or as given
  std::string here;         // from where the user stands
  bool is_context = false;  // `context.json` in a folder
};

// Folders are searched below; the same file given twice is read once, whatever its names.
// Errors: no path, a folder with nothing in it. A folder within that can't be entered is a
// warning. `standing` is the folder that the user stands in, where known.
Result<std::vector<FoundInput>> discover(const std::vector<std::string>& paths,
                                         const input::FileSystem& files, Notices& notices,
                                         const std::string& standing = {});

}  // namespace loadtriage::cli
