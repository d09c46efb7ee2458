#include "cli/run.h"

#include <CLI/CLI.hpp>
#include <cerrno>
#include <system_error>

#include "cli/analyze.h"
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/outputs.h"
#include "cli/program_version.h"

namespace loadtriage::cli {
namespace {

std::string reporter_list() {
  std::string text;
  for (const report::Reporter* reporter : report::reporters())
    text += (text.empty() ? "" : ", ") + std::string(reporter->name);
  return text;
}

std::string analyze_footer() {
  std::string text = "Formats of the report:\n";
  for (const report::Reporter* reporter : report::reporters()) {
    std::string name(reporter->name);
    name.resize(10, ' ');
    text += "  " + name + "  " + std::string(reporter->summary) + "\n";
  }
  return text +
         "\nExit status: 0 the run passed, 1 causes or failures are reported, 2 the request can't be met.";
}

void add_rules_option(CLI::App& command, RuleOptions& options) {
  command.add_option("--rules", options.folders, "Add a folder of your own rules (may be repeated)")
      ->type_name("DIR")
      ->allow_extra_args(false);
}

struct Request {
  AnalyzeOptions analyze;
  RuleOptions rules;
  bool confusion = false;          // of formats
  std::string name;                // a cause, or FILE:LINE
  std::vector<std::string> names;  // causes
};

void add_analyze(CLI::App& app, Request& request) {
  CLI::App& command = *app.add_subcommand("analyze", "Tell why a load test failed");
  AnalyzeOptions& options = request.analyze;
  command.add_option("PATH", options.paths, "Files or folders of one run; - is standard input");
  command.add_option("--format", options.format, "Report on standard output: " + reporter_list())
      ->type_name("FORMAT");
  command.add_option("--output", options.outputs, "Write a report to a file as well (may be repeated)")
      ->type_name("FORMAT=FILE")
      ->allow_extra_args(false);
  command
      .add_option("--context", options.contexts, "What you know: a JSON file, or key=value (may be repeated)")
      ->type_name("FILE|KEY=VALUE")
      ->allow_extra_args(false);
  command
      .add_option("--baseline", options.baseline,
                  "A file or folder of an earlier, healthy run to compare with (may be repeated)")
      ->type_name("PATH")
      ->allow_extra_args(false);
  add_rules_option(command, options.rules);
  command
      .add_option("--explain", options.explain,
                  "Say why the rule of this cause (or of `all`) did or did not fire; with `topology`, "
                  "which components and calls were found, and by what")
      ->type_name("CAUSE");
  command
      .add_option("--threads", options.threads,
                  "How many threads read; as many as the machine has by default")
      ->type_name("N");
  command
      .add_option("--max-unpacked", options.max_unpacked_gib,
                  "How large one archive may become, unpacked; 64, and 200 times its size, by default")
      ->type_name("GIB")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 20U));
  command.add_flag("--verbose", options.verbose, "Show all evidence and all inputs");
  command.add_flag("--stats", options.stats, "Say on standard error where the time went");
  command.add_flag("--no-color", options.no_color,
                   "No colour, as with NO_COLOR set; FORCE_COLOR=1 asks for it where no terminal is");
  command.footer(analyze_footer());
}

void add_rules(CLI::App& app, Request& request) {
  CLI::App& command = *app.add_subcommand("rules", "List, show, check, test and begin rules");
  command.require_subcommand(1);
  CLI::App& list = *command.add_subcommand("list", "One line for each cause");
  CLI::App& show = *command.add_subcommand("show", "Print the rule of a cause as it is written");
  show.add_option("CAUSE", request.name, "Such as db.pool-exhausted")->required();
  CLI::App& check = *command.add_subcommand("check", "Find what is wrong in the rules");
  CLI::App& test = *command.add_subcommand("test", "Run the examples inside the rules");
  test.add_option("CAUSE", request.names, "Only these causes");
  command.add_subcommand("vocabulary", "Print the names that conditions may use");
  CLI::App& create = *command.add_subcommand("new", "Begin a signature file from a line of a log");
  create.add_option("--from", request.name, "The line")->type_name("FILE:LINE")->required();
  for (CLI::App* each : {&list, &show, &check, &test}) add_rules_option(*each, request.rules);
}

void add_others(CLI::App& app, Request& request) {
  CLI::App& explain = *app.add_subcommand("explain", "Print what is known about a cause");
  explain.add_option("CAUSE", request.name, "Such as db.pool-exhausted")->required();
  add_rules_option(explain, request.rules);
  CLI::App& formats = *app.add_subcommand("formats", "List what can be read");
  add_rules_option(formats, request.rules);
  formats.add_flag("--confusion", request.confusion,
                   "Print what the samples of each line format are taken for");
}

