// simulation.log as text: records of fields between tabs. Which fields a record has depends on the
// version, which stands in RUN; that need not be the first record.
#include <algorithm>
#include <array>
#include <memory>
#include <mutex>

#include "base/text.h"
#include "formats/tools/rows/gatling.h"
#include "formats/tools/text.h"
#include "formats/tools/user_steps.h"

namespace loadtriage::formats::tools {
namespace {

constexpr std::string_view kNotWhole = "record without its times", kUnknown = "no record of Gatling";

// From 3.4 on requests and users have no user's id in front; 2.3 named the scenario as well.
enum class Version { old, with_ids, current };

struct Head {
  Version version = Version::current;
  model::RunInfo run;
};

// "RUN\tcomputerdatabase.Basic\tbasic\t1700000000000\t \t3.9.5"; of 2.3 the last is "2.0".
Version version_of(std::string_view text) {
  const auto number = number_of(text.substr(0, text.find('.')));
  if (number && *number < 3) return Version::old;
  if (text.size() > 2 && text.substr(0, 2) == "3.") {
    const std::string_view minor = text.substr(2, text.find('.', 2) - 2);
    if (const auto value = number_of(minor); value && *value < 4) return Version::with_ids;
  }
  return Version::current;
}

Head head_of(std::string_view text) {
  Head head;
  head.run = run_of(gatling());
  for (const std::string_view line : split(text, '\n')) {
    if (line.substr(0, 4) != "RUN\t") continue;
    const auto fields = split(trim(line), '\t');
    if (fields.size() < 4) continue;
    head.version = version_of(fields.back());
    if (head.version != Version::old) head.run.tool_version = std::string(fields.back());
    head.run.script = std::string(fields[1]);
    for (const std::string_view field : fields)
      if (const auto start = whole_number(field); start && *start > 1'000'000'000'000)
        head.run.start_ns = *start * 1'000'000;
    break;
  }
  return head;
}

// What the records of all readers say of users.
struct Shared {
  std::mutex mutex;
  UserSteps users;
};

class Records final : public Rows {
 public:
  Records(const Head& head, Shared& shared, model::InputId input, Sink& sink)
      : head_(head), shared_(shared), requests_(input, sink) {}

  Fate read(std::span<const std::string_view> fields, model::SourceRef where) override;
  void finish() override {
    requests_.finish();
    const std::lock_guard lock(shared_.mutex);
    shared_.users.merge(users_);
  }

 private:
  using Fields = std::span<const std::string_view>;
  Fate read_request(Fields fields, model::SourceRef where);
  Fate read_user(Fields fields);
  Fate read_group(Fields fields, model::SourceRef where);
  // The record from the names on, without its kind and ids.
  Fields from_groups(Fields fields) const;
  bool set_times(std::string_view start, std::string_view end, Request& request) const;

