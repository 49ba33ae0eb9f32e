# Pieces that deploy/try and the end-to-end tests share: a throw-away PostgreSQL, a Prisma project with the incident in
# it, the exporter, a Prometheus. Sourced; everything lives in $work and ends with `clean_up`.
# shellcheck shell=bash

work=$(mktemp -d "${TMPDIR:-/tmp}/prisma-migrate-exporter.XXXXXX")
chmod 755 "$work"
jobs_started=()

clean_up() {
    local pid
    for pid in "${jobs_started[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${jobs_started[@]}"; do wait "$pid" 2>/dev/null || true; done
    if [ -e "$work/postgres/data/postmaster.pid" ]; then as_postgres "$pg_bin/pg_ctl" -D "$work/postgres/data" -m immediate -w stop >/dev/null 2>&1 || true; fi
    rm -rf "$work"
}
trap clean_up EXIT

# The newest PostgreSQL that is installed, or the one that PG_BIN names.
pg_bin=${PG_BIN:-$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)}

# PostgreSQL refuses to run as root.
as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

# A port that nobody uses, and none that the system takes for the near end of a connection.
free_port() { python3 -B "$(dirname "${BASH_SOURCE[0]}")/free_port.py"; }

# until_true COMMAND…: runs the command until it succeeds, for three minutes and more: a slow machine is no fault.
until_true() {
    local left=1800
    until "$@" >/dev/null 2>&1; do
        left=$((left - 1))
        [ $left -gt 0 ] || { echo "gave up waiting for: $*" >&2; return 1; }
        sleep 0.1
    done
}

start_postgres() {
    mkdir "$work/postgres"
    [ "$(id -u)" != 0 ] || chown postgres "$work/postgres"
    pg_port=$(free_port)
    as_postgres "$pg_bin/initdb" -D "$work/postgres/data" -U postgres -A trust -E UTF8 --locale=C >"$work/initdb.log"
    printf '%s\n' "listen_addresses = '127.0.0.1'" "port = $pg_port" "unix_socket_directories = '$work/postgres'" \
        "fsync = off" | as_postgres tee -a "$work/postgres/data/postgresql.conf" >/dev/null
    as_postgres "$pg_bin/pg_ctl" -D "$work/postgres/data" -l "$work/postgres/log" -w start >/dev/null
    export PGHOST=$work/postgres PGPORT=$pg_port PGUSER=postgres
}

sql() { "$pg_bin/psql" -X -q -A -t -v ON_ERROR_STOP=1 "$@"; }

prisma_table='CREATE TABLE _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)'

# make_project: a Prisma project of two migrations in $work/project.
make_project() {
    local migrations=$work/project/prisma/migrations
    mkdir -p "$migrations/20240129000000_init" "$migrations/20240130000000_add_sla_tables"
    echo 'provider = "postgresql"' >"$migrations/migration_lock.toml"
    cat >"$work/project/prisma/schema.prisma" <<'SCHEMA'
datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}

model Ticket {
  id       Int    @id @default(autoincrement())
  title    String
  policyId Int?
}
SCHEMA
    cat >"$migrations/20240129000000_init/migration.sql" <<'SQL'
-- CreateTable
CREATE TABLE "Ticket" (
    "id" SERIAL NOT NULL,
    "title" TEXT NOT NULL,

    CONSTRAINT "Ticket_pkey" PRIMARY KEY ("id")
);
SQL
    {
        printf '%s\n\n' '-- CreateEnum' "CREATE TYPE \"SlaPriority\" AS ENUM ('LOW', 'NORMAL', 'HIGH', 'URGENT');"
        for table in SlaPolicy SlaTarget SlaBreach SlaPause SlaCalendar SlaEscalation; do
            printf -- '-- CreateTable\nCREATE TABLE "%s" (\n    "id" SERIAL NOT NULL,\n    "name" TEXT NOT NULL,\n' "$table"
            printf '    "priority" "SlaPriority" NOT NULL,\n\n    CONSTRAINT "%s_pkey" PRIMARY KEY ("id")\n);\n\n' "$table"
            printf -- '-- CreateIndex\nCREATE UNIQUE INDEX "%s_name_key" ON "%s"("name");\n\n' "$table" "$table"
        done
        printf -- '-- AlterTable\nALTER TABLE "Ticket" ADD COLUMN "policyId" INTEGER;\n\n'
        printf -- '-- AddForeignKey\nALTER TABLE "Ticket" ADD CONSTRAINT "Ticket_policyId_fkey" FOREIGN KEY ("policyId") '
        printf 'REFERENCES "SlaPolicy"("id") ON DELETE SET NULL ON UPDATE CASCADE;\n'
    } >"$migrations/20240130000000_add_sla_tables/migration.sql"
}

