#!/usr/bin/env bash
# Builds the control plane and helm from their Go modules into test/e2e/.bin, and skips what is already there.
# A first build takes six to eight minutes on two cores; Go's cache makes a later one a matter of seconds.
set -euo pipefail
cd "$(dirname "$0")"

kubernetes=$(sed -n 's/^\tk8s\.io\/kubernetes \(v[0-9.]*\).*/\1/p' control-plane/go.mod)
etcd=$(sed -n 's/^\tgo\.etcd\.io\/etcd\/server\/v3 \(v[0-9.]*\).*/\1/p' control-plane/go.mod)
helm=$(sed -n 's/^require helm\.sh\/helm\/v3 \(v[0-9.]*\).*/\1/p' helm/go.mod)

# Without these the server calls itself v0.0.0-master, which clients that check versions refuse.
minor=${kubernetes#v1.}
version=k8s.io/component-base/version
flags="-s -w -X $version.gitVersion=$kubernetes -X $version.gitMajor=1 -X $version.gitMinor=${minor%%.*}"

# build FOLDER PACKAGE NAME VERSION makes .bin/NAME unless the one there was made from VERSION.
build() {
  local target=../.bin/$3
  if [ -x ".bin/$3" ] && [ "$(cat ".bin/$3.version" 2>/dev/null)" = "$4" ]; then return; fi
  echo "building $3 $4" >&2
  (cd "$1" && go build -mod=readonly -trimpath -ldflags "$flags" -o "$target" "$2")
  echo "$4" > ".bin/$3.version"
}

command -v go > /dev/null || {
  echo 'the end-to-end tests need Go to build a control plane, or KUBEBUILDER_ASSETS with etcd, kube-apiserver and kube-controller-manager, or KUBECONFIG with SEAWORTHY_E2E_USE_KUBECONFIG=1' >&2
  exit 2
}
mkdir -p .bin
build control-plane go.etcd.io/etcd/server/v3 etcd "$etcd"
build control-plane k8s.io/kubernetes/cmd/kube-apiserver kube-apiserver "$kubernetes"
build control-plane k8s.io/kubernetes/cmd/kube-controller-manager kube-controller-manager "$kubernetes"
build helm helm.sh/helm/v3/cmd/helm helm "$helm"
