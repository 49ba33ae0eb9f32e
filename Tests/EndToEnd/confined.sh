#!/bin/bash
# Which system calls the exporter makes and which files it touches, from start to stop: under strace, it polls over TLS and
# over a unix socket, reads a project and an archive of it, answers scrapes, reloads, keeps baselines; diagnose, check-config
# and health run beside it. All of that must stand on the page Confinement, and the unit's filter must let it pass. BINARY
# names an exporter that is built already.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$top"
if [ "${1:-}" != --here ]; then exec deploy/toolchain env BINARY="${BINARY:-}" "$top/Tests/EndToEnd/confined.sh" --here; fi
skip() { printf 'skipped: confinement: %s\n' "$*"; exit 77; }
for program in strace systemd-analyze; do command -v "$program" >/dev/null || skip "$program is not installed"; done
[ "$(id -u)" = 0 ] || skip "only root can run it as the user that it has under systemd, with a journal of its own"
if [ "${2:-}" != --apart ]; then
    # The journal's socket is this test's own, over whatever is mounted at /run.
    unshare --mount --propagation private true 2>/dev/null || skip "this machine lets nobody make a mount namespace"
    exec unshare --mount --propagation private "$top/Tests/EndToEnd/confined.sh" --here --apart
fi
mount -t tmpfs -o mode=755 tmpfs /run
# shellcheck source=deploy/lib.sh
. deploy/lib.sh
strace -qq -o "$work/trace" true 2>/dev/null || skip "nobody may be traced here"
binary=$(exporter_binary)

mkdir -p /run/systemd/journal
for socket in notify /run/systemd/journal/socket; do
    python3 - "$work" "$socket" >"$work/$(basename "$socket").log" <<'LISTEN' &
import os, socket, sys
listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
path = os.path.join(sys.argv[1], sys.argv[2])
listener.bind(path)
os.chmod(path, 0o777)
while True:
    print(listener.recv(262144).decode(errors="replace"), flush=True)
LISTEN
    jobs_started+=($!)
done
until_true test -S /run/systemd/journal/socket -a -S "$work/notify"

# self_signed NAME WHERE: a certificate and its key in that folder.
self_signed() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost -addext "subjectAltName=DNS:localhost,IP:127.0.0.1" \
        -keyout "$2/$1.key" -out "$2/$1.pem" 2>/dev/null
    chown postgres "$2/$1.key" "$2/$1.pem"
}
start_postgres
self_signed server "$work/postgres"
printf '%s\n' 'ssl = on' "ssl_cert_file = '$work/postgres/server.pem'" "ssl_key_file = '$work/postgres/server.key'" >>"$work/postgres/data/postgresql.conf"
printf '%s\n' 'local all all trust' 'host all all all scram-sha-256' >"$work/postgres/data/pg_hba.conf"
as_postgres "$pg_bin/pg_ctl" -D "$work/postgres/data" -l "$work/postgres/log" -m fast -w restart >/dev/null
make_project
sql -d postgres -c 'CREATE DATABASE shop'
sql -d shop -c "$prisma_table"
deploy_migration shop 20240129000000_init
sql -d shop -v password=look-only -f deploy/role.sql >/dev/null

