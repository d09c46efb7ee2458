// What one program is called in different places: `shop-api-1` in a compose prefix,
// `pod/shop-api-7c9d8b6f5-x2k4q/app` in kubectl's, `shop-api.prod.svc.cluster.local` as a host.
//
// The same name may stand for two programs (of two namespaces); whoever joins by name must ask
// what else is known.
#pragma once
#include <string>
#include <string_view>

#include "topology/table.h"

namespace loadtriage::topology {

// The service behind the name that a collector or a record gives to a writer; in small letters.
// Replicas have one name.
std::string program_name(std::string_view writer);

// The service behind a host: without the domain of a cluster. Empty for an IP address.
std::string host_name(std::string_view host);

// A host that is no part of the system under test, as far as its name tells.
bool is_external(std::string_view host);

// Whose log or settings a file holds, as its path says.
struct FileName {
  std::string name;     // of the program; empty: the file's name names nobody
  std::string folder;   // the nearest that names somebody; or empty
  bool of_pod = false;  // the path is one of Kubernetes', which has the name
};
FileName file_name(std::string_view path, const Lookup& lookup);

}  // namespace loadtriage::topology
