// A page of a terminal: wrapped paragraphs, labels in a column of their own, and colour
// only where it is wanted.
#pragma once
#include <string>
#include <string_view>

#include "report/reporter.h"
#include "report/tables.h"

namespace loadtriage::report {

enum class Paint { plain, bold, dim, red, green, yellow, magenta, cyan };

class Page {
 public:
  explicit Page(const Style& style);

  // An empty line, unless there is one already or the page is empty.
  void gap();
  void line(std::size_t indent, std::string_view text, Paint paint = Paint::plain);
  // Wrapped; every line is indented alike.
  void paragraph(std::size_t indent, std::string_view text, Paint paint = Paint::plain);
  // The label, padded to `label_columns`, then the text wrapped beside it. A longer
  // label stands on a line of its own.
  void labelled(std::size_t indent, std::string_view label, std::size_t label_columns, std::string_view text,
                Paint label_paint = Paint::dim, Paint text_paint = Paint::plain);
  // A list item: its mark, one blank, the text wrapped behind it.
  void item(std::size_t indent, std::string_view mark, std::string_view text,
            Paint text_paint = Paint::plain);
  // Columns as wide as their cells; the widest column gives way where the page is too narrow.
  void table(std::size_t indent, const Table& table);

  std::size_t columns() const { return columns_; }
  std::string take() { return std::move(out_); }

 private:
  std::string painted(std::string_view text, Paint paint) const;
  std::size_t room(std::size_t indent) const;
  void beside(std::size_t indent, const std::string& label, std::size_t text_at, std::string_view text,
              Paint label_paint, Paint text_paint);

  std::string out_;
  std::size_t columns_;
  Style::Colour colour_;
};

}  // namespace loadtriage::report
