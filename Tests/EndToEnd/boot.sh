#!/bin/bash
# The package on a booted Debian: systemd, PostgreSQL and the exporter as an administrator has them. A minimal Debian of
# the release that the package is built for is made once and kept; each run boots a throw-away layer over it in
# systemd-nspawn, without a network, and runs Tests/EndToEnd/boot/checks there.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$top"
if [ "${1:-}" != --here ]; then exec deploy/toolchain "$top/Tests/EndToEnd/boot.sh" --here; fi

skip() { printf 'skipped: a booted system: %s\n' "$*"; exit 77; }
[ "$(id -u)" = 0 ] || skip "only root can boot one"
for tool in systemd-nspawn mmdebstrap nsenter; do
    command -v "$tool" >/dev/null || skip "$tool is not installed"
done
if [ "${2:-}" != --apart ]; then
    # Mounts and what is mounted over /sys/fs/cgroup live in a namespace of their own and go with it.
    unshare --mount --propagation private true 2>/dev/null || skip "this machine lets nobody make a mount namespace"
    exec unshare --mount --propagation private "$top/Tests/EndToEnd/boot.sh" --here --apart
fi
# shellcheck source=deploy/lib.sh
. deploy/lib.sh

# systemd of today knows the unified hierarchy alone.
if [ "$(stat -fc %T /sys/fs/cgroup)" != cgroup2fs ]; then
    mount -t cgroup2 cgroup2 /sys/fs/cgroup 2>/dev/null || skip "the kernel's cgroup2 can't be mounted"
fi
cgroup=/sys/fs/cgroup/$(basename "$work")
mkdir "$cgroup" 2>/dev/null || skip "no control group can be made"
mkdir "$work/layer"
mount -t tmpfs tmpfs "$work/layer" || skip "no tmpfs can be mounted"
mkdir "$work/layer"/{upper,work,root,package}

deploy/package/build "$work/layer/package" >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
package=$(echo "$work/layer/package"/*.deb)

# The Debian that it is for, with what the package depends on and what the checks use.
case $(cat /etc/debian_version) in */sid) suite=sid ;; *) suite=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release) ;; esac
mirror=$(sed -n "s|^deb \([^ ]*\) $suite main.*|\1|p" /etc/apt/sources.list 2>/dev/null | head -n 1)
mirror=${mirror:-http://deb.debian.org/debian}
base=/var/cache/prisma-migrate-exporter/boot-$suite
wanted=$(dpkg-deb -f "$package" Depends | sed 's/ ([^)]*)//g; s/, /,/g')
wanted=systemd,systemd-sysv,dbus,libnss-systemd,postgresql,openssl,curl,dnsmasq-base,$wanted
if [ "$(cat "$base/.complete" 2>/dev/null)" != "$wanted" ]; then
    rm -rf "$base"
    mkdir -p "$(dirname "$base")"
    mmdebstrap --quiet --variant=minbase --mode=root --aptopt='Acquire::Check-Valid-Until "false"' --include="$wanted" \
        "$suite" "$base" "$mirror" 2>"$work/mmdebstrap.log" || { cat "$work/mmdebstrap.log"; exit 1; }
    echo "$wanted" >"$base/.complete"
fi
mount -t overlay overlay -o "lowerdir=$base,upperdir=$work/layer/upper,workdir=$work/layer/work" "$work/layer/root" ||
    skip "no overlay can be mounted"

end_machine() {
    [ -z "${leader:-}" ] || kill -KILL "$leader" 2>/dev/null || true
    wait "${nspawn:-}" 2>/dev/null || true
    umount -l "$work/layer" 2>/dev/null || true
    # What ran in the groups has ended, and they can go.
    echo $$ >/sys/fs/cgroup/cgroup.procs
    until_true sh -c "find '$cgroup' -depth -type d -exec rmdir {} + 2>/dev/null; ! test -d '$cgroup'" || true
    clean_up
}
trap end_machine EXIT

# bpf(2) is what IPAddressDeny= is made with.
(
    echo "$BASHPID" >"$cgroup/cgroup.procs"
    exec systemd-nspawn --quiet --boot --register=no --keep-unit --private-network --link-journal=no --resolv-conf=off \
        --machine=prisma-migrate --capability=CAP_BPF,CAP_SYS_RESOURCE --system-call-filter=bpf \
        --bind-ro="$top:/checkout" --bind-ro="$work/layer/package:/package" --directory="$work/layer/root" \
        --console=pipe </dev/null >"$work/console" 2>&1
) &
nspawn=$!

find_leader() { leader=$(pgrep -P "$nspawn" | tail -n 1) && [ -n "$leader" ]; }
machine() {
    nsenter --target "$leader" --all --root --wd env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 TERM=dumb HOME=/root "$@"
}
booted() { find_leader && machine systemctl is-system-running; }
if ! until_true booted; then
    cat "$work/console"
    [ -z "${leader:-}" ] || machine systemctl --no-pager --failed || true
    exit 1
fi
machine bash /checkout/Tests/EndToEnd/boot/checks
