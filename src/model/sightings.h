// Which programs wrote an input, and of which addresses it speaks: what components and calls
// are found from (src/topology).
//
// Names and addresses come from hostile texts. They are made printable, secrets taken out, and
// there are at most so many of them; that some were left out is told.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "model/log_event.h"
#include "model/source_ref.h"

namespace loadtriage::model {

// A program that an input names as the writer of some of its lines: the service of a compose
// prefix, a pod, the `service` of a record. Under the empty name stand lines that name nobody.
struct Writer {
  std::uint64_t events = 0;
  std::uint64_t readings = 0;                    // of a resource, taken off it by a tool
  std::map<std::string, std::uint64_t> formats;  // what its lines look like: "redis", "spring-boot"
  std::string also;                              // another name that its lines give it
  SourceRef first;
};

// How an address came to be mentioned.
enum class Way {
  upstream,  // an access log says that requests went there
  line,      // a message speaks of it
  setting,   // a configuration file holds it
  target     // the load test's own
};

struct Mention {
  Way way = Way::line;
  std::string writer;
  std::string address;  // as base/addresses.h writes it; of an upstream also "backend/server"
  std::string said;     // what kind of message it is, or the setting's name
  auto operator<=>(const Mention&) const = default;
};

struct MentionStats {
  std::uint64_t count = 0;
  std::uint64_t failed = 0;  // of upstreams: answered with a server's error, or not at all
  SourceRef first, first_failed;
  std::string quote, failed_quote;  // of those
};

struct Sightings {
  static constexpr std::size_t kMostWriters = 200;
  static constexpr std::size_t kMostMentions = 1000;

  InputId input = 0;
  Speaker speaker = Speaker::backend;
  std::map<std::string, Writer> writers;
  std::map<Mention, MentionStats> mentions;
  // The named writers of lines that a report may point at.
  std::map<std::uint64_t, std::string> written_by;
  bool cut = false;  // there were more names or addresses

  bool empty() const { return writers.empty() && mentions.empty(); }
  // Takes in what was read behind this of the same input, as if it had been read in one go.
  void merge(const Sightings& next);
};

}  // namespace loadtriage::model
