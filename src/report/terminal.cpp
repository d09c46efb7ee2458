// What a person reads who has been woken by a failed run: the sentence first, then why,
// then what to do. A section stands only where there is something to say.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/quantity.h"
#include "base/text.h"
#include "report/calls/call_graph.h"
#include "report/chart.h"
#include "report/over_time.h"
#include "report/page.h"
#include "report/story.h"
#include "report/wrap.h"

namespace loadtriage::report {
namespace {

using model::Diagnosis;
using model::RankedCause;

constexpr std::size_t kMargin = 2;  // of everything below the verdict
constexpr std::size_t kBody = 5;    // of what belongs to a cause

Paint paint_of(model::Verdict verdict) {
  switch (verdict) {
    case model::Verdict::passed:
      return Paint::green;
    case model::Verdict::degraded:
      return Paint::yellow;
    case model::Verdict::failed:
      return Paint::red;
    case model::Verdict::invalid:
      break;
  }
  return Paint::magenta;
}

Paint paint_of(model::Role role) { return role == model::Role::primary ? Paint::red : Paint::yellow; }

bool verbose(const Style& style) { return style.detail == Style::Detail::verbose; }

// How much of a cause is told: the first one in full, the others in a few lines.
struct Depth {
  std::size_t evidence, against, reasons;
  bool full;
};
Depth depth_of(const RankedCause& cause, const Style& style) {
  if (verbose(style)) return {1000, 1000, 1000, true};
  if (cause.role == model::Role::primary) return {4, 2, 2, true};
  return {2, 1, 0, false};
}

// A row beside its label: evidence beside its place, or a word such as "ruled out".
struct Row {
  std::string label, text, quote;
  Paint paint = Paint::dim;
};

std::string place_text(const Diagnosis& diagnosis, const model::Support& support) {
  const auto place = file_place(diagnosis.evidence, support.where);
  return place ? describe(*place) : "";
}

std::string weight_text(const model::Support& support, const Style& style) {
  return verbose(style) ? fmt::format(" [{:+.1f}]", support.log_odds) : "";
}

void add_evidence(std::vector<Row>& rows, const Diagnosis& diagnosis, const RankedCause& cause,
                  const Depth& depth, const Style& style) {
  Supports pieces = favouring(cause.finding);
  const Supports against_it = contradicting(cause.finding);
  pieces.insert(pieces.end(), against_it.begin(), against_it.end());
  const LineIs when = verbose(style) ? LineIs::not_whole : LineIs::unsaid;
  const Supports quoted = depth.full ? quoting(pieces, when) : Supports();
  const auto quote = [&](const model::Support* support) {
    const bool shown = std::find(quoted.begin(), quoted.end(), support) != quoted.end();
    return shown ? printable(trim(support->quote)) : std::string();
  };
  for (const auto* support : favouring(cause.finding)) {
    if (rows.size() == depth.evidence) break;
    const std::string place = place_text(diagnosis, *support);
    rows.push_back({place.empty() ? "this run" : place, support->text + weight_text(*support, style),
                    quote(support), Paint::cyan});
  }
  std::size_t against = 0;
  for (const auto* support : against_it) {
    if (against++ == depth.against) break;
    const std::string place = place_text(diagnosis, *support);
    rows.push_back({"against",
                    support->text + (place.empty() ? "" : " (" + place + ")") + weight_text(*support, style),
                    quote(support), Paint::yellow});
  }
}

void add_reasons(std::vector<Row>& rows, const RankedCause& cause, const Depth& depth) {
  for (std::size_t i = 0; i < std::min(depth.reasons, cause.finding.because.size()); ++i)
    rows.push_back({i == 0 ? "why" : "", cause.finding.because[i], ""});
  if (depth.full && !cause.finding.ruled_out.empty())
    rows.push_back({"ruled out", join(cause.finding.ruled_out, " · "), ""});
  if (!cause.chain.empty()) rows.push_back({"leads to", join(cause.chain, " -> "), ""});
  if (!cause.finding.settle.empty()) rows.push_back({"would settle it", cause.finding.settle, ""});
}

std::size_t label_columns(const std::vector<Row>& rows, const Page& page) {
  const std::size_t most = page.columns() / 4;
  std::size_t widest = 0;
  for (const auto& row : rows)
    if (const auto width = width_of(printable(row.label)); width <= most) widest = std::max(widest, width);
  return widest;
}

// Two lines show what a message says; more would push the next piece off the screen.
void shorten_quotes(std::vector<Row>& rows, const Page& page, std::size_t indent) {
  const std::size_t taken = indent + label_columns(rows, page) + 4;
  const std::size_t columns = page.columns() > taken + 20 ? page.columns() - taken : 20;
  for (auto& row : rows) row.quote = shorten(row.quote, columns * 7 / 4);
}

void write_rows(Page& page, std::size_t indent, const std::vector<Row>& rows) {
  const std::size_t labels = label_columns(rows, page);
  for (const auto& row : rows) {
    page.labelled(indent, row.label, labels, row.text, row.paint);
    if (!row.quote.empty()) page.item(indent + labels + 2, ">", row.quote, Paint::dim);
  }
}

void write_title(Page& page, std::size_t rank, std::string_view role, Paint paint, std::string_view title) {
  page.labelled(kMargin, fmt::format("{}  {}", rank, upper(role)), role.size() + 3 + (rank > 9 ? 1 : 0),
                title, paint, Paint::bold);
}

void write_cause(Page& page, const Diagnosis& diagnosis, std::size_t rank, const Style& style) {
  const RankedCause& cause = diagnosis.causes[rank - 1];
  const Depth depth = depth_of(cause, style);
  page.gap();
  write_title(page, rank, name_of(cause.role), paint_of(cause.role), cause.finding.title);
  page.paragraph(kBody, cause.finding.id + " · " + join(measures(diagnosis, cause), " · "), Paint::dim);
  if (headline_adds(diagnosis, cause)) page.paragraph(kBody, cause.finding.headline);
  std::vector<Row> rows;
  add_evidence(rows, diagnosis, cause, depth, style);
  add_reasons(rows, cause, depth);
  if (!verbose(style)) shorten_quotes(rows, page, kBody);
  write_rows(page, kBody, rows);
}

void write_observations(Page& page, const Diagnosis& diagnosis) {
  std::vector<Row> rows;
  if (!diagnosis.smoking_gun.empty()) rows.push_back({"Smoking gun", diagnosis.smoking_gun, "", Paint::bold});
  for (const auto& text : diagnosis.unreal_latency) rows.push_back({"Not real", text, "", Paint::bold});
  for (const auto& text : vacuous_sentences(diagnosis)) rows.push_back({"Vacuous", text, "", Paint::bold});
  if (const auto text = unexplained_sentence(diagnosis); !text.empty())
    rows.push_back({"Unexplained", text, "", Paint::bold});
  if (const auto text = who_calls_whom(diagnosis.topology); !text.empty())
    rows.push_back({"Calls", text, "", Paint::bold});
  page.gap();
  write_rows(page, kMargin, rows);
}

void heading(Page& page, std::string_view text) {
  page.gap();
  page.line(kMargin, text, Paint::bold);
}

void write_unknown(Page& page, const Diagnosis& diagnosis, const Style& style) {
  const auto& all = diagnosis.evidence.unknown;
  if (all.empty()) return;
  heading(page, "Unrecognised, and it comes with the failures");
  const std::size_t most = verbose(style) ? all.size() : std::min<std::size_t>(all.size(), 3);
  std::vector<Row> rows;
  for (std::size_t i = 0; i < most; ++i) {
    const auto place = file_place(diagnosis.evidence, all[i].example.where);
    std::string text = all[i].text + ": " + counted(std::round(all[i].count), "time") + " in failing time, " +
                       format_count(std::round(all[i].healthy)) + " before";
    if (all[i].first_s) text += ", first at " + moment(*all[i].first_s);
    rows.push_back({place ? describe(*place) : "log", std::move(text), "", Paint::cyan});
  }
  write_rows(page, kMargin + 2, rows);
  if (const std::string command = signature_command(diagnosis); !command.empty())
    page.paragraph(kMargin + 2, "to have it recognised next time: " + command, Paint::dim);
}

void write_latent(Page& page, const Diagnosis& diagnosis) {
  if (diagnosis.latent.empty()) return;
  heading(page, diagnosis.causes.empty() ? "What more load would meet" : "What would fail next");
  std::size_t rank = diagnosis.causes.size();
  for (const auto& wall : diagnosis.latent) {
    write_title(page, ++rank, "latent", Paint::yellow, wall.title);
    page.paragraph(kBody, wall.cause + (wall.source.empty() ? "" : " · limit from " + wall.source),
                   Paint::dim);
    page.paragraph(kBody, wall.text);
  }
}

// Where everything failed all along, a picture shows nothing.
bool worth_a_picture(const Diagnosis& diagnosis) {
  return diagnosis.evidence.timeline.shape != model::Shape::from_start ||
         diagnosis.evidence.failed_share().value_or(0) < 0.999;
}

void write_chart(Page& page, const Chart& chart) {
  page.line(kMargin + 2, "requests  " + blocks(chart.requests, chart.greatest));
  page.line(kMargin + 2, "failed    " + blocks(chart.failed, chart.greatest), Paint::red);
  page.paragraph(kMargin + 2,
                 fmt::format("from {} on; each mark is {}, full height is {}", moment(chart.first_s),
                             format_seconds(chart.part_s), counted(chart.greatest, "request")),
                 Paint::dim);
}

void write_timeline(Page& page, const Diagnosis& diagnosis, const Style& style) {
  constexpr std::size_t kLabels = 14;
  constexpr std::size_t kMostParts = 60;
  const auto& timeline = diagnosis.evidence.timeline;
  Chart chart;
  if (worth_a_picture(diagnosis))
    chart = make_chart(timeline, std::min(page.columns() - kLabels, kMostParts));
  const auto happened = events(diagnosis, verbose(style) ? Dated::evidence_too : Dated::turns_only);
  // One moment alone is in the verdict already.
  if (chart.empty() && happened.size() < 2) return;
  heading(page, "Timeline");
  if (const auto shape = shape_in_words(timeline); !shape.empty()) page.paragraph(kMargin + 2, shape);
  if (!chart.empty()) write_chart(page, chart);
  std::vector<Row> rows;
  for (const auto& event : happened) rows.push_back({event.moment, event.text, ""});
  write_rows(page, kMargin + 2, rows);
}

void write_table(Page& page, std::string_view title, const Table& table) {
  if (table.rows.empty()) return;
  heading(page, title);
  page.table(kMargin + 2, table);
  if (table.left_out > 0)
    page.line(kMargin + 2, fmt::format("and {} more (--verbose)", table.left_out), Paint::dim);
}

void write_numbers(Page& page, const Diagnosis& diagnosis, const Style& style) {
  std::vector<Row> rows;
  for (const auto& [label, value] : key_numbers(diagnosis)) rows.push_back({label, value, ""});
  if (!rows.empty()) heading(page, "Key numbers");
  write_rows(page, kMargin + 2, rows);
  write_table(page, "Per operation", operations(diagnosis, verbose(style) ? 1000 : 8));
  if (verbose(style) || timings_changed(diagnosis.evidence.timeline.timings))
    write_table(page, "Where the time of a request goes", timings(diagnosis));
  if (verbose(style)) {
    write_table(page, "How requests failed", failures(diagnosis, 1000));
    write_table(page, "Thresholds", thresholds(diagnosis));
    write_table(page, "Checks", checks(diagnosis));
    write_table(page, "Settings and limits", facts(diagnosis));
  }
}

void write_baseline(Page& page, const Diagnosis& diagnosis) {
  write_table(page, "Compared with the baseline", baseline(diagnosis));
  for (const auto& note : baseline_notes(diagnosis)) page.paragraph(kMargin + 2, note, Paint::dim);
}

void write_list(Page& page, std::string_view title, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  heading(page, title);
  for (const auto& text : texts) page.item(kMargin + 2, "-", text);
}

void write_verify(Page& page, const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  heading(page, "Verify");
  for (const auto& line : lines) {
    const Command command = command_of(line);
    // Each line of a long comment is a comment, so that the block can be pasted whole.
    if (!command.comment.empty())
      for (const auto& part : wrap(command.comment, page.columns() - kMargin - 4))
        page.line(kMargin + 2, "# " + part, Paint::dim);
    // Never wrapped: a command is copied whole.
    page.line(kMargin + 2, command.text);
  }
}

void write_next(Page& page, const std::vector<std::string>& steps) {
  if (steps.empty()) return;
  heading(page, "Next");
  for (std::size_t i = 0; i < steps.size(); ++i)
    page.item(kMargin + 2, fmt::format("{:>{}}.", i + 1, steps.size() > 9 ? 2 : 1), steps[i]);
}

model::InputId id_of(const model::Evidence& evidence, const model::Input& input) {
  return static_cast<model::InputId>(&input - evidence.inputs.data());
}

bool worth_a_line(const model::Evidence& evidence, const model::Input& input) {
  return tells_nothing(evidence, id_of(evidence, input)) || input.fates.dropped > 0 || !input.notes.empty();
}

void write_inputs(Page& page, const Diagnosis& diagnosis, const Style& style) {
  std::vector<Row> rows;
  for (const auto& input : diagnosis.evidence.inputs) {
    if (!verbose(style) && !worth_a_line(diagnosis.evidence, input)) continue;
    std::string text = input.unreadable()   ? "could not be read"
                       : input.kind.empty() ? "not recognised; it tells nothing"
                                            : input.kind;
    if (!input.kind.empty() && input.fates.lines > 0)
      text += ", " + format_share(input.fates.understood()) + " of " +
              counted(static_cast<double>(input.fates.lines), "line") + " understood";
    if (!input.kind.empty() && input.kind != "empty" &&
        tells_nothing(diagnosis.evidence, id_of(diagnosis.evidence, input)))
      text += "; no line tells a time, a level or a known message: it tells nothing";
    for (const auto& note : input.notes) text += "; " + note;
    rows.push_back({input.from_here(), std::move(text), "", Paint::cyan});
  }
  for (const auto& note : diagnosis.evidence.notes) rows.push_back({"note", note, ""});
  for (const auto& clock : diagnosis.evidence.clocks)
    if (const auto place = file_place(diagnosis.evidence, model::SourceRef{clock.input, 0, 0}))
      rows.push_back({place->path,
                      "its clock was moved by " + format_seconds(clock.offset_s) + ": " + clock.reason, "",
                      Paint::cyan});
  if (!rows.empty()) heading(page, "Inputs");
  write_rows(page, kMargin + 2, rows);
}

void write_head(Page& page, const Diagnosis& diagnosis) {
  const std::string name = run_name(diagnosis);
  std::string head = name.empty() ? "" : name + " · ";
  head += join(run_facts(diagnosis), " · ") + " · " + inputs_line(diagnosis.evidence);
  page.labelled(0, "loadtriage", 10, head, Paint::bold, Paint::dim);
  page.gap();
  const std::string verdict = upper(name_of(diagnosis.verdict));
  page.labelled(0, verdict, verdict.size(), diagnosis.headline, paint_of(diagnosis.verdict), Paint::bold);
}

std::string write_terminal(const Diagnosis& diagnosis, const Style& style) {
  Page page(style);
  write_head(page, diagnosis);
  for (std::size_t rank = 1; rank <= diagnosis.causes.size(); ++rank)
    write_cause(page, diagnosis, rank, style);
  write_list(page, "What else it could be", second_opinion(diagnosis));
  write_observations(page, diagnosis);
  write_unknown(page, diagnosis, style);
  write_latent(page, diagnosis);
  write_timeline(page, diagnosis, style);
  write_numbers(page, diagnosis, style);
  write_baseline(page, diagnosis);
  if (verbose(style) || diagnosis.verdict != model::Verdict::passed)
    write_list(page, "A healthy run would show", diagnosis.healthy_look);
  if (!curl_may_work(diagnosis).empty())
    write_list(page, "Why one request by hand may work", {curl_may_work(diagnosis)});
  write_verify(page, verify(diagnosis));
  write_next(page, next_steps(diagnosis));
  write_list(page, "Not examined", diagnosis.not_examined);
  write_inputs(page, diagnosis, style);
  return page.take();
}

}  // namespace

extern const Reporter terminal;
const Reporter terminal = {"terminal", "for people: the causes in order, why, and what to do next",
                           write_terminal};

}  // namespace loadtriage::report
