// What tells the kind of a component, and what a line says of a call: the data of
// rules/topology.yaml. No technology and no port stands in code.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/topology.h"

namespace loadtriage::topology {

// By what components of one technology are known; without a technology, those of a kind.
struct Kin {
  std::string technology;
  model::ComponentKind kind = model::ComponentKind::unknown;
  std::vector<int> ports;
  std::vector<std::string> schemes;  // of URLs and DSNs
  std::vector<std::string> formats;  // of log lines and inputs
  std::vector<std::string> names;    // of services, hosts, images and files; or a word of them
  std::vector<std::string> files;    // patterns of settings files
};

// How calls fail, in the words of those who tell of it.
struct Failure {
  std::string how, pattern;
};

// A line that names an address or a port, and what that is to the program that wrote it. Captures:
// `address`, or `host` and `port`.
struct Saying {
  enum class Means { listens, calls, nobody };
  Means means = Means::calls;
  std::string how, pattern;  // `how`: the call failed
};

struct Table {
  std::vector<Kin> kin;
  std::vector<Failure> failures;  // the first that fits counts
  std::vector<Saying> sayings;
  std::map<std::string, model::ComponentKind, std::less<>> peers;  // of observations: "db"
  std::vector<std::string> file_words;      // say what a log is of, not whose: "access", "error"
  std::vector<std::string> nameless;        // names of files and folders that name nobody: "logs"
  std::vector<std::string> not_components;  // writers that have no part in a call: "kernel"
};

// The kind that a word of the rules names ("database", "name service"); `unknown` for no such word.
model::ComponentKind kind_called(std::string_view word);

// Questions to the table. Patterns are compiled when first asked.
class Lookup {
 public:
  explicit Lookup(const Table& table);  // which must outlive it
  ~Lookup();

  // Null where nothing is known.
  const Kin* by_port(int port) const;
  const Kin* by_scheme(std::string_view scheme) const;
  const Kin* by_format(std::string_view format) const;
  const Kin* by_name(std::string_view name) const;  // whole, or its last or first word
  const Kin* by_settings_file(std::string_view file) const;

  std::string_view failure_in(std::string_view text) const;  // empty: none
  struct Said {
    const Saying* saying;
    std::string host, port;
  };
  std::vector<Said> sayings_in(std::string_view text) const;

  bool is_file_word(std::string_view word) const;
  bool is_nameless(std::string_view name) const;
  bool is_no_component(std::string_view writer) const;
  const Table& table() const { return table_; }

 private:
  struct Patterns;
  const Patterns& patterns() const;

  const Table& table_;
  mutable std::unique_ptr<Patterns> patterns_;
};

}  // namespace loadtriage::topology
