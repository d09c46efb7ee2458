#include "collect/logs/quotes.h"

#include <algorithm>

#include "base/redact.h"
#include "base/text.h"

namespace loadtriage::collect {
namespace {

using model::LogQuote;

constexpr std::size_t kQuoteLength = 400;

void finish(LogQuote& quote) { quote.text = printable(redact(quote.text)); }

// `known` is what the whole has where the entry will be taken in.
void finish_first(LogQuote& quote, const LogQuote* known) {
  if (known != nullptr && !known->text.empty() && !(quote.where < known->where))
    quote.text.clear();
  else
    finish(quote);
}

template <typename Entries>
const LogQuote* first_of(const Entries& entries, const typename Entries::key_type& name) {
  const auto known = entries.find(name);
  return known == entries.end() ? nullptr : &known->second.first;
}

void finish_templates(std::map<std::string, model::LogTemplate>& part,
                      const std::map<std::string, model::LogTemplate>& whole) {
  const bool full = whole.size() >= model::InputLog::kMostTemplates;  // then new ones are left out
  for (auto& [text, entry] : part) {
    const LogQuote* known = first_of(whole, text);
    if (known != nullptr || !full)
      finish_first(entry.first, known);
    else
      entry.first.text.clear();
  }
}

void finish_looks(model::InputLog& part, const model::InputLog& whole) {
  const bool full = whole.access.size() >= model::InputLog::kMostAccessLooks;
  for (auto& [look, entry] : part.access) {
    const LogQuote* known = first_of(whole.access, look);
    if (known == nullptr && full) {
      model::AccessLook other = look;
      other.endpoint = model::InputLog::kOther;
      known = first_of(whole.access, other);
    }
    finish_first(entry.first, known);
  }
}

void finish_signal(model::Signal& signal, const model::Signal* known) {
  const bool full = known != nullptr && known->quotes.size() >= model::Signal::kMostQuotes;
  for (LogQuote& quote : signal.quotes)
    if (!full || !(known->quotes.back().where < quote.where))
      finish(quote);
    else
      quote.text.clear();
}

}  // namespace

std::string unfinished_quote(std::string_view text) {
  return shorten(text.substr(0, 4 * kQuoteLength), kQuoteLength);
}

std::string quotable(std::string_view text) { return printable(redact(unfinished_quote(text))); }

void finish_quotes(model::InputLog& part, const model::InputLog& whole) {
  for (auto& [id, signal] : part.signals) {
    const auto known = whole.signals.find(id);
    finish_signal(signal, known == whole.signals.end() ? nullptr : &known->second);
  }
  finish_looks(part, whole);
  for (auto& [text, entry] : part.request_errors)
    finish_first(entry.first, first_of(whole.request_errors, text));
  finish_templates(part.templates, whole.templates);
  finish_templates(part.quiet_templates, whole.quiet_templates);
}

const std::string& KnownQuotes::of(std::string_view text) {
  if (rests_ > 0 || text.size() > kLongest) {
    if (rests_ > 0) --rests_;
    return other_ = quotable(text);
  }
  if (const auto known = known_.find(text); known != known_.end()) {
    ++saved_;
    return known->second;
  }
  if (known_.size() >= kMost) {
    known_.clear();
    if (saved_ < kMost / 2) rests_ = 32 * kMost;
    saved_ = 0;
  }
  return known_.emplace(text, quotable(text)).first->second;
}

}  // namespace loadtriage::collect
