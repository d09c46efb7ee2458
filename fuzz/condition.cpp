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
  using Template = loadtriage::expr::Template;
  if (const auto filled = Template::parse(text, vocabulary, {}))
    for (const auto whom : {Template::For::reader, Template::For::shell})
      (void)filled->fill(Nothing(), nullptr, whom);
  return 0;
}
