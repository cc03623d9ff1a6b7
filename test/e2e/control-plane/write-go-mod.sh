#!/usr/bin/env bash
# Writes go.mod and go.sum of this folder for the versions below. Run it by hand to move to another Kubernetes.
#
# k8s.io/kubernetes requires its staging modules at v0.0.0, which no proxy serves, so each needs a replace line.
set -euo pipefail
cd "$(dirname "$0")"

kubernetes=v1.37.2
staging=v0.${kubernetes#v1.}
etcd=v3.7.3

upstream=$(go mod download -json "k8s.io/kubernetes@$kubernetes" | sed -n 's/.*"GoMod": "\(.*\)",/\1/p')
{
  echo 'module seaworthy.dev/control-plane'
  echo
  sed -n '/^go /p' "$upstream"
  echo
  echo 'tool ('
  echo '	go.etcd.io/etcd/server/v3'
  echo '	k8s.io/kubernetes/cmd/kube-apiserver'
  echo '	k8s.io/kubernetes/cmd/kube-controller-manager'
  echo '	k8s.io/kubernetes/cmd/kubectl'
  echo ')'
  echo
  echo 'require ('
  echo "	go.etcd.io/etcd/server/v3 $etcd"
  echo "	k8s.io/kubernetes $kubernetes"
  echo ')'
  echo
  echo 'replace ('
  sed -n 's/^\t\(k8s\.io\/[a-z0-9-]*\) v0\.0\.0$/\1/p' "$upstream" | sort -u | sed "s|.*|\t& => & $staging|"
  echo ')'
} > go.mod
rm -f go.sum
go mod tidy
