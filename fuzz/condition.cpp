// Conditions and templates: what is accepted can be evaluated.
#include <cstdint>
#include <string>

#include "expr/expression.h"
#include "rules/run_vocabulary.h"

namespace {

class Nothing : public loadtriage::expr::Scope {
 public:
  loadtriage::expr::Value variable(std::size_t, const std::string&) const override { return {}; }
  loadtriage::expr::Value call(std::size_t, const std::string&,
                               const std::vector<loadtriage::expr::Value>&) const override {
    return {};
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto& vocabulary = loadtriage::rules::run_vocabulary();
  if (const auto condition = loadtriage::expr::Expression::parse(text, vocabulary, {}))
    (void)condition->evaluate(Nothing());
  for (const auto reader : {loadtriage::expr::Template::For::people, loadtriage::expr::Template::For::shell})
    if (const auto filled = loadtriage::expr::Template::parse(text, vocabulary, {}, reader))
      (void)filled->fill(Nothing());
  return 0;
}
