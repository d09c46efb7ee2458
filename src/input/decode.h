// Turns stored text into UTF-8: byte-order marks go, UTF-16 is converted.
//
// PowerShell's `k6 run ... > run.log` writes UTF-16, with a mark or (after `>>`)
// without. Text that is neither passes through unchanged, valid UTF-8 or not.
#pragma once
#include "input/unpack.h"

namespace loadtriage::input {

std::unique_ptr<ByteStream> decode(std::unique_ptr<PeekedStream> bytes, Notes& notes);

}  // namespace loadtriage::input
