#!/bin/bash
# The Debian package: made again elsewhere it is the same to the byte, and Debian's own check finds nothing wrong with it.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$top"
if [ "${1:-}" != --here ]; then exec deploy/toolchain "$top/Tests/EndToEnd/package.sh" --here; fi

work=$(mktemp -d "${TMPDIR:-/tmp}/prisma-migrate-exporter-package.XXXXXX")
trap 'rm -rf "$work"' EXIT
problems=0
expect() { # expect WHAT COMMAND…
    if "${@:2}" >"$work/said" 2>&1; then
        echo "ok: $1"
    else
        echo "NOT OK: $1"
        cat "$work/said"
        problems=$((problems + 1))
    fi
}

deploy/package/build "$work/package" >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
package=$(echo "$work/package"/*.deb)
echo "$(basename "$package"): $(($(stat -c %s "$package") / 1024)) KiB, $(dpkg-deb -f "$package" Installed-Size) KiB installed"
echo "depends on $(dpkg-deb -f "$package" Depends)"
expect "lintian finds nothing" lintian --allow-root --fail-on error,warning,info "$package"
dpkg-deb -x "$package" "$work/unpacked"
if revision=$(git -c safe.directory='*' rev-parse HEAD 2>"$work/said"); then
    expect "the program says which commit it was built from" sh -c \
        "'$work/unpacked/usr/bin/prisma-migrate-exporter' --version | grep -F '(revision $(cut -c 1-10 <<<"$revision"))'"
fi
expect "the checksums hold" sh -c "cd '$work/package' && sha256sum --check SHA256SUMS"
expect "the bill of materials names every library that the loader adds" python3 - "$work/package"/*.spdx.json "$package" <<'CHECK'
import json, re, subprocess, sys
document = json.load(open(sys.argv[1]))
names = {entry["name"] for entry in document["packages"]}
depends = subprocess.run(["dpkg-deb", "-f", sys.argv[2], "Depends"], stdout=subprocess.PIPE, text=True).stdout
missing = {name for name in re.findall(r"[a-z0-9][a-z0-9+.-]+(?= \(|,|$)", depends) if name.startswith(("lib", "zlib"))} - names
assert not missing, missing
CHECK
for file in usr/bin/prisma-migrate-exporter etc/prisma-migrate-exporter/prisma-migrate-exporter.yml \
    usr/share/man/man1/prisma-migrate-exporter{,-diagnose,-check-config,-health}.1.gz usr/share/bash-completion/completions/prisma-migrate-exporter \
    usr/share/zsh/vendor-completions/_prisma-migrate-exporter usr/share/fish/vendor_completions.d/prisma-migrate-exporter.fish \
    usr/lib/systemd/catalog/prisma-migrate-exporter.catalog usr/share/prisma-migrate-exporter/role.sql usr/share/prisma-migrate-exporter/prometheus/rules/prisma-migrate.yml \
    usr/lib/systemd/system/prisma-migrate-exporter{,-local,@}.service usr/lib/systemd/system/prisma-migrate-exporter{,-local}.socket; do
    expect "it has /$file" sh -c "dpkg-deb -c '$package' | grep -F ' ./$file' >/dev/null"
done

# Another checkout, at another path: this commit, and what is not committed yet.
if git -c safe.directory='*' clone -q "$top" "$work/elsewhere/of/another/length" 2>"$work/said"; then
    while IFS= read -r -d '' file; do
        [ ! -e "$file" ] || cp --parents "$file" "$work/elsewhere/of/another/length"
    done < <(git -c safe.directory='*' ls-files -z --modified --others --exclude-standard)
    again=$work/again
    "$work/elsewhere/of/another/length/deploy/package/build" "$again" >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
    expect "made elsewhere, it is the same to the byte" diff -r "$work/package" "$again"
else
    echo "skipped: made elsewhere: this is no git repository: $(cat "$work/said")"
fi
[ "$problems" -eq 0 ]
