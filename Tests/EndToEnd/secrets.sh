#!/bin/bash
# A secret in every place that can hold one, where it works, where it is wrong, where nobody listens and where the line
# that holds it is mistaken: whatever the exporter says then, to whom ever, must not hold it. Each password carries one
# mark and the name of its place, so that a leak tells where it comes from. BINARY names an exporter that is built already.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$top"
if [ "${1:-}" != --here ]; then exec deploy/toolchain env BINARY="${BINARY:-}" "$top/Tests/EndToEnd/secrets.sh" --here; fi
# shellcheck source=deploy/lib.sh
. deploy/lib.sh
binary=$(exporter_binary)

problems=0
refuses() { ! "$@"; }
expect() { # expect WHAT COMMAND…
    if "${@:2}" >/dev/null; then echo "ok: $1"; else echo "NOT OK: $1" && problems=$((problems + 1)); fi
}

# A password that must be percent-encoded in a URL; the mark is part of it either way.
mark=k4n4ry9c2f
secret() { printf '%s.%s/@:x' "$mark" "$1"; }
encoded() { printf '%s.%s%%2F%%40%%3Ax' "$mark" "$1"; }
role() { echo "reader_${1//-/_}"; }

start_postgres
printf '%s\n' 'local all all trust' 'host all all all scram-sha-256' | as_postgres tee "$work/postgres/data/pg_hba.conf" >/dev/null
as_postgres "$pg_bin/pg_ctl" -D "$work/postgres/data" reload >/dev/null
make_project
sql -d postgres -c 'CREATE DATABASE shop'
sql -d shop -c "$prisma_table"
deploy_migration shop 20240129000000_init
deploy_migration shop 20240130000000_add_sla_tables
places=(url-file url-env inline query passfile pgpassfile conninfo conninfo-inline)
alone=(environment database-url-file dot-env credential pgpassword)
for place in "${places[@]}" "${alone[@]}"; do
    echo "CREATE ROLE $(role "$place") LOGIN PASSWORD '$(secret "$place")'; GRANT SELECT ON _prisma_migrations TO $(role "$place");"
done | sql -d shop -f -

placed=$work/placed seen=$work/seen
mkdir -p "$placed" "$seen"
umask 077
python3 - "$work/notify" >"$seen/notify" <<'NOTIFY' &
import socket, sys
listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
listener.bind(sys.argv[1])
while True:
    print(listener.recv(65536).decode(), flush=True)
NOTIFY
jobs_started+=($!)
until_true test -S "$work/notify"

# TLS and users; the password of the one is marked, and so is a comment in the file of the key.
# shellcheck disable=SC2016
bcrypt='import ctypes, sys; c = ctypes.CDLL("libcrypt.so.1"); c.crypt.restype = ctypes.c_char_p
print(c.crypt(sys.argv[1].encode(), b"$2b$05$abcdefghijklmnopqrstuu").decode())'
hash=$(python3 -c "$bcrypt" "$(secret web)")
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 \
    -keyout "$placed/web.key" -out "$placed/web.pem" 2>/dev/null
key_line=$(sed -n 2p "$placed/web.key")
echo "$mark.key" >>"$placed/web.key"
printf '%s\n' 'tls_server_config: {cert_file: web.pem, key_file: web.key}' 'basic_auth_users:' "  prometheus: $hash" >"$placed/web.yml"

# told FILE…: whether any of them holds the mark, the hash, the key, or a password as HTTP encodes it.
web_header=$(printf 'prometheus:%s' "$(secret web)" | base64 -w 0)
told() { grep -raliF -e "$mark" -e "${hash#*uu}" -e "$key_line" -e "$web_header" "$@"; }

# url PLACE [PASSWORD [PORT]]: the URL that holds the place's password.
url() { echo "postgresql://$(role "$1"):${2:-$(encoded "$1")}@127.0.0.1:${3:-$pg_port}/shop?schema=public"; }
conninfo() { echo "host=127.0.0.1 port=${3:-$pg_port} user=$(role "$1") dbname=shop password=${2:-$(secret "$1")}"; }

