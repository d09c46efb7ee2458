#include "report/page.h"

#include <algorithm>

#include "base/text.h"
#include "report/wrap.h"

namespace loadtriage::report {
namespace {

constexpr std::size_t kFewestColumns = 40;
constexpr std::size_t kMostColumns = 400;
constexpr std::size_t kNarrowestText = 20;

std::string_view code_of(Paint paint) {
  switch (paint) {
    case Paint::plain:
      break;
    case Paint::bold:
      return "\x1b[1m";
    case Paint::dim:
      return "\x1b[2m";
    case Paint::red:
      return "\x1b[1;31m";
    case Paint::green:
      return "\x1b[1;32m";
    case Paint::yellow:
      return "\x1b[1;33m";
    case Paint::magenta:
      return "\x1b[1;35m";
    case Paint::cyan:
      return "\x1b[36m";
  }
  return "";
}

std::string pad(std::string_view text, std::size_t columns, Table::Align align) {
  const std::size_t width = width_of(text);
  const std::string blanks(columns > width ? columns - width : 0, ' ');
  return align == Table::Align::left ? std::string(text) + blanks : blanks + std::string(text);
}

// Takes what the table is too wide from its widest columns.
void narrow(std::vector<std::size_t>& widths, std::size_t room) {
  constexpr std::size_t kGap = 2;
  for (;;) {
    std::size_t sum = kGap * (widths.size() - 1);
    for (const auto width : widths) sum += width;
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (sum <= room || *widest <= 4) return;
    *widest -= 1;
  }
}

std::string without_trailing_blanks(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

}  // namespace

Page::Page(const Style& style)
    : columns_(
          std::clamp(static_cast<std::size_t>(std::max(style.columns, 0)), kFewestColumns, kMostColumns)),
      colour_(style.colour) {}

std::string Page::painted(std::string_view text, Paint paint) const {
  if (colour_ == Style::Colour::off || paint == Paint::plain || text.empty()) return std::string(text);
  return std::string(code_of(paint)) + std::string(text) + "\x1b[0m";
}

std::size_t Page::room(std::size_t indent) const {
  return columns_ > indent + kNarrowestText ? columns_ - indent : kNarrowestText;
}

void Page::gap() {
  if (!out_.empty() && !out_.ends_with("\n\n")) out_ += '\n';
}

void Page::line(std::size_t indent, std::string_view text, Paint paint) {
  out_ += std::string(indent, ' ') + painted(printable(text), paint) + '\n';
}

void Page::paragraph(std::size_t indent, std::string_view text, Paint paint) {
  for (const auto& part : wrap(text, room(indent))) line(indent, part, paint);
}

void Page::labelled(std::size_t indent, std::string_view label, std::size_t label_columns,
                    std::string_view text, Paint label_paint, Paint text_paint) {
  std::string shown = printable(label);
  if (width_of(shown) > label_columns) {
    paragraph(indent, shown, label_paint);
    shown.clear();
  }
  beside(indent, shown, indent + label_columns + 2, text, label_paint, text_paint);
}

void Page::item(std::size_t indent, std::string_view mark, std::string_view text, Paint text_paint) {
  beside(indent, printable(mark), indent + width_of(mark) + 1, text, text_paint, text_paint);
}

void Page::beside(std::size_t indent, const std::string& label, std::size_t text_at, std::string_view text,
                  Paint label_paint, Paint text_paint) {
  const auto lines = wrap(text, room(text_at));
  const std::string blanks(text_at - indent - width_of(label), ' ');
  out_ += std::string(indent, ' ') + painted(label, label_paint);
  if (!lines.front().empty()) out_ += blanks + painted(lines.front(), text_paint);
  out_ += '\n';
  for (std::size_t i = 1; i < lines.size(); ++i) line(text_at, lines[i], text_paint);
}

void Page::table(std::size_t indent, const Table& table) {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    widths.push_back(width_of(table.columns[i].title));
    for (const auto& row : table.rows) widths[i] = std::max(widths[i], width_of(printable(row[i])));
  }
  narrow(widths, room(indent));
  const auto row_text = [&](auto cell) {
    std::string text;
    for (std::size_t i = 0; i < widths.size(); ++i)
      text += (i > 0 ? "  " : "") +
              pad(shorten(printable(cell(i)), widths[i]), widths[i], table.columns[i].align);
    return without_trailing_blanks(text);
  };
  line(indent, row_text([&](std::size_t i) { return table.columns[i].title; }), Paint::dim);
  for (const auto& row : table.rows) line(indent, row_text([&](std::size_t i) { return row[i]; }));
}

}  // namespace loadtriage::report
