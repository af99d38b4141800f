#!/usr/bin/env bash
# Tries what `make package` has built in a minimal Debian 12 without Python; needs root, debootstrap
# and a network: sudo tests/packaging/in_clean_debian.sh dist [FOLDER FOR THE DEBIAN]
set -euo pipefail
dist=$(realpath "$1")
base=$(realpath -m "${2:-/var/tmp/ot-codebook-debian}")
root=$base.run

if [ ! -e "$base/ready" ]; then
  debootstrap --variant=minbase --include=ca-certificates bookworm "$base" >/dev/null
  # This machine's way to the network.
  cp /etc/resolv.conf /etc/hosts "$base/etc/"
  cp -r /etc/ssl/certs "$base/etc/ssl/"
  cp /etc/apt/apt.conf.d/99* "$base/etc/apt/apt.conf.d/" 2>/dev/null || true
  if [ -e /etc/apt/sources.list.d/debian.sources ]; then
    cp /etc/apt/sources.list.d/debian.sources "$base/etc/apt/sources.list.d/"
    rm -f "$base/etc/apt/sources.list"
  fi
  touch "$base/ready"
fi
rm -rf --one-file-system "$root"
cp -a "$base" "$root"
cp "$dist"/*.deb "$dist/ot-codebook" "$dist"/*.tar.gz "$root/root/"

cat >"$root/root/story" <<'STORY'
# story PROGRAM [COPIED]: types, copies and quits on a screen of its own; nothing may come out on
# stderr.
set -eu
wanted=${2:-97110}
rm -f /tmp/x /tmp/err && mkfifo /tmp/x
Xvfb -displayfd 9 -screen 0 1280x900x24 -nolisten tcp 9>/tmp/x 2>/dev/null & server=$!
DISPLAY=:$(head -n 1 /tmp/x); export DISPLAY
jwm >/dev/null 2>&1 & manager=$!
sleep 1
"$1" 2>/tmp/err & app=$!
window=$(timeout 60 xdotool search --sync --onlyvisible --name '^OT Codebook$')
timeout 20 xdotool windowactivate --sync "$window"
xdotool type --delay 20 'ther ex'
xdotool key Return
for _ in $(seq 100); do
  copied=$(timeout 5 xclip -selection clipboard -o 2>/dev/null || true)
  [ "$copied" = "$wanted" ] && break
  sleep 0.1
done
xdotool key ctrl+q
wait $app
kill $manager $server
wait || true
[ ! -s /tmp/err ] || { cat /tmp/err; exit 1; }
[ "$copied" = "$wanted" ] || { echo "$1: copied $copied instead of $wanted"; exit 1; }
echo "$1: typed and copied $copied"
STORY

cat >"$root/root/try" <<'TRY'
set -eu
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
no_python() { if command -v python3; then exit 1; fi; }
silent() { if ! "$@" 2>/tmp/err || [ -s /tmp/err ]; then cat /tmp/err; exit 1; fi; }
files() { find / -xdev \( -path /proc -o -path /tmp -o -path /var -o -path /root \) -prune -o -print | sort; }

no_python
# The onefile without any library: one sentence that names the package.
if /root/ot-codebook 2>/tmp/err; then exit 1; fi
cat /tmp/err
grep -q 'apt-get install lib' /tmp/err && [ "$(wc -l </tmp/err)" = 1 ]

apt-get update -qq
files >/tmp/before
# What the package asks for must do: the screen's own libraries come later.
apt-get install -y -qq --no-install-recommends /root/*.deb >/dev/null 2>&1
silent ot-codebook selftest
silent /root/ot-codebook selftest
apt-get install -y -qq --no-install-recommends xvfb jwm xdotool xclip >/dev/null 2>&1
no_python
sh /root/story ot-codebook
sh /root/story /root/ot-codebook
# The lines of packaging/deploy.md: the folder, and settings for all users of the computer.
tar -xzf /root/ot-codebook-*-linux-x86_64.tar.gz -C /opt
silent /opt/ot-codebook-*-linux-x86_64/ot-codebook selftest
chosen="$HOME/.local/share/OT Codebook/settings.json"
cp "$chosen" /tmp/chosen
mkdir -p /etc/xdg/ot-codebook
echo '{"fixed": {"copy_format": "code and name"}}' >/etc/xdg/ot-codebook/settings.json
for program in ot-codebook /root/ot-codebook /opt/ot-codebook-*-linux-x86_64/ot-codebook; do
  sh /root/story "$program" '97110 Therapeutic exercise'
done
cmp "$chosen" /tmp/chosen
apt-get purge -y -qq ot-codebook >/dev/null 2>&1
# What an administrator has placed is not the package's.
rm -r /etc/xdg/ot-codebook /opt/ot-codebook-*
files >/tmp/after
if comm -13 /tmp/before /tmp/after | grep -iE 'ot-?codebook'; then exit 1; fi
echo 'installed, used without Python and gone without a trace'
TRY

env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
  unshare --mount --pid --fork --kill-child --mount-proc="$root/proc" \
  chroot "$root" sh /root/try </dev/null
