#include "cli/outputs.h"

#include <set>

#include "base/spelling.h"
#include "cli/program_version.h"

namespace loadtriage::cli {
namespace {

std::vector<std::string> reporter_names() {
  std::vector<std::string> names;
  for (const report::Reporter* reporter : report::reporters()) names.emplace_back(reporter->name);
  return names;
}

Notice unknown_reporter(const std::string& name) {
  std::string all;
  for (const std::string& known : reporter_names()) all += (all.empty() ? "" : ", ") + known;
  return make_error("", "unknown reporter `" + name + "`" + did_you_mean(name, reporter_names()),
                    "there are " + all);
}

enum class Target { terminal, pipe, file };

Target standard_output(const World& world) { return world.out_is_terminal ? Target::terminal : Target::pipe; }

// The log of a CI system is no terminal, and shows colours.
bool coloured(const AnalyzeOptions& options, const World& world, Target target) {
  const auto set = [&](const char* name) { return world.environment(name).value_or("") != ""; };
  if (options.no_color || set("NO_COLOR") || target == Target::file) return false;
  const bool forced = set("FORCE_COLOR") && world.environment("FORCE_COLOR") != "0";
  return target == Target::terminal || forced;
}

report::Style style_for(const AnalyzeOptions& options, const World& world, Target target) {
  report::Style style;
  const bool to_terminal = target == Target::terminal;
  style.colour = coloured(options, world, target) ? report::Style::Colour::on : report::Style::Colour::off;
  style.detail = options.verbose ? report::Style::Detail::verbose : report::Style::Detail::normal;
  style.columns = to_terminal ? world.columns : 100;
  style.version = std::string(version());
  return style;
}

Notice cannot_write(const std::string& file, const std::string& why) {
  return make_error(file, "can't be written: " + why, "choose a folder that exists and is yours");
}

void write_step_summary(const model::Diagnosis& diagnosis, const AnalyzeOptions& options, World& world,
                        Notices& notices) {
  const auto path = world.environment("GITHUB_STEP_SUMMARY");
  if (!path || path->empty()) return;
  const std::string text =
      report::find_reporter("markdown")->write(diagnosis, style_for(options, world, Target::file));
  if (const auto why = world.write_file(*path, text, true))
    notices.push_back(make_error(*path, "can't be written: " + *why, "GITHUB_STEP_SUMMARY names this file"));
}

}  // namespace

Result<std::vector<Output>> outputs_of(const AnalyzeOptions& options) {
  std::vector<Output> outputs;
  Notices errors;
  const report::Reporter* standard = report::find_reporter(options.format);
  if (standard == nullptr) errors.push_back(unknown_reporter(options.format));
  outputs.push_back({standard, ""});
  for (const std::string& text : options.outputs) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals + 1 == text.size()) {
      errors.push_back(
          make_error("", "`--output " + text + "` names no file", "write it as --output FORMAT=FILE"));
      continue;
    }
    const std::string name = text.substr(0, equals);
    const report::Reporter* reporter = report::find_reporter(name);
    if (reporter == nullptr) errors.push_back(unknown_reporter(name));
    outputs.push_back({reporter, text.substr(equals + 1)});
  }
  if (!errors.empty()) return errors;
  return outputs;
}

Notices unwritable(const std::vector<Output>& outputs, const World& world) {
  Notices errors;
  std::set<std::string> files;
  for (const Output& output : outputs) {
    if (output.file.empty()) continue;
    if (!files.insert(world.files.resolved(output.file)).second)
      errors.push_back(make_error(output.file, "named by two outputs", "name a file for each"));
    else if (const auto why = world.why_not_writable ? world.why_not_writable(output.file) : std::nullopt)
      errors.push_back(cannot_write(output.file, *why));
  }
  return errors;
}

Notices write_outputs(const std::vector<Output>& outputs, const model::Diagnosis& diagnosis,
                      const AnalyzeOptions& options, World& world) {
  Notices notices;
  for (const Output& output : outputs) {
    const bool standard = output.file.empty();
    const std::string text = output.reporter->write(
        diagnosis, style_for(options, world, standard ? standard_output(world) : Target::file));
    if (standard) {
      world.out << text;
      if (output.reporter->name == "github") write_step_summary(diagnosis, options, world, notices);
    } else if (const auto why = world.write_file(output.file, text, false)) {
      notices.push_back(cannot_write(output.file, *why));
    }
  }
  return notices;
}

}  // namespace loadtriage::cli
