#!/bin/bash
# What runbooks and alerts tell people to run can be run: their SQL on a real PostgreSQL with the incident, by a role that
# may see others' sessions, and the exporter's flags. BINARY names an exporter that is built already.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$top"
if [ "${1:-}" != --here ]; then exec deploy/toolchain env BINARY="${BINARY:-}" "$top/Tests/EndToEnd/runbooks.sh" --here; fi
# shellcheck source=deploy/lib.sh
. deploy/lib.sh
binary=$(exporter_binary)

start_postgres
make_project
make_incident shop
sql -d shop -c 'CREATE ROLE watcher LOGIN IN ROLE pg_read_all_stats' -c 'GRANT SELECT ON _prisma_migrations TO watcher'
python3 Tests/EndToEnd/runbooks.py "$binary" >"$work/statements"
count=0
while read -r statement; do
    count=$((count + 1))
    sql -d shop -U watcher -o /dev/null -c "$statement" || { echo "NOT OK: $statement"; exit 1; }
done <"$work/statements"
echo "$count statements"
[ "$count" -gt 5 ]
# The row that the runbook shows is the one that P3009 is about.
# shellcheck disable=SC2016
unfinished=$(sed -n '/^```sql/,/^```/p' Sources/Run/prisma-migrate-exporter/PrismaMigrateExporter.docc/Runbooks/PrismaMigrationFailed.md |
    sed -e '/^```/d' -e '/;$/q')
[ "$(sql -d shop -U watcher -c "$unfinished" | cut -d '|' -f 1)" = 20240130000000_add_sla_tables ]