# look CASE WORD ENVIRONMENT… -- FLAGS…: the daemon in that environment until it has polled, every page of it, a reload by
# signal and by request, a stop; then diagnose and check-config. WORD is what must come of it: up, down, or refused where
# the daemon must not start.
look() {
    local case=$1 word=$2 environment=() folder=$seen/$1 port pid scheme=http curl path format
    shift 2
    while [ "$1" != -- ]; do environment+=("$1") && shift; done
    shift
    mkdir -p "$folder"
    port=$(free_port)
    curl=(curl -sk)
    case " $* " in *--web.config.file=*) scheme=https curl+=(-u "prometheus:$(secret web)") ;; esac
    (cd "$work/empty" && exec env -i PATH="$PATH" NOTIFY_SOCKET="$work/notify" "${environment[@]}" "$binary" serve --log.level=debug \
        --web.enable-lifecycle --poll.interval=3s --web.listen-address="127.0.0.1:$port" "$@") >"$folder/output" 2>"$folder/error" &
    pid=$!
    jobs_started+=("$pid")
    has_polled() { ! kill -0 "$pid" || { "${curl[@]}" "$scheme://127.0.0.1:$port/metrics" >"$folder/metrics" && ! grep -q '^prisma_migrate_polls_total.* 0$' "$folder/metrics" && grep -q '^prisma_migrate_polls_total' "$folder/metrics"; }; }
    until_true has_polled
    if kill -0 "$pid" 2>/dev/null; then
        for path in / /-/ready /-/healthy /api/v1/diagnosis /config /targets /probe '/probe?target=shop' '/probe?target=url-file' \
            "/nowhere/$(encoded path)?password=$(encoded path)"; do
            "${curl[@]}" "$scheme://127.0.0.1:$port$path" >>"$folder/pages"
        done
        curl -sk -u "prometheus:$(secret wrong-web)" "$scheme://127.0.0.1:$port/metrics" >>"$folder/pages"
        "${curl[@]}" -X POST "$scheme://127.0.0.1:$port/-/reload" >>"$folder/pages"
        kill -HUP "$pid"
        until_true sh -c "[ \$(grep -cE 'event=reload(ed|_failed) ' '$folder/error') -ge 2 ]"
        tr '\0' '\n' <"/proc/$pid/cmdline" >"$folder/cmdline"
        # Only root may look; what comes from a file is in nobody's environment.
        if [ "$(id -u)" = 0 ]; then
            case $case in environment* | pgpassword* | fleet*) ;; *) tr '\0' '\n' <"/proc/$pid/environ" >"$folder/environ" ;; esac
            if [ "$word" = up ] && holds_secret "$pid"; then echo held >"$folder/memory"; fi
        fi
        kill "$pid"
    fi
    wait "$pid" && echo 0 >"$folder/status" || echo $? >"$folder/status"
    local flags=() flag
    for flag in "$@"; do case $flag in --web.*) ;; *) flags+=("$flag") ;; esac done
    for format in text json prometheus; do
        (cd "$work/empty" && env -i PATH="$PATH" "${environment[@]}" "$binary" diagnose --log.level=debug --format="$format" "${flags[@]}") \
            >>"$folder/diagnosis" 2>&1 || true
    done
    (cd "$work/empty" && env -i PATH="$PATH" "${environment[@]}" "$binary" check-config "$@") >"$folder/check" 2>&1 || true
    case $word in
    up) outcome() { grep -q '^prisma_migrate_up.* 1$' "$folder/metrics" && ! grep '^prisma_migrate_up.* 0$' "$folder/metrics"; } ;;
    down) outcome() { grep -q '^prisma_migrate_up.* 0$' "$folder/metrics" && ! grep '^prisma_migrate_up.* 1$' "$folder/metrics"; } ;;
    refused) outcome() { [ "$(cat "$folder/status")" = 2 ] && [ -s "$folder/error" ]; } ;;
    esac
    if ! outcome; then
        echo "NOT OK: $case: not $word"
        head -n 5 "$folder/error"
        problems=$((problems + 1))
    elif told "$folder" "$work/state" >"$work/told"; then
        echo "NOT OK: $case ($word): told in $(tr '\n' ' ' <"$work/told")"
        told_lines "$folder"
        problems=$((problems + 1))
    else
        echo "ok: $case ($word)"
    fi
}
told_lines() { grep -raiF -e "$mark" "$@" | cut -c 1-300 | sort -u | head -n 5; }
# holds_secret PID: whether the process has a marked password in its memory, as a core of it would.
holds_secret() {
    python3 - "$1" "$mark" <<'MEMORY'
import sys
pid, mark = sys.argv[1], sys.argv[2].encode()
with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
    for line in maps:
        place, rights = line.split()[:2]
        if not rights.startswith("rw"):
            continue
        start, end = (int(x, 16) for x in place.split("-"))
        try:
            memory.seek(start)
            if mark in memory.read(end - start):
                sys.exit(0)
        except OSError:
            pass
sys.exit(1)
MEMORY
}
mkdir "$work/empty" "$work/state"

