#!/usr/bin/env bash
# What a report about one small summary costs, start to end: the whole process beside
# `jq .` on the same file, which only parses it and prints it again.
#
#   bench/small_report.sh PROGRAM [RUNS] [FILE]
#
# PROGRAM is a Release build of loadtriage; RUNS (default 200) of each, in turn, so that
# what else the machine does falls on both alike.
set -euo pipefail

program=${1:?usage: bench/small_report.sh PROGRAM [RUNS] [FILE]}
runs=${2:-200}
file=${3:-$(dirname "${BASH_SOURCE[0]}")/../samples/chat-backend-down/k6/summary.json}
command -v jq >/dev/null || { echo "small_report: jq is not installed" >&2; exit 2; }

report() { "$program" analyze "$file" >/dev/null || [ $? -eq 1 ]; } # 1: causes are reported
print_again() { jq . "$file" >/dev/null; }
report && print_again # both read from the disk once

# Elapsed and processor time of one run of a function, in milliseconds.
took() {
  { TIMEFORMAT='%3R %3U %3S'; time "$1"; } 2>&1 | awk '{ printf "%.0f %.0f\n", $1 * 1000, ($2 + $3) * 1000 }'
}
median() { sort -n | awk '{ v[NR] = $1 } END { printf "%.1f", (v[int((NR + 1) / 2)] + v[int((NR + 2) / 2)]) / 2 }'; }
column() { cut -d ' ' -f "$1" "$2" | median; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for _ in $(seq "$runs"); do
  took report >>"$work/ours"
  took print_again >>"$work/jq"
done
peak() { /usr/bin/time -f %M "$@" 2>&1 >/dev/null | tail -1 | awk '{ printf "%.0f", $1 / 1024 }'; }
echo "$(wc -c <"$file") bytes, medians of $runs runs each:"
row() { printf '  %-20s %6.1f ms elapsed, %6.1f ms of processor time, peak %s MB\n' "$@"; }
row "loadtriage analyze" "$(column 1 "$work/ours")" "$(column 2 "$work/ours")" "$(peak "$program" analyze "$file")"
row "jq ." "$(column 1 "$work/jq")" "$(column 2 "$work/jq")" "$(peak jq . "$file")"
for what in elapsed processor; do
  number=$([ $what = elapsed ] && echo 1 || echo 2)
  awk "BEGIN { printf \"  ratio, %-12s %.2f\n\", \"$what\", $(column $number "$work/ours") / $(column $number "$work/jq") }"
done