int run_analyze(const Request& request, World& world) {
  AnalyzeOptions options = request.analyze;
  if (options.threads > 0) world.threads = options.threads;
  if (options.max_unpacked_gib > 0) world.unpack = {options.max_unpacked_gib << 30, 0};
  auto outputs = outputs_of(options);
  if (!outputs) return report(outputs.errors(), world);
  if (const Notices wrong = unwritable(*outputs, world); !wrong.empty()) return report(wrong, world);
  for (const Output& output : *outputs)
    if (!output.file.empty()) options.output_files.push_back(output.file);
  Notices notices;
  auto analysis = analyze(options, world, notices);
  if (!analysis) {
    notices.insert(notices.end(), analysis.errors().begin(), analysis.errors().end());
    return report(notices, world);
  }
  for (const Notice& notice : notices) world.err << describe(notice);
  const Notices failures = write_outputs(*outputs, analysis->diagnosis, options, world);
  world.err << analysis->explanation << analysis->stats;
  if (!failures.empty()) return report(failures, world);
  const bool clean =
      analysis->diagnosis.verdict == model::Verdict::passed && analysis->diagnosis.causes.empty();
  return clean ? kPassed : kReported;
}

int run_rules(const CLI::App& command, const Request& request, World& world) {
  if (command.got_subcommand("list")) return list_rules(request.rules, world);
  if (command.got_subcommand("show")) return show_rule(request.rules, request.name, world);
  if (command.got_subcommand("check")) return check_rules(request.rules, world);
  if (command.got_subcommand("test")) return test_rules(request.rules, request.names, world);
  if (command.got_subcommand("new")) return new_signature(request.name, world);
  return print_vocabulary(world);
}

// CLI11 sorts its own words for wrong arguments; ours point at the help.
int refuse(const CLI::ParseError& error, World& world) {
  std::string text = error.what();
  // "A subcommand is required", but not "CAUSE is required".
  const bool word = text.size() > 1 && !std::isupper(static_cast<unsigned char>(text[1]));
  if (word) text.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
  return report(
      {make_error("", text, "`loadtriage --help` and `loadtriage COMMAND --help` list what there is")},
      world);
}

}  // namespace

int report(const Notices& notices, World& world) {
  bool error = false;
  for (const Notice& notice : notices) {
    world.err << describe(notice);
    error = error || notice.severity == Severity::error;
  }
  return error ? kCannot : kPassed;
}

namespace {

int run_command(const std::vector<std::string>& arguments, World& world) {
  CLI::App app("Tells why a load test failed: causes in order, with evidence, confidence and next steps.",
               "loadtriage");
  app.set_version_flag("--version", "loadtriage " + std::string(version()));
  app.require_subcommand(1);
  app.footer(
      "Examples:\n"
      "  loadtriage analyze results/ backend.log\n"
      "  loadtriage analyze results/ --format markdown --output json=report.json\n"
      "  loadtriage explain db.pool-exhausted");
  Request request;
  add_analyze(app, request);
  add_rules(app, request);
  add_others(app, request);
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  const auto usual = usual_form(arguments, names, world.files);
  if (!usual) return report(usual.errors(), world);
  try {
    std::vector<std::string> reversed(usual->rbegin(), usual->rend());  // as CLI11 wants them
    app.parse(std::move(reversed));
  } catch (const CLI::CallForHelp&) {
    const auto commands = app.get_subcommands();
    const CLI::App* deepest = &app;
    std::string above;
    for (auto inside = commands; !inside.empty(); inside = inside.front()->get_subcommands()) {
      above += (above.empty() ? "" : " ") + deepest->get_name();
      deepest = inside.front();
    }
    world.out << deepest->help(above);
    return kPassed;
  } catch (const CLI::CallForVersion& version_text) {
    world.out << version_text.what() << '\n';
    return kPassed;
  } catch (const CLI::ParseError& error) {
    return refuse(error, world);
  }
  if (app.got_subcommand("analyze")) return run_analyze(request, world);
  if (app.got_subcommand("rules")) return run_rules(*app.get_subcommand("rules"), request, world);
  if (app.got_subcommand("explain")) return explain_cause(request.rules, request.name, world);
  return request.confusion ? show_confusion(request.rules, world) : list_formats(request.rules, world);
}

}  // namespace

int run(const std::vector<std::string>& arguments, World& world) {
  const int status = run_command(arguments, world);
  // A full disk shows only when the last byte is written; half a report must not pass for one.
  errno = 0;
  if (world.out.flush()) return status;
  const std::string why = errno != 0 ? ": " + std::generic_category().message(errno) : std::string();
  return report({make_error("", "standard output can't be written" + why,
                            "make room, or write the report to a file with --output FORMAT=FILE")},
                world);
}

}  // namespace loadtriage::cli
