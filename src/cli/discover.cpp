#include "cli/discover.h"

#include <set>

namespace loadtriage::cli {
namespace {

std::string base_name(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

std::string below(const std::string& folder, const std::string& path) {
  std::size_t begin = path.rfind(folder, 0) == 0 ? folder.size() : 0;
  while (begin < path.size() && path[begin] == '/') ++begin;
  return path.substr(begin);
}

// A path that can be pasted where the user stands, and that a CI system finds in its checkout.
std::string from_here(std::string_view path, const std::string& standing) {
  if (!standing.empty() && path.starts_with(standing) && path.size() > standing.size() + 1 &&
      path[standing.size()] == '/')
    path.remove_prefix(standing.size() + 1);
  while (path.starts_with("./") && path.size() > 2) path.remove_prefix(2);
  return std::string(path);
}

}  // namespace

Result<std::vector<FoundInput>> discover(const std::vector<std::string>& paths,
                                         const input::FileSystem& files, Notices& notices,
                                         const std::string& standing) {
  if (paths.empty())
    return make_error(
        "", "no input given",
        "name the files of a failed run, or a folder that holds them: loadtriage analyze PATH...");
  std::vector<FoundInput> found;
  std::set<std::string> known;
  const auto add = [&](const std::string& path, std::string shown) {
    if (!known.insert(files.resolved(path)).second) return;
    FoundInput input{path, std::move(shown), path == "-" ? "" : from_here(path, standing)};
    input.is_context = base_name(path) == "context.json";
    found.push_back(std::move(input));
  };
  Notices errors;
  for (const std::string& path : paths) {
    if (path == "-" || !files.is_folder(path)) {
      add(path, path == "-" ? "standard input" : path);
      continue;
    }
    Notices closed;
    auto inside = files.files_below(path, &closed);
    for (Notice& notice : closed) {
      notice.severity = Severity::warning;
      notices.push_back(std::move(notice));
    }
    if (!inside) {
      errors.insert(errors.end(), inside.errors().begin(), inside.errors().end());
      continue;
    }
    if (inside->empty() && closed.empty())
      errors.push_back(make_error(path, "the folder holds no files",
                                  "put the run's files into it, or name another folder"));
    for (const std::string& file : *inside) add(file, below(path, file));
  }
  if (!errors.empty()) return errors;
  return found;
}

}  // namespace loadtriage::cli
