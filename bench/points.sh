#!/usr/bin/env bash
# Compares reading raw points with `wc -l`, with DuckDB and, packed, with `zcat | wc -l`,
# and measures peak memory. Everything is measured in one go on the same machine.
#
#   bench/points.sh BUILD_FOLDER [GIGABYTES...]      default: 1 4
#
# BUILD_FOLDER was configured with -DLOADTRIAGE_BENCH=ON -DCMAKE_BUILD_TYPE=Release.
# DuckDB is compared with when `node` finds @duckdb/node-api (npm install @duckdb/node-api).
set -euo pipefail

build=${1:?usage: bench/points.sh BUILD_FOLDER [GIGABYTES...]}
shift
sizes=("$@")
[ $# -gt 0 ] || sizes=(1 4)
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/points.XXXXXX")
trap 'rm -rf "$work"' EXIT

# Runs the commands in turn, five rounds, and keeps the best of each: what others do on the
# machine only makes them greater, and hits all alike. Each is the name of a function below.
# Sets took[NAME] (elapsed) and cpu[NAME] (of all threads), in seconds.
declare -A took cpu
measure() {
  local name line real busy
  for name in "$@"; do took[$name]='' cpu[$name]=''; done
  for _ in 1 2 3 4 5; do
    for name in "$@"; do
      line=$( { TIMEFORMAT='%R %U %S'; time "$name" >/dev/null 2>&1; } 2>&1 ) || { echo "failed: $name" >&2; return 1; }
      real=${line%% *}
      busy=$(awk '{ print $2 + $3 }' <<<"$line")
      if [ -z "${took[$name]}" ] || less "$real" "${took[$name]}"; then took[$name]=$real; fi
      if [ -z "${cpu[$name]}" ] || less "$busy" "${cpu[$name]}"; then cpu[$name]=$busy; fi
    done
  done
}
less() { awk "BEGIN { exit !($1 < $2) }"; }
times() { awk "BEGIN { printf \"%.2f\", $1 / $2 }"; }
peak_mb() { /usr/bin/time -f %M "$@" 2>&1 >/dev/null | tail -1 | awk '{ printf "%.0f", $1 / 1024 }'; }

# What is measured; exit status 1 of the program says that causes are reported.
count_lines() { wc -l "$file"; }
unpack_and_count() { zcat "$file.gz" | wc -l; }
read_points() { "$build/bench/read_points" "$file"; }
loadtriage() { "$build/src/loadtriage" analyze "$file" || [ $? -eq 1 ]; }
loadtriage_packed() { "$build/src/loadtriage" analyze "$file.gz" || [ $? -eq 1 ]; }
duckdb() { node "$here/duckdb.mjs" "$file"; }

# report NAME WHAT [OTHER WHAT]: how long it took, and how many times as long as the other.
report() {
  local against=''
  [ $# -lt 4 ] || against=", $(times "${took[$1]}" "${took[$3]}") x $4"
  echo "$size GB: $2 ${took[$1]} s (${cpu[$1]} s of processor time)$against"
}

for size in "${sizes[@]}"; do
  file=$work/run.ndjson
  "$build/bench/make_points" "$(awk "BEGIN { printf \"%.0f\", $size * 1e9 }")" >"$file"
  compared=(count_lines read_points loadtriage)
  if [ "$size" = "${sizes[0]}" ]; then
    if node -e 'require.resolve("@duckdb/node-api")' 2>/dev/null; then
      compared+=(duckdb)
    else
      echo "DuckDB skipped: node does not find @duckdb/node-api"
    fi
    gzip -1 -k "$file"
    compared+=(unpack_and_count loadtriage_packed)
  fi
  measure "${compared[@]}"
  report count_lines 'wc -l'
  report read_points "read_points (peak $(peak_mb "$build/bench/read_points" "$file") MB)" count_lines 'wc -l'
  report loadtriage "loadtriage (peak $(peak_mb "$build/src/loadtriage" analyze "$file") MB)" count_lines 'wc -l'
  [ -z "${took[duckdb]:-}" ] || report duckdb DuckDB loadtriage loadtriage
  if [ -e "$file.gz" ]; then
    report unpack_and_count 'zcat | wc -l, packed'
    report loadtriage_packed 'loadtriage, packed' unpack_and_count 'zcat | wc -l'
  fi
  rm -f "$file" "$file.gz"
  unset 'took[duckdb]'
done
