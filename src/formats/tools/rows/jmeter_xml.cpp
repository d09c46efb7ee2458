#include "formats/tools/rows/jmeter_xml.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/text.h"
#include "formats/tools/rows/jmeter.h"
#include "formats/tools/rows/requests.h"
#include "formats/tools/rows/row_reader.h"

namespace loadtriage::formats::tools {
namespace {

constexpr std::size_t kLongestTag = std::size_t{64} << 10, kLongestMessage = 400, kDeepest = 64;

void add_character(std::uint32_t c, std::string& to) {
  if (c < 0x80) {
    to += static_cast<char>(c);
  } else if (c < 0x800) {
    to += static_cast<char>(0xC0U | (c >> 6U));
    to += static_cast<char>(0x80U | (c & 0x3FU));
  } else {
    to += static_cast<char>(0xE0U | ((c >> 12U) & 0x0FU));
    to += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
    to += static_cast<char>(0x80U | (c & 0x3FU));
  }
}

// "&lt;", "&#10;" and "&#xa;" for what they stand for.
std::string plain(std::string_view text) {
  constexpr std::pair<std::string_view, char> kNames[] = {
      {"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}};
  std::string out;
  while (!text.empty()) {
    const std::size_t end = text.front() == '&' ? text.find(';') : std::string_view::npos;
    if (end == std::string_view::npos || end > 10) {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    const std::string_view name = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    for (const auto& [known, character] : kNames)
      if (name == known) out += character;
    if (name.substr(0, 1) != "#") continue;
    const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
    std::uint32_t c = 0;
    std::from_chars(name.data() + (hex ? 2 : 1), name.data() + name.size(), c, hex ? 16 : 10);
    if (c != 0 && c < 0x10000) add_character(c, out);
  }
  return out;
}

struct Tag {
  std::string_view name, attributes;
  bool closing = false, empty = false;
};

// The text between `<` and `>`.
Tag tag_of(std::string_view inside) {
  Tag tag;
  tag.closing = inside.substr(0, 1) == "/";
  if (tag.closing) inside.remove_prefix(1);
  tag.empty = !inside.empty() && inside.back() == '/';
  if (tag.empty) inside.remove_suffix(1);
  const std::size_t end = std::min(inside.find_first_of(" \t\r\n"), inside.size());
  tag.name = inside.substr(0, end);
  tag.attributes = inside.substr(end);
  return tag;
}

std::string attribute(std::string_view attributes, std::string_view name) {
  for (std::size_t at = attributes.find(name); at != std::string_view::npos;
       at = attributes.find(name, at + 1)) {
    const bool whole =
        at > 0 && (attributes[at - 1] == ' ' || attributes[at - 1] == '\n' || attributes[at - 1] == '\t');
    const std::size_t quote = at + name.size() + 1;
    if (!whole || quote >= attributes.size() || attributes[quote - 1] != '=' || attributes[quote] != '"')
      continue;
    return plain(attributes.substr(quote + 1, attributes.find('"', quote + 1) - quote - 1));
  }
  return {};
}

// A sample that is not closed yet.
struct Open {
  std::string attributes;
  model::SourceRef where;
  std::string failure;  // of its first assertion that failed
  bool inner = false;   // of a request, not of a transaction
};

class Samples {
 public:
  Samples(model::InputId input, Sink& sink) : requests_(input, sink) {}

  // False for a tag that is none of a sample's.
  void take(const Tag& tag, std::string_view text_before, model::SourceRef where);
  void finish() { requests_.finish(); }
  std::uint64_t samples() const { return samples_; }
  std::uint64_t odd() const { return odd_; }

 private:
  void close();
  Requests requests_;
  std::vector<Open> open_;
  std::uint64_t samples_ = 0, odd_ = 0;
};

bool is_transaction(std::string_view attributes) {
  return contains(attributes, "rm=\"Number of samples in transaction");
}

void Samples::take(const Tag& tag, std::string_view text_before, model::SourceRef where) {
  const bool sample = tag.name == "httpSample" || tag.name == "sample";
  if (sample && !tag.closing) {
    Open& made = open_.size() < kDeepest ? open_.emplace_back() : open_.back();
    made = {std::string(tag.attributes), where, {}, false};
    if (open_.size() > 1)
      made.inner = open_[open_.size() - 2].inner || !is_transaction(open_[open_.size() - 2].attributes);
  }
  if (sample && (tag.closing || tag.empty) && !open_.empty()) close();
  const bool message = tag.closing && tag.name == "failureMessage" && !open_.empty();
  if (message && open_.back().failure.empty())
    open_.back().failure = plain(text_before.substr(0, kLongestMessage));
}

void Samples::close() {
  const Open open = std::move(open_.back());
  open_.pop_back();
  if (open.inner) return;
  const auto start = whole_number(attribute(open.attributes, "ts")),
             elapsed = whole_number(attribute(open.attributes, "t"));
  const std::string success = attribute(open.attributes, "s");
  if (!start || *start <= 0 || *start > 9'000'000'000'000 || !elapsed || *elapsed < 0 ||
      *elapsed > 10'000'000'000 || success.empty()) {
    ++odd_;
    return;
  }
  ++samples_;
  const std::string label = attribute(open.attributes, "lb"), thread = attribute(open.attributes, "tn");
  std::string code = attribute(open.attributes, "rc");
  if (code.empty()) code = attribute(open.attributes, "rs");
  Request request;
  request.where = open.where;
  request.name = label;
  request.scenario = thread_group(thread);
  request.duration_ms = static_cast<double>(*elapsed);
  request.end_ns = (*start + *elapsed) * 1'000'000;
  request.failed = success != "true";
  request.status = http_status(code);
  const std::string error = request.status == 0 ? jmeter_error(code, attribute(open.attributes, "rm"))
                                                : assertion_text(open.failure);
  if (request.failed) request.error = error;
  if (is_transaction(open.attributes)) {
    requests_.group(request);
    return;
  }
  if (request.status > 0) {
    if (const auto connect = whole_number(attribute(open.attributes, "ct")))
      request.connecting_ms = static_cast<double>(*connect);
    if (const auto latency = whole_number(attribute(open.attributes, "lt"))) {
      request.waiting_ms = std::max(0.0, static_cast<double>(*latency) - request.connecting_ms.value_or(0));
      request.receiving_ms = std::max(0.0, request.duration_ms - static_cast<double>(*latency));
    }
    requests_.bytes(static_cast<double>(whole_number(attribute(open.attributes, "by")).value_or(0)),
                    static_cast<double>(whole_number(attribute(open.attributes, "sby")).value_or(0)));
  }
  requests_.add(request);
  if (const auto threads = whole_number(attribute(open.attributes, "na")))
    requests_.users(*start * 1'000'000, static_cast<double>(*threads));
}

// Finds the tags in text that comes in pieces. What stands between two is kept as far as a message
// needs it, so bodies of responses cost nothing.
class TagReader {
 public:
  explicit TagReader(Samples& samples, model::InputId input) : samples_(samples) { where_.input = input; }

  void read(std::string_view text, std::uint64_t first_line, std::uint64_t offset) {
    line_ = first_line;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find(in_tag_ ? '>' : '<', at), text.size());
      const std::string_view part = text.substr(at, end - at);
      line_ += static_cast<std::uint64_t>(std::count(part.begin(), part.end(), '\n'));
      std::string& kept = in_tag_ ? tag_ : between_;
      kept += part.substr(0, in_tag_ ? kLongestTag - std::min(kLongestTag, kept.size())
                                     : kLongestMessage - std::min(kLongestMessage, kept.size()));
      if (end == text.size()) return;
      turn(offset + end);
      at = end + 1;
    }
  }
  bool in_sample() const { return in_tag_; }

 private:
  void turn(std::uint64_t offset) {
    if (!in_tag_) {
      in_tag_ = true;
      tag_.clear();
      where_.line = line_;
      where_.offset = offset;
      return;
    }
    // `>` within an attribute's quotes ends nothing.
    if (std::count(tag_.begin(), tag_.end(), '"') % 2 != 0 && tag_.size() < kLongestTag) {
      tag_ += '>';
      return;
    }
    in_tag_ = false;
    samples_.take(tag_of(tag_), between_, where_);
    between_.clear();
  }

  Samples& samples_;
  model::SourceRef where_;
  std::string tag_, between_;
  std::uint64_t line_ = 1;
  bool in_tag_ = false;
};

bool read(input::Source& source, model::InputId input, Sink& sink) {
  sink.on_run(jmeter_run());
  Samples samples(input, sink);
  TagReader tags(samples, input);
  model::LineFates fates;
  bool closed = false;
  input::Block block;
  while (source.next(block)) {
    tags.read(block.text, block.first_line, block.offset);
    closed = contains(block.text, "</testResults>");
    fates.lines += static_cast<std::uint64_t>(std::count(block.text.begin(), block.text.end(), '\n'));
    if (!block.text.empty() && block.text.back() != '\n') ++fates.lines;
  }
  samples.finish();
  fates.samples = std::min(fates.lines, samples.samples());
  fates.continuations = fates.lines - fates.samples;
  sink.on_lines(fates);
  if (samples.odd() > 0)
    sink.on_note(std::to_string(samples.odd()) + " samples have no time or no verdict; they are left out");
  if (!closed) sink.on_note("the XML has no end: JMeter was probably stopped while writing");
  if (samples.samples() == 0) sink.on_note("holds no sample");
  return true;
}

Sureness recognises(std::string_view head, bool) {
  const std::size_t root = head.find("<testResults");
  if (root == std::string_view::npos) return 0;
  const std::string_view before = trim(head.substr(0, root));
  return before.empty() || before.substr(0, 5) == "<?xml" ? 0.98 : 0;
}

}  // namespace

const Adapter jmeter_xml = {.name = "jmeter-xml",
                            .summary = "samples of JMeter as XML, also Taurus' error.jtl",
                            .recognises = recognises,
                            .read = read};

}  // namespace loadtriage::formats::tools
