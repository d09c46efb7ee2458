#include "collect/logs/quotes.h"

#include <algorithm>

#include "base/redact.h"
#include "base/text.h"

namespace loadtriage::collect {
namespace {

using model::LogQuote;

constexpr std::size_t kQuoteLength = 400;

void finish(LogQuote& quote) { quote.text = printable(redact(quote.text)); }

// Of what the whole has under the same name, if it has it.
void finish_first(LogQuote& quote, const LogQuote* known) {
  if (known != nullptr && !known->text.empty() && !(quote.where < known->where))
    quote.text.clear();
  else
    finish(quote);
}

template <typename Entries>
void finish_firsts(Entries& part, const Entries& whole) {
  for (auto& [name, entry] : part) {
    const auto known = whole.find(name);
    finish_first(entry.first, known == whole.end() ? nullptr : &known->second.first);
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
  finish_firsts(part.access, whole.access);
  finish_firsts(part.request_errors, whole.request_errors);
  finish_firsts(part.templates, whole.templates);
  finish_firsts(part.quiet_templates, whole.quiet_templates);
}

const std::string& KnownQuotes::of(std::string_view text) {
  if (const auto known = known_.find(text); known != known_.end()) return known->second;
  if (text.size() > kLongest) return other_ = quotable(text);
  if (known_.size() >= kMost) known_.clear();
  return known_.emplace(text, quotable(text)).first->second;
}

}  // namespace loadtriage::collect
