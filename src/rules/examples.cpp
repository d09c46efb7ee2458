#include "rules/examples.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "base/quantity.h"
#include "base/text.h"
#include "expr/lexer.h"
#include "rules/faults.h"

namespace loadtriage::rules {

using namespace expr;

namespace {

constexpr std::string_view kFrame[] = {"name", "expect", "set"};

// The sections that answer functions: `seen: {x: ...}` is what seen('x') gives.
struct Section {
  std::string_view key;
  std::string_view function;
};
constexpr Section kSections[] = {{"seen", "seen"}, {"metrics", "metric"}, {"facts", "fact"}};

std::string call_key(std::string_view function, const std::vector<Value>& arguments) {
  std::string key = std::string(function) + "(";
  for (const Value& argument : arguments) {
    if (key.back() != '(') key += ",";
    key += argument.kind() == Kind::text ? "'" + argument.text() + "'" : describe(argument);
  }
  return key + ")";
}

// The field that a single number or text stands for.
std::string main_field(const Type& record) {
  for (const char* name : {"count", "value", "number"}) {
    if (record.fields->contains(name)) return name;
  }
  return {};
}

class Builder {
 public:
  Builder(const Document& document, const Vocabulary& vocabulary)
      : document_(document), vocabulary_(vocabulary) {}

  void read(const Node& body) {
    for (std::size_t i = 0; i < body.children.size(); ++i) {
      const std::string_view key = body.keys[i].scalar;
      const auto* section = std::find_if(std::begin(kSections), std::end(kSections),
                                         [&](const Section& entry) { return entry.key == key; });
      if (key == "set") {
        read_set(body.children[i]);
      } else if (section != std::end(kSections)) {
        read_section(*section, body.children[i], body.keys[i]);
      } else if (std::find(std::begin(kFrame), std::end(kFrame), key) == std::end(kFrame)) {
        read_variable(body.keys[i], body.children[i]);
      }
    }
  }

  std::map<std::string, Value> variables, calls;
  Notices faults;

 private:
  void unknown(const Node& key, const std::vector<std::string>& known) {
    Detail detail;
    detail.label = expr::suggestion(key.scalar, known);
    faults.push_back(fault_at(document_, key, phrase(Fault::example_name, {key.scalar}), std::move(detail)));
  }

  void read_set(const Node& set) {
    for (std::size_t i = 0; i < set.keys.size(); ++i) {
      const Node& key = set.keys[i];
      if (key.scalar.find('(') == std::string_view::npos) {
        read_variable(key, set.children[i]);
      } else {
        read_call(key, set.children[i]);
      }
    }
  }

  void read_variable(const Node& key, const Node& value) {
    const auto index = vocabulary_.find_variable(key.scalar);
    if (!index) {
      std::vector<std::string> known;
      for (const Variable& variable : vocabulary_.variables()) known.push_back(variable.name);
      return unknown(key, known);
    }
    variables[std::string(key.scalar)] = value_of(value, vocabulary_.variables()[*index].type);
  }

  // "capture('x', 'y')": the call, written as a condition writes it.
  void read_call(const Node& key, const Node& value) {
    Notices ignored;
    const std::vector<Token> tokens = cut(key.scalar, {}, ignored);
    const auto index = vocabulary_.find_function(tokens.front().written);
    if (!index || !ignored.empty()) {
      std::vector<std::string> known;
      for (const Function& function : vocabulary_.functions()) known.push_back(function.name);
      return unknown(key, known);
    }
    std::vector<Value> arguments;
    for (const Token& token : tokens) {
      if (token.kind == Token::Kind::text) arguments.push_back(Value::of(unquoted(token.written)));
      if (token.kind == Token::Kind::number) {
        arguments.push_back(Value::of(parse_number(token.written).value_or(0)));
      }
    }
    const Function& function = vocabulary_.functions()[*index];
    calls[call_key(function.name, arguments)] = value_of(value, function.result);
  }

  void read_section(const Section& section, const Node& entries, const Node& key) {
    const auto index = vocabulary_.find_function(section.function);
    if (!index) return unknown(key, {});
    const Function& function = vocabulary_.functions()[*index];
    for (std::size_t i = 0; i < entries.keys.size(); ++i) {
      const std::string name(entries.keys[i].scalar);
      const auto& known = function.known_arguments;
      if (!known.empty() && std::find(known.begin(), known.end(), name) == known.end()) {
        unknown(entries.keys[i], known);
      }
      calls[call_key(function.name, {Value::of(name)})] = value_of(entries.children[i], function.result);
    }
  }

