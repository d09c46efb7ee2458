#include "topology/table.h"

#include <re2/re2.h>

#include <algorithm>

#include "base/addresses.h"
#include "base/ascii.h"
#include "base/text.h"

namespace loadtriage::topology {
namespace {

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

bool among(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

const Kin* with_name(const Table& table, std::string_view name) {
  for (const Kin& kin : table.kin)
    if (among(kin.names, name)) return &kin;
  return nullptr;
}

std::string_view without_number(std::string_view name) {
  while (!name.empty() && (is_digit(name.back()) || name.back() == '-' || name.back() == '_'))
    name.remove_suffix(1);
  return name;
}

// All patterns as one, so that most texts are looked at once. Names of captures may stand in a
// pattern only once.
std::string any_of(const std::vector<Saying>& sayings) {
  std::string all;
  for (const Saying& saying : sayings) {
    std::string one = saying.pattern;
    for (std::size_t at = one.find("(?P<"); at != std::string::npos; at = one.find("(?P<", at))
      one.replace(at, one.find('>', at) - at + 1, "(?:");
    all += (all.empty() ? "(?:" : "|(?:") + one + ")";
  }
  return all;
}

}  // namespace

// Compiled when first asked for: most runs need a few.
class LazyPattern {
 public:
  explicit LazyPattern(std::string text) : text_(std::move(text)) {}
  const re2::RE2& get() const {
    if (!compiled_) compiled_ = std::make_unique<const re2::RE2>(text_);
    return *compiled_;
  }
  bool fits(std::string_view text) const { return re2::RE2::PartialMatch(piece(text), get()); }

 private:
  std::string text_;
  mutable std::unique_ptr<const re2::RE2> compiled_;
};

struct Lookup::Patterns {
  std::vector<std::pair<const Failure*, LazyPattern>> failures;
  std::vector<std::pair<const Saying*, LazyPattern>> sayings;
  std::vector<std::pair<const Kin*, LazyPattern>> files;
  LazyPattern any_saying;

  explicit Patterns(const Table& table) : any_saying(any_of(table.sayings)) {
    for (const Failure& failure : table.failures)
      failures.emplace_back(&failure, LazyPattern(failure.pattern));
    for (const Saying& saying : table.sayings) sayings.emplace_back(&saying, LazyPattern(saying.pattern));
    for (const Kin& kin : table.kin)
      for (const std::string& file : kin.files) files.emplace_back(&kin, LazyPattern(file));
  }
};

Lookup::Lookup(const Table& table) : table_(table) {}
Lookup::~Lookup() = default;

const Lookup::Patterns& Lookup::patterns() const {
  if (!patterns_) patterns_ = std::make_unique<Patterns>(table_);
  return *patterns_;
}

const Kin* Lookup::by_port(int port) const {
  for (const Kin& kin : table_.kin)
    if (std::find(kin.ports.begin(), kin.ports.end(), port) != kin.ports.end()) return &kin;
  return nullptr;
}

const Kin* Lookup::by_scheme(std::string_view scheme) const {
  if (scheme.empty()) return nullptr;
  for (const Kin& kin : table_.kin)
    if (among(kin.schemes, scheme)) return &kin;
  return nullptr;
}

const Kin* Lookup::by_format(std::string_view format) const {
  if (format.empty()) return nullptr;
  for (const Kin& kin : table_.kin)
    if (among(kin.formats, format)) return &kin;
  return nullptr;
}

// `orders-db` is a database and `db-exporter` none: the last word says what a thing is.
const Kin* Lookup::by_name(std::string_view name) const {
  const std::string lowered = to_lower_ascii(name);
  const std::string_view bare = without_number(lowered);
  if (bare.empty()) return nullptr;
  for (const std::string_view whole : {std::string_view(lowered), bare})
    if (const Kin* kin = with_name(table_, whole)) return kin;
  const std::size_t last = bare.find_last_of("-_.");
  if (last == std::string_view::npos) return nullptr;
  if (const Kin* kin = with_name(table_, without_number(bare.substr(last + 1)))) return kin;
  return with_name(table_, without_number(bare.substr(0, bare.find_first_of("-_."))));
}

const Kin* Lookup::by_settings_file(std::string_view file) const {
  for (const auto& [kin, pattern] : patterns().files)
    if (pattern.fits(file)) return kin;
  return nullptr;
}

std::string_view Lookup::failure_in(std::string_view text) const {
  for (const auto& [failure, pattern] : patterns().failures)
    if (pattern.fits(text)) return failure->how;
  return {};
}

std::vector<Lookup::Said> Lookup::sayings_in(std::string_view text) const {
  std::vector<Said> found;
  const Patterns& known = patterns();
  if (known.sayings.empty() || !known.any_saying.fits(text)) return found;
  for (const auto& [saying, lazy] : known.sayings) {
    const re2::RE2& pattern = lazy.get();
    const auto& captures = pattern.NamedCapturingGroups();
    std::vector<re2::StringPiece> groups(static_cast<std::size_t>(pattern.NumberOfCapturingGroups()) + 1);
    if (!pattern.Match(piece(text), 0, text.size(), re2::RE2::UNANCHORED, groups.data(),
                       static_cast<int>(groups.size())))
      continue;
    const auto captured = [&](const char* name) {
      const auto group = captures.find(name);
      if (group == captures.end()) return std::string();
      const re2::StringPiece value = groups[static_cast<std::size_t>(group->second)];
      return std::string(value.data() == nullptr ? "" : value.data(), value.size());
    };
    Said said{saying, to_lower_ascii(captured("host")), captured("port")};
    if (const auto address = read_address(captured("address"))) {
      said.host = address->host;
      said.port = address->port == 0 ? std::string() : std::to_string(address->port);
    }
    if (!said.host.empty() || !said.port.empty()) found.push_back(std::move(said));
  }
  return found;
}

bool Lookup::is_file_word(std::string_view word) const { return among(table_.file_words, word); }
bool Lookup::is_nameless(std::string_view name) const { return among(table_.nameless, name); }
bool Lookup::is_no_component(std::string_view writer) const { return among(table_.not_components, writer); }

model::ComponentKind kind_called(std::string_view word) {
  using enum model::ComponentKind;
  for (const auto kind : {generator, proxy, application, database, cache, broker, name_service, external})
    if (model::name_of(kind) == word) return kind;
  return unknown;
}

}  // namespace loadtriage::topology
