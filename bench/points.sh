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

# Sets `took` (elapsed) and `cpu` (of all threads) in seconds, the best of three runs: what
# others do on the machine only makes them greater.
measure() {
  took='' cpu=''
  local line real busy
  for _ in 1 2 3; do
    line=$( { TIMEFORMAT='%R %U %S'; time "$@" >/dev/null 2>&1; } 2>&1 ) || { echo "failed: $*" >&2; return 1; }
    real=${line%% *}
    busy=$(awk '{ print $2 + $3 }' <<<"$line")
    if [ -z "$took" ] || less "$real" "$took"; then took=$real; fi
    if [ -z "$cpu" ] || less "$busy" "$cpu"; then cpu=$busy; fi
  done
}
less() { awk "BEGIN { exit !($1 < $2) }"; }
times() { awk "BEGIN { printf \"%.2f\", $1 / $2 }"; }
peak_mb() { /usr/bin/time -f %M "$@" 2>&1 >/dev/null | tail -1 | awk '{ printf "%.0f", $1 / 1024 }'; }
unpack_and_count() { zcat "$1" | wc -l; }

# The two programs that are measured; exit status 1 says that causes are reported.
read_points() { "$build/bench/read_points" "$@"; }
loadtriage() { "$build/src/loadtriage" analyze "$@" || [ $? -eq 1 ]; }
programs=(read_points)
[ -x "$build/src/loadtriage" ] && programs+=(loadtriage)
command_of() {
  if [ "$1" = loadtriage ]; then echo "$build/src/loadtriage analyze"; else echo "$build/bench/read_points"; fi
}

for size in "${sizes[@]}"; do
  file=$work/run.ndjson
  "$build/bench/make_points" "$(awk "BEGIN { printf \"%.0f\", $size * 1e9 }")" >"$file"
  measure wc -l "$file"
  lines=$took
  echo "$size GB: wc -l $took s ($cpu s of processor time)"
  for program in "${programs[@]}"; do
    read -ra command <<<"$(command_of "$program")"
    measure "$program" "$file"
    ours=$took ours_cpu=$cpu
    echo "$size GB: $program $took s ($cpu s), $(times "$took" "$lines") x wc -l, peak $(peak_mb "${command[@]}" "$file") MB"
  done
  [ "$size" = "${sizes[0]}" ] || continue

  if node -e 'require.resolve("@duckdb/node-api")' 2>/dev/null; then
    measure node "$here/duckdb.mjs" "$file"
    echo "$size GB: DuckDB $took s ($cpu s), $(times "$took" "$ours") x ${programs[-1]} ($(times "$cpu" "$ours_cpu") x)"
  else
    echo "$size GB: DuckDB skipped: node does not find @duckdb/node-api"
  fi

  gzip -1 -k "$file"
  measure unpack_and_count "$file.gz"
  lines=$took
  echo "$size GB as .gz: zcat | wc -l $took s ($cpu s)"
  measure "${programs[-1]}" "$file.gz"
  echo "$size GB as .gz: ${programs[-1]} $took s ($cpu s), $(times "$took" "$lines") x"
  rm -f "$file.gz"
done
