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
    until_true told firing PrismaMigrationInterrupted "run: npx prisma migrate resolve --applied $migration\""
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
expect "the alert is told to be over" until_true told resolved PrismaMigrationInterrupted "\"migration\": \"$migration\""
expect "nothing is failed any more" query_is 'prisma_migrate_failed_migrations{target="shop"}' 0
expect "no alert on the 0 of the new row" test -z "$(query 'ALERTS{alertname=~"PrismaMigration.*",alertstate="firing"}')"

echo "Dropping an index by hand …"
sql -d shop -c 'DROP INDEX "SlaPause_name_key"'
expect "the drift is told" until_true told firing PrismaSchemaDrift '"source": "migrations"' 'prisma-migrate-exporter diagnose --script'
sql -d shop -c 'CREATE UNIQUE INDEX "SlaPause_name_key" ON "SlaPause"("name")'
expect "and told to be over" until_true told resolved PrismaSchemaDrift '"source": "migrations"'

echo "Failing a migration half-way, as Prisma 7.4 and later leave it …"
half=20240131000000_add_notes
mkdir "$work/project/prisma/migrations/$half"
printf '%s\n' 'CREATE TABLE "Note" ("id" INTEGER NOT NULL);' 'CREATE UNIQUE INDEX "Ticket_title_key" ON "Ticket"("title");' \
    >"$work/project/prisma/migrations/$half/migration.sql"
sql -d shop -c "$(row_sql $half)" -c 'CREATE TABLE "Note" ("id" INTEGER NOT NULL)' -c "UPDATE _prisma_migrations
    SET logs = E'A migration failed to apply.\n\nDatabase error code: 23505\n\nDatabase error:\nERROR: could not create unique index\n'
    WHERE migration_name = '$half'"
expect "it is told, without a command that would guess" until_true told firing PrismaMigrationFailed \
    '"advice": "repair_manually"' '"verdict": "partially_applied"' 'Resolve nothing yet' "\"migration\": \"$half\""
expect "to whoever knows the database" told firing PrismaMigrationFailed '"path": "/database-on-call"' '"advice": "repair_manually"'
sql -d shop -c 'DROP TABLE "Note"'
expect "once it is undone, the command is told" until_true told firing PrismaMigrationFailed \
    '"path": "/deploy-on-call"' "run: npx prisma migrate resolve --rolled-back $half && npx prisma migrate deploy"
sql -d shop -c "UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = '$half'"
expect "and it is told to be over" until_true told resolved PrismaMigrationFailed '"advice": "resolve_rolled_back"'

echo "Dropping it again, and stopping the database …"
sql -d shop -c 'DROP INDEX "SlaPause_name_key"'
expect "the drift is told again" until_true query_is 'count(ALERTS{alertname="PrismaSchemaDrift",alertstate="firing"})' 1
as_postgres "$pg_bin/pg_ctl" -D "$work/postgres/data" -m immediate -w stop >/dev/null
expect "the target is told to be down, with the reason" until_true told firing PrismaMigrateTargetDown '(reason refused)'
# What is known of it from before is kept quiet.
expect "and its drift is told no more" until_true sh -c \
    "curl -sf 'http://127.0.0.1:$alertmanager_port/api/v2/alerts?filter=alertname=PrismaSchemaDrift&active=false' | grep -q '\"inhibitedBy\":\[\"'"
expect "the password is nowhere" test -z "$(grep -rl look-only "$work/received" "$work"/*.log || true)"
expect "no rule had an error" test "$(curl -sf "http://127.0.0.1:$prometheus_port/api/v1/rules" | python3 -c '
import json, sys
rules = [rule for group in json.load(sys.stdin)["data"]["groups"] for rule in group["rules"]]
print(len(rules) > 20, [rule["name"] for rule in rules if rule["health"] != "ok"])')" = "True []"
[ "$problems" -eq 0 ] || { tail -n 5 "$work"/*.log; exit 1; }
