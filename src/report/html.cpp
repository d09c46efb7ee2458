// One file that opens anywhere: no scripts, nothing fetched.
#include <fmt/format.h>

#include "base/quantity.h"
#include "base/text.h"
#include "report/calls/call_graph.h"
#include "report/chart.h"
#include "report/escape.h"
#include "report/html_style.h"
#include "report/over_time.h"
#include "report/reporter.h"
#include "report/story.h"
#include "report/tables.h"

namespace loadtriage::report {
namespace {

using model::Diagnosis;

std::string element(std::string_view name, std::string_view content) {
  return fmt::format("<{0}>{1}</{0}>\n", name, content);
}

std::string list(std::string_view kind, const std::vector<std::string>& sentences) {
  if (sentences.empty()) return {};
  std::string items;
  for (const auto& sentence : sentences) items += element("li", html_sentence(sentence));
  return fmt::format("<{0}>\n{1}</{0}>\n", kind, items);
}

std::string section(std::string_view title, std::string_view body) {
  return body.empty() ? "" : fmt::format("<section>\n<h2>{}</h2>\n{}</section>\n", html(title), body);
}

std::string titled_list(std::string_view title, const std::vector<std::string>& sentences) {
  return sentences.empty() ? "" : element("h4", title) + list("ul", sentences);
}

std::string fold(std::string_view summary, std::string_view body) {
  return body.empty() ? ""
                      : fmt::format("<details>\n<summary>{}</summary>\n{}</details>\n", html(summary), body);
}

std::string class_of(const Table::Column& column) {
  return column.align == Table::Align::right ? " class=\"right\"" : "";
}

std::string table_text(const Table& table) {
  if (table.rows.empty()) return {};
  std::string out = "<div class=\"table\"><table>\n<thead><tr>";
  for (const auto& column : table.columns)
    out += fmt::format("<th scope=\"col\"{}>{}</th>", class_of(column), html(column.title));
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    out += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i)
      out += fmt::format("<td{}>{}</td>", class_of(table.columns[i]), html_sentence(row[i]));
    out += "</tr>\n";
  }
  out += "</tbody>\n</table></div>\n";
  if (table.left_out > 0) out += fmt::format("<p class=\"soft\">and {} more</p>\n", table.left_out);
  return out;
}

std::string support_item(const Diagnosis& diagnosis, const model::Support& support) {
  std::string out = html_sentence(support.text);
  if (const auto place = file_place(diagnosis.evidence, support.where))
    out += " <span class=\"place\"><code>" + html(describe(*place)) + "</code></span>";
  if (support.at_s) out += " <span class=\"place\">at " + moment(*support.at_s) + "</span>";
  return element("li", out);
}

std::string support_list(const Diagnosis& diagnosis, std::string_view title, const Supports& supports) {
  if (supports.empty()) return {};
  std::string items;
  for (const auto* support : supports) items += support_item(diagnosis, *support);
  return element("h4", title) + "<ul>\n" + items + "</ul>\n";
}

std::string quoted_lines(const Diagnosis& diagnosis, const model::Finding& finding) {
  std::string lines;
  for (const auto& supports : {favouring(finding), contradicting(finding)})
    for (const auto* support : quoting(supports, LineIs::not_whole)) {
      if (const auto place = file_place(diagnosis.evidence, support->where))
        lines += html(describe(*place)) + "\n";
      lines += "    " + html(trim(support->quote)) + "\n";
    }
  return lines.empty() ? "" : fold("Evidence lines", "<pre>" + lines + "</pre>\n");
}

std::string article(std::size_t rank, std::string_view role, std::string_view title, std::string_view body) {
  return fmt::format(
      "<article class=\"{0}\">\n<h3>{1}. <span class=\"role\">{2}</span> {3}</h3>\n{4}</article>\n", role,
      rank, upper(role), html_sentence(title), body);
}

std::string chain_text(const model::RankedCause& cause) {
  if (cause.chain.empty()) return {};
  std::string out = "Leads to ";
  for (std::size_t i = 0; i < cause.chain.size(); ++i)
    out += (i > 0 ? " → " : "") + ("<code>" + html(cause.chain[i])) + "</code>";
  return element("p", out);
}

