#include "topology/names.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/addresses.h"
#include "base/ascii.h"
#include "base/text.h"

namespace loadtriage::topology {
namespace {

constexpr std::size_t kLeastHash = 8, kMostHash = 10, kPodSuffix = 5;

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// Kubernetes draws the parts of pods' names from consonants and digits.
bool is_drawn(std::string_view part) {
  constexpr std::string_view kDrawn = "bcdfghjklmnpqrstvwxz0123456789";
  return !part.empty() && part.find_first_not_of(kDrawn) == std::string_view::npos;
}

bool is_hash(std::string_view part) {
  return part.size() >= kLeastHash && part.size() <= kMostHash &&
         part.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string_view::npos &&
         part.find_first_of("0123456789") != std::string_view::npos;
}

// Takes the last part off, with the mark in front of it.
std::string_view last_part(std::string_view name, char mark) {
  const std::size_t at = name.rfind(mark);
  return at == std::string_view::npos || at == 0 ? std::string_view() : name.substr(at + 1);
}
std::string_view without_part(std::string_view name, std::string_view part) {
  return name.substr(0, name.size() - part.size() - 1);
}

// `api-7c9d8b6f5-x2k4q` of a deployment, `db-0` of a set, `agent-x2k4q` of a daemon set.
std::string_view without_pod_suffix(std::string_view pod) {
  const std::string_view last = last_part(pod, '-');
  if (is_number(last)) return without_part(pod, last);
  if (last.size() != kPodSuffix || !is_drawn(last)) return pod;
  const std::string_view owner = without_part(pod, last);
  const std::string_view hash = last_part(owner, '-');
  return is_hash(hash) ? without_part(owner, hash) : owner;
}

std::string_view without_replica(std::string_view name) {
  for (const char mark : {'-', '_', '.'}) {
    const std::string_view last = last_part(name, mark);
    if (is_number(last) && last.size() <= 3 && without_part(name, last).size() > 1)
      return without_part(name, last);
  }
  return name;
}

// Extensions of logs, of what packs them, and of rotation.
std::string_view without_extensions(std::string_view file) {
  constexpr std::array<std::string_view, 24> kExtensions = {
      "log", "txt", "json", "ndjson", "jsonl", "csv", "out",        "err", "gz",   "zst", "conf", "cnf",
      "cfg", "yml", "yaml", "toml",   "ini",   "env", "properties", "old", "text", "xml", "tpl",  "journal"};
  while (true) {
    const std::string_view last = last_part(file, '.');
    const bool known = std::find(kExtensions.begin(), kExtensions.end(), last) != kExtensions.end();
    if (last.empty() || (!known && !is_number(last))) return file;
    file = without_part(file, last);
  }
}

// `nginx-access-2026-03-01` is nginx's.
std::string bare_name(std::string_view file, const Lookup& lookup) {
  std::string name = to_lower_ascii(without_extensions(file));
  for (bool again = true; again && !name.empty();) {
    again = false;
    for (const char mark : {'-', '_', '.'}) {
      const std::string_view last = last_part(name, mark);
      const bool date = is_number(last) && last.size() != 1;
      if (last.empty() || (!date && !lookup.is_file_word(last))) continue;
      name.resize(name.size() - last.size() - 1);
      again = true;
    }
  }
  return lookup.is_nameless(name) || lookup.is_file_word(name) || is_number(name) ? std::string() : name;
}

// `/var/log/pods/prod_api-7c9d8b6f5-x2k4q_<uid>/app/0.log` and
// `/var/log/containers/api-7c9d8b6f5-x2k4q_prod_app-<hash>.log`.
std::string name_of_pod_path(const std::vector<std::string_view>& parts) {
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    const auto words = split(parts[i + 1], '_');
    if (parts[i] == "pods" && words.size() == 3) return program_name("pod/" + std::string(words[1]));
    if (parts[i] == "containers" && words.size() == 3 && parts[i + 1].ends_with(".log"))
      return program_name("pod/" + std::string(words[0]));
  }
  return {};
}

}  // namespace

std::string program_name(std::string_view writer) {
  std::string name = to_lower_ascii(trim(writer));
  if (name.starts_with("pod/")) {
    const std::string_view pod = std::string_view(name).substr(4, name.find('/', 4) - 4);
    return std::string(without_pod_suffix(pod));
  }
  if (const std::size_t slash = name.rfind('/'); slash != std::string::npos) name.erase(0, slash + 1);
  return std::string(without_replica(name));
}

std::string host_name(std::string_view host) {
  if (is_ip(host)) return {};
  std::string_view name = host;
  if (name.starts_with("host.docker.")) return {};
  const std::size_t service = name.find(".svc");
  if (service != std::string_view::npos &&
      (service + 4 == name.size() || name[service + 4] == '.'))  // name.namespace.svc.cluster.local
    return std::string(name.substr(0, name.find('.')));
  for (const std::string_view inside : {".internal", ".local", ".lan", ".localdomain", ".test"})
    if (name.ends_with(inside)) return std::string(name.substr(0, name.find('.')));
  return std::string(name);
}

bool is_external(std::string_view host) {
  if (is_ip(host) || host.find('.') == std::string_view::npos) return false;
  return host_name(host) == host;
}

FileName file_name(std::string_view path, const Lookup& lookup) {
  FileName found;
  const auto parts = split(path, '/');
  found.name = name_of_pod_path(parts);
  found.of_pod = !found.name.empty();
  if (found.of_pod) return found;
  found.name = bare_name(parts.back(), lookup);
  for (std::size_t i = parts.size() - 1; i-- > 0 && found.folder.empty();) {
    const std::string folder = to_lower_ascii(parts[i]);
    if (folder.empty() || folder == "." || folder == "..") continue;
    if (!lookup.is_nameless(folder)) found.folder = folder;
  }
  return found;
}

}  // namespace loadtriage::topology
