#include "formats/settings/context_names.h"

#include <algorithm>

#include "base/text.h"
#include "formats/settings/context.h"

namespace loadtriage::formats {
namespace {

constexpr Setting kPoolSize{"pool_size", Measure::count, "connections"};
constexpr Setting kAcquireTimeout{"acquire_timeout_ms", Measure::ms, "ms"};
constexpr Setting kStatementTimeout{"statement_timeout_ms", Measure::ms, "ms"};
constexpr Setting kTimeout{"timeout_ms", Measure::ms, "ms"};
constexpr Setting kMaxConnections{"max_connections", Measure::count, "connections"};
constexpr Setting kWorkers{"workers", Measure::count, "workers"};
constexpr Setting kMemory{"memory_limit_mb", Measure::megabytes, "MB"};
constexpr Setting kOpenFiles{"open_files_limit", Measure::count, "files"};
constexpr Setting kCores{"cpu_limit_cores", Measure::cores, "cores"};
constexpr Setting kRate{"expected_rate_per_s", Measure::per_second, "requests/s"};
constexpr Setting kP95{"p95_target_ms", Measure::ms, "ms"};
constexpr Setting kP99{"p99_target_ms", Measure::ms, "ms"};
constexpr Setting kErrorBudget{"error_budget", Measure::share, "share"};
constexpr Setting kTokenTtl{"token_ttl_s", Measure::seconds, "s"};
constexpr Setting kVus{"vus_planned", Measure::count, "VUs"};
constexpr Setting kBodyLimit{"body_limit_bytes", Measure::bytes, "bytes"};
constexpr Setting kBacklog{"backlog", Measure::count, "connections"};
constexpr Setting kTypical{"typical_response_ms", Measure::ms, "ms"};
constexpr Setting kExitCode{"exit_code", Measure::count, "exit code"};
constexpr Setting kService{"service", Measure::text, ""};
constexpr Setting kFramework{"framework", Measure::text, ""};
constexpr Setting kTarget{"target", Measure::text, ""};

struct Name {
  std::string_view words;  // of the path's end, joined by `_`
  const Setting* setting;
};
constexpr Name kNames[] = {
    {"pool_size", &kPoolSize},
    {"pool_max", &kPoolSize},
    {"pool_max_size", &kPoolSize},
    {"pool_limit", &kPoolSize},
    {"max_pool_size", &kPoolSize},
    {"maximum_pool_size", &kPoolSize},
    {"maxpoolsize", &kPoolSize},
    {"maximumpoolsize", &kPoolSize},
    {"poolsize", &kPoolSize},
    {"connection_limit", &kPoolSize},
    {"pool_connections", &kPoolSize},
    {"db_pool", &kPoolSize},
    {"database_pool", &kPoolSize},
    {"db_connections", &kPoolSize},
    {"database_connections", &kPoolSize},
    {"acquire_timeout", &kAcquireTimeout},
    {"acquire", &kAcquireTimeout},
    {"pool_timeout", &kAcquireTimeout},
    {"checkout_timeout", &kAcquireTimeout},
    {"connection_timeout", &kAcquireTimeout},
    {"connection_timeout_millis", &kAcquireTimeout},
    {"statement_timeout", &kStatementTimeout},
    {"query_timeout", &kStatementTimeout},
    {"timeout", &kTimeout},
    {"request_timeout", &kTimeout},
    {"http_timeout", &kTimeout},
    {"read_timeout", &kTimeout},
    {"proxy_read_timeout", &kTimeout},
    {"upstream_timeout", &kTimeout},
    {"gateway_timeout", &kTimeout},
    {"client_timeout", &kTimeout},
    {"server_timeout", &kTimeout},
    {"max_connections", &kMaxConnections},
    {"maxconn", &kMaxConnections},
    {"max_conn", &kMaxConnections},
    {"max_conns", &kMaxConnections},
    {"max_clients", &kMaxConnections},
    {"maxclients", &kMaxConnections},
    {"workers", &kWorkers},
    {"worker_count", &kWorkers},
    {"num_workers", &kWorkers},
    {"max_workers", &kWorkers},
    {"max_request_workers", &kWorkers},
    {"web_concurrency", &kWorkers},
    {"worker_concurrency", &kWorkers},
    {"php_children", &kWorkers},
    {"max_children", &kWorkers},
    {"children", &kWorkers},
    {"threads", &kWorkers},
    {"threads_max", &kWorkers},
    {"max_threads", &kWorkers},
    {"thread_pool_size", &kWorkers},
    {"thread_count", &kWorkers},
    {"processes", &kWorkers},
    {"memory_limit", &kMemory},
    {"mem_limit", &kMemory},
    {"limits_memory", &kMemory},
    {"limits_mem", &kMemory},
    {"max_memory", &kMemory},
    {"maxmemory", &kMemory},
    {"memory", &kMemory},
    {"container_memory", &kMemory},
    {"heap", &kMemory},
    {"heap_size", &kMemory},
    {"max_heap", &kMemory},
    {"max_heap_size", &kMemory},
    {"xmx", &kMemory},
    {"max_old_space_size", &kMemory},
    {"ulimit_nofile", &kOpenFiles},
    {"ulimit_n", &kOpenFiles},
    {"nofile", &kOpenFiles},
    {"rlimit_nofile", &kOpenFiles},
    {"open_files", &kOpenFiles},
    {"open_files_limit", &kOpenFiles},
    {"max_open_files", &kOpenFiles},
    {"fd_limit", &kOpenFiles},
    {"file_descriptors", &kOpenFiles},
    {"cpu", &kCores},
    {"cpus", &kCores},
    {"cpu_limit", &kCores},
    {"cpu_cores", &kCores},
    {"expected_rate", &kRate},
    {"planned_rate", &kRate},
    {"target_rate", &kRate},
    {"offered_rate", &kRate},
    {"arrival_rate", &kRate},
    {"rps", &kRate},
    {"expected_rps", &kRate},
    {"planned_rps", &kRate},
    {"target_rps", &kRate},
    {"expected_requests", &kRate},
    {"requests", &kRate},
    {"expected_throughput", &kRate},
    {"p95_target", &kP95},
    {"target_p95", &kP95},
    {"slo_p95", &kP95},
    {"p95_slo", &kP95},
    {"p95_budget", &kP95},
    {"p95", &kP95},
    {"latency_slo", &kP95},
    {"latency_target", &kP95},
    {"p99_target", &kP99},
    {"target_p99", &kP99},
    {"slo_p99", &kP99},
    {"p99_slo", &kP99},
    {"p99", &kP99},
    {"error_budget", &kErrorBudget},
    {"max_error_rate", &kErrorBudget},
    {"error_rate_target", &kErrorBudget},
    {"slo_error_rate", &kErrorBudget},
    {"allowed_error_rate", &kErrorBudget},
    {"token_ttl", &kTokenTtl},
    {"jwt_ttl", &kTokenTtl},
    {"session_ttl", &kTokenTtl},
    {"token_lifetime", &kTokenTtl},
    {"token_expiry", &kTokenTtl},
    {"token_expires_in", &kTokenTtl},
    {"jwt_expires_in", &kTokenTtl},
    {"jwt_expiration", &kTokenTtl},
    {"vus", &kVus},
    {"max_vus", &kVus},
    {"planned_vus", &kVus},
    {"expected_vus", &kVus},
    {"virtual_users", &kVus},
    {"concurrent_users", &kVus},
    {"body_limit", &kBodyLimit},
    {"max_body_size", &kBodyLimit},
    {"client_max_body_size", &kBodyLimit},
    {"post_max_size", &kBodyLimit},
    {"payload_limit", &kBodyLimit},
    {"max_upload_size", &kBodyLimit},
    {"upload_max_filesize", &kBodyLimit},
    {"backlog", &kBacklog},
    {"somaxconn", &kBacklog},
    {"listen_backlog", &kBacklog},
    {"accept_count", &kBacklog},
    {"typical_response", &kTypical},
    {"typical_response_time", &kTypical},
    {"typical_latency", &kTypical},
    {"typical_report", &kTypical},
    {"normal_response", &kTypical},
    {"expected_response_time", &kTypical},
    {"baseline_response", &kTypical},
    {"exit_code", &kExitCode},
    {"k6_exit_code", &kExitCode},
    {"service", &kService},
    {"service_name", &kService},
    {"framework", &kFramework},
    {"stack", &kFramework},
    {"target", &kTarget},
    {"target_url", &kTarget},
    {"base_url", &kTarget},
    {"target_host", &kTarget},
};

const Setting* find_name(std::string_view words) {
  const auto* found = std::find_if(std::begin(kNames), std::end(kNames),
                                   [&](const Name& name) { return name.words == words; });
  return found == std::end(kNames) ? nullptr : found->setting;
}

// Endings that say it all, whatever stands before them: "messages_pool_size".
const Setting* find_ending(std::string_view words) {
  for (const std::string_view ending :
       {"pool_size", "pool_max", "acquire_timeout", "pool_timeout", "statement_timeout", "max_connections",
        "workers", "token_ttl", "memory_limit", "max_children"})
    if (words.size() > ending.size() && words.ends_with(ending) &&
        words[words.size() - ending.size() - 1] == '_')
      return find_name(ending);
  return words.starts_with("typical_") ? &kTypical : nullptr;
}

}  // namespace

const Setting* find_setting(const std::vector<std::string>& path) {
  if (path.empty()) return nullptr;
  const auto& last = path.back();
  if (path.size() > 1)
    if (const auto* found = find_name(path[path.size() - 2] + "_" + last)) return found;
  if (const auto* found = find_name(last)) return found;
  return find_ending(last);
}

std::vector<std::string> known_settings() {
  std::vector<std::string> names;
  for (const Name& name : kNames) names.emplace_back(name.words);
  return names;
}

bool names_a_rate_limit(const std::vector<std::string>& path) {
  return std::any_of(path.begin(), path.end(), [](const std::string& key) {
    for (const std::string_view part :
         {"rate_limit", "ratelimit", "limiter", "throttl", "quota", "limit_req"})
      if (contains(key, part)) return true;
    return false;
  });
}

bool names_a_secret(std::string_view key) {
  for (const std::string_view part :
       {"password", "passwd", "secret", "api_key", "apikey", "private_key", "credential"})
    if (contains(key, part)) return true;
  return key == "token" || key.ends_with("_token") || key.ends_with("auth");
}

}  // namespace loadtriage::formats
