// Who calls whom, as configuration files have it: URLs and DSNs, `DB_HOST` beside `DB_PORT`,
// nginx's and HAProxy's upstreams, the services of a compose file, ports that are listened on.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "formats/adapter.h"

namespace loadtriage::formats {

// The service whose settings stand below this path of sections, where it is a compose file's.
std::string_view service_of_path(const std::vector<std::string>& path);

class SettingMentions {
 public:
  explicit SettingMentions(Sink& sink) : sink_(sink) {}

  void take(const std::vector<std::string>& path, std::string_view key, std::string_view value,
            model::SourceRef where);
  // Hosts whose port stood in a setting of its own, or nowhere.
  void finish();

 private:
  struct Half {
    std::string writer, host, port, said;
    model::SourceRef where;
  };
  void tell(std::string_view writer, std::string_view address, std::string_view said, std::string_view quote,
            model::SourceRef where);
  bool take_half(const std::vector<std::string>& path, std::string_view writer, std::string_view key,
                 std::string_view value, model::SourceRef where);
  bool take_upstream(const std::vector<std::string>& path, std::string_view writer, std::string_view key,
                     std::string_view value, model::SourceRef where);
  bool take_service(const std::vector<std::string>& path, std::string_view writer, std::string_view key,
                    std::string_view value, model::SourceRef where);

  Sink& sink_;
  std::map<std::string, Half> halves_;  // by what stands before `_HOST` and `_PORT`
  std::string backend_;                 // HAProxy's section
};

}  // namespace loadtriage::formats
