// What every way to write down a request has in common: a method, a path, a status.
#pragma once
#include <array>
#include <optional>
#include <string_view>

#include "model/log_event.h"

namespace loadtriage::formats {

inline constexpr std::array<std::string_view, 10> kMethods = {
    "GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"};

constexpr std::array<bool, 256> first_letters_of_methods() {
  std::array<bool, 256> table{};
  for (const std::string_view method : kMethods) table[static_cast<unsigned char>(method.front())] = true;
  return table;
}
inline constexpr std::array<bool, 256> kFirstLetters = first_letters_of_methods();
inline bool begins_method(char c) { return kFirstLetters[static_cast<unsigned char>(c)]; }

// The method that the text begins with, followed by a space.
std::string_view method_at(std::string_view text);

// A status from 100 to 599 that ends at a boundary; else 0.
int status_at(std::string_view text);
// Of a text that is one, or ends in one.
std::optional<int> status_of(std::string_view text);

// "GET /path HTTP/1.1"
void split_request(std::string_view request, model::AccessLine& access);

}  // namespace loadtriage::formats
