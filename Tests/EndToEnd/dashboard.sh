#!/bin/bash
# Every expression of the Grafana dashboard, asked of a Prometheus that has seen a failure, drift, a target down and a
# server whose databases are discovered. BINARY names an exporter that is built already.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$top"
if [ "${1:-}" != --here ]; then exec deploy/toolchain env BINARY="${BINARY:-}" "$top/Tests/EndToEnd/dashboard.sh" --here; fi
# shellcheck source=deploy/lib.sh
. deploy/lib.sh
binary=$(exporter_binary)

echo "Starting PostgreSQL with an interrupted migration, a drifted schema, a target that is not there …"
start_postgres
make_project
make_incident shop
sql -d postgres -c 'CREATE DATABASE crm'
sql -d crm -c "$prisma_table"
deploy_migration crm 20240129000000_init
deploy_migration crm 20240130000000_add_sla_tables
sql -d crm -c 'DROP INDEX "SlaPause_name_key"'
cat >"$work/exporter.yml" <<TARGETS
poll: { interval: 1s }
targets:
  - { name: shop, url: "postgresql://postgres@127.0.0.1:$pg_port/shop", migrations: "$work/project/prisma/migrations" }
  - { name: crm, url: "postgresql://postgres@127.0.0.1:$pg_port/crm", migrations: "$work/project/prisma/migrations" }
  - { name: gone, url: "postgresql://postgres@127.0.0.1:1/gone" }
  - { name: all, url: "postgresql://postgres@127.0.0.1:$pg_port/postgres", discover: { databases: "cr.*" } }
TARGETS
start_exporter "$binary" --config.file="$work/exporter.yml"
hurried_rules
start_prometheus "$work/rules/*.yml"
until_true query_is 'count(ALERTS{alertname="PrismaSchemaDrift",target="crm",alertstate="firing"})' 1
until_true query_is 'count(ALERTS{alertname="PrismaMigrateTargetDown",target="gone",alertstate="firing"})' 1
python3 Tests/EndToEnd/dashboard.py "http://127.0.0.1:$prometheus_port" deploy/grafana/*.json
