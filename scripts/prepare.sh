#!/bin/sh
# Builds what npm is about to pack from a clone of its own, as it does for `npm install git+https://…` and for pre-commit.
# Where npm was started in the clone itself it is not run: `npm start` and `npm pack` build for themselves.
set -eu
# With --global npm puts the development packages where nobody finds them, so that they are missing here.
[ -x node_modules/.bin/esbuild ] || npm ci --global=false --include=dev --ignore-scripts --silent
npm run --silent build