  const Head& head_;
  Shared& shared_;
  Requests requests_;
  UserSteps users_;
};

Records::Fields Records::from_groups(Fields fields) const {
  const std::size_t ids = head_.version == Version::old ? 3 : head_.version == Version::with_ids ? 2 : 1;
  return fields.size() > ids ? fields.subspan(ids) : Fields();
}

bool Records::set_times(std::string_view start, std::string_view end, Request& request) const {
  const auto from = whole_number(start), to = whole_number(end);
  constexpr std::int64_t kMost = 9'000'000'000'000;
  if (!from || !to || *from <= 0 || *to < *from || *to > kMost) return false;
  request.end_ns = *to * 1'000'000;
  request.duration_ms = static_cast<double>(*to - *from);
  return true;
}

Rows::Fate Records::read_request(Fields fields, model::SourceRef where) {
  const Fields parts = from_groups(fields);
  Request request;
  request.where = where;
  if (parts.size() < 5 || !set_times(parts[2], parts[3], request)) return {Fate::dropped, kNotWhole};
  request.group = parts[0];
  request.name = parts[1];
  if (parts[4] != "OK" && parts[4] != "KO") return {Fate::dropped, "request that is neither OK nor KO"};
  request.failed = parts[4] == "KO";
  if (request.failed) set_gatling_failure(parts.size() > 5 ? parts[5] : std::string_view(), request);
  requests_.add(request);
  return {};
}

Rows::Fate Records::read_group(Fields fields, model::SourceRef where) {
  const Fields parts = from_groups(fields);
  Request group;
  group.where = where;
  if (parts.size() < 5 || !set_times(parts[1], parts[2], group)) return {Fate::passed_over, {}};
  group.group = parts[0];
  group.failed = parts[4] == "KO";
  requests_.group(group);
  return {};
}

// Of a user that only began, old versions write 0 for its end.
std::optional<std::int64_t> last_stamp(std::span<const std::string_view> fields) {
  constexpr std::int64_t kFrom = 1'000'000'000'000, kTo = 9'000'000'000'000;
  for (std::size_t i = fields.size(); i > 1; --i)
    if (const auto ms = whole_number(fields[i - 1]); ms && *ms > kFrom && *ms < kTo) return *ms * 1'000'000;
  return std::nullopt;
}

Rows::Fate Records::read_user(Fields fields) {
  for (std::size_t i = 1; i < fields.size(); ++i) {
    const bool start = fields[i] == "START";
    if (!start && fields[i] != "END") continue;
    const auto time_ns = last_stamp(fields);
    if (!time_ns) return {Fate::dropped, kNotWhole};
    if (start)
      users_.began(*time_ns);
    else
      users_.ended(*time_ns);
    return {};
  }
  return {Fate::dropped, kNotWhole};
}

Rows::Fate Records::read(Fields fields, model::SourceRef where) {
  const std::string_view kind = fields[0];
  if (kind == "REQUEST") return read_request(fields, where);
  if (kind == "USER") return read_user(fields);
  if (kind == "GROUP") return read_group(fields, where);
  // A crash of the scenario is no request.
  if (kind == "RUN" || kind == "ASSERTION" || kind == "ERROR") return {Fate::passed_over, {}};
  return {Fate::dropped, kUnknown};
}

bool begins_record(std::string_view line) {
  for (const std::string_view kind : {"RUN\t", "ASSERTION\t"})
    if (line.substr(0, kind.size()) == kind) return true;
  return false;
}

Sureness recognises(std::string_view head, bool whole) {
  if (!begins_record(head)) return 0;
  if (contains(head, "\nREQUEST\t") || contains(head, "\nUSER\t")) return 0.99;
  // Assertions may be long, and a run may have ended before its first user.
  return contains(head.substr(0, 4), "RUN") || contains(head, "\nRUN\t") || !whole ? 0.9 : 0;
}

void read_all(const Head& head, const NextBlock& next, model::InputId input, Sink& sink, unsigned threads) {
  sink.on_run(head.run);
  Shared shared;
  const MakeRows make = [&](Sink& part) { return std::make_unique<Records>(head, shared, input, part); };
  read_rows(next, {'\t', false, false}, input, sink, make, threads);
  Requests users(input, sink);
  shared.users.give(users);
  users.finish();
}

}  // namespace

bool read_gatling_log(const NextBlock& next, model::InputId input, Sink& sink, unsigned threads) {
  input::OwnedBlock first;
  if (!next(first)) return true;
  const Head head = head_of(std::string_view(first.text).substr(0, input::kHeadSize));
  bool given = false;
  const NextBlock all = [&](input::OwnedBlock& block) {
    if (given) return next(block);
    given = true;
    block = std::move(first);
    return true;
  };
  read_all(head, all, input, sink, threads);
  return true;
}

const Adapter gatling_log = {.name = "gatling-log",
                             .summary = "simulation.log of Gatling to 3.12: every request and user",
                             .recognises = recognises,
                             .read = [](input::Source& source, model::InputId input, Sink& sink) {
                               const NextBlock next = [&](input::OwnedBlock& block) {
                                 return source.next(block);
                               };
                               return read_gatling_log(next, input, sink, 0);
                             }};

}  // namespace loadtriage::formats::tools