echo "== many targets, each with its secret in another place, behind TLS and a password"
# fleet SUFFIX PORT: the configuration, with the suffix after each password and that port in each URL.
fleet() {
    local place
    url url-file "$(encoded url-file)$1" "$2" >"$placed/url-file"
    conninfo conninfo "$(secret conninfo)$1" "$2" >"$placed/conninfo"
    for place in passfile pgpassfile; do
        printf '127.0.0.1:%s:shop:%s:%s%s\n' "$2" "$(role $place)" "$(secret $place | sed 's/:/\\:/g')" "$1" >"$placed/$place"
    done
    printf '%s\n' 'poll: {interval: 1s}' "state: {directory: $work/state}" 'targets:' \
        '  - {name: url-file, url_file: url-file}' '  - {name: url-env, url_env: SHOP_URL}' \
        "  - {name: inline, url: '$(url inline "$(encoded inline)$1" "$2")', migrations: $work/project/prisma/migrations}" \
        "  - {name: query, url: 'postgresql://127.0.0.1:$2/shop?user=$(role query)&password=$(encoded query)$1'}" \
        "  - {name: passfile, url: 'postgresql://$(role passfile)@127.0.0.1:$2/shop?passfile=$placed/passfile'}" \
        "  - {name: pgpassfile, url: 'postgresql://$(role pgpassfile)@127.0.0.1:$2/shop'}" \
        '  - {name: conninfo, url_file: conninfo}' \
        "  - {name: conninfo-inline, url: '$(conninfo conninfo-inline "$(secret conninfo-inline)$1" "$2")'}" >"$placed/fleet.yml"
    look "fleet${1:+-wrong}-$2" "$3" SHOP_URL="$(url url-env "$(encoded url-env)$1" "$2")" PGPASSFILE="$placed/pgpassfile" -- \
        --config.file="$placed/fleet.yml" --web.config.file="$placed/web.yml"
}
fleet '' "$pg_port" up
expect "the search finds every secret where it was put" test "$(told "$placed" | wc -l)" -ge 7
[ "$(id -u)" != 0 ] || expect "and in the memory of the exporter, as a core would hold it" test -s "$seen/fleet-$pg_port/memory"
expect "all of them are polled" test "$(grep -c '^prisma_migrate_up.* 1$' "$seen/fleet-$pg_port/metrics")" = "${#places[@]}"
fleet x "$pg_port" down
expect "each password that is wrong is refused" test "$(grep -c 'reason="auth"} 1$' "$seen/fleet-wrong-$pg_port/metrics")" = "${#places[@]}"
fleet '' 1 down

echo "== one target, its secret in the places that only one has"
mkdir -p "$placed/project/prisma" "$placed/credentials"
cp -r "$work/project/prisma/." "$placed/project/prisma"
# one WORD SUFFIX [TEXT]: each place alone; TEXT is what stands there in place of a URL.
one() {
    local text place
    for place in "${alone[@]}"; do
        text=${3:-$(url "$place" "$(encoded "$place")$2")}
        case $place in
        environment) look "$place-$1${3:+-broken}" "$1" DATABASE_URL="$text" -- ;;
        database-url-file) echo "$text" >"$placed/$place" && look "$place-$1${3:+-broken}" "$1" -- --database-url-file="$placed/$place" ;;
        dot-env) echo "DATABASE_URL=\"$text\"" >"$placed/project/.env" && look "$place-$1${3:+-broken}" "$1" -- --project="$placed/project" ;;
        credential) echo "$text" >"$placed/credentials/database-url" && look "$place-$1${3:+-broken}" "$1" CREDENTIALS_DIRECTORY="$placed/credentials" -- ;;
        pgpassword) [ -n "${3:-}" ] || look "$place-$1" "$1" PGPASSWORD="$(secret "$place")$2" \
            DATABASE_URL="postgresql://$(role "$place")@127.0.0.1:$pg_port/shop" -- ;;
        esac
    done
}
one up ''
one down x
one refused '' "postgresql://reader:$mark.slash/@:x@127.0.0.1/shop"

