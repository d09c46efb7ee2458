// Reads messages from standard input, one a line, and writes the template of each as a
// report would group them: what grouping.py compares with labelled sets. With --speed it
// writes how many messages a second one processor reduces instead.
#include <chrono>
#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

#include "collect/logs/log_template.h"
#include "collect/logs/template_groups.h"

namespace {

using loadtriage::collect::group_templates;
using loadtriage::collect::template_of;

void print_speed(const std::vector<std::string>& messages) {
  using clock = std::chrono::steady_clock;
  std::size_t done = 0, bytes = 0;
  const auto begin = clock::now();
  std::chrono::duration<double> taken{};
  while (taken.count() < 2 && !messages.empty()) {
    for (const std::string& message : messages) bytes += template_of(message).size();
    done += messages.size();
    taken = clock::now() - begin;
  }
  std::cout << static_cast<std::uint64_t>(static_cast<double>(done) / taken.count())
            << " messages a second, templates of " << (done == 0 ? 0 : bytes / done) << " bytes on average\n";
}

void print_groups(const std::vector<std::string>& messages) {
  std::vector<std::string> templates;
  for (const std::string& message : messages) templates.push_back(template_of(message));
  const auto groups = group_templates(templates);
  for (const std::string& text : templates) {
    const auto group = groups.find(text);
    std::cout << (group == groups.end() ? text : group->second) << '\n';
  }
}

}  // namespace

int main(int count, char** arguments) {
  std::ios::sync_with_stdio(false);
  std::vector<std::string> messages;
  for (std::string line; std::getline(std::cin, line);) messages.push_back(line);
  if (count > 1 && std::string(arguments[1]) == "--speed")
    print_speed(messages);
  else
    print_groups(messages);
}
