// An incident report for GitHub and GitLab, in the order of a post-mortem: what happened,
// when, why, how it is known, what to do.
#include <fmt/format.h>

#include <cmath>

#include "base/quantity.h"
#include "base/text.h"
#include "report/calls/call_graph.h"
#include "report/chart.h"
#include "report/escape.h"
#include "report/over_time.h"
#include "report/reporter.h"
#include "report/story.h"
#include "report/tables.h"

namespace loadtriage::report {
namespace {

using model::Diagnosis;

std::string heading(std::string_view title) { return fmt::format("\n## {}\n\n", title); }

std::string bullet(std::string_view sentence) { return "- " + markdown_sentence(sentence) + "\n"; }

std::string bullets(std::string_view title, const std::vector<std::string>& sentences) {
  if (sentences.empty()) return {};
  std::string out = heading(title);
  for (const auto& sentence : sentences) out += bullet(sentence);
  return out;
}

std::string fold(std::string_view summary, std::string_view body) {
  return fmt::format("\n<details>\n<summary>{}</summary>\n\n{}\n</details>\n", html(summary), body);
}

std::string table_text(const Table& table) {
  std::string out = "|";
  for (const auto& column : table.columns) out += " " + markdown(column.title) + " |";
  out += "\n|";
  for (const auto& column : table.columns) out += column.align == Table::Align::right ? " ---: |" : " --- |";
  out += "\n";
  for (const auto& row : table.rows) {
    out += "|";
    for (const auto& cell : row) out += " " + markdown_sentence(cell) + " |";
    out += "\n";
  }
  if (table.left_out > 0) out += fmt::format("\nand {} more\n", table.left_out);
  return out;
}

std::string table_section(std::string_view title, const Table& table) {
  return table.rows.empty() ? "" : heading(title) + table_text(table);
}

std::string table_fold(std::string_view summary, const Table& table) {
  return table.rows.empty() ? "" : fold(summary, table_text(table));
}

std::string place_text(const Diagnosis& diagnosis, const model::Support& support) {
  const auto place = file_place(diagnosis.evidence, support.where);
  return place ? " — " + code_span(describe(*place)) : "";
}

std::string evidence_list(const Diagnosis& diagnosis, const Supports& supports, std::string_view title) {
  if (supports.empty()) return {};
  std::string out = fmt::format("\n**{}**\n\n", title);
  for (const auto* support : supports) {
    out += "- " + markdown_sentence(support->text) + place_text(diagnosis, *support);
    if (support->at_s) out += ", " + when(*support->at_s);
    out += "\n";
  }
  return out;
}

// The lines themselves, under a comment that says where each one stands.
std::string quoted_lines(const Diagnosis& diagnosis, const model::Finding& finding) {
  std::vector<std::string> lines;
  for (const auto& supports : {favouring(finding), contradicting(finding)})
    for (const auto* support : quoting(supports, LineIs::not_whole)) {
      if (const auto place = file_place(diagnosis.evidence, support->where))
        lines.push_back(describe(*place));
      lines.push_back("    " + std::string(trim(support->quote)));
    }
  return lines.empty() ? "" : fold("Evidence lines", code_block(lines, "text"));
}

std::string labelled(std::string_view label, const std::vector<std::string>& sentences) {
  if (sentences.empty()) return {};
  std::string out = fmt::format("\n**{}**\n\n", label);
  for (const auto& sentence : sentences) out += bullet(sentence);
  return out;
}

std::string capitalised(std::string_view word) {
  return word.empty() ? "" : upper(word.substr(0, 1)) + std::string(word.substr(1));
}

std::string cause_text(const Diagnosis& diagnosis, std::size_t rank) {
  const auto& cause = diagnosis.causes[rank - 1];
  const auto& finding = cause.finding;
  const bool first = rank == 1;
  std::string out = fmt::format("\n### {}. {}\n\n", rank, markdown_sentence(finding.title));
  out += fmt::format("{} · {} · {}\n", capitalised(model::name_of(cause.role)), code_span(finding.id),
                     markdown(join(measures(diagnosis, cause), " · ")));
  if (headline_adds(diagnosis, cause)) out += "\n" + markdown_sentence(finding.headline) + "\n";
  if (!cause.chain.empty()) {
    out += "\nLeads to: ";
    for (std::size_t i = 0; i < cause.chain.size(); ++i)
      out += (i > 0 ? " → " : "") + code_span(cause.chain[i]);
    out += "\n";
  }
  out += evidence_list(diagnosis, favouring(finding), "Supported by");
  out += evidence_list(diagnosis, contradicting(finding), "Contradicted by");
  out += quoted_lines(diagnosis, finding);
  out += labelled("Why this could happen", finding.because);
  out += labelled("Ruled out", finding.ruled_out);
  if (!finding.settle.empty()) out += labelled("What would settle it", {finding.settle});
  // The first cause's steps are the report's own, further down.
  if (!first) out += labelled("Next for this cause", finding.next_steps);
  return out;
}

std::string validity_section(const Diagnosis& diagnosis) {
  std::vector<std::string> sentences = diagnosis.unreal_latency;
  for (auto& sentence : vacuous_sentences(diagnosis)) sentences.push_back(std::move(sentence));
  return bullets("What this run does not tell", sentences);
}

std::string latent_section(const Diagnosis& diagnosis) {
  if (diagnosis.latent.empty()) return {};
  std::string out = heading(diagnosis.causes.empty() ? "What more load would meet" : "What would fail next");
  std::size_t rank = diagnosis.causes.size();
  for (const auto& wall : diagnosis.latent) {
    out += fmt::format("{}{}. **{}** ({}, latent)", rank == diagnosis.causes.size() ? "" : "\n", rank + 1,
                       markdown_sentence(wall.title), code_span(wall.cause));
    ++rank;
    out += "\\\n   " + markdown_sentence(wall.text);
    if (!wall.source.empty()) out += " Limit from " + code_span(wall.source) + ".";
    out += "\n";
  }
  return out;
}

std::string timeline_section(const Diagnosis& diagnosis) {
  const auto& timeline = diagnosis.evidence.timeline;
  const auto happened = events(diagnosis, Dated::evidence_too);
  const Chart chart = make_chart(timeline, 60);
  const std::string shape = shape_in_words(timeline);
  if (happened.empty() && chart.empty() && shape.empty()) return {};
  std::string out = heading("Timeline");
  if (!shape.empty()) out += markdown_sentence(shape) + "\n\n";
  if (!chart.empty())
    out += code_block({"requests  " + blocks(chart.requests, chart.greatest),
                       "failed    " + blocks(chart.failed, chart.greatest),
                       fmt::format("from {} on; each mark is {}, full height is {}", moment(chart.first_s),
                                   format_seconds(chart.part_s), counted(chart.greatest, "request"))},
                      "text") +
           "\n";
  if (happened.empty()) return out.substr(0, out.find_last_not_of('\n') + 2);
  const bool clock = !wall_clock(diagnosis.evidence.run, 0).empty();
  Table table{{{"Into the run", Table::Align::right}, {"What"}, {"Where"}}, {}};
  if (clock) table.columns.insert(table.columns.begin(), {"UTC"});
  for (const auto& event : happened) {
    table.rows.push_back({event.moment, event.text, event.place});
    if (clock)
      table.rows.back().insert(table.rows.back().begin(), wall_clock(diagnosis.evidence.run, event.at_s));
  }
  return out + table_text(table);
}

std::string baseline_section(const Diagnosis& diagnosis) {
  std::string out = table_section("Compared with the baseline", baseline(diagnosis));
  const auto notes = baseline_notes(diagnosis);
  if (!out.empty() && !notes.empty()) out += "\n";
  for (const auto& note : notes) out += bullet(note);
  return out;
}

std::string summary_section(const Diagnosis& diagnosis) {
  std::string out = heading("Summary");
  if (!diagnosis.causes.empty()) {
    const auto& cause = diagnosis.causes.front();
    out += fmt::format("Primary cause: **{}** ({}), {}.\n\n", markdown_sentence(cause.finding.title),
                       code_span(cause.finding.id), markdown(join(measures(diagnosis, cause), ", ")));
  }
  if (!diagnosis.smoking_gun.empty())
    out += "Smoking gun: " + markdown_sentence(diagnosis.smoking_gun) + "\n\n";
  if (const auto left = unexplained_sentence(diagnosis); !left.empty())
    out += "Unexplained: " + markdown(left) + "\n\n";
  Table table{{{"Key number"}, {"Value"}}, {}};
  for (const auto& [label, value] : key_numbers(diagnosis)) table.rows.push_back({label, value});
  return out + (table.rows.empty() ? "" : table_text(table));
}

std::string unknown_section(const Diagnosis& diagnosis) {
  if (diagnosis.evidence.unknown.empty()) return {};
  std::string out = heading("Unrecognised messages that come with the failures");
  for (const auto& pattern : diagnosis.evidence.unknown) {
    out += fmt::format("- {} in failing time, {} before", counted(std::round(pattern.count), "time"),
                       format_count(std::round(pattern.healthy)));
    if (pattern.first_s) out += ", first at " + moment(*pattern.first_s);
    if (const auto place = file_place(diagnosis.evidence, pattern.example.where))
      out += " — " + code_span(describe(*place));
    out += ": " + code_span(pattern.text) + "\n";
  }
  if (const std::string command = signature_command(diagnosis); !command.empty())
    out += "\nTo have it recognised next time:\n\n" + code_block({command}, "sh");
  return out;
}

std::string verify_section(const Diagnosis& diagnosis) {
  const auto& commands = verify(diagnosis);
  if (commands.empty()) return {};
  std::vector<std::string> lines;
  for (const auto& line : commands) {
    const Command command = command_of(line);
    if (!command.comment.empty()) lines.push_back("# " + command.comment);
    lines.push_back(command.text);
  }
  return heading("Verify") + code_block(lines, "sh");
}

std::string next_section(const Diagnosis& diagnosis) {
  const auto& steps = next_steps(diagnosis);
  if (steps.empty()) return {};
  std::string out = heading("Next steps");
  for (std::size_t i = 0; i < steps.size(); ++i)
    out += fmt::format("{}. {}\n", i + 1, markdown_sentence(steps[i]));
  return out;
}

std::string inputs_section(const Diagnosis& diagnosis) {
  std::string out = heading("Inputs") + markdown(inputs_line(diagnosis.evidence)) + ".\n";
  for (const auto& note : diagnosis.evidence.notes) out += "\n" + bullet(note);
  for (const auto& clock : diagnosis.evidence.clocks)
    if (const auto place = file_place(diagnosis.evidence, model::SourceRef{clock.input, 0, 0}))
      out += fmt::format("\n- {}: clock moved by {}: {}\n", code_span(place->path),
                         format_seconds(clock.offset_s), markdown(clock.reason));
  return out + table_fold("Every input", inputs(diagnosis));
}

std::string calls_section(const Diagnosis& diagnosis) {
  const auto lines = mermaid(diagnosis.topology);
  if (lines.empty()) return {};
  std::string out = heading("Who calls whom") + code_block(lines, "mermaid");
  if (const std::size_t left_out = call_graph(diagnosis.topology).left_out; left_out > 0)
    out += fmt::format("\nand {} more\n", left_out);
  for (const auto& note : diagnosis.topology.notes) out += "\n" + bullet(note);
  return out;
}

std::string write_markdown(const Diagnosis& diagnosis, const Style& style) {
  const std::string name = run_name(diagnosis);
  std::string out = fmt::format("# Load test {}{}\n\n", name.empty() ? "" : markdown(name) + ": ",
                                model::name_of(diagnosis.verdict));
  out += fmt::format("**{}**\n\n", markdown_sentence(diagnosis.headline));
  out += markdown(join(run_facts(diagnosis), " · ")) + "\n";
  out += summary_section(diagnosis);
  out += timeline_section(diagnosis);
  if (!diagnosis.causes.empty()) out += "\n## Causes\n";
  for (std::size_t rank = 1; rank <= diagnosis.causes.size(); ++rank) out += cause_text(diagnosis, rank);
  out += bullets("What else it could be", second_opinion(diagnosis));
  out += calls_section(diagnosis);
  out += unknown_section(diagnosis);
  out += validity_section(diagnosis);
  out += table_section("Impact", operations(diagnosis, 20));
  out += baseline_section(diagnosis);
  out += table_fold("Where the time of a request goes", timings(diagnosis));
  out += table_fold("How requests failed", failures(diagnosis, 50));
  out += table_fold("Thresholds", thresholds(diagnosis));
  out += table_fold("Checks", checks(diagnosis));
  if (!curl_may_work(diagnosis).empty())
    out += bullets("Why one request by hand may work", {curl_may_work(diagnosis)});
  out += latent_section(diagnosis);
  out += verify_section(diagnosis);
  out += next_section(diagnosis);
  out += bullets("A healthy run would show", diagnosis.healthy_look);
  out += bullets("Not examined", diagnosis.not_examined);
  out += inputs_section(diagnosis);
  out += table_fold("Settings and limits", facts(diagnosis));
  out += "\n---\n\n_loadtriage" + (style.version.empty() ? "" : " " + markdown(style.version)) + "_\n";
  return out;
}

}  // namespace

extern const Reporter markdown_report;
const Reporter markdown_report = {"markdown", "an incident report for GitHub, GitLab and wikis",
                                  write_markdown};

}  // namespace loadtriage::report
