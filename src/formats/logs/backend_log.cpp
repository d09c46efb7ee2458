#include "formats/logs/backend_log.h"

#include "formats/logs/log_blocks.h"
#include "formats/logs/log_export.h"
#include "formats/logs/log_streams.h"
#include "formats/settings/config_file.h"

namespace loadtriage::formats {

struct BackendLogReader::Look {
  std::string store;   // the log store whose export this is, as export_kind() names it; or empty
  LogProfile profile;  // not looked for in an export
  bool config = false;
};

namespace {

constexpr const char* kConfig = "config";

}  // namespace

BackendLogReader::Guess BackendLogReader::recognises(std::string_view head, bool) const {
  auto look = std::make_shared<Look>();
  look->store = export_kind(head);
  if (!look->store.empty()) return {0.95, look->store, {}, look};
  look->profile = profile_of(head, catalogue_);
  const LogProfile& profile = look->profile;
  const Sureness config = recognises_config(head);
  look->config = config > profile.sureness;
  if (look->config) return {config, kConfig, {}, look};
  if (profile.prose) return {0, {}, "this reads like prose, not like a log", look};
  return {profile.sureness, profile.kind, {}, look};
}

std::string BackendLogReader::read(input::Source& source, model::InputId input, Sink& sink,
                                   const Guess& guess) const {
  if (source.binary()) return {};
  const Look& look = *guess.look;
  if (!look.store.empty()) {
    read_export(source, catalogue_, input, sink);
    return look.store;
  }
  if (look.config) {
    read_config(source, input, sink);
    return kConfig;
  }
  if (names_services(source.head())) {
    read_services(source, catalogue_, look.profile, input, sink);
    return look.profile.kind;
  }
  const NextBlock next = [&](input::OwnedBlock& block) { return source.next(block); };
  read_log_blocks(next, look.profile, input, sink, 0);
  return look.profile.kind;
}

std::string BackendLogReader::read(input::Source& source, model::InputId input, Sink& sink) const {
  return read(source, input, sink, recognises(source.head(), source.head_is_whole()));
}

}  // namespace loadtriage::formats
