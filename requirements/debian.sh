#!/bin/sh
# Installs Debian packages that the tests need for their real parts, or says plainly what is missing.
# Without arguments: all that `make test` uses. Does nothing where they are installed already.
set -u

packages=${*:-"age openssl openssh-client chromium libatomic1 poppler-utils fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji"}

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "This is no Debian system. The tests use, when they are there: $packages"
    exit 0
fi

missing=
for package in $packages; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root=sudo
else
    echo "Missing Debian packages:$missing"
    echo "Install them with: sudo apt-get install$missing"
    exit 0
fi

echo "Installing Debian packages:$missing"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq && $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
