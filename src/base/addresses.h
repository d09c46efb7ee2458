// Addresses of programs as texts write them: `orders-db:5432`, `10.0.0.7:8080`, `[::1]:6379`,
// `postgres://app:secret@db/shop`, `unix:/run/app.sock`.
//
// Whatever else stands in the text is not kept: no user, no password, no path.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loadtriage {

struct Address {
  std::string scheme;  // in small letters; empty where none is written
  std::string host;    // in small letters; of a socket in the file system its path
  int port = 0;        // 0: none is written

  auto operator<=>(const Address&) const = default;
};

// "db:5432", "https://api.example.com", "unix:/run/app.sock": what read_address() takes.
std::string describe(const Address& address);

// This very machine, whoever says it: `localhost`, 127.0.0.0/8, ::1, 0.0.0.0 and ::.
bool is_loopback(std::string_view host);
bool is_ip(std::string_view host);  // of either family

// The text as a whole is an address.
std::optional<Address> read_address(std::string_view text);

// Those within a text, at most `most` of them, in their order. `Main.java:120` is a place in a
// source and `12:00:05` a time; a single word with a number behind it may be anything, so whoever
// asks must know the word or the port.
void find_addresses(std::string_view text, std::size_t most, std::vector<Address>& found);

}  // namespace loadtriage
