#include "rules/documents/write_yaml.h"

#include "base/text.h"

namespace loadtriage::rules {
namespace {

bool plain(std::string_view text) {
  static constexpr std::string_view kSpecial = ":#{}[],&*!|>'\"%@`\n\\";
  return !text.empty() && text.find_first_of(kSpecial) == std::string_view::npos && text.front() != ' ' &&
         text.front() != '-' && text.front() != '?' && text.back() != ' ';
}

std::string scalar(std::string_view text) {
  if (plain(text)) return std::string(text);
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c == '\n' ? ' ' : c;
  }
  return out + "'";
}

void write(const Node& node, std::size_t indent, std::string& out);

void write_map(const Node& node, std::size_t indent, std::string& out, bool first_inline) {
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    if (i > 0 || !first_inline) out.append(indent, ' ');
    out += scalar(node.keys[i].scalar) + ":";
    write(node.children[i], indent + 2, out);
  }
}

void write_list(const Node& node, std::size_t indent, std::string& out) {
  for (const Node& item : node.children) {
    out.append(indent, ' ').append("-");
    if (item.is_map() && !item.children.empty()) {
      out += ' ';
      write_map(item, indent + 2, out, true);
    } else {
      write(item, indent + 2, out);
    }
  }
}

// Behind a key or a dash: a scalar on the same line, all else below it.
void write(const Node& node, std::size_t indent, std::string& out) {
  if (node.is_scalar()) {
    out += " " + scalar(node.scalar) + "\n";
  } else if (node.children.empty()) {
    out += node.is_map() ? " {}\n" : node.is_list() ? " []\n" : "\n";
  } else {
    out += '\n';
    node.is_map() ? write_map(node, indent, out, false) : write_list(node, indent, out);
  }
}

}  // namespace

std::string write_yaml(const Document& document) {
  std::string out = "# " + document.path + "\n";
  for (const std::string_view line : split(document.comment, '\n'))
    if (!line.empty()) out.append("# ").append(line).append("\n");
  if (document.root.is_map()) write_map(document.root, 0, out, false);
  return out;
}

}  // namespace loadtriage::rules