# row_sql NAME: the row that Prisma writes before it runs a script.
row_sql() {
    local checksum
    checksum=$(sha256sum "$work/project/prisma/migrations/$1/migration.sql" | cut -d ' ' -f 1)
    echo "INSERT INTO _prisma_migrations (id, checksum, started_at, migration_name)
          VALUES (gen_random_uuid(), '$checksum', now(), '$1')"
}

# deploy_migration DATABASE NAME: what migrate deploy does for one migration.
deploy_migration() {
    sql -d "$1" -o /dev/null -c 'SELECT pg_advisory_lock(72707369)' -c "$(row_sql "$2")" \
        -c "$(cat "$work/project/prisma/migrations/$2/migration.sql")" \
        -c "UPDATE _prisma_migrations SET applied_steps_count = applied_steps_count + 1 WHERE migration_name = '$2'" \
        -c "UPDATE _prisma_migrations SET finished_at = now() WHERE migration_name = '$2'"
}

waits_for_lock() { [ "$(sql -d "$1" -c "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")" -gt 0 ]; }
ticket_is_locked() {
    [ "$(sql -d "$1" -c "SELECT count(*) FROM pg_locks WHERE relation = '\"Ticket\"'::regclass AND mode = 'AccessExclusiveLock' AND granted")" = 1 ]
}
nobody_holds_lock() { [ "$(sql -d "$1" -c "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 72707369")" = 0 ]; }

# make_incident DATABASE: the client of a deploy is killed while the server runs its script; the server finishes it.
make_incident() {
    local database=$1 name=20240130000000_add_sla_tables blocker client
    sql -d postgres -c "CREATE DATABASE $database"
    sql -d "$database" -c "$prisma_table"
    deploy_migration "$database" 20240129000000_init
    # Somebody else holds the table for a while, so that the script has to wait in its middle.
    mkfifo "$work/blocker"
    sql -d "$database" -o /dev/null <"$work/blocker" &
    blocker=$!
    exec 9>"$work/blocker"
    echo 'BEGIN; LOCK TABLE "Ticket" IN ACCESS EXCLUSIVE MODE;' >&9
    until_true ticket_is_locked "$database"
    "$pg_bin/psql" -X -q -d "$database" -o /dev/null -c 'SELECT pg_advisory_lock(72707369)' -c "$(row_sql "$name")" \
        -c "$(cat "$work/project/prisma/migrations/$name/migration.sql")" 2>/dev/null &
    client=$!
    until_true waits_for_lock "$database"
    kill -9 "$client"
    wait "$client" 2>/dev/null || true
    echo 'COMMIT;' >&9
    exec 9>&-
    wait "$blocker"
    until_true nobody_holds_lock "$database"
}

# resolve_applied DATABASE NAME: what migrate resolve --applied writes.
resolve_applied() {
    local checksum
    checksum=$(sha256sum "$work/project/prisma/migrations/$2/migration.sql" | cut -d ' ' -f 1)
    sql -d "$1" -o /dev/null -c 'SELECT pg_advisory_lock(72707369)' \
        -c "UPDATE _prisma_migrations SET rolled_back_at = now()
            WHERE migration_name = '$2' AND finished_at IS NULL AND rolled_back_at IS NULL" \
        -c "INSERT INTO _prisma_migrations (id, checksum, logs, started_at, finished_at, migration_name)
            VALUES (gen_random_uuid(), '$checksum', '', now(), now(), '$2')"
}

