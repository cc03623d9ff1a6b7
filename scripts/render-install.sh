#!/usr/bin/env bash
# Writes deploy/install.yaml from the defaults of the chart. HELM names another helm than the one that the end-to-end tests build.
set -euo pipefail
cd "$(dirname "$0")/.."

helm=${HELM:-test/e2e/.bin/helm}
command -v "$helm" > /dev/null || {
  echo "$helm is missing: run test/e2e/build.sh, or name your own helm with HELM=helm" >&2
  exit 2
}
# The manifest is moved into place when it is whole, so that a chart that does not render leaves the old one as it was.
trap 'rm -f deploy/install.yaml.new' EXIT
"$helm" template seaworthy deploy/chart --namespace seaworthy-system > deploy/install.yaml.new
mv deploy/install.yaml.new deploy/install.yaml
