#include "input/source.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/utf8.h"
#include "input/decode.h"
#include "input/line_count.h"
#include "input/unpack.h"

namespace loadtriage::input {
namespace {

// A log may hold a stray NUL byte (a crash, a rotated file); data is full of them.
constexpr std::size_t kBytesPerStrayNul = 500;
constexpr std::size_t kFirstGuess = std::size_t{1} << 20;
constexpr std::size_t kLargestWhole = std::numeric_limits<std::size_t>::max() / 4;

// Up to and including the last line feed; npos if there is none.
std::size_t end_of_last_line(std::string_view text) {
  const auto at = text.rfind('\n');
  return at == std::string_view::npos ? at : at + 1;
}

// The largest cut at or before `size` that does not divide a code point.
std::size_t cut_before(std::string_view text, std::size_t size) {
  std::size_t cut = std::min(size, text.size());
  for (int steps = 0; steps < 3 && cut > 0 && cut < text.size(); ++steps, --cut) {
    if ((static_cast<unsigned char>(text[cut]) & 0xC0U) != 0x80U) break;
  }
  return cut;
}

}  // namespace

struct Source::State {
  State(std::unique_ptr<ByteStream> bytes, std::string name, const UnpackLimits& most)
      : raw(std::move(bytes)), path(std::move(name)), limits(most) {}

  // Looks at the first bytes and keeps a copy of the head.
  void open();
  // Reads once into the free room of `to`, at most `most` bytes; false at the end.
  bool fill(Storage& to, std::size_t most);
  // Fills `storage` and says how much of it is the block; what is left is carried over.
  bool next(Storage& storage, std::string_view& text, std::uint64_t& first_line, std::uint64_t& offset);
  std::size_t whole_lines(Storage& storage);
  void cut_long_line(Storage& storage);
  void skip_to_line_end();

  std::unique_ptr<ByteStream> raw;  // until open()
  std::string path;
  UnpackLimits limits;
  Notes notes;
  std::unique_ptr<ByteStream> text;  // decoded; after open()
  bool at_end = false;

  Storage head;
  bool head_is_whole = false;
  bool binary = false;

