// How one request looked, from the tags of its points.
#pragma once
#include <string>
#include <string_view>

#include "model/points.h"
#include "model/sample.h"

namespace loadtriage::collect {

enum class Protocol { http, grpc };

struct PointLook {
  model::Look look;
  bool unnamed = false;  // ids had to be taken out of the name
};

// A request failed when its tag expected_response says so; where k6 did not write that
// tag (before 0.31), when its status is 0 or at least 400; with gRPC, when the status
// is not 0.
// `made` is overwritten; its memory is used again.
void write_look(const model::Tags& tags, Protocol protocol, PointLook& made);

// k6's `error` text with what differs from request to request replaced by `*`:
// addresses, ports, times, long numbers.
std::string normal_error(std::string_view error);

}  // namespace loadtriage::collect
