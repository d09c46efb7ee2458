// What the reporters have in common: the same sentences and the same order, whatever
// the format. Texts are plain and not yet escaped.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/diagnosis.h"

namespace loadtriage::report {

// Where in which input. `line` is 0 where the fact belongs to the whole input.
struct FilePlace {
  std::string path;
  std::uint64_t line = 0;
};
std::optional<FilePlace> file_place(const model::Evidence& evidence,
                                    const std::optional<model::SourceRef>& where);
std::string describe(const FilePlace& place);  // "backend.log:2"

// The command that begins a signature for the strongest message that nobody knows; empty
// where there is none with a place.
std::string signature_command(const model::Diagnosis& diagnosis);

// The place that argues most for the cause, if any piece of evidence has one.
std::optional<FilePlace> place_of(const model::Diagnosis& diagnosis, const model::Finding& finding);

// The same, or what the cause is most about: k6's own results, else the first input that was
// recognised. For formats that have no use for a result without a place.
FilePlace some_place_of(const model::Diagnosis& diagnosis, const model::Finding* finding);

// Evidence for and against, the heaviest first.
using Supports = std::vector<const model::Support*>;
Supports favouring(const model::Finding& finding);
Supports contradicting(const model::Finding& finding);

// Those of the pieces, in their order, below which their line is to stand: each line once.
enum class LineIs {
  unsaid,     // the piece's text says nothing of it
  not_whole,  // nor does it say more than a part
};
Supports quoting(const Supports& pieces, LineIs when);

std::string upper(std::string_view text);                   // ASCII
std::string user_word(const model::RunInfo& run);           // "VU", "thread"
std::string counted(double number, std::string_view noun);  // "1 threshold", "3 thresholds"
std::string moment(double at_s);                            // "31.2 s"; before the test "-2.0 s"
std::string when(double at_s);                              // "at 31.2 s"; "2.0 s before the test"
// A time known only to the slice of time that it lies in: "about 31 s".
std::string about(double at_s, double width_s);
// "97 % sure": whole percents, never rounded up, never more than 99.
std::string certainty(double confidence);
std::string wall_clock(const model::RunInfo& run,
                       double at_s);  // "2026-03-01T12:00:05Z", empty where unknown

std::string run_name(const model::Diagnosis& diagnosis);  // the script's file name, or empty
std::vector<std::string> run_facts(
    const model::Diagnosis& diagnosis);  // "k6 v2.2.0", "41.8 s", "up to 120 VUs"
// Lines in which something known was recognised: a message, a request, an error of k6.
double meaningful_lines(const model::Evidence& evidence, model::InputId input);
// Empty, of no known format, or lines in which no time, no level and no message was found.
bool tells_nothing(const model::Evidence& evidence, model::InputId input);
std::string inputs_line(const model::Evidence& evidence);  // "4 inputs read, all lines understood"

// The sentence that tells the cause by itself: its headline or, failing that, its title.
std::string sentence_of(const model::Diagnosis& diagnosis, const model::RankedCause& cause);
// Whether the cause's own headline is one that the report has not given yet.
bool headline_adds(const model::Diagnosis& diagnosis, const model::RankedCause& cause);
// "97 % sure", "explains 2,450 of 2,450 failed requests".
std::vector<std::string> measures(const model::Diagnosis& diagnosis, const model::RankedCause& cause);
std::string with_next_step(std::string sentence, const std::vector<std::string>& steps);
// The annotation of a cause: its sentence and the first thing to do.
std::string annotation(const model::Diagnosis& diagnosis, const model::RankedCause& cause);
// What else it could be, one sentence each with its probability; empty where nothing is worth naming.
std::vector<std::string> second_opinion(const model::Diagnosis& diagnosis);

std::string unexplained_sentence(const model::Diagnosis& diagnosis);  // empty where nothing is left

// One sentence for each reason: "2 thresholds passed but say nothing: a p(95)<500, ...".
std::vector<std::string> vacuous_sentences(const model::Diagnosis& diagnosis);

// Steps that the diagnosis lists, or else the first cause's.
const std::vector<std::string>& next_steps(const model::Diagnosis& diagnosis);
const std::vector<std::string>& verify(const model::Diagnosis& diagnosis);
const std::string& curl_may_work(const model::Diagnosis& diagnosis);

// A command and the comment behind its ` # `.
struct Command {
  std::string text, comment;
};
Command command_of(std::string_view line);

std::optional<double> onset_s(const model::Diagnosis& diagnosis);

}  // namespace loadtriage::report