  Storage carry;  // read, but not handed out: the start of the next block
  Storage block;  // what next(Block&) and read_all() hand out
  std::uint64_t line = 1;
  std::uint64_t offset = 0;
  std::uint64_t skipped = 0;
  bool long_line_noted = false;
};

void Source::State::open() {
  if (text) return;
  auto unpacked = unpack(std::make_unique<PeekedStream>(std::move(raw)), notes, limits);
  text = decode(std::make_unique<PeekedStream>(std::move(unpacked)), notes);

  // One byte more than the head holds tells whether it is everything.
  carry.reserve(kHeadSize + 1);
  while (carry.size() <= kHeadSize && fill(carry, kHeadSize + 1)) {
  }
  head_is_whole = at_end && carry.size() <= kHeadSize;
  std::string_view start = carry.view().substr(0, cut_before(carry.view(), kHeadSize));
  if (!head_is_whole) start = start.substr(0, end_of_last_line(start));
  head.append(start);

  const auto nuls = static_cast<std::size_t>(std::count(start.begin(), start.end(), '\0'));
  if (nuls > 0) notes.push_back("holds NUL bytes");
  binary = nuls > start.size() / kBytesPerStrayNul || count_invalid_utf8(start) > start.size() / 3;
}

bool Source::State::fill(Storage& to, std::size_t most) {
  if (at_end) return false;
  const std::size_t room = std::min(to.capacity() - to.size(), most);
  const std::size_t got = text->read(to.data() + to.size(), room);
  to.resize(to.size() + got);
  if (got > 0) return true;
  at_end = true;
  if (const std::string error = text->error(); !error.empty()) {
    notes.lost("reading stopped: " + error + "; what came before is used");
  }
  return false;
}

bool Source::State::next(Storage& storage, std::string_view& out, std::uint64_t& first_line,
                         std::uint64_t& first_byte) {
  open();
  storage.clear();
  storage.reserve(kBlockSize);
  storage.append(carry.view());
  carry.clear();
  while (storage.size() < kBlockSize && fill(storage, kBlockSize - storage.size())) {
  }
  if (storage.size() == 0) return false;

  first_line = line;
  first_byte = offset;
  const std::size_t size = whole_lines(storage);
  if (size > 0) {
    carry.append(storage.view().substr(size));
    storage.resize(size);
    offset += size;
  } else {
    cut_long_line(storage);
  }
  out = storage.view();
  line += count_lines(out);
  return true;
}

// How much of the storage is whole lines, reading on until there is one; 0 if the
// first line is longer than a line may be.
std::size_t Source::State::whole_lines(Storage& storage) {
  if (const auto end = end_of_last_line(storage.view()); end != std::string_view::npos && !at_end) return end;
  while (!at_end) {
    if (storage.size() >= kLongestLine) return 0;
    const std::size_t known = storage.size();
    storage.reserve(std::min(std::max(storage.capacity(), known * 2), kLongestLine));
    fill(storage, kBlockSize);
    const auto feed = storage.view().find('\n', known);
    if (feed != std::string_view::npos) return feed + 1;
  }
  return storage.size();
}

void Source::State::cut_long_line(Storage& storage) {
  // The last byte tells whether the cut before it divides a code point.
  const std::size_t kept = cut_before(storage.view(), storage.size() - 1);
  skipped += storage.size() - kept;
  offset += storage.size();
  skip_to_line_end();
  storage.resize(kept);
  storage.append("\n");
  if (!long_line_noted) notes.push_back("a line is longer than 16 MiB; the rest of it is skipped");
  long_line_noted = true;
}

// Drops what follows up to the line feed; what is behind it is carried over.
void Source::State::skip_to_line_end() {
  for (;;) {
    carry.clear();
    carry.reserve(kBlockSize);
    const bool more = fill(carry, kBlockSize);
    const auto feed = more ? carry.view().find('\n') : 0;
    const std::size_t dropped = std::min(feed, carry.size());
    skipped += dropped;
    offset += dropped;
    if (!more) return;
    if (feed == std::string_view::npos) continue;
    Storage rest;
    rest.append(carry.view().substr(feed + 1));
    carry = std::move(rest);
    ++offset;  // the line feed, which the cut line keeps
    return;
  }
}

Source::Source(std::unique_ptr<ByteStream> bytes, std::string path, const UnpackLimits& limits)
    : state_(std::make_unique<State>(std::move(bytes), std::move(path), limits)) {}
Source::~Source() = default;
Source::Source(Source&&) noexcept = default;
Source& Source::operator=(Source&&) noexcept = default;

const std::string& Source::path() const { return state_->path; }

std::string_view Source::head() {
  state_->open();
  return state_->head.view();
}

bool Source::head_is_whole() {
  state_->open();
  return state_->head_is_whole;
}

bool Source::empty() { return head().empty(); }

bool Source::next(Block& block) {
  return state_->next(state_->block, block.text, block.first_line, block.offset);
}

bool Source::next(OwnedBlock& block) {
  return state_->next(block.storage, block.text, block.first_line, block.offset);
}

Source::Whole Source::read_all(std::size_t limit) {
  State& state = *state_;
  state.open();
  Storage& all = state.block;
  all = std::move(state.carry);
  limit = std::min(limit, kLargestWhole);
  // One byte beyond the limit tells whether there is more.
  while (all.size() <= limit) {
    if (all.size() == all.capacity()) all.reserve(std::max(all.capacity() * 2, kFirstGuess));
    if (!state.fill(all, limit - all.size() + 1)) break;
  }
  const bool cut = all.size() > limit;
  if (cut) {
    all.resize(limit);
    state.at_end = true;
  }
  state.line += count_lines(all.view());
  state.offset += all.size();
  return {all.view(), cut};
}

const std::vector<std::string>& Source::notes() const { return state_->notes; }

bool Source::incomplete() const { return state_->notes.incomplete(); }

bool Source::binary() {
  state_->open();
  return state_->binary;
}

std::uint64_t Source::bytes_skipped() const { return state_->skipped; }

std::uint64_t Source::bytes_read() const { return state_->offset; }

}  // namespace loadtriage::input
