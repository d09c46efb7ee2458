#include "rank/network.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace loadtriage::rank {
namespace {

// Beyond these a set adds nothing that can be seen in a report.
constexpr std::size_t kSinglesInPairs = 24;
constexpr std::size_t kPairsInTriples = 24;

// A message is rarely certain, whatever its cause.
constexpr double kMostCertain = 0.98;

std::vector<double> activity_of(const Network& network, const std::vector<std::size_t>& set) {
  std::vector<double> activity(network.nodes.size(), 0);
  for (const std::size_t root : set) {
    activity[root] = 1;
    for (const Effect& effect : network.nodes[root].effects)
      activity[effect.node] = std::max(activity[effect.node], effect.strength);
  }
  return activity;
}

double ratio_of(const model::Clue& clue) { return clue.when_true / clue.otherwise; }

// What the conditions of one cause alone say, taken together.
double own_ratio(const Node& node) {
  double ratio = 1;
  for (const model::Clue& clue : node.clues)
    if (clue.observation.empty()) ratio *= ratio_of(clue);
  return ratio;
}

class Scorer {
 public:
  explicit Scorer(const Network& network) : network_(network), says_(network.nodes.size()) {
    for (const Node& node : network.nodes) own_.push_back(own_ratio(node));
    number_messages();
  }

  double score(const std::vector<std::size_t>& set) const {
    const std::vector<double> activity = activity_of(network_, set);
    double log = messages(activity) + conditions(activity) - unexplained(activity);
    for (const std::size_t root : set) {
      const double prior = network_.nodes[root].prior;
      log += std::log(prior / (1 - prior));
    }
    return log;
  }

 private:
  // How likely a cause that is at work writes a message.
  struct Says {
    std::size_t message = 0;
    double probability = 0;
  };

  // A message is written for no reason known here as rarely as the cause that knows it best says.
  void number_messages() {
    std::map<std::string, std::size_t> numbers;
    for (const Node& node : network_.nodes) {
      for (const model::Clue& clue : node.clues) {
        if (clue.observation.empty()) continue;
        const auto [entry, added] = numbers.emplace(clue.observation, backgrounds_.size());
        if (added) backgrounds_.push_back(clue.otherwise);
        double& background = backgrounds_[entry->second];
        background = std::min(background, clue.otherwise);
      }
    }
    for (std::size_t i = 0; i < network_.nodes.size(); ++i) {
      for (const model::Clue& clue : network_.nodes[i].clues) {
        if (clue.observation.empty()) continue;
        const std::size_t message = numbers.at(clue.observation);
        says_[i].push_back({message, std::min(kMostCertain, backgrounds_[message] * ratio_of(clue))});
      }
    }
  }

  // An effect that its own conditions speak against did not happen.
  double happened(std::size_t node, const std::vector<double>& activity) const {
    return activity[node] < 1 ? std::min(1.0, own_[node]) : 1;
  }

  double messages(const std::vector<double>& activity) const {
    std::vector<double> silent;  // that nobody would have written it
    for (const double background : backgrounds_) silent.push_back(1 - background);
    for (std::size_t i = 0; i < activity.size(); ++i) {
      if (activity[i] <= 0) continue;
      for (const Says& says : says_[i])
        silent[says.message] *= 1 - says.probability * activity[i] * happened(i, activity);
    }
    double log = 0;
    for (std::size_t m = 0; m < silent.size(); ++m) log += std::log((1 - silent[m]) / backgrounds_[m]);
    return log;
  }

  // An effect may happen or not, and counts by how likely it is; that it did not happen
  // speaks not against its cause.
  double conditions(const std::vector<double>& activity) const {
    double log = 0;
    for (std::size_t i = 0; i < activity.size(); ++i) {
      if (activity[i] <= 0) continue;
      const double likely = 1 - activity[i] + activity[i] * own_[i];
      log += std::log(activity[i] < 1 ? std::max(1.0, likely) : likely);
    }
    return log;
  }

  double unexplained(const std::vector<double>& activity) const {
    double cost = 0;
    for (std::size_t b = 0; b < network_.burdens.size(); ++b) {
      double covered = 0;
      for (std::size_t i = 0; i < activity.size(); ++i)
        if (activity[i] > 0) covered = std::max(covered, happened(i, activity) * network_.nodes[i].covers[b]);
      cost += network_.burdens[b] * (1 - covered);
    }
    return cost;
  }

  const Network& network_;
  std::vector<double> backgrounds_;      // of each message
  std::vector<std::vector<Says>> says_;  // of each node
  std::vector<double> own_;
};

using Scored = std::pair<double, std::vector<std::size_t>>;

// The likeliest first; sets that are as likely in the order of their nodes.
void sort_best_first(std::vector<Scored>& sets) {
  std::sort(sets.begin(), sets.end(), [](const Scored& a, const Scored& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
}

std::vector<Scored> singles(const Scorer& scorer, std::size_t count) {
  std::vector<Scored> sets;
  for (std::size_t i = 0; i < count; ++i) sets.push_back({scorer.score({i}), {i}});
  sort_best_first(sets);
  return sets;
}

// Each of the first `most` sets with each of the likeliest single causes.
std::vector<Scored> extended(const Scorer& scorer, const std::vector<Scored>& sets, std::size_t most,
                             const std::vector<Scored>& alone) {
  std::set<std::vector<std::size_t>> made;
  std::vector<Scored> larger;
  for (std::size_t i = 0; i < std::min(most, sets.size()); ++i) {
    for (std::size_t j = 0; j < std::min(kSinglesInPairs, alone.size()); ++j) {
      std::vector<std::size_t> set = sets[i].second;
      const std::size_t node = alone[j].second.front();
      if (std::find(set.begin(), set.end(), node) != set.end()) continue;
      set.insert(std::upper_bound(set.begin(), set.end(), node), node);
      if (made.insert(set).second) larger.push_back({scorer.score(set), set});
    }
  }
  sort_best_first(larger);
  return larger;
}

}  // namespace

Posterior infer(const Network& network) {
  const Scorer scorer(network);
  const std::vector<Scored> alone = singles(scorer, network.nodes.size());
  const std::vector<Scored> pairs = extended(scorer, alone, kSinglesInPairs, alone);
  const std::vector<Scored> triples = extended(scorer, pairs, kPairsInTriples, alone);
  std::vector<Scored> all = {{scorer.score({}), {}}};
  for (const auto* sets : {&alone, &pairs, &triples}) all.insert(all.end(), sets->begin(), sets->end());
  sort_best_first(all);

  double sum = 0;
  for (const Scored& set : all) sum += std::exp(set.first - all.front().first);
  Posterior posterior;
  posterior.at_work.assign(network.nodes.size(), 0);
  for (const Scored& set : all) {
    const double probability = std::exp(set.first - all.front().first) / sum;
    for (const std::size_t node : set.second) posterior.at_work[node] += probability;
    if (set.second.empty()) posterior.none = probability;
    posterior.sets.push_back({set.second, probability});
  }
  return posterior;
}

}  // namespace loadtriage::rank
