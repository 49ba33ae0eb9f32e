#!/bin/bash
# The container image's file system, made as the Containerfile makes it, at work: not root, nothing to write to, against
# a real PostgreSQL; then the manifests of Compose and Kubernetes. BINARY names an exporter that is built already.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$top"
if [ "${1:-}" != --here ]; then exec deploy/toolchain env BINARY="${BINARY:-}" "$top/Tests/EndToEnd/container.sh" --here; fi
[ "$(id -u)" = 0 ] || { echo "skipped: the container's file system: it takes root to change into it"; exit 77; }
# shellcheck source=deploy/lib.sh
. deploy/lib.sh
binary=$(exporter_binary)

problems=0
expect() { # expect WHAT COMMAND…
    if "${@:2}" >/dev/null; then echo "ok: $1"; else echo "NOT OK: $1" && problems=$((problems + 1)); fi
}

image=$work/image
deploy/container/image-root "$binary" "$image"
echo "the image: $(du -sk "$image" | cut -f 1) KiB, $(find "$image" -type f | wc -l) files"
expect "no shell and no other program is in it" test "$(find "$image/usr/bin" -type f)" = "$image/usr/bin/prisma-migrate-exporter"

start_postgres
make_project
make_incident shop
sql -d shop -v password=look-only -f deploy/role.sql
mkdir "$image/prisma" "$image/run" "$image/proc"
cp -r "$work/project/prisma/migrations" "$image/prisma/"
echo "postgresql://prisma_migrate_exporter:look-only@127.0.0.1:$pg_port/shop" >"$image/run/database-url"
chmod 644 "$image/run/database-url"
exporter_port=$(free_port)

# In a root that is none of a mount, as deploy/toolchain's, propagation can't be set, and is off already.
propagation=private
mountpoint -q / || propagation=unchanged

# contained COMMAND…: in the image, its root read-only but for the state, as its user, without any capability.
# shellcheck disable=SC2016
contained() {
    exec unshare --mount --propagation "$propagation" sh -c '
        mount --bind "$1" "$1" && mount -o remount,bind,ro "$1"
        mount --bind "$1/var/lib/prisma-migrate-exporter" "$1/var/lib/prisma-migrate-exporter"
        mount -o remount,bind,rw "$1/var/lib/prisma-migrate-exporter"
        mount -t proc proc "$1/proc"
        root=$1; shift
        exec setpriv --no-new-privs --inh-caps=-all chroot --userspec=65532:65532 "$root" "$@"' sh "$image" "$@"
}
run() { (contained /usr/bin/prisma-migrate-exporter "$@"); }
expect "it says its version" run --version
listen=--web.listen-address=127.0.0.1:$exporter_port
url=--database-url-file=/run/database-url
contained /usr/bin/prisma-migrate-exporter serve "$listen" "$url" --migrations=/prisma/migrations \
    --state.directory=/var/lib/prisma-migrate-exporter --poll.interval=1s 2>"$work/exporter.log" &
exporter_pid=$!
jobs_started+=("$exporter_pid")
expect "it serves" until_true curl -sf "http://127.0.0.1:$exporter_port/-/ready"
expect "it is healthy by its own means" run health "$listen"
sees_incident() { metrics | grep -qxF 'prisma_migrate_migration_verdict{target="shop",schema="public",migration="20240130000000_add_sla_tables",verdict="applied"} 1'; }
expect "it sees the incident, and what it left behind" until_true sees_incident
expect "it is not root" test "$(awk '/^Uid/ { print $2 }' "/proc/$exporter_pid/status")" = 65532
expect "it has no capability" test "$(awk '/^CapEff/ { print $2 }' "/proc/$exporter_pid/status")" = 0000000000000000
gate() { run diagnose "$url" --migrations=/prisma/migrations --fail-on=failed,drift; }
expect "diagnose stops a deploy" test "$(gate >"$work/gate"; echo $?)" = 1
expect "and says what to do" grep -q 'prisma migrate resolve --applied 20240130000000_add_sla_tables' "$work/gate"
resolve_applied shop 20240130000000_add_sla_tables
expect "and lets it through once that is done" gate
kill -TERM "$exporter_pid"
status=0
wait "$exporter_pid" || status=$?
expect "SIGTERM ends it with 0" test "$status" = 0
expect "and then it is not healthy" test "$(run health "$listen" 2>/dev/null; echo $?)" = 1

expect "yamllint finds nothing" yamllint -s -d '{extends: default, rules: {line-length: {max: 140}, document-start: disable, braces: {max-spaces-inside: 1}, octal-values: disable}}' \
    deploy/kubernetes deploy/container
expect "Compose takes its file" env PRISMA_PROJECT=/prisma docker-compose -f deploy/container/compose.yml config --quiet
python3 Tests/EndToEnd/manifests.py "$binary" || problems=$((problems + 1))
expect "the rules of the PrometheusRule are those of the files" test "$(deploy/kubernetes/prometheus-rule |
    python3 -c 'import sys, yaml; print(sum(len(group["rules"]) for group in yaml.safe_load(sys.stdin)["spec"]["groups"]))')" = \
    "$(cat deploy/prometheus/rules/*.yml | grep -cE '^ +- (alert|record):')"
echo "skipped: building the image and starting the Compose stack: that takes a container engine and a registry of images"
echo "skipped: the manifests against Kubernetes' schemas: Debian has none, and kubectl asks a cluster for them"
[ "$problems" -eq 0 ]