std::string cause_text(const Diagnosis& diagnosis, std::size_t rank) {
  const auto& cause = diagnosis.causes[rank - 1];
  const auto& finding = cause.finding;
  std::string body = fmt::format("<p class=\"soft\"><code>{}</code> · {}</p>\n", html(finding.id),
                                 html(join(measures(diagnosis, cause), " · ")));
  if (headline_adds(diagnosis, cause)) body += element("p", html_sentence(finding.headline));
  body += chain_text(cause);
  body += support_list(diagnosis, "Supported by", favouring(finding));
  body += support_list(diagnosis, "Contradicted by", contradicting(finding));
  body += quoted_lines(diagnosis, finding);
  body += titled_list("Why this could happen", finding.because);
  body += titled_list("Ruled out", finding.ruled_out);
  if (!finding.settle.empty()) body += titled_list("What would settle it", {finding.settle});
  if (rank > 1) body += titled_list("Next for this cause", finding.next_steps);
  return article(rank, model::name_of(cause.role), finding.title, body);
}

std::string causes_text(const Diagnosis& diagnosis) {
  std::string out;
  for (std::size_t rank = 1; rank <= diagnosis.causes.size(); ++rank) out += cause_text(diagnosis, rank);
  return out + titled_list("What else it could be", second_opinion(diagnosis));
}

std::string latent_text(const Diagnosis& diagnosis) {
  std::string out;
  std::size_t rank = diagnosis.causes.size();
  for (const auto& wall : diagnosis.latent) {
    const std::string source =
        wall.source.empty() ? "" : " · limit from <code>" + html(wall.source) + "</code>";
    out += article(++rank, "latent", wall.title,
                   fmt::format("<p class=\"soft\"><code>{}</code>{}</p>\n", html(wall.cause), source) +
                       element("p", html_sentence(wall.text)));
  }
  return out;
}

std::string observations_text(const Diagnosis& diagnosis) {
  std::string out;
  if (!diagnosis.smoking_gun.empty())
    out += element("p", "<strong>Smoking gun.</strong> " + html_sentence(diagnosis.smoking_gun));
  for (const auto& sentence : diagnosis.unreal_latency)
    out += element("p", "<strong>Not real.</strong> " + html_sentence(sentence));
  for (const auto& sentence : vacuous_sentences(diagnosis))
    out += element("p", "<strong>Vacuous.</strong> " + html_sentence(sentence));
  if (const auto left = unexplained_sentence(diagnosis); !left.empty())
    out += element("p", "<strong>Unexplained.</strong> " + html(left));
  return out;
}

std::string unknown_text(const Diagnosis& diagnosis) {
  Table table{{{"Message"}, {"Failing", Table::Align::right}, {"Healthy", Table::Align::right}, {"Example"}},
              {}};
  for (const auto& pattern : diagnosis.evidence.unknown) {
    const auto place = file_place(diagnosis.evidence, pattern.example.where);
    table.rows.push_back({pattern.text, format_count(pattern.count), format_count(pattern.healthy),
                          place ? describe(*place) : ""});
  }
  return table_text(table);
}

std::string timeline_text(const Diagnosis& diagnosis) {
  const auto& timeline = diagnosis.evidence.timeline;
  std::string out;
  if (const auto shape = shape_in_words(timeline); !shape.empty()) out += element("p", html(shape));
  if (const Chart chart = make_chart(timeline, 240); !chart.empty())
    out += drawing(chart, timeline) +
           "<p class=\"soft\"><span class=\"key sent\"></span>requests<span class=\"key "
           "failed\"></span>failed ones"
           "; the dashed line is the onset</p>\n";
  Table table{{{"Into the run", Table::Align::right}, {"What"}, {"Where"}}, {}};
  for (const auto& event : events(diagnosis, Dated::evidence_too))
    table.rows.push_back({event.moment, event.text, event.place});
  return out + table_text(table);
}

