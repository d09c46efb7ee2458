#include "formats/tag_sets.h"

namespace loadtriage::formats {
namespace {
constexpr std::size_t kMostSets = 4096;
constexpr std::size_t kMostBytes = std::size_t{4} << 20;
}  // namespace

const TagSets::Set* TagSets::find(std::string_view written, Parse parse, const void* how) {
  if (const auto known = sets_.find(written); known != sets_.end()) return known->second.get();
  if (!spare_) spare_ = std::make_unique<Set>();
  spare_->written.assign(written);
  spare_->texts.clear();
  spare_->tags.items.clear();
  if (!parse(*spare_, how)) return nullptr;
  if (sets_.size() >= kMostSets || bytes_ + written.size() > kMostBytes) {
    sets_.clear();
    bytes_ = 0;
  }
  bytes_ += written.size();
  spare_->tags.id = ++last_id_;
  const std::string_view key = spare_->written;
  return sets_.emplace(key, std::move(spare_)).first->second.get();
}

}  // namespace loadtriage::formats
