#include "topology/mentions.h"

#include <algorithm>
#include <array>

#include "base/addresses.h"
#include "base/text.h"
#include "topology/names.h"

namespace loadtriage::topology {
namespace {

using model::ComponentKind;
using model::Evidence;
using model::Mention;
using model::MentionStats;
using model::Sightings;
using model::Speaker;
using model::Way;

// Above it an IP address in a message is rather a client's end of a connection.
constexpr int kFirstOfClients = 32768;

int number_of(const std::string& port) {
  return port.empty() || port.size() > 5 ? 0 : std::atoi(port.c_str());
}

// Whether a setting of this name holds whom to call.
bool names_a_peer(std::string_view said) {
  constexpr std::array<std::string_view, 11> kWords = {
      "host", "addr", "url", "uri", "server", "dsn", "endpoint", "broker", "upstream", "backend", "target"};
  const std::string lowered = to_lower_ascii(said);
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return contains(lowered, word); });
}

class Mentions {
 public:
  Mentions(const Evidence& evidence, const Lookup& lookup, const Traces& traces, Graph& graph)
      : evidence_(evidence), lookup_(lookup), traces_(traces), graph_(graph) {}

  void read() {
    targets();
    for (const Sightings& sightings : evidence_.sightings)
      for (const auto& [mention, stats] : sightings.mentions) take(sightings, mention, stats);
    for (const model::InputLog& log : evidence_.logs)
      if (log.speaker == Speaker::backend) quotes(log);
  }

 private:
  struct Author {
    std::size_t node;
    std::string container;  // where its loopback is its own
  };

  std::optional<Author> author(model::InputId input, const std::string& writer) const {
    const auto named = traces_.writers.find(input);
    if (!writer.empty() && named != traces_.writers.end())
      if (const auto found = named->second.find(writer); found != named->second.end())
        return Author{found->second, named->second.size() > 1 ? program_name(writer) : std::string()};
    if (!writer.empty() && named != traces_.writers.end()) return std::nullopt;
    const auto whole = traces_.whole.find(input);
    if (whole == traces_.whole.end()) return std::nullopt;
    return Author{whole->second, {}};
  }

  void guess(std::size_t node, Weight weight, const Kin* kin, const std::string& because) {
    if (kin != nullptr && kin->kind != ComponentKind::unknown)
      graph_.at(node).guesses.push_back({weight, kin->kind, kin->technology, because});
  }

  // What stands behind an address; nothing where there is no room.
  std::optional<std::size_t> behind(Address address, const std::string& within) {
    const Kin* scheme = lookup_.by_scheme(address.scheme);
    if (address.port == 0 && scheme != nullptr && !scheme->ports.empty())
      address.port = scheme->ports.front();
    const std::string key = address_key(address.host, address.port, within);
    const bool is_new = !graph_.find_addressed(key);
    const auto node = graph_.addressed(key);
    if (!node) return node;
    guess(*node, Weight::scheme, scheme, "it is called by `" + address.scheme + "://`");
    if (!is_new) return node;
    guess(*node, Weight::port, lookup_.by_port(address.port), "its port is " + std::to_string(address.port));
    const std::string host = host_name(address.host);
    if (!host.empty() && !is_loopback(address.host) && !is_external(address.host))
      guess(*node, Weight::word, lookup_.by_name(host), "its host is called `" + host + "`");
    return node;
  }

  void call(std::size_t from, std::size_t to, RawCall call) {
    call.from = from;
    call.to = to;
    graph_.at(to).called = true;
    graph_.calls.push_back(std::move(call));
  }

  // The test's own: settings, URLs of requests, what the tool says of requests that failed.
  void targets() {
    std::map<std::string, model::Telling> found;
    const auto stated = [&](const char* name) {
      const auto fact = evidence_.facts.find(name);
      if (fact != evidence_.facts.end())
        found.emplace(fact->second.text, model::Telling{fact->second.text, fact->second.where});
    };
    for (const std::string& target : evidence_.points.targets) found.emplace(target, model::Telling{});
    for (const Sightings& sightings : evidence_.sightings)
      if (sightings.speaker == Speaker::k6)
        for (const auto& [mention, stats] : sightings.mentions)
          if (!lookup_.failure_in(stats.quote).empty())
            found.emplace(mention.address, model::Telling{stats.quote, stats.first});
    for (const char* name : kTargetFacts) stated(name);
    // What a script has for want of anything else may not be what it was run with.
    if (found.empty()) stated(kScriptTarget);
    for (const auto& [text, seen] : found) {
      const auto address =
          read_address(text.substr(0, text.find('/', std::min(text.size(), text.find("://") + 3))));
      const auto node = address ? behind(*address, "") : std::nullopt;
      if (!node) continue;
      graph_.at(*node).target = true;
      RawCall made;
      made.told_by = "the load test";
      made.seen = seen;
      call(traces_.generator, *node, std::move(made));
    }
  }