std::string numbers_text(const Diagnosis& diagnosis) {
  std::string items;
  for (const auto& [label, value] : key_numbers(diagnosis))
    items += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", html(label), html(value));
  const std::string numbers = items.empty() ? "" : "<dl class=\"numbers\">\n" + items + "</dl>\n";
  return numbers + table_text(operations(diagnosis, 20)) +
         fold("Where the time of a request goes", table_text(timings(diagnosis))) +
         fold("How requests failed", table_text(failures(diagnosis, 50))) +
         fold("Thresholds", table_text(thresholds(diagnosis))) +
         fold("Checks", table_text(checks(diagnosis)));
}

std::string baseline_text(const Diagnosis& diagnosis) {
  return table_text(baseline(diagnosis)) + list("ul", baseline_notes(diagnosis));
}

std::string verify_text(const Diagnosis& diagnosis) {
  std::string lines;
  for (const auto& line : verify(diagnosis)) {
    const Command command = command_of(line);
    if (!command.comment.empty()) lines += "# " + html(command.comment) + "\n";
    lines += html(command.text) + "\n";
  }
  return lines.empty() ? "" : "<pre>" + lines + "</pre>\n";
}

std::string inputs_text(const Diagnosis& diagnosis) {
  std::string out = element("p", html(inputs_line(diagnosis.evidence)) + ".");
  out += list("ul", diagnosis.evidence.notes);
  return out + fold("Every input", table_text(inputs(diagnosis))) +
         fold("Settings and limits", table_text(facts(diagnosis)));
}

std::string calls_text(const Diagnosis& diagnosis) {
  const std::string picture = call_drawing(diagnosis.topology);
  if (picture.empty()) return {};
  std::string out = "<div class=\"table\">\n" + picture + "</div>\n";
  if (const std::size_t left_out = call_graph(diagnosis.topology).left_out; left_out > 0)
    out += fmt::format("<p class=\"soft\">and {} more</p>\n", left_out);
  return out + list("ul", diagnosis.topology.notes);
}

std::string head_text(const Diagnosis& diagnosis) {
  const std::string name = run_name(diagnosis);
  const std::string title =
      "Load test " + (name.empty() ? "" : name + " ") + std::string(name_of(diagnosis.verdict));
  return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
         "'unsafe-inline'\">\n" +
         element("title", html(title)) + fmt::format("<style>{}</style>\n</head>\n", kStyleSheet);
}

std::string body_text(const Diagnosis& diagnosis, const Style& style) {
  const std::string name = run_name(diagnosis);
  const std::string facts_line = (name.empty() ? "" : name + " · ") + join(run_facts(diagnosis), " · ");
  const auto verdict = name_of(diagnosis.verdict);
  std::string out =
      fmt::format("<body>\n<header>\n<span class=\"verdict {}-run\">{}</span>\n", verdict, upper(verdict));
  out += element("h1", html_sentence(diagnosis.headline));
  out += fmt::format("<p class=\"soft\">{}</p>\n</header>\n<main>\n", html(facts_line));
  out += section("Causes", causes_text(diagnosis) + observations_text(diagnosis));
  out += section("Unrecognised messages that come with the failures", unknown_text(diagnosis));
  out += section(diagnosis.causes.empty() ? "What more load would meet" : "What would fail next",
                 latent_text(diagnosis));
  out += section("Who calls whom", calls_text(diagnosis));
  out += section("Timeline", timeline_text(diagnosis));
  out += section("Key numbers", numbers_text(diagnosis));
  out += section("Compared with the baseline", baseline_text(diagnosis));
  if (!curl_may_work(diagnosis).empty())
    out += section("Why one request by hand may work", element("p", html_sentence(curl_may_work(diagnosis))));
  out += section("Verify", verify_text(diagnosis));
  out += section("Next steps", list("ol", next_steps(diagnosis)));
  out += section("A healthy run would show", list("ul", diagnosis.healthy_look));
  out += section("Not examined", list("ul", diagnosis.not_examined));
  out += section("Inputs", inputs_text(diagnosis));
  return out + fmt::format("</main>\n<footer class=\"soft\">loadtriage {}</footer>\n</body>\n</html>\n",
                           html(style.version));
}

std::string write_html(const Diagnosis& diagnosis, const Style& style) {
  return head_text(diagnosis) + body_text(diagnosis, style);
}

}  // namespace

extern const Reporter html_report;
const Reporter html_report = {"html", "one self-contained page for a browser", write_html};

}  // namespace loadtriage::report
