// The functions of the run vocabulary: seen, capture, quote, metric, fact.
#include "rules/run_functions.h"

#include "base/text.h"

#include "base/quantity.h"
#include "rules/run_mentions.h"

namespace loadtriage::rules {

using namespace expr;

namespace {

using Record = Value::Record;

const Type kSeen = Type::record({{"count", Type::number(Unit::count)},
                                 {"first_s", Type::number(Unit::seconds)},
                                 {"last_s", Type::number(Unit::seconds)},
                                 {"ever", Type::number(Unit::count)},
                                 {"before", Type::number(Unit::count)},
                                 {"during", Type::number(Unit::count)},
                                 {"innocent", Type::boolean()},
                                 {"after_onset", Type::boolean()},
                                 {"files", Type::number()},
                                 {"technology", Type::text()},
                                 {"lines", Type::text()},    // "1 line", "12 lines"
                                 {"times", Type::text()}});  // "1 time", "12 times"

const std::string& name_in(const std::vector<Value>& arguments) { return arguments.front().text(); }

Value counted(double count, const char* noun) {
  return Value::of(format_count(count) + " " + noun + (count == 1 ? "" : "s"));
}

Value seen(const RunFacts& facts, const std::vector<Value>& arguments) {
  Record record;
  const auto found = facts.evidence.observations.find(name_in(arguments));
  if (found == facts.evidence.observations.end()) {
    record["count"] = record["before"] = record["during"] = Value::of(0.0, Unit::count);
    record["innocent"] = record["after_onset"] = Value::of(false);
    // What nobody could have written down is not told to be absent.
    if (facts.evidence.has_backend_log) record["ever"] = Value::of(0.0, Unit::count);
    return Value::of(std::move(record));
  }
  const model::Observation& seen = found->second;
  // What explains nothing was not seen, as far as causes are concerned.
  record["count"] = Value::of(seen.innocent ? 0.0 : seen.count, Unit::count);
  // Whatever it explains, and whenever it was: "no log tells of it" means this.
  record["ever"] = Value::of(seen.count + seen.outside, Unit::count);
  record["before"] = Value::of(seen.before, Unit::count);
  record["during"] = Value::of(seen.count - seen.before, Unit::count);
  record["first_s"] = number_of(seen.first_s, Unit::seconds);
  record["last_s"] = number_of(seen.last_s, Unit::seconds);
  record["innocent"] = Value::of(seen.innocent);
  const auto onset = facts.evidence.timeline.onset_s;
  record["after_onset"] = onset && seen.first_s ? Value::of(*seen.first_s > *onset + 2) : Value();
  record["files"] = Value::of(static_cast<double>(seen.files));
  record["technology"] = text_of(seen.technology);
  record["lines"] = counted(seen.count, "line");
  record["times"] = counted(seen.count, "time");
  return Value::of(std::move(record));
}

const Type kCapture =
    Type::record({{"min", Type::number()}, {"max", Type::number()}, {"text", Type::text()}});

Value capture(const RunFacts& facts, const std::vector<Value>& arguments) {
  const auto found = facts.evidence.observations.find(name_in(arguments));
  if (found == facts.evidence.observations.end()) return {};
  const auto captured = found->second.captures.find(arguments[1].text());
  if (captured == found->second.captures.end()) return {};
  Record record;
  record["min"] = number_of(captured->second.min);
  record["max"] = number_of(captured->second.max);
  record["text"] = captured->second.distinct.empty() ? Value() : Value::of(captured->second.distinct.front());
  return Value::of(std::move(record));
}

const model::Quote* first_quote(const RunFacts& facts, const std::vector<Value>& arguments) {
  const auto found = facts.evidence.observations.find(name_in(arguments));
  if (found == facts.evidence.observations.end() || found->second.quotes.empty()) return nullptr;
  return &found->second.quotes.front();
}

// Within a sentence only the event's first line has a place; the rest stands below it.
constexpr std::size_t kQuotedColumns = 160;

Value quote(const RunFacts& facts, const std::vector<Value>& arguments) {
  const model::Quote* quote = first_quote(facts, arguments);
  if (quote == nullptr) return {};
  const std::string_view text = quote->text;
  return Value::of(shorten(text.substr(0, text.find("\\n")), kQuotedColumns));
}

Value file(const RunFacts& facts, const std::vector<Value>& arguments) {
  const model::Quote* quote = first_quote(facts, arguments);
  if (quote == nullptr || quote->where.line == 0 || quote->where.input >= facts.evidence.inputs.size())
    return {};
  return Value::of(facts.evidence.inputs[quote->where.input].from_here());
}

Value place(const RunFacts& facts, const std::vector<Value>& arguments) {
  const Value path = file(facts, arguments);
  if (!path.known()) return {};
  return Value::of(path.text() + ":" + std::to_string(first_quote(facts, arguments)->where.line));
}

const Type kMetric = Type::record({{"avg", Type::number()},
                                   {"min", Type::number()},
                                   {"med", Type::number()},
                                   {"max", Type::number()},
                                   {"p90", Type::number()},
                                   {"p95", Type::number()},
                                   {"p99", Type::number()},
                                   {"count", Type::number()},
                                   {"per_second", Type::number()},
                                   {"value", Type::number()},
                                   {"nonzero", Type::number()},
                                   {"zero", Type::number()},
                                   {"share", Type::number()}});

std::optional<double> average(const model::Evidence& evidence, const std::string& key) {
  if (const auto* metric = evidence.find_metric(key); metric != nullptr && metric->trend.avg)
    return metric->trend.avg;
  const auto found = evidence.points.trends.find(key);
  if (found != evidence.points.trends.end() && !found->second.empty()) return found->second.mean();
  return std::nullopt;
}

Value metric(const RunFacts& facts, const std::vector<Value>& arguments) {
  const std::string& key = name_in(arguments);
  const model::Evidence& evidence = facts.evidence;
  Record record;
  record["avg"] = number_of(average(evidence, key));
  record["min"] = number_of(trend_of(evidence, key, 0));
  record["med"] = number_of(trend_of(evidence, key, 50));
  record["max"] = number_of(trend_of(evidence, key, 100));
  record["p90"] = number_of(trend_of(evidence, key, 90));
  record["p95"] = number_of(trend_of(evidence, key, 95));
  record["p99"] = number_of(trend_of(evidence, key, 99));
  if (const model::Metric* known = evidence.find_metric(key)) {
    record["count"] = number_of(known->count ? known->count : known->trend.count);
    record["per_second"] = number_of(known->per_second);
    record["value"] = number_of(known->value);
    record["nonzero"] = number_of(known->nonzero);
    record["zero"] = number_of(known->zero);
    record["share"] = number_of(known->share);
    return Value::of(std::move(record));
  }
  if (const auto counter = evidence.points.counters.find(key); counter != evidence.points.counters.end())
    record["count"] = Value::of(counter->second);
  if (const auto rate = evidence.points.rates.find(key); rate != evidence.points.rates.end()) {
    record["nonzero"] = Value::of(rate->second.first);
    record["zero"] = Value::of(rate->second.second);
    const double all = rate->second.first + rate->second.second;
    if (all > 0) record["share"] = Value::of(rate->second.first / all);
  }
  return Value::of(std::move(record));
}

const model::Fact* find_fact(const RunFacts& facts, const std::string& name) {
  if (const auto chosen = facts.chosen.find(name); chosen != facts.chosen.end()) return chosen->second;
  const auto found = facts.evidence.facts.find(name);
  return found != facts.evidence.facts.end() ? &found->second : nullptr;
}

Value fact(const RunFacts& facts, const std::vector<Value>& arguments) {
  const model::Fact* found = find_fact(facts, name_in(arguments));
  return found != nullptr ? number_of(found->number) : Value();
}

Value fact_text(const RunFacts& facts, const std::vector<Value>& arguments) {
  const model::Fact* found = find_fact(facts, name_in(arguments));
  return found != nullptr ? text_of(found->text) : Value();
}

Value is_mentioned(const RunFacts& facts, const std::vector<Value>& arguments) {
  return Value::of(mentions(facts.evidence, name_in(arguments)));
}

Value peer(const RunFacts& facts, const std::vector<Value>& arguments) {
  const auto address = address_in(facts.evidence, name_in(arguments));
  if (!address) return {};
  Record record;
  record["host"] = text_of(address->host);
  record["port"] = text_of(address->port);
  record["url"] = text_of(address->url);
  return Value::of(std::move(record));
}

Value statement(const RunFacts& facts, const std::vector<Value>& arguments) {
  const auto found = statement_in(facts.evidence, name_in(arguments));
  return found ? Value::of(*found) : Value();
}

const Type kPeer = Type::record({{"host", Type::text()}, {"port", Type::text()}, {"url", Type::text()}});

const RunFunction kFunctions[] = {
    {"seen", {Type::text()}, kSeen, "what a signature recognised", Function::Names::observation, seen},
    {"capture",
     {Type::text(), Type::text()},
     kCapture,
     "a value that it captured",
     Function::Names::observation,
     capture},
    {"quote",
     {Type::text()},
     Type::text(),
     "the first line it was recognised in",
     Function::Names::observation,
     quote},
    {"file",
     {Type::text()},
     Type::text(),
     "the input that line stands in",
     Function::Names::observation,
     file},
    {"place", {Type::text()}, Type::text(), "that line as FILE:LINE", Function::Names::observation, place},
    {"mentions",
     {Type::text()},
     Type::boolean(),
     "an input, a recognised line or a setting names it (in small letters)",
     Function::Names::anything,
     is_mentioned},
    {"peer",
     {Type::text()},
     kPeer,
     "the first address in the lines it was recognised in",
     Function::Names::observation,
     peer},
    {"statement",
     {Type::text()},
     Type::text(),
     "the first SQL statement in those lines",
     Function::Names::observation,
     statement},
    {"metric", {Type::text()}, kMetric, "a metric of k6", Function::Names::anything, metric},
    {"fact",
     {Type::text()},
     Type::number(),
     "a limit or setting that is known",
     Function::Names::anything,
     fact},
    {"fact_text",
     {Type::text()},
     Type::text(),
     "a setting as it was written",
     Function::Names::anything,
     fact_text},
};

}  // namespace

std::span<const RunFunction> run_functions() { return kFunctions; }

}  // namespace loadtriage::rules
