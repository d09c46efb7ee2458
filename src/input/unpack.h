// Unpacks compressed inputs.
//
// What an archive holds before the point where it is cut or damaged is used; a note
// says that there was more. `notes` outlives the streams made here.
#pragma once
#include <memory>

#include "input/bounded_stream.h"
#include "input/notes.h"
#include "input/peeked_stream.h"

namespace loadtriage::input {

// gzip and zstd by their magic bytes; anything else as it is. Archives that cannot be
// unpacked are named in a note.
std::unique_ptr<ByteStream> unpack(std::unique_ptr<PeekedStream> bytes, Notes& notes,
                                   const UnpackLimits& limits = {});

// One stream a format; the magic bytes are known to be there.
std::unique_ptr<ByteStream> make_gzip_stream(std::unique_ptr<ByteStream> packed, Notes& notes);
std::unique_ptr<ByteStream> make_zstd_stream(std::unique_ptr<ByteStream> packed, Notes& notes);

}  // namespace loadtriage::input
