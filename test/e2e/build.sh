#!/usr/bin/env bash
# Builds the control plane, helm and, where there is none on PATH, kubectl from their Go modules into test/e2e/.bin, and skips what is already there.
# A first build takes six to eight minutes on two cores; Go's cache makes a later one a matter of seconds.
# KUBEBUILDER_ASSETS, or a cluster of one's own, stands in for the control plane; a helm or kubectl on PATH for those.
set -euo pipefail
cd "$(dirname "$0")"

# required MODULE GO_MOD prints the version that a go.mod asks for.
required() { sed -n "s|^\(require\)\{0,1\}[[:space:]]*$1 \(v[0-9][^ ]*\).*|\2|p" "$2" | head -n 1; }
kubernetes=$(required k8s.io/kubernetes control-plane/go.mod)
etcd=$(required go.etcd.io/etcd/server/v3 control-plane/go.mod)
helm=$(required helm.sh/helm/v3 helm/go.mod)

# Without these the server calls itself v0.0.0-master, which clients that check versions refuse.
minor=${kubernetes#v1.}
version=k8s.io/component-base/version
flags="-s -w -X $version.gitVersion=$kubernetes -X $version.gitMajor=1 -X $version.gitMinor=${minor%%.*}"

# build FOLDER PACKAGE NAME VERSION makes .bin/NAME unless the one there was made from VERSION.
build() {
  if [ -x ".bin/$3" ] && [ "$(cat ".bin/$3.version" 2> /dev/null)" = "$4" ]; then return; fi
  echo "building $3 $4" >&2
  (cd "$1" && go build -buildvcs=false -mod=readonly -trimpath -ldflags "$flags" -o "../.bin/$3" "$2")
  echo "$4" > ".bin/$3.version"
}

has_go() { command -v go > /dev/null; }
refuse() {
  echo "$1" >&2
  exit 2
}

mkdir -p .bin
if [ -z "${KUBEBUILDER_ASSETS:-}" ] && [ "${SEAWORTHY_E2E_USE_KUBECONFIG:-}" != 1 ]; then
  has_go || refuse 'the end-to-end tests need one of three: Go, to build a control plane; KUBEBUILDER_ASSETS, a folder with etcd, kube-apiserver and kube-controller-manager; or KUBECONFIG with SEAWORTHY_E2E_USE_KUBECONFIG=1, an empty cluster that can reach this machine'
  build control-plane go.etcd.io/etcd/server/v3 etcd "$etcd"
  build control-plane k8s.io/kubernetes/cmd/kube-apiserver kube-apiserver "$kubernetes"
  build control-plane k8s.io/kubernetes/cmd/kube-controller-manager kube-controller-manager "$kubernetes"
fi
if has_go; then
  build helm helm.sh/helm/v3/cmd/helm helm "$helm"
elif ! command -v helm > /dev/null; then
  refuse 'the end-to-end tests need helm on PATH, or Go to build it'
fi
if ! command -v kubectl > /dev/null; then
  has_go || refuse 'the end-to-end tests need kubectl on PATH, or Go to build it'
  build control-plane k8s.io/kubernetes/cmd/kubectl kubectl "$kubernetes"
fi
