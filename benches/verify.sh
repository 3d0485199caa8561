#!/usr/bin/env bash
# Measures `verify` against `sha256sum` over the same bytes, on one core, in one run.
# Usage: cargo build --release -p assize-seal --examples && benches/verify.sh [MEGABYTES [FOLDER]]
# Needs GNU time (/usr/bin/time) and taskset. FOLDER (made, and removed) takes about 2.5 times MEGABYTES at once.
set -euo pipefail
cd "$(dirname "$0")/.."
megabytes=${1:-5000}
folder=${2:-$(mktemp -d)}
program=${CARGO_TARGET_DIR:-target}/release/examples/verify_speed
mkdir -p "$folder"
trap 'rm -rf "$folder"' EXIT

# CPU seconds (user + system) and peak KiB of a command on one core; its output goes to $folder/out.
measure() {
  taskset -c "${CORE:-0}" /usr/bin/time -f '%U %S %M' -o "$folder/time" "$@" > "$folder/out"
  awk '{ printf "%.2f %d\n", $1 + $2, $3 }' "$folder/time"
}

# The best of three, because other work on the machine only ever adds.
best() {
  for _ in 1 2 3; do measure "$@"; done | sort -n | head -1
}

printf '%-22s %10s %10s %9s %9s %9s %8s\n' payload 'payload MB' 'bundle MB' 'verify s' 'sha256 s' 'openssl s' 'peak MiB'
for kind in noise text; do
  "$program" make "$folder" "$megabytes" "$kind"
  cat "$folder/$kind.bin" "$folder/$kind.assize.zip" > /dev/null
  read -r verify memory < <(best "$program" verify "$folder/$kind.assize.zip")
  read -r payload bundle < "$folder/out"
  read -r sums _ < <(best sha256sum "$folder/$kind.bin")
  read -r packed _ < <(best sha256sum "$folder/$kind.assize.zip")
  read -r quick _ < <(best openssl dgst -sha256 "$folder/$kind.bin")
  printf '%-22s %10d %10d %9s %9s %9s %8d\n' "$kind" $((payload / 1000000)) $((bundle / 1000000)) "$verify" "$sums" "$quick" $((memory / 1024))
  awk -v v="$verify" -v p="$sums" -v b="$packed" -v q="$quick" 'BEGIN {
    printf "  speed of sha256sum over the payload: %.0f %%; over the packed file: %.0f %%; of openssl dgst over the payload: %.0f %%\n",
      100 * p / v, 100 * b / v, 100 * q / v }'
  rm -f "$folder/$kind".*
done