# exporter_binary: the path of the exporter that BINARY names, or else of a release build of this checkout.
exporter_binary() {
    local flags
    [ -z "${BINARY:-}" ] || { echo "$BINARY"; return; }
    read -ra flags <<<"$(deploy/swift-flags --release | tr '\n' ' ')"
    swift build "${flags[@]}" | tail -n 1 >&2
    echo "$(swift build -c release --show-bin-path)/prisma-migrate-exporter"
}

# start_exporter BINARY FLAGS…: the exporter with what DATABASE_URL_FILE names; its port is $exporter_port.
start_exporter() {
    local binary=$1
    shift
    exporter_port=${EXPORTER_PORT:-$(free_port)}
    python3 - "$work/notify" >"$work/notify.log" <<'NOTIFY' &
import os, socket, sys
listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
listener.bind(sys.argv[1])
os.chmod(sys.argv[1], 0o777)
while True:
    print(listener.recv(65536).decode(), flush=True)
NOTIFY
    jobs_started+=($!)
    until_true test -S "$work/notify"
    NOTIFY_SOCKET=$work/notify "$binary" serve --web.listen-address="127.0.0.1:$exporter_port" "$@" 2>"$work/exporter.log" &
    exporter_pid=$!
    jobs_started+=("$exporter_pid")
    until_true curl -sf "http://127.0.0.1:$exporter_port/-/ready"
}

status_line() { sed -n 's/^STATUS=//p' "$work/notify.log" | tail -n 1; }
metrics() { curl -sf "http://127.0.0.1:$exporter_port/metrics"; }

# hurried_rules: the alert rules and recording rules without their patience, in $work/rules.
hurried_rules() {
    local file
    mkdir "$work/rules"
    for file in deploy/prometheus/rules/*.yml; do
        sed -e 's/^\( *for:\).*/\1 1s/' -e 's/^\( *keep_firing_for:\).*/\1 2s/' -e 's/\[5m\]/[10s]/g' "$file" \
            >"$work/rules/$(basename "$file")"
    done
}

# start_receiver: a receiver of webhooks, which writes what comes to $work/received; its port is $receiver_port.
start_receiver() {
    receiver_port=$(free_port)
    python3 Tests/EndToEnd/receiver.py "$receiver_port" >"$work/received" &
    jobs_started+=($!)
    until_true curl -sf "http://127.0.0.1:$receiver_port/"
}

# start_alertmanager CONFIGURATION: its port is $alertmanager_port.
start_alertmanager() {
    alertmanager_port=$(free_port)
    prometheus-alertmanager --config.file="$1" --storage.path="$work/alertmanager" --cluster.listen-address= \
        --web.listen-address="127.0.0.1:$alertmanager_port" --log.level=warn >"$work/alertmanager.log" 2>&1 &
    jobs_started+=($!)
    until_true curl -sf "http://127.0.0.1:$alertmanager_port/-/ready"
}

# start_prometheus RULES: a Prometheus that scrapes the exporter each second and tells the Alertmanager, if one was
# started; its port is $prometheus_port.
start_prometheus() {
    prometheus_port=${PROMETHEUS_PORT:-$(free_port)}
    printf '%s\n' 'global: { scrape_interval: 1s, evaluation_interval: 1s }' "rule_files: ['$1']" \
        'scrape_configs:' '  - job_name: prisma-migrate' '    static_configs:' \
        "      - targets: ['127.0.0.1:$exporter_port']" >"$work/prometheus.yml"
    [ -z "${alertmanager_port:-}" ] || printf '%s\n' 'alerting:' '  alertmanagers:' '    - static_configs:' \
        "        - targets: ['127.0.0.1:$alertmanager_port']" >>"$work/prometheus.yml"
    prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/prometheus" \
        --web.listen-address="127.0.0.1:$prometheus_port" --log.level=warn >"$work/prometheus.log" 2>&1 &
    jobs_started+=($!)
    until_true curl -sf "http://127.0.0.1:$prometheus_port/-/ready"
}

# query EXPRESSION: the value of the first series, or nothing.
query() {
    curl -sf --data-urlencode "query=$1" "http://127.0.0.1:$prometheus_port/api/v1/query" |
        python3 -c 'import json, sys; r = json.load(sys.stdin)["data"]["result"]; print(r[0]["value"][1] if r else "")'
}
query_is() { [ "$(query "$1")" = "$2" ]; }
