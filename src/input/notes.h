// What was odd about the bytes of an input.
#pragma once
#include <string>
#include <utility>
#include <vector>

namespace loadtriage::input {

class Notes : public std::vector<std::string> {
 public:
  using std::vector<std::string>::vector;

  // A part of the input is lost: what is concluded from the rest may not hold for the whole.
  void lost(std::string why) {
    push_back(std::move(why));
    incomplete_ = true;
  }
  bool incomplete() const { return incomplete_; }

 private:
  bool incomplete_ = false;
};

}  // namespace loadtriage::input