  void take(const Sightings& sightings, const Mention& mention, const MentionStats& stats) {
    if (sightings.speaker == Speaker::k6) return;
    const auto by = author(sightings.input, mention.writer);
    if (!by) return;
    if (mention.way == Way::upstream) return upstream(*by, mention, stats);
    if (mention.way == Way::setting) return setting(*by, mention, stats);
    line(*by, mention, stats);
  }

  // "10.0.0.7:8080", "http://orders:80", "backend/server", "outbound|8080||orders.prod.svc.cluster.local".
  std::optional<std::size_t> upstream_node(const std::string& text, const std::string& within) {
    if (const auto address = read_address(text);
        address && (address->port != 0 || is_ip(address->host) || !address->scheme.empty()))
      return behind(*address, within);
    std::string name = to_lower_ascii(text);
    if (const std::size_t bar = name.rfind('|'); bar != std::string::npos) name.erase(0, bar + 1);
    name = host_name(name.substr(0, name.find_first_of("/@:")));
    return name.empty() ? std::nullopt : graph_.named(name, NameFrom::host);
  }

  void upstream(const Author& by, const Mention& mention, const MentionStats& stats) {
    const auto to = upstream_node(mention.address, by.container);
    if (!to || graph_.top(*to) == graph_.top(by.node)) return;
    graph_.at(by.node).passes_on = true;
    RawCall made;
    made.told_by = "an access log";
    made.count = static_cast<double>(stats.count);
    made.failed = static_cast<double>(stats.failed);
    made.seen = {stats.quote, stats.first};
    if (stats.failed > 0) {
      made.how = "not answered, or with a server's error";
      made.broke = {stats.failed_quote, stats.first_failed};
    }
    call(by.node, *to, std::move(made));
  }

  void setting(const Author& by, const Mention& mention, const MentionStats& stats) {
    if (mention.said.starts_with("image ")) {
      const std::string image = mention.said.substr(6);
      return guess(by.node, Weight::image, lookup_.by_name(image), "its image is `" + image + "`");
    }
    const auto address = read_address(mention.address);
    if (!address) return;
    if (mention.said == "listens") {
      graph_.at(by.node).listens.insert(address->port);
      return;
    }
    if (!is_peer(*address, mention.said)) return;
    const auto to = behind(*address, by.container);
    if (!to) return;
    if (mention.said.starts_with("upstream "))
      if (const auto group = graph_.named(host_name(mention.said.substr(9)), NameFrom::host)) {
        graph_.join(*group, *to, stats.quote + " belongs to `" + mention.said.substr(9) + "`");
        graph_.at(by.node).passes_on = true;
      }
    RawCall made;
    made.told_by = "a setting";
    made.seen = {stats.quote, stats.first};
    call(by.node, *to, std::move(made));
  }

  bool is_peer(const Address& address, const std::string& said) const {
    if (address.host == "0.0.0.0" || address.host == "::") return false;
    const bool known = !address.scheme.empty() || is_ip(address.host) ||
                       lookup_.by_port(address.port) != nullptr || graph_.find_named(host_name(address.host));
    return known || names_a_peer(said);
  }

  // What a message says of an address, if it says anything: that it is one's own, or a client's.
  const Lookup::Said* said_of(const std::vector<Lookup::Said>& sayings, const Address& address) const {
    for (const Lookup::Said& said : sayings) {
      const bool host = said.host.empty() || said.host == address.host;
      if (host && (said.port.empty() || number_of(said.port) == address.port)) return &said;
    }
    return nullptr;
  }

