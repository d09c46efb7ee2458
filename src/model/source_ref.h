// Where a fact stands: so that a report can point at a real line.
#pragma once
#include <cstdint>
#include <string>

namespace loadtriage::model {

// The position of an input in Evidence::inputs. Given out in the order of the
// command line before anything is read, so it does not depend on threads.
using InputId = std::uint32_t;

struct SourceRef {
  InputId input = 0;
  std::uint64_t line = 0;    // from 1; 0: the fact belongs to the whole input
  std::uint64_t offset = 0;  // of the line's first byte, in the decoded text
  auto operator<=>(const SourceRef&) const = default;
};

}  // namespace loadtriage::model