  Value wrong(const Node& node, const Type& type) {
    const std::string_view seen = node.is_scalar() ? node.scalar : node.is_list() ? "list" : "map";
    faults.push_back(fault_at(document_, node, phrase(Fault::example_value, {seen, describe(type)})));
    return {};
  }

  Value value_of(const Node& node, const Type& type) {
    if (node.kind == Node::Kind::null) return {};
    switch (type.kind) {
      case Kind::boolean:
        if (node.scalar == "true" || node.scalar == "false") return Value::of(node.scalar == "true");
        break;
      case Kind::number:
        if (const auto number = parse_number(node.scalar)) return Value::of(*number, type.unit);
        break;
      case Kind::text:
        if (node.is_scalar()) return Value::of(std::string(node.scalar));
        break;
      case Kind::list:
        return node.is_list() ? list_of(node, type) : wrong(node, type);
      case Kind::record:
        return record_of(node, type);
    }
    return wrong(node, type);
  }

  Value list_of(const Node& node, const Type& type) {
    Value::List list;
    for (const Node& child : node.children) list.push_back(value_of(child, *type.element));
    return Value::of(std::move(list));
  }

  Value record_of(const Node& node, const Type& type) {
    Value::Record record;
    const std::string single = main_field(type);
    if (node.is_scalar() && !single.empty()) {
      record[single] = value_of(node, type.fields->at(single));
      return Value::of(std::move(record));
    }
    if (!node.is_map()) return wrong(node, type);
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
      const auto field = type.fields->find(std::string(node.keys[i].scalar));
      if (field != type.fields->end()) {
        record[field->first] = value_of(node.children[i], field->second);
        continue;
      }
      std::vector<std::string> known;
      for (const auto& [name, ignored] : *type.fields) known.push_back(name);
      unknown(node.keys[i], known);
    }
    return Value::of(std::move(record));
  }

  const Document& document_;
  const Vocabulary& vocabulary_;
};

// What an observation gives that was not seen: a count of 0, and nothing else.
Value unseen(const Function& function) {
  if (function.names != Function::Names::observation) return {};
  const Type& type = function.result;
  if (type.kind == Kind::number && type.unit == Unit::count) return Value::of(0, Unit::count);
  if (type.kind == Kind::boolean) return Value::of(false);
  if (type.kind != Kind::record || !type.fields->contains("count")) return {};
  return Value::of(Value::Record{{"count", Value::of(0, Unit::count)}, {"ever", Value::of(0, Unit::count)}});
}

std::string why_silent(const Verdict& verdict) {
  if (verdict.considered == Truth::no) return "`requires` is false";
  if (verdict.considered == Truth::unknown) return "`requires` is unknown";
  return "its probability is " + format_share(verdict.probability());
}

}  // namespace

Result<ExampleScope> ExampleScope::make(const Document& document, const Node& body,
                                        const Vocabulary& vocabulary) {
  Builder builder(document, vocabulary);
  builder.read(body);
  if (!builder.faults.empty()) return builder.faults;
  ExampleScope scope;
  scope.variables_ = std::move(builder.variables);
  scope.calls_ = std::move(builder.calls);
  for (const Function& function : vocabulary.functions()) scope.unseen_.push_back(unseen(function));
  return scope;
}

Value ExampleScope::variable(std::size_t, const std::string& name) const {
  const auto found = variables_.find(name);
  return found == variables_.end() ? Value() : found->second;
}

Value ExampleScope::call(std::size_t index, const std::string& function,
                         const std::vector<Value>& arguments) const {
  const auto found = calls_.find(call_key(function, arguments));
  return found == calls_.end() ? unseen_.at(index) : found->second;
}

Notices run_examples(const RuleSet& rules, const Cause& cause) {
  Notices notices;
  for (const Example& example : cause.examples) {
    const auto scope = ExampleScope::make(*cause.document, *example.body, *rules.vocabulary);
    if (!scope) {
      notices.insert(notices.end(), scope.errors().begin(), scope.errors().end());
      continue;
    }
    const Verdict verdict = evaluate(rules, cause, *scope);
    if (verdict.fires() == example.fires) continue;
    const Node* name = example.body->find("name");
    Detail detail;
    detail.hint = trim(explain(verdict));
    const std::string text =
        example.fires ? phrase(Fault::example_silent, {example.name, why_silent(verdict)})
                      : phrase(Fault::example_fires,
                               {example.name, "probability " + format_share(verdict.probability())});
    notices.push_back(fault_at(*cause.document, name ? *name : *example.body, text, std::move(detail)));
  }
  return notices;
}

}  // namespace loadtriage::rules
