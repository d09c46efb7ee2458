// Makes a large log of small ones: their lines, again and again, with times that go on and ids
// and long numbers that change. The same bytes for the same files, always.
//
//   stretch_logs BYTES FILE... > backend.log
//
// Whoever wrote the lines did not think of how fast they are read. Times are moved where they
// are ISO 8601 or epochs; other layouts stay as they are.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "random.h"

namespace {

constexpr std::int64_t kSpan = 3600;  // seconds between one time through the files and the next

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex_letter(char c) { return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_in_word(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Whether the text begins as `form` does, where `9` stands for any digit.
bool begins_like(std::string_view text, std::string_view form) {
  if (text.size() < form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i)
    if (form[i] == '9' ? !is_digit(text[i]) : text[i] != form[i]) return false;
  return true;
}

class Stretched {
 public:
  void go_through(std::string_view file) {
    for (std::size_t at = 0; at < file.size();) at += is_in_word(file[at]) ? word(file, at) : other(file, at);
    if (!file.empty() && file.back() != '\n') out_ += '\n';
  }
  void next_time() { later_ += kSpan; }
  std::uint64_t flush() {
    std::fwrite(out_.data(), 1, out_.size(), stdout);
    const std::uint64_t size = out_.size();
    out_.clear();
    return size;
  }

 private:
  std::size_t other(std::string_view file, std::size_t at) {
    out_ += file[at];
    return 1;
  }

  std::size_t word(std::string_view file, std::size_t at) {
    const std::string_view rest = file.substr(at);
    if (begins_like(rest, "9999-99-99T99:99:99") || begins_like(rest, "9999-99-99 99:99:99"))
      return stamp(rest);
    std::size_t size = 0, digits = 0, hex_letters = 0;
    for (; size < rest.size() && is_in_word(rest[size]); ++size) {
      digits += is_digit(rest[size]) ? 1 : 0;
      hex_letters += is_hex_letter(rest[size]) ? 1 : 0;
    }
    const std::string_view text = rest.substr(0, size);
    if ((size == 10 || size == 13) && digits == size && text.front() == '1')
      out_ += std::to_string(std::stoll(std::string(text)) + later_ * (size == 13 ? 1000 : 1));
    else if (size >= 6 && digits + hex_letters == size && digits > 0)
      for (const char c : text) out_ += is_digit(c) ? pick("0123456789") : pick("abcdef");
    else
      out_ += text;
    return size;
  }

  std::size_t stamp(std::string_view text) {
    using namespace std::chrono;
    const auto number = [&](std::size_t at, std::size_t size) {
      return std::stoi(std::string(text.substr(at, size)));
    };
    const year_month_day day{year(number(0, 4)), month(static_cast<unsigned>(number(5, 2))),
                             std::chrono::day(static_cast<unsigned>(number(8, 2)))};
    if (!day.ok()) return out_ += text.substr(0, 19), 19;
    const sys_seconds then = sys_days(day) + hours(number(11, 2)) + minutes(number(14, 2)) +
                             seconds(number(17, 2)) + seconds(later_);
    const year_month_day moved(floor<days>(then));
    const hh_mm_ss clock(then - floor<days>(then));
    char written[64];
    std::snprintf(written, sizeof written, "%04d-%02u-%02u%c%02d:%02d:%02d", static_cast<int>(moved.year()),
                  static_cast<unsigned>(moved.month()), static_cast<unsigned>(moved.day()), text[10],
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    out_ += written;
    return 19;
  }

  char pick(std::string_view from) { return from[random_.below(from.size())]; }

  std::string out_;
  std::int64_t later_ = 0;
  Random random_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fputs("usage: stretch_logs BYTES FILE...\n", stderr);
    return 2;
  }
  const std::uint64_t most = std::strtoull(argv[1], nullptr, 10);
  std::vector<std::string> files;
  for (int i = 2; i < argc; ++i) {
    std::ifstream file(argv[i], std::ios::binary);
    files.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  Stretched stretched;
  for (std::uint64_t written = 0; written < most; stretched.next_time()) {
    const std::uint64_t before = written;
    for (const std::string& file : files) {
      if (written >= most) break;
      stretched.go_through(file);
      written += stretched.flush();
    }
    if (written == before) break;  // nothing in the files
  }
  return 0;
}
