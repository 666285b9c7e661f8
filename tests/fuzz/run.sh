#!/usr/bin/env bash
# Runs fuzz targets: run.sh SECONDS [TARGET…] (all of them by default), one after another; prints for each how many
# inputs were tried and what was found. Stable Rust and a C++ compiler are enough: see README.md.
# FUZZ_TARGET_DIR (default tests/fuzz/target) holds the build, FUZZ_WORK (default tests/fuzz/work) seeds and findings.
set -euo pipefail
cd "$(dirname "$0")"
seconds=${1:?how many seconds for each target}
shift
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(citations structure text html rtf docx doc zip articles pdf)
work=${FUZZ_WORK:-work}
mkdir -p "$work"
work=$(cd "$work" && pwd)
host=$(rustc -vV | sed -n 's/^host: //p')
# What `cargo fuzz run --sanitizer none` sets: coverage for libFuzzer, no sanitizer, assertions on.
export CARGO_TARGET_DIR=${FUZZ_TARGET_DIR:-target} CARGO_TERM_COLOR=never
RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares -Cdebug-assertions --cfg fuzzing" \
    cargo build --release --target "$host" --bins
python3 seeds.py "$work/seeds"
found=0
for target in "${targets[@]}"; do
    mkdir -p "$work/corpus/$target" "$work/found/$target"
    log=$work/$target.log
    # An input that takes ten seconds or a gigabyte is a finding; a run ends at its first one.
    nice -n 19 "$CARGO_TARGET_DIR/$host/release/$target" \
        "$work/corpus/$target" "$work/seeds/$target" -dict=dictionary.txt -artifact_prefix="$work/found/$target/" \
        -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=65536 -print_final_stats=1 \
        >"$log" 2>&1 || true
    tried=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -n 1)
    count=$(find "$work/found/$target" -type f | wc -l)
    found=$((found + count))
    echo "$target: ${tried:-0} inputs in $seconds s, findings: $count"
    # A target that tried nothing found nothing: what libFuzzer says of it is shown, and it is a failure.
    [ "${tried:-0}" != 0 ] || { tail -n 3 "$log"; found=$((found + 1)); }
    [ "$count" = 0 ] || grep -m 3 -E "panicked at|SUMMARY|ERROR: libFuzzer" "$log" || true
done
[ "$found" = 0 ]
