#!/bin/bash
# Alertmanager's configuration can be used, and each alert goes where the one who can act on it looks.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$top"
if [ "${1:-}" != --here ]; then exec deploy/toolchain "$top/Tests/Alerts/routes.sh" --here; fi
configuration=deploy/prometheus/alertmanager.yml
amtool check-config "$configuration"

problems=0
goes_to() { # goes_to RECEIVER LABELS…
    if amtool config routes test --config.file="$configuration" --verify.receivers="$1" "${@:2}" >/dev/null 2>&1; then
        echo "ok: ${*:2} → $1"
    else
        echo "NOT OK: ${*:2} goes to $(amtool config routes test --config.file="$configuration" "${@:2}"), not to $1"
        problems=$((problems + 1))
    fi
}
for alert in PrismaMigrationFailed PrismaMigrationInterrupted; do
    goes_to deploy-on-call alertname=$alert severity=critical advice=resolve_applied verdict=applied
    goes_to deploy-on-call alertname=$alert severity=critical advice=resolve_rolled_back verdict=not_applied
    goes_to database-on-call alertname=$alert severity=critical advice=repair_manually verdict=partially_applied
    goes_to database-on-call alertname=$alert severity=critical advice=investigate verdict=undetermined
done
goes_to database-on-call alertname=PrismaMigrationRunningTooLong severity=warning
goes_to database-on-call alertname=PrismaAdvisoryLockStuck severity=warning
goes_to database-on-call alertname=PrismaSchemaDrift severity=warning source=migrations
goes_to deploy-queue alertname=PrismaMigrationPending severity=warning
goes_to deploy-queue alertname=PrismaMigrationHistoryDrift severity=warning kind=edited
goes_to deploy-queue alertname=PrismaMigrationHistoryDrift severity=info kind=out_of_order
goes_to deploy-queue alertname=PrismaMigrateRoleCanWrite severity=info
goes_to deploy-queue alertname=PrismaMigrateDriftNotJudged severity=info
goes_to database-on-call alertname=PrismaMigrateTargetDown severity=warning
goes_to database-on-call alertname=PrismaMigrateExporterAbsent severity=warning
[ "$problems" -eq 0 ]