# The folders as the unit has them, by the words that the page has for them.
home=$work/home configuration=$work/configuration credentials=$work/credentials state=$work/state
mkdir "$home" "$configuration" "$credentials" "$state"
cp "$work/postgres/server.pem" "$configuration/ca.pem"
self_signed web "$configuration"
tar -czf "$configuration/project.tgz" -C "$work/project" prisma
# shellcheck disable=SC2016
hash=$(python3 -c 'import ctypes; c = ctypes.CDLL("libcrypt.so.1"); c.crypt.restype = ctypes.c_char_p
print(c.crypt(b"look", b"$2b$05$abcdefghijklmnopqrstuu").decode())')
printf '%s\n' 'tls_server_config: {cert_file: web.pem, key_file: web.key}' 'basic_auth_users:' "  prometheus: $hash" >"$configuration/web.yml"
url=postgresql://prisma_migrate_exporter:look-only@localhost:$pg_port/shop
echo "$url?sslmode=verify-full&sslrootcert=$configuration/ca.pem" >"$credentials/database-url"
echo "$url?host=$work/postgres" >"$configuration/socket-url"
cat >"$configuration/exporter.yml" <<YAML
poll: {interval: 1s}
targets:
  - {name: shop, url_file: $credentials/database-url, migrations: $work/project/prisma/migrations, prisma_schema: $work/project/prisma/schema.prisma}
  - {name: packed, url_file: socket-url, migrations: project.tgz}
  - {name: all, url_file: socket-url, discover: {databases: ".*"}}
  - {name: nowhere, url: 'postgresql://reader:x@nowhere.invalid/shop'}
YAML
chown -R postgres "$configuration" "$credentials" "$state" "$home"

# traced NAME COMMAND…: a command of the exporter as the unit runs it, and what it does in $work/NAME.trace.
environment=(PATH="$PATH" LANG=C.UTF-8 NOTIFY_SOCKET="$work/notify" WATCHDOG_USEC=2000000 STATE_DIRECTORY="$state" CREDENTIALS_DIRECTORY="$credentials")
traced() {
    local name=$1
    shift
    : >"$work/$name.log"
    # shellcheck disable=SC2094
    (cd "$home" && exec env -i HOME="$home" "${environment[@]}" JOURNAL_STREAM="$(stat -c %d:%i "$work/$name.log")" \
        strace -u postgres -f -qq -s 4096 -o "$work/$name.trace" "$binary" "$@") >"$work/$name.out" 2>"$work/$name.log"
}
port=$(free_port)
flags=(--config.file="$configuration/exporter.yml" --web.config.file="$configuration/web.yml")
traced serve serve "${flags[@]}" --web.listen-address="127.0.0.1:$port" --web.enable-lifecycle --config.enable-auto-reload \
    --config.auto-reload-interval=1s &
strace=$!
jobs_started+=("$strace")

problems=0
expect() { # expect WHAT COMMAND…
    if "${@:2}" >/dev/null; then echo "ok: $1"; else echo "NOT OK: $1" && problems=$((problems + 1)); fi
}
page() { curl -sf --cacert "$configuration/web.pem" -u prometheus:look "https://127.0.0.1:$port$1" "${@:2}"; }
value() { page /metrics | awk -v name="$1" '$1 == name { print $2 }'; }
value_is() { [ "$(value "$1")" = "$2" ]; }
polled() { [ "$(value 'prisma_migrate_polls_total{target="shop"}')" -gt "$1" ]; }
log_has() { [ "$(grep -cF "$1" "$work/socket.log")" -ge "$2" ]; }
expect "it polls over TLS" until_true value_is 'prisma_migrate_up{target="shop"}' 1
expect "and over a unix socket, with an archive" until_true value_is 'prisma_migrate_up{target="packed"}' 1
expect "and what it discovers" until_true value_is 'prisma_migrate_up{target="all/shop"}' 1
expect "it looks for a host that there is not" until_true value_is 'prisma_migrate_down_reason{target="nowhere",reason="dns"}' 1
expect "it keeps baselines" until_true test -s "$state/baseline-shop.json"
pid=$(pgrep -P "$(pgrep -P "$strace")")
for path in / /metrics /config /api/v1/diagnosis /targets '/probe?target=shop'; do page "$path" -H 'Accept-Encoding: gzip' -o /dev/null; done
expect "a wrong password is refused" test "$(curl -sk -o /dev/null -w '%{http_code}' -u prometheus:no "https://127.0.0.1:$port/")" = 401
kill -HUP "$pid"
expect "it reloads" until_true log_has 'PRISMA_EVENT=reloaded' 1
page /-/reload -X POST -o /dev/null
touch "$configuration/exporter.yml" "$configuration/web.yml"
deploy_migration shop 20240130000000_add_sla_tables
sql -d shop -o /dev/null -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'prisma_migrate_exporter'"
before=$(value 'prisma_migrate_polls_total{target="shop"}')
expect "it connects again" until_true polled $((before + 2))
traced health health --config.file="$configuration/exporter.yml" --web.config.file="$configuration/web.yml" --web.listen-address="127.0.0.1:$port" || true
kill "$pid"
expect "it stops" wait "$strace"
traced check check-config "${flags[@]}" || true
traced diagnose diagnose --config.file="$configuration/exporter.yml" --format=json || true
expect "it has told the journal and the service manager" grep -q 'READY=1' "$work/notify.log"

python3 -B Tests/EndToEnd/confined.py Sources/Run/prisma-migrate-exporter/PrismaMigrateExporter.docc/Operators/Confinement.md \
    "PROGRAM=$(dirname "$binary")" "HOME=$home" "CONFIGURATION=$configuration" "CREDENTIALS=$credentials" "STATE=$state" \
    "PROJECT=$work/project" "POSTGRESQL=$work/postgres" "NOTIFY=$work/notify" -- "$work"/*.trace || problems=$((problems + 1))
[ "$problems" -eq 0 ] || { tail -n 5 "$work"/*.log; exit 1; }
