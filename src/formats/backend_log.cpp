#include "formats/backend_log.h"

#include "formats/config_file.h"
#include "formats/log_blocks.h"
#include "formats/log_export.h"
#include "formats/log_streams.h"

namespace loadtriage::formats {
namespace {

constexpr const char* kConfig = "config";

}  // namespace

BackendLogReader::Guess BackendLogReader::recognises(std::string_view head, bool) const {
  if (std::string kind = export_kind(head); !kind.empty()) return {0.95, std::move(kind), {}};
  LogProfile profile = profile_of(head, catalogue_);
  if (const Sureness config = recognises_config(head); config > profile.sureness)
    return {config, kConfig, {}};
  if (profile.prose) return {0, {}, "this reads like prose, not like a log"};
  return {profile.sureness, std::move(profile.kind), {}};
}

std::string BackendLogReader::read(input::Source& source, model::InputId input, Sink& sink) const {
  if (source.binary()) return {};
  if (std::string kind = export_kind(source.head()); !kind.empty()) {
    read_export(source, catalogue_, input, sink);
    return kind;
  }
  const LogProfile profile = profile_of(source.head(), catalogue_);
  if (recognises_config(source.head()) > profile.sureness) {
    read_config(source, input, sink);
    return kConfig;
  }
  if (names_services(source.head())) {
    read_services(source, catalogue_, profile, input, sink);
    return profile.kind;
  }
  const NextBlock next = [&](input::OwnedBlock& block) { return source.next(block); };
  read_log_blocks(next, profile, input, sink, 0);
  return profile.kind;
}

}  // namespace loadtriage::formats