expect "the service manager was told of every one of them" test "$(grep -c '^READY=1' "$seen/notify")" -ge 13
expect "and no secret" refuses told "$seen/notify"

echo "== mistakes in the very line"
broken=0
# mistaken WHAT FILE FLAGS…: the standard input is the file; whatever is said of it must be said without its secret. What
# check-config refuses, serve must refuse, too; what it lets pass is polled by diagnose.
mistaken() {
    local what=$1 file=$placed/$2 status=0
    shift 2
    cat >"$file"
    broken=$((broken + 1))
    said "$what" check-config "$@" || status=$?
    case "$*" in --web.*) ;; *) said "$what" diagnose --log.level=debug "$@" || true ;; esac
    [ "$status" = 0 ] || ! said "$what" serve --log.level=debug --web.listen-address=127.0.0.1:0 "$@" ||
        { echo "NOT OK: serve takes $what" && problems=$((problems + 1)); }
}
said() { # said WHAT COMMAND FLAGS…: the status of the command.
    local status=0
    (cd "$work/empty" && timeout 120 env -i PATH="$PATH" "$binary" "${@:2}") >"$seen/said" 2>&1 || status=$?
    if [ ! -s "$seen/said" ]; then
        echo "NOT OK: $2 says nothing of $1" && problems=$((problems + 1))
    elif told "$seen/said" >/dev/null; then
        echo "NOT OK: $2 tells of $1: $(told_lines "$seen/said")" && problems=$((problems + 1))
    fi
    return "$status"
}
yaml() { mistaken "$1" broken.yml --config.file="$placed/broken.yml" <<<"$2"; }
bad=postgresql://reader:$mark@127.0.0.1/shop
yaml 'a quote that never ends' "targets: [{name: a, url: '$bad}]"
yaml 'a bracket that never ends' "targets: [{name: a, url: $bad"
yaml 'no colon' "targets:
  - name: a
    url $bad"
yaml 'a tab' "targets:
  - name: a
	url: $bad"
yaml 'a key in place of the value' "targets:
  - {$bad: url}"
yaml 'a misspelt key' "targets:
  - {name: a, ulr: '$bad'}"
yaml 'the key twice' "targets:
  - {name: a, url: '$bad', url: '$bad'}"
yaml 'a list in place of the text' "targets:
  - {name: a, url: ['$bad']}"
yaml 'a section in place of the text' "targets:
  - {name: a, url: {password: $mark}}"
yaml 'an alias' "targets:
  - {name: a, url: *$mark}"
yaml 'an anchor and a tag' "targets:
  - {name: a, url: !$mark &$mark x y: z}"
yaml 'a text in place of the target' "targets:
  - $bad"
yaml 'a text in place of the targets' "targets: $bad"
yaml 'a password as a key' "targets:
  - {name: a, password: $mark}"
yaml 'a URL where a path is due' "targets:
  - {name: a, url_file: '$bad'}"
yaml 'a conninfo where a path is due' "targets:
  - {name: a, url_file: 'host=127.0.0.1 user=reader password=$mark'}"
yaml 'a URL where a variable is due' "targets:
  - {name: a, url_env: '$bad'}"
yaml 'a URL where a folder is due' "targets:
  - {name: a, url_file: x, migrations: '$bad'}"
yaml 'a URL in place of a duration' "poll: {interval: $bad}"
yaml 'a URL in place of an address' "web: {listen_addresses: ['$bad']}"
yaml 'a URL that cannot be taken apart' "targets:
  - {name: a, url: 'postgresql://reader:$mark/@127.0.0.1/shop'}"
yaml 'a conninfo that cannot be taken apart' "targets:
  - {name: a, url: 'host=127.0.0.1 password=$mark port'}"
