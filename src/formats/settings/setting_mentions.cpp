#include "formats/settings/setting_mentions.h"

#include <algorithm>

#include "base/addresses.h"
#include "base/ascii.h"
#include "base/text.h"

namespace loadtriage::formats {
namespace {

constexpr std::size_t kMostInValue = 8;
constexpr std::size_t kMostHalves = 200;

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 && std::all_of(text.begin(), text.end(), is_digit);
}

std::string_view without_quotes_around(std::string_view text) {
  text = trim(text);
  while (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front())
    text = text.substr(1, text.size() - 2);
  return text;
}

std::string_view leading_word(std::string_view text) { return text.substr(0, text.find_first_of(" \t")); }

// The last word of a name: "host" of `DB_HOST`, `spring.redis.host` and `dbHost`.
struct SplitName {
  std::string before, last;
};
SplitName split_name(std::string_view key) {
  std::size_t at = key.find_last_of("_.-");
  std::size_t from = at == std::string_view::npos ? 0 : at + 1;
  for (std::size_t i = key.size(); i-- > from + 1;)
    if (is_upper(key[i]) && is_lower(key[i - 1])) {
      from = at = i;
      break;
    }
  return {to_lower_ascii(key.substr(0, at == std::string_view::npos ? 0 : at)),
          to_lower_ascii(key.substr(from))};
}

bool is_host_word(std::string_view word) {
  return word == "host" || word == "hostname" || word == "server" || word == "addr" || word == "address";
}

}  // namespace

std::string_view service_of_path(const std::vector<std::string>& path) {
  return path.size() > 1 && path[0] == "services" ? std::string_view(path[1]) : std::string_view();
}

void SettingMentions::tell(std::string_view writer, std::string_view address, std::string_view said,
                           std::string_view quote, model::SourceRef where) {
  model::Mention mention;
  mention.way = model::Way::setting;
  mention.writer = writer;
  mention.address = address;
  mention.said = said;
  model::MentionStats stats;
  stats.count = 1;
  stats.first = where;
  stats.quote = quote;
  sink_.on_mention(mention, stats);
}

void SettingMentions::take(const std::vector<std::string>& path, std::string_view key, std::string_view value,
                           model::SourceRef where) {
  value = without_quotes_around(value);
  const std::string_view writer = service_of_path(path);
  if (take_service(path, writer, key, value, where)) return;
  if (take_upstream(path, writer, key, value, where)) return;
  std::vector<Address> found;
  find_addresses(value, kMostInValue, found);
  for (const Address& address : found)
    tell(writer, describe(address), key, std::string(key) + ": " + describe(address), where);
  if (found.empty()) (void)take_half(path, writer, key, value, where);
}

// Compose: `services: api: image: postgres:16`, `ports: - "8080:80"`.
bool SettingMentions::take_service(const std::vector<std::string>& path, std::string_view writer,
                                   std::string_view key, std::string_view value, model::SourceRef where) {
  if (writer.empty()) return false;
  if (path.size() == 2 && key == "image") {
    std::string_view image = value.substr(value.rfind('/') + 1);
    image = image.substr(0, image.find_first_of(":@"));
    tell(writer, "", "image " + std::string(image), "image: " + std::string(value), where);
    return true;
  }
  if (path.size() == 3 && path[2] == "ports" && is_port(key)) {
    tell(writer, "0.0.0.0:" + std::string(key), "listens", std::string(key) + ":" + std::string(value),
         where);
    return true;
  }
  tell(writer, "", "states", "", where);  // whatever the line says, it is that service's
  return false;
}

// nginx: `upstream orders { server 10.0.0.7:8080; }`, `proxy_pass http://orders`; HAProxy:
// `backend orders` and below it `server o1 10.0.0.7:8080 check`.
bool SettingMentions::take_upstream(const std::vector<std::string>& path, std::string_view writer,
                                    std::string_view key, std::string_view value, model::SourceRef where) {
  if (key == "backend" || key == "listen" || key == "frontend") {
    const std::string_view name = leading_word(value);
    backend_ = key == "frontend" || is_port(name) || name.find(':') != std::string_view::npos ? "" : name;
    if (!backend_.empty() || key == "frontend") return true;
  }
  if ((key == "listen" || key == "bind") && !value.empty()) {
    const std::string_view port = leading_word(value.substr(value.rfind(':') + 1));
    if (is_port(port)) tell(writer, "0.0.0.0:" + std::string(port), "listens", std::string(value), where);
    return true;
  }
  if (key != "server") return false;
  std::string group = backend_;
  std::string_view server = value;
  if (!path.empty() && path.back().starts_with("upstream ")) {
    group = trim(std::string_view(path.back()).substr(9));
  } else if (!group.empty()) {
    const std::size_t space = value.find(' ');
    server = space == std::string_view::npos ? value : trim(value.substr(space));
  } else {
    return false;
  }
  if (const auto address = read_address(leading_word(server)))
    tell(writer, describe(*address), "upstream " + group, "server " + std::string(value), where);
  return true;
}

// `DB_HOST=orders-db` waits for `DB_PORT=5432`. A port without a host is one's own.
bool SettingMentions::take_half(const std::vector<std::string>& path, std::string_view writer,
                                std::string_view key, std::string_view value, model::SourceRef where) {
  const SplitName name = split_name(key);
  const bool host = is_host_word(name.last);
  if (!host && name.last != "port") return false;
  if (host ? !read_address(value) : !is_port(value)) return false;
  const std::string id = std::string(writer) + "\n" + join(path, ".") + "\n" + name.before;
  if (halves_.size() >= kMostHalves && halves_.find(id) == halves_.end()) return false;
  Half& half = halves_[id];
  half.writer = writer;
  if (!host) {
    half.port = value;
    if (half.host.empty()) half.where = where, half.said = key;
    return true;
  }
  half.host = value;
  half.where = where;
  half.said = key;
  return true;
}

void SettingMentions::finish() {
  for (const auto& [id, half] : halves_) {
    if (half.host.empty()) {
      tell(half.writer, "0.0.0.0:" + half.port, "listens", half.said + ": " + half.port, half.where);
      continue;
    }
    const bool whole = half.host.find(':') != std::string::npos || half.port.empty();
    tell(half.writer, whole ? half.host : half.host + ":" + half.port, half.said,
         half.said + ": " + half.host, half.where);
  }
  halves_.clear();
}

}  // namespace loadtriage::formats
