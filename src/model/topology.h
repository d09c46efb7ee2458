// The programs that took part in a run, and who called whom, as far as the inputs tell.
//
// Names of one program are joined where the inputs leave no doubt; where they do, components
// stay apart and a note says so (docs/topology.md).
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/source_ref.h"

namespace loadtriage::model {

enum class ComponentKind {
  generator,
  proxy,
  application,
  database,
  cache,
  broker,
  name_service,
  external,
  unknown
};
std::string_view name_of(ComponentKind kind);  // "load generator", "name service"

struct Component {
  std::string name;  // unlike all others of the run
  ComponentKind kind = ComponentKind::unknown;
  std::string technology;              // "PostgreSQL"; empty where nothing tells it
  std::vector<std::string> names;      // under which it appears, sorted
  std::vector<std::string> addresses;  // likewise
  std::vector<InputId> inputs;         // that it wrote, or that are its settings
  std::vector<std::string> because;    // how its kind is known and what joined its names
};

// A line that tells something.
struct Telling {
  std::string text;  // empty: the place says all
  SourceRef where;
};

struct Call {
  std::size_t from = 0, to = 0;      // positions of components
  std::optional<double> count;       // how often, where it was counted
  double failed = 0;                 // how often it is told to have failed
  std::vector<std::string> told_by;  // "upstream of an access log", "a setting"
  std::vector<std::string> how;      // it failed: "refused", "timed out"
  Telling seen;                      // the first line that tells of the call
  std::optional<Telling> broke;      // the first that tells of a failure
};

// Who wrote an input, line by line where that differs.
struct Authorship {
  InputId input = 0;
  std::optional<std::size_t> whole;                          // the component behind all other lines
  std::vector<std::pair<std::uint64_t, std::size_t>> lines;  // sorted
};

struct Topology {
  std::vector<Component> components;  // the load generator first, then along the calls
  std::vector<Call> calls;
  std::vector<std::string> notes;  // what stayed apart, and what was left out
  std::vector<Authorship> authors;
  std::optional<std::size_t> cause_at;  // the component that the first cause's evidence stands on

  // Who wrote the line, or stated the setting there.
  std::optional<std::size_t> author_of(const SourceRef& where) const;
};

}  // namespace loadtriage::model
