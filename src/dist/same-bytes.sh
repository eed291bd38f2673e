#!/bin/sh
# Builds the commit that is checked out twice, in two folders, and compares what is delivered. Needs git, Maven, a JDK.
set -eu
source=$(cd "$(dirname "$0")/../.." && pwd)
commit=$(git -C "$source" rev-parse HEAD)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for build in one "another folder"; do
  git clone -q "$source" "$work/$build"
  git -C "$work/$build" checkout -q --detach "$commit"
  (cd "$work/$build" && ${MAVEN:-mvn} -B -q -Dmaven.test.skip=true package)
  (cd "$work/$build/target" && sha256sum defender-routes.jar defender-routes-*.zip defender-routes-*.tar.gz) >"$work/$build.sums"
done

cat "$work/one.sums"
diff "$work/one.sums" "$work/another folder.sums" && echo "The same bytes twice."
