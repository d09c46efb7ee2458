#include "expr/expression.h"

#include <doctest/doctest.h>

#include <map>

#include "support/small_rules.h"

namespace loadtriage::expr {
namespace {

const Vocabulary kVocabulary = test::small_vocabulary();

class MapScope : public Scope {
 public:
  std::map<std::string, Value> values;
  Value variable(std::size_t, const std::string& name) const override {
    const auto found = values.find(name);
    return found == values.end() ? Value() : found->second;
  }
  Value call(std::size_t, const std::string& function, const std::vector<Value>& arguments) const override {
    return function == "fact" && arguments[0].text() == "pool_size" ? Value::of(10.0) : Value();
  }
};

Value value_of(const std::string& text, const MapScope& scope = {}) {
  const auto parsed = Expression::parse(text, kVocabulary, {"x.yaml", 1, 1});
  REQUIRE_MESSAGE(parsed.ok(), text);
  CHECK(describe(Expression::deferred(text, kVocabulary).evaluate(scope)) ==
        describe(parsed->evaluate(scope)));
  return parsed->evaluate(scope);
}

Value::Record failure(double status, double count) {
  return {{"status", Value::of(status)}, {"count", Value::of(count)}};
}

MapScope some_failures() {
  MapScope scope;
  scope.values["failures"] = Value::of(
      Value::List{Value::of(failure(500, 6)), Value::of(failure(404, 2)), Value::of(Value::Record{})});
  return scope;
}

}  // namespace

TEST_CASE("condition: operators bind from ?: over ||, &&, comparison, sum, product to unary") {
  CHECK(value_of("1 + 2 * 3 == 7 && !false || 1 / 0 > 1").is_true());
  CHECK(value_of("1 > 2 ? 'a' : 2 > 1 ? 'b' : 'c'").text() == "b");
  CHECK(value_of("-2 - -3 == 1").is_true());
  CHECK(value_of("7 % 4 in [1, 3]").is_true());
}

TEST_CASE("condition: unknown follows Kleene's logic") {
  CHECK_FALSE(value_of("requests.failed > 0").known());
  CHECK(value_of("requests.failed > 0 && false").known());
  CHECK(value_of("true || requests.failed > 0").is_true());
  CHECK_FALSE(value_of("requests.failed > 0 || false").known());
  CHECK_FALSE(value_of("!logs.present").known());
  CHECK(value_of("!has(requests.failed)").is_true());
  CHECK_FALSE(value_of("1 / 0").known());
}

TEST_CASE("condition: macros nest three deep, as each multiplies the work") {
  const std::string three = "failures.exists(a, failures.exists(b, failures.exists(c, c.count > 0)))";
  CHECK(Expression::parse(three, kVocabulary, {"x.yaml", 1, 1}).ok());
  const auto four = Expression::parse("failures.exists(z, " + three + ")", kVocabulary, {"x.yaml", 1, 1});
  REQUIRE_FALSE(four.ok());
  CHECK(four.errors().front().text == "condition is nested too deeply");
}

TEST_CASE("condition: what would visit millions of items is unknown") {
  MapScope scope;
  Value::List many;
  for (int i = 0; i < 2500; ++i) many.push_back(Value::of(failure(500, i)));
  scope.values["failures"] = Value::of(std::move(many));
  CHECK(value_of("failures.all(a, a.count >= 0)", scope).is_true());
  CHECK_FALSE(value_of("failures.all(a, failures.all(b, b.count >= 0))", scope).known());
}

TEST_CASE("condition: macros walk a list and skip or keep what is unknown") {
  const MapScope scope = some_failures();
  CHECK(value_of("failures.exists(f, f.status >= 500)", scope).is_true());
  CHECK_FALSE(value_of("failures.exists(f, f.status >= 600)", scope).known());
  CHECK(value_of("failures.all(f, f.status >= 500)", scope).boolean() == false);
  CHECK(value_of("size(failures.filter(f, f.status >= 400)) == 2", scope).is_true());
  CHECK(value_of("failures.sum(f, f.count) == 8", scope).is_true());
  CHECK(value_of("failures.max(f, f.count)", scope).number().value == 6);
  CHECK(value_of("min(failures.map(f, f.count))", scope).number().value == 2);
  CHECK(value_of("failures.exists(f, failures.exists(g, g.count < f.count))", scope).is_true());
}

TEST_CASE("condition: units are carried, converted, and refused where they differ") {
  MapScope scope;
  scope.values["requests.per_second"] = Value::of(50.0, Unit::per_second);
  scope.values["latency.p95"] = Value::of(200.0, Unit::ms);
  scope.values["requests.failed"] = Value::of(3.0, Unit::count);
  const Value in_flight = value_of("requests.per_second * latency.p95", scope);
  CHECK(in_flight.number().unit == Unit::count);
  CHECK(in_flight.number().value == doctest::Approx(10));
  CHECK(describe(value_of("seconds(latency.p95) * 10", scope)) == "2 s");
  CHECK(value_of("requests.failed / requests.per_second", scope).number().unit == Unit::seconds);
  CHECK_FALSE(Expression::parse("latency.p95 + run.duration_s", kVocabulary, {}).ok());
}

TEST_CASE("condition: texts have methods") {
  MapScope scope;
  scope.values["run.tool"] = Value::of("k6 v1.2");
  CHECK(value_of("run.tool.matches('v[0-9]') && run.tool.startsWith('k6') && "
                 "run.tool.lowerAscii().contains('V') == false",
                 scope)
            .is_true());
  CHECK(value_of(R"('it\'s' == "it's")").is_true());
}

TEST_CASE("condition: a fault points at its column and suggests the nearest name") {
  const auto parsed = Expression::parse("logs.present && requests.faild > 0", kVocabulary, {"x.yaml", 7, 11});
  REQUIRE_FALSE(parsed.ok());
  REQUIRE(parsed.errors().size() == 1);
  CHECK(parsed.errors()[0].place.line == 7);
  CHECK(parsed.errors()[0].place.column == 27);
  CHECK(parsed.errors()[0].snippet[0].label == "did you mean `requests.failed`?");
}

TEST_CASE("condition: independent faults are reported at once") {
  const auto parsed =
      Expression::parse("requests.faild > 0 && run.tol == 'x' && fact(1) > 0", kVocabulary, {});
  REQUIRE_FALSE(parsed.ok());
  CHECK(parsed.errors().size() == 3);
}

TEST_CASE("condition: hostile texts are refused, not obeyed") {
  std::string sum = "1";
  for (int i = 0; i < 100000; ++i) sum += "+1";
  CHECK_FALSE(Expression::parse(sum, kVocabulary, {}).ok());
  CHECK_FALSE(Expression::parse(std::string(5000, '('), kVocabulary, {}).ok());
  CHECK_FALSE(Expression::parse(std::string(1000, '!') + "true", kVocabulary, {}).ok());
  CHECK_FALSE(Expression::parse(std::string(1000, '-'), kVocabulary, {}).ok());
  CHECK_FALSE(Expression::parse("", kVocabulary, {}).ok());
  const std::string good =
      "failures.exists(f, f.status >= 500 && metric('x').p95 in [1, 2]) ? [1][0] : -\"\\n\"";
  for (std::size_t cut = 0; cut < good.size(); ++cut) {
    CHECK_FALSE(Expression::parse(good.substr(0, cut) + "\x01", kVocabulary, {}).ok());
    (void)Expression::parse(good.substr(cut), kVocabulary, {}).ok();
  }
}

TEST_CASE("text: braces are filled, options are left out, literal braces stay") {
  MapScope scope;
  scope.values["requests.failed"] = Value::of(2450.0, Unit::count);
  const auto fill = [&](const char* text, bool* complete = nullptr) {
    const auto parsed = Template::parse(text, kVocabulary, {});
    REQUIRE(parsed.ok());
    return parsed->fill(scope, complete);
  };
  CHECK(fill("{requests.failed} failed{?, {latency.p95} at p95?}") == "2,450 failed");
  CHECK(fill("{?{requests.failed} failed?}!") == "2,450 failed!");
  CHECK(fill("awk '{{print $1}}'") == "awk '{print $1}'");
  bool complete = true;
  CHECK(fill("p95 {latency.p95}", &complete) == "p95 unknown");
  CHECK_FALSE(complete);
}

}  // namespace loadtriage::expr