bell=$(printf '\a') bytes=$(printf '\377\376')
yaml 'a bell' "targets: [{name: a, url: '$bad$bell'}]"
yaml 'bytes that are no text' "targets: [{name: a, url: '$bad$bytes'}]"
yaml 'the URL alone' "$bad"
web() { mistaken "$1" broken-web.yml --web.config.file="$placed/broken-web.yml" --database-url-file="$placed/url-file" <<<"$2"; }
web 'a password where a hash is due' "basic_auth_users: {prometheus: $mark}"
web 'a password in place of the users' "basic_auth_users: $mark"
web 'a hash cut short' "basic_auth_users: {prometheus: '${hash:0:40}$mark'}"
web 'a hash without a colon' "basic_auth_users:
  prometheus $hash"
web 'a hash whose quote never ends' "basic_auth_users: {prometheus: '$hash}"
web 'a hash under another key' "basic_auth_user: {prometheus: $hash}"
web 'a hash in a list' "basic_auth_users: [$hash]"
web 'a key in the file itself, damaged' "tls_server_config: {cert_file: web.pem, key: '-----BEGIN PRIVATE KEY-----
$key_line$mark'}"
web 'a key where a path is due' "tls_server_config:
  cert_file: web.pem
  key_file: |
$(sed 's/^/    /' "$placed/web.key")"
web 'a key where the certificate is due' "tls_server_config: {cert_file: web.key, key_file: web.key}"
echo "$mark" >"$placed/no.key"
web 'a key that is none' "tls_server_config: {cert_file: web.pem, key_file: no.key}"
env_file() { mistaken "$1" project/.env --project="$placed/project" <<<"$2"; }
env_file 'a quote that never ends in .env' "DATABASE_URL=\"$bad"
env_file 'a variable that is not there in .env' "DATABASE_URL=\${$mark}"
env_file 'a URL of another database in .env' "DATABASE_URL=mysql://reader:$mark@127.0.0.1/shop"
rm "$placed/project/.env"
for what in "url = \"$bad" "url = \"$bad\" }" "url = env($bad)" "$bad"; do
    mistaken "the datasource of schema.prisma: $what" project/prisma/schema.prisma --project="$placed/project" \
        --database-url-file="$placed/url-file" <<<"datasource db {
  provider = \"postgresql\"
  $what
}"
done
flag() { mistaken "$1" unused "$2" </dev/null; }
flag 'a URL where a path is due' "--database-url-file=$bad"
flag 'a conninfo where a path is due' "--database-url-file=host=127.0.0.1 password=$mark"
flag 'a URL where a folder is due' "--project=$bad"
flag 'a URL as the migrations' "--migrations=$bad"
flag 'a URL as the configuration' "--config.file=$bad"
flag 'a URL as a flag' "--$bad"
flag 'a URL as a level' "--log.level=$bad"
expect "$broken mistakes are told without the secret" test "$problems" = 0

echo "== the process itself"
# The URL is in the environment of an exporter that is not root, and in its memory.
chmod 755 "$work"
user=()
[ "$(id -u)" != 0 ] || user=(setpriv --reuid postgres --regid postgres --init-groups)
(cd / && exec env -i PATH="$PATH" DATABASE_URL="$(url environment)" "${user[@]}" "$binary" serve --web.listen-address=127.0.0.1:0) \
    2>"$work/process.log" &
process=$!
jobs_started+=("$process")
until_true grep -q 'event=listening' "$work/process.log"
can_open() { "${user[@]}" dd if="/proc/$process/$1" of=/dev/null count=0 status=none 2>/dev/null; }
can_read() { "${user[@]}" grep -qaF "$mark" "/proc/$process/$1" 2>/dev/null; }
if [ "$(id -u)" = 0 ]; then
    expect "root sees the URL in its environment" grep -qaF "$mark" "/proc/$process/environ"
fi
expect "others of its own user don't" refuses can_read environ
expect "nor may they open its memory" refuses can_open mem
expect "it may leave no core" grep -q '^Max core file size *0 *0 ' "/proc/$process/limits"
expect "nor may any of the units" test "$(grep -lx LimitCORE=0 systemd/*.service | wc -l)" = "$(find systemd -name '*.service' | wc -l)"
[ "$problems" -eq 0 ] || exit 1