  void line(const Author& by, const Mention& mention, const MentionStats& stats) {
    const auto address = read_address(mention.address);
    if (!address) return;
    const auto sayings = lookup_.sayings_in(stats.quote);
    const Lookup::Said* said = said_of(sayings, *address);
    const bool own = address->host == "0.0.0.0" || address->host == "::";
    if (own || (said != nullptr && said->saying->means == Saying::Means::listens)) {
      if (address->port != 0) graph_.at(by.node).listens.insert(address->port);
      return;
    }
    if (said != nullptr && said->saying->means == Saying::Means::nobody) return;
    const std::string how(lookup_.failure_in(stats.quote));
    if (!is_called(*address, said != nullptr, !how.empty())) return;
    const auto to = behind(*address, by.container);
    if (!to || graph_.top(*to) == graph_.top(by.node)) return;
    add_line(by.node, *to, static_cast<double>(stats.count),
             said != nullptr && !said->saying->how.empty() ? said->saying->how : how,
             {stats.quote, stats.first});
  }

  bool is_called(const Address& address, bool said, bool failed) const {
    const bool kin = lookup_.by_scheme(address.scheme) != nullptr || lookup_.by_port(address.port) != nullptr;
    if (said || !address.scheme.empty())
      return said || failed || (kin && lookup_.by_scheme(address.scheme)->kind != ComponentKind::unknown);
    if (is_ip(address.host)) return failed || (kin && address.port < kFirstOfClients);
    if (address.host.starts_with('/') || graph_.find_named(host_name(address.host))) return true;
    return kin || (failed && address.host.find_first_of(".-_") != std::string::npos);
  }

  void add_line(std::size_t from, std::size_t to, double count, const std::string& how,
                const model::Telling& seen) {
    RawCall made;
    made.told_by = how.empty() ? "a message" : "a call that failed";
    made.seen = seen;
    if (!how.empty()) {
      made.failed = count;
      made.how = how;
      made.broke = seen;
    }
    call(from, to, std::move(made));
  }

  // Messages that name a host or a port without writing an address.
  void quotes(const model::InputLog& log) {
    const auto sightings = std::find_if(
        evidence_.sightings.begin(), evidence_.sightings.end(),
        [&](const Sightings& s) { return s.input == log.input && s.speaker == Speaker::backend; });
    if (sightings == evidence_.sightings.end()) return;
    const auto look = [&](const model::LogQuote& quote, double count) {
      const auto sayings = lookup_.sayings_in(quote.text);
      if (sayings.empty()) return;
      const auto line = sightings->written_by.find(quote.where.line);
      const auto by = author(log.input, line == sightings->written_by.end() ? std::string() : line->second);
      if (!by) return;
      for (const Lookup::Said& said : sayings)
        if (!is_nobody(sayings, said)) take_saying(*by, said, quote, count);
    };
    for (const auto& [id, signal] : log.signals)
      for (const model::LogQuote& quote : signal.quotes)
        look(quote, quotes_alike(signal) ? static_cast<double>(signal.count) : 1);
    for (const auto& [text, seen] : log.templates) look(seen.first, static_cast<double>(seen.count));
    for (const auto& [text, seen] : log.quiet_templates) look(seen.first, static_cast<double>(seen.count));
  }

  // Another saying of the line tells that nobody is called there.
  static bool is_nobody(const std::vector<Lookup::Said>& sayings, const Lookup::Said& said) {
    return std::any_of(sayings.begin(), sayings.end(), [&](const Lookup::Said& other) {
      return other.saying->means == Saying::Means::nobody && other.host == said.host &&
             other.port == said.port;
    });
  }

  // Of one message the first quote stands for all.
  static bool quotes_alike(const model::Signal& signal) { return signal.quotes.size() == 1; }

  void take_saying(const Author& by, const Lookup::Said& said, const model::LogQuote& quote, double count) {
    using enum Saying::Means;
    const int port = number_of(said.port);
    if (said.saying->means == listens && port != 0) graph_.at(by.node).listens.insert(port);
    if (said.saying->means != calls || said.host.empty()) return;
    // With a port and a colon it is a mention already, and counted.
    if (port != 0 && contains(quote.text, said.host + ":" + said.port)) return;
    const auto to = behind(Address{{}, said.host, port}, by.container);
    if (!to || graph_.top(*to) == graph_.top(by.node)) return;
    const std::string how =
        said.saying->how.empty() ? std::string(lookup_.failure_in(quote.text)) : said.saying->how;
    add_line(by.node, *to, count, how, {quote.text, quote.where});
  }

  const Evidence& evidence_;
  const Lookup& lookup_;
  const Traces& traces_;
  Graph& graph_;
};

}  // namespace

void read_mentions(const Evidence& evidence, const Lookup& lookup, const Traces& traces, Graph& graph) {
  Mentions(evidence, lookup, traces, graph).read();
}

}  // namespace loadtriage::topology
