#!/bin/bash
# What the status page shows in Chromium: all well, the incident, a partial failure, a target down, hostile names, a
# thousand targets; by night and by day, on a phone and on a desk. PAGE_SHOTS=FOLDER keeps the pictures; BINARY names
# an exporter that is built already.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$top"
if [ "${1:-}" != --here ]; then exec deploy/toolchain env PAGE_SHOTS="${PAGE_SHOTS:-}" BINARY="${BINARY:-}" "$top/Tests/EndToEnd/page.sh" --here; fi
chromium=$(command -v chromium || true)
[ -n "$chromium" ] || { echo "skipped: the page in a browser: chromium is not installed"; exit 77; }
# shellcheck source=deploy/lib.sh
. deploy/lib.sh

binary=$(exporter_binary)
[ -z "${PAGE_SHOTS:-}" ] || mkdir -p "$PAGE_SHOTS"

# browse FLAGS… URL: Chromium with nothing of a profile and no word to anybody else.
browse() {
    local profile
    profile=$(mktemp -d "$work/profile.XXXXXX")
    timeout 180 "$chromium" --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --disable-dev-shm-usage --hide-scrollbars \
        --user-data-dir="$profile" "$@" 2>>"$work/chromium.log"
}

problems=0
expect() { # expect WHAT COMMAND…
    if "${@:2}" >/dev/null; then echo "ok: $1"; else echo "NOT OK: $1" && problems=$((problems + 1)); fi
}
shows() { expect "$1: $2" grep -qF -- "$2" "$work/$1.text"; }
hides() { expect "$1: no $2" test "$(grep -cF -- "$2" "$work/$1.text")" = 0; }
comes_before() { # comes_before PAGE FIRST SECOND: the first is read before the second.
    expect "$1: $2 before $3" test "$(grep -nF -- "$2" "$work/$1.text" | head -n 1 | cut -d : -f 1)" -le \
        "$(grep -nF -- "$3" "$work/$1.text" | head -n 1 | cut -d : -f 1)"
}

# look NAME: the page as Chromium's own tree, the text that is not folded away, and pictures.
look() {
    local name=$1 url="http://127.0.0.1:$exporter_port/?refresh=off" attempt=0
    # Chromium sometimes ends before it writes; that says nothing of the page.
    until browse --dump-dom "$url" >"$work/$name.html" && [ -s "$work/$name.html" ]; do
        attempt=$((attempt + 1))
        [ $attempt -lt 3 ] || { tail -n 5 "$work/chromium.log"; return 1; }
    done
    python3 Tests/EndToEnd/visible.py "$work/$name.html" >"$work/$name.text"
    # A window is no narrower than 500 pixels, but a frame may be as narrow as a phone.
    curl -sf -o "$work/$name.saved.html" "$url"
    printf '<body><iframe src="%s.saved.html" width="390" height="2400" style="border:0" onload="%s"></iframe>' \
        "$name" "document.title = this.contentDocument.documentElement.scrollWidth" >"$work/$name.phone.html"
    browse --allow-file-access-from-files --dump-dom "file://$work/$name.phone.html" >"$work/$name.phone"
    expect "$name: nothing is wider than a phone" grep -q '<title>390</title>' "$work/$name.phone"
    [ -n "${PAGE_SHOTS:-}" ] || return 0
    local light
    for light in 0 1; do
        browse --window-size=500,2400 --blink-settings=preferredColorScheme=$light \
            --screenshot="$PAGE_SHOTS/$name-phone-$light.png" "file://$work/$name.phone.html" || true
        browse --window-size=1280,1400 --blink-settings=preferredColorScheme=$light \
            --screenshot="$PAGE_SHOTS/$name-desk-$light.png" "$url" || true
    done
}

echo "Starting PostgreSQL …"
start_postgres
make_project

# A database in which both migrations are applied.
make_well() {
    sql -d postgres -c "CREATE DATABASE $1"
    sql -d "$1" -c "$prisma_table"
    deploy_migration "$1" 20240129000000_init
    deploy_migration "$1" 20240130000000_add_sla_tables
}
make_well billing
make_incident shop

# A partial failure: the server stopped in the middle, and Prisma wrote down why.
partial=20240130000000_add_sla_tables
sql -d postgres -c 'CREATE DATABASE orders'
sql -d orders -c "$prisma_table"
deploy_migration orders 20240129000000_init
sql -d orders -c "$(row_sql $partial)" -c "$(sed -n '1,/SlaTarget_name_key/p' "$work/project/prisma/migrations/$partial/migration.sql")" \
    -c "UPDATE _prisma_migrations SET logs = E'A migration failed to apply.\n\nDatabase error code: 42P07\n\nDatabase error:\nERROR: relation \"SlaBreach\" already exists\n'
        WHERE migration_name = '$partial'"

# Names that want to be markup.
hostile='<script>document.title="taken"</script>'
sql -d postgres -c 'CREATE DATABASE hostile'
sql -d hostile -c "$prisma_table" -c "INSERT INTO _prisma_migrations (id, checksum, migration_name, logs)
    VALUES (gen_random_uuid(), repeat('a', 64), '$hostile', '<img src=x onerror=alert(1)> ' || chr(8238) || 'txet')" \
    -c 'CREATE TABLE "<b onclick=x>&amp;" ("</td><style>*{display:none}" int)'

