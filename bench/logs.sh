#!/usr/bin/env bash
# Compares the whole analysis of a backend's log with searching it by ripgrep for as many
# patterns, and measures what a small log adds to a run.
#
#   bench/logs.sh BUILD_FOLDER [GIGABYTES [PLAIN]]      default: 1
#
# BUILD_FOLDER was configured with -DLOADTRIAGE_BENCH=ON -DCMAKE_BUILD_TYPE=Release. The
# mixed log has the size that is asked for, those of one kind a quarter of it; `real` is made
# of the logs in samples/ and tests/corpus/. Each runs in turn, ours twice and the others once,
# and the better of ours counts: what others do on the machine would have to fall on ours alone
# to make it look better. PLAIN is a list of patterns that ripgrep is timed with besides.
set -euo pipefail

build=${1:?usage: bench/logs.sh BUILD_FOLDER [GIGABYTES]}
gigabytes=${2:-1}
plain=${3:-}
here=$(cd "$(dirname "$0")" && pwd)
command -v rg >/dev/null || { echo "logs: rg (ripgrep) is not installed" >&2; exit 2; }
program=$build/src/loadtriage
work=$(mktemp -d "${TMPDIR:-/tmp}/logs.XXXXXX")
trap 'rm -rf "$work"' EXIT

# The patterns that backend logs are searched for.
all_patterns() {
  awk '
    function entry() { if (pattern != "" && !other) print pattern; pattern = ""; other = 0 }
    FNR == 1 || /^ *- id:/ { entry() }
    /^ *reads:/ { other = 1 }
    /^ *pattern:/ { pattern = $0; sub(/^ *pattern: *\x27/, "", pattern); sub(/\x27 *$/, "", pattern) }
    END { entry() }' "$here"/../rules/signatures/*.yaml | sed "s/''/'/g"
}
# The same as ripgrep takes them: groups without names, and nothing that reaches over the end
# of a line, where it stops anyway.
write_patterns() {
  sed "s/(?P<[a-z_A-Z0-9]*>/(?:/g; s/\\\\'/'/g; s/|≠//g" |
    sed ':again; s/\(\[^[^]]*\)\\n/\1/; t again; s/\\n/$/g; s/\[^\]/./g'
}
all_patterns >"$work/all"
write_patterns <"$work/all" >"$work/patterns"
# Without Unicode classes, which are slower and which our patterns do not have either.
search() { rg --no-unicode -c -f "$work/patterns" "$1" >/dev/null || [ $? -eq 1 ]; } # 1: no match
analyse() { "$program" analyze "$@" >/dev/null || [ $? -eq 1 ]; }                    # 1: causes are reported

# Elapsed and processor time of one command, in seconds.
took() { { TIMEFORMAT='%3R %3U %3S'; time "$@" >/dev/null; } 2>&1 | awk '{ printf "%.3f %.3f\n", $1, $2 + $3 }'; }
calculate() { awk "BEGIN { printf \"$1\", $2 }"; }

compare() {
  local kind=$1 bytes=$2 file=$work/$1.log ours theirs
  if [ "$kind" = real ]; then
    find "$here"/../samples "$here"/../tests/corpus/cases -name '*.log' | sort |
      xargs "$build/bench/stretch_logs" "$bytes" >"$file"
  else
    "$build/bench/make_logs" "$kind" "$bytes" >"$file"
  fi
  cat "$file" >/dev/null
  local first second
  first=$(took analyse "$file")
  theirs=$(took search "$file")
  second=$(took analyse "$file")
  ours=$(printf '%s\n%s\n' "$first" "$second" | sort -n | head -1)
  printf '%-12s %6s MB  loadtriage %7s s (%s s of processor time)  rg %8s s  ratio %s  %s MB/s  peak %s MB\n' \
    "$kind" "$(calculate %.0f "$bytes / 1e6")" ${ours% *} ${ours#* } "${theirs% *}" \
    "$(calculate %.3f "${ours% *} / ${theirs% *}")" "$(calculate %.0f "$bytes / 1e6 / ${ours% *}")" \
    "$(/usr/bin/time -f %M "$program" analyze "$file" 2>&1 >/dev/null | tail -1 | awk '{ printf "%.0f", $1 / 1024 }')"
  printf '%-12s wc -l %s s  Hyperscan alone: %s%s\n' "" "$(took wc -l "$file" | cut -d ' ' -f 1)" \
    "$("$build/bench/search_lines" "$work/all" "$file")" \
    "${plain:+  rg with $(wc -l <"${plain:-/dev/null}") plain patterns $(took rg -c -f "$plain" "$file" | cut -d ' ' -f 1) s}"
  [ "$kind" = nest ] && head -c 900000 "$file" >"$work/small.log"
  rm -f "$file"
}

echo "$(wc -l <"$work/patterns") patterns, $(nproc) processors, $(rg --version | sed -n 1p)"
whole=$(calculate %.0f "$gigabytes * 1e9") part=$(calculate %.0f "$gigabytes * 25e7")
compare mixed "$whole"
for kind in real pino nginx nest nest-colour postgresql; do compare "$kind" "$part"; done

summary=$here/../samples/chat-backend-down/k6/summary.json
analyse "$summary" "$work/small.log"
for _ in $(seq 60); do
  took analyse "$summary" >>"$work/without"
  took analyse "$summary" "$work/small.log" >>"$work/with"
done
median() { cut -d ' ' -f "$1" "$2" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] * 1000 }'; }
echo "a log of $(wc -c <"$work/small.log") bytes beside a summary adds" \
  "$(calculate %.0f "$(median 1 "$work/with") - $(median 1 "$work/without")") ms" \
  "($(calculate %.0f "$(median 2 "$work/with") - $(median 2 "$work/without")") ms of processor time) to" \
  "$(calculate %.0f "$(median 1 "$work/without")") ms, medians of 60 runs each"
