#!/bin/bash
# The whole chain: PostgreSQL with the incident → exporter → Prometheus → Alertmanager → a receiver, which must be told
# the right command; the row is resolved as Prisma does it, and the alert resolves; an index is dropped by hand, and the
# drift is told. BINARY names an exporter that is built already.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$top"
if [ "${1:-}" != --here ]; then exec deploy/toolchain env BINARY="${BINARY:-}" "$top/Tests/EndToEnd/chain.sh" --here; fi
# shellcheck source=deploy/lib.sh
. deploy/lib.sh
binary=$(exporter_binary)
migration=20240130000000_add_sla_tables

problems=0
expect() { # expect WHAT COMMAND…
    if "${@:2}" >/dev/null; then echo "ok: $1"; else echo "NOT OK: $1" && problems=$((problems + 1)); fi
}

echo "Starting PostgreSQL, and killing the client of a migration …"
start_postgres
make_project
make_incident shop
sql -d shop -v password=look-only -f deploy/role.sql
echo "postgresql://prisma_migrate_exporter:look-only@127.0.0.1:$pg_port/shop?schema=public" >"$work/database-url"
chmod 600 "$work/database-url"
start_exporter "$binary" --database-url-file="$work/database-url" --migrations="$work/project/prisma/migrations" --poll.interval=1s --poll.stale-after=90s

# The rules and routes as they are, but in a hurry.
hurried_rules
start_receiver
sed -e 's/\(group_wait:\).*/\1 0s/' -e 's/\(group_interval:\).*/\1 1s/' -e "s|localhost:9099|127.0.0.1:$receiver_port|" \
    deploy/prometheus/alertmanager.yml >"$work/alertmanager.yml"
start_alertmanager "$work/alertmanager.yml"
start_prometheus "$work/rules/*.yml"

# told STATUS ALERT [TEXT…]: the receiver was told so, with all of these texts in what came.
told() { grep -F "\"told\": \"$1 $2 " "$work/received" | all_of "${@:3}"; }
all_of() {
    local lines text
    lines=$(cat)
    [ -n "$lines" ] || return 1
    for text in "$@"; do lines=$(grep -F -- "$text" <<<"$lines") || return 1; done
}

echo "Waiting for the alert …"
expect "the interrupted migration is told, with the command" \
    until_true 60 told firing PrismaMigrationInterrupted "run: npx prisma migrate resolve --applied $migration\""
expect "to whoever deploys" told firing PrismaMigrationInterrupted '"path": "/deploy-on-call"'
expect "with what there is to route by" told firing PrismaMigrationInterrupted '"advice": "resolve_applied"' '"verdict": "applied"' \
    '"target": "shop"' '"schema": "public"' "\"migration\": \"$migration\""
expect "with its runbook" told firing PrismaMigrationInterrupted '"runbook_url": "https://prisma-migrate-exporter.github.io/runbooks/PrismaMigrationInterrupted"'
expect "and no drift, which the migration explains" test "$(query 'prisma_migrate_schema_drift{source="migrations"}')" = 0

echo "Resolving it as Prisma does …"
resolve_applied shop "$migration"
expect "the old row is rolled back, the new one has no steps" test \
    "$(sql -d shop -c "SELECT string_agg((rolled_back_at IS NULL) || ' ' || coalesce(finished_at = started_at, false) || ' ' || applied_steps_count, ', ' ORDER BY started_at)
       FROM _prisma_migrations WHERE migration_name = '$migration'")" = "false false 0, true true 0"
expect "the alert is told to be over" until_true 60 told resolved PrismaMigrationInterrupted "\"migration\": \"$migration\""
expect "nothing is failed any more" query_is 'prisma_migrate_failed_migrations{target="shop"}' 0
expect "no alert on the 0 of the new row" test -z "$(query 'ALERTS{alertname=~"PrismaMigration.*",alertstate="firing"}')"

echo "Dropping an index by hand …"
sql -d shop -c 'DROP INDEX "SlaPause_name_key"'
expect "the drift is told" until_true 60 told firing PrismaSchemaDrift '"source": "migrations"' 'prisma-migrate-exporter diagnose --script'
sql -d shop -c 'CREATE UNIQUE INDEX "SlaPause_name_key" ON "SlaPause"("name")'
expect "and told to be over" until_true 60 told resolved PrismaSchemaDrift '"source": "migrations"'

echo "Dropping it again, and stopping the database …"
sql -d shop -c 'DROP INDEX "SlaPause_name_key"'
expect "the drift is told again" until_true 60 query_is 'count(ALERTS{alertname="PrismaSchemaDrift",alertstate="firing"})' 1
as_postgres "$pg_bin/pg_ctl" -D "$work/postgres/data" -m immediate -w stop >/dev/null
expect "the target is told to be down, with the reason" until_true 60 told firing PrismaMigrateTargetDown '(reason refused)'
# What is known of it from before is kept quiet.
expect "and its drift is told no more" until_true 30 sh -c \
    "curl -sf 'http://127.0.0.1:$alertmanager_port/api/v2/alerts?filter=alertname=PrismaSchemaDrift&active=false' | grep -q '\"inhibitedBy\":\[\"'"
expect "the password is nowhere" test -z "$(grep -rl look-only "$work/received" "$work"/*.log || true)"
[ "$problems" -eq 0 ] || { tail -n 5 "$work"/*.log; exit 1; }