url() { echo "postgresql://postgres@127.0.0.1:$pg_port/$1"; }
target() { # target NAME URL [migrations] [schema]: a target of the configuration file.
    printf '  - name: %s\n    url: %s\n' "$1" "$2"
    case " $* " in *' migrations '*) printf '    migrations: %s\n' "$work/project/prisma/migrations" ;; esac
    case " $* " in *' schema '*) printf '    prisma_schema: %s\n' "$work/project/prisma/schema.prisma" ;; esac
}
# serve TARGETS: the exporter with these targets, once each has been polled.
serve() {
    { printf 'poll: { interval: %s }\ntargets:\n' "${interval:-1s}"; cat; } >"$work/exporter.yml"
    rm -f "$work/notify"
    start_exporter "$binary" --config.file="$work/exporter.yml"
    until_true all_polled
}
all_polled() { [ "$(curl -sf "http://127.0.0.1:$exporter_port/" | grep -c 'not polled yet')" = 0 ]; }
end_exporter() {
    kill -TERM "$exporter_pid"
    wait "$exporter_pid" || true
}

echo "All well …"
serve < <(target billing "$(url billing)" migrations)
look well
shows well '1 target, 1 up; 2 applied, nothing failed'
shows well 'Well (1)'
hides well 'Needs a person'
hides well 'began at'
end_exporter

echo "The incident, a partial failure, a target down, hostile names …"
serve < <(
    target billing "$(url billing)" migrations
    target drifted "$(url billing)" migrations schema
    target gone "postgresql://postgres@127.0.0.1:1/gone"
    target hostile "$(url hostile)"
    target orders "$(url orders)" migrations
    target shop "$(url shop)" migrations
)
look bad
shows bad 'Needs a person (5)'
shows bad 'Fully applied: '
shows bad "npx prisma migrate resolve --applied $partial"
shows bad '✓ create enum public.SlaPriority there'
shows bad '✓ create enum values HIGH, LOW, NORMAL, URGENT of public.SlaPriority there'
shows bad 'Partly applied: '
shows bad '42P07'
shows bad 'relation "SlaBreach" already exists'
shows bad '✗ create table public.SlaBreach not there'
shows bad 'SQL to finish it'
shows bad 'down (refused)'
shows bad "$hostile"
shows bad '<img src=x onerror=alert(1)>'
hides bad $'\u202E'
comes_before bad orders shop
comes_before bad shop 'down (refused)'
comes_before bad 'down (refused)' 'Drift from schema.prisma'
comes_before bad 'Drift from schema.prisma' billing
shows bad '+ unexpected table public.SlaPolicy'
expect "no hostile markup became an element" sh -c "! grep -qiE '<script|<img|<b onclick|<style>\*' '$work/bad.html'"
expect "the title is the page's own" grep -q '<title>(5) prisma-migrate-exporter</title>' "$work/bad.html"
curl -sf -D "$work/headers" -o "$work/bad.page" "http://127.0.0.1:$exporter_port/"
nonce=$(sed -n 's/.*<script nonce="\([a-z0-9]*\)".*/\1/p' "$work/bad.page")
policy="default-src 'none'; style-src 'nonce-$nonce'; script-src 'nonce-$nonce'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
expect "the policy allows the page's own script alone" sh -c "tr -d '\r' <'$work/headers' | grep -qixF \"content-security-policy: $policy\""
expect "there is one script" test "$(grep -c '<script' "$work/bad.page")" = 1
expect "without scripts the page loads itself again" grep -q '<noscript><meta http-equiv="refresh" content="5"></noscript>' "$work/bad.page"
curl -sf -D "$work/headers" -o "$work/still.page" "http://127.0.0.1:$exporter_port/?refresh=off"
expect "the page that stays as it is has no script" sh -c "! grep -q '<script' '$work/still.page' && ! grep -qi 'script-src' '$work/headers'"
python3 Tests/EndToEnd/reader.py "$exporter_port" "$work/reader.port" "$work/reader.said" &
reader=$!
jobs_started+=("$reader")
until_true test -s "$work/reader.port"
browse --dump-dom "http://127.0.0.1:$(cat "$work/reader.port")/reader" >/dev/null || tail -n 5 "$work/chromium.log"
kill "$reader"
cat "$work/reader.said"
for word in 'unfolded true' 'part unfolded true' 'folded true' 'scrolled true' 'focused true' 'loads 0' 'violations none' \
    'selected true' 'outdated This page is out of date: the exporter answers 503.' 'back true'; do
    expect "a page that loads itself again: $word" grep -qxF "$word" "$work/reader.said"
done
# Runbooks are links that somebody follows; whatever the page loads by itself is its own.
sed 's|<a href="https://prisma-migrate-exporter.github.io/runbooks/[A-Za-z]*">||g' "$work/bad.page" >"$work/bad.loaded"
expect "nothing comes from elsewhere" sh -c "! grep -qiE '(src|href)=\"?(https?:)?//' '$work/bad.loaded'"
# The style applies only where the policy's nonce is the page's.
browse --window-size=800,600 --blink-settings=preferredColorScheme=0 --screenshot="$work/dark.png" "http://127.0.0.1:$exporter_port/?refresh=off"
browse --window-size=800,600 --blink-settings=preferredColorScheme=1 --screenshot="$work/light.png" "http://127.0.0.1:$exporter_port/?refresh=off"
expect "by night the page is another than by day" sh -c "! cmp -s '$work/dark.png' '$work/light.png'"
end_exporter

echo "A thousand targets …"
interval=15s serve < <(
    target shop "$(url shop)" migrations
    for number in $(seq 1 999); do target "tenant-$number" "$(url billing)" migrations; done
)
look thousand
shows thousand 'Well (999)'
comes_before thousand 'Fully applied: ' 'tenant-1'
hides thousand 'tenant-999 began at'
size=$(curl -sf "http://127.0.0.1:$exporter_port/" | wc -c)
echo "the page of a thousand targets: $((size / 1024)) KiB"
expect "the page of a thousand targets is below 1.5 MB" test "$size" -lt 1500000
end_exporter

[ "$problems" -eq 0 ]
