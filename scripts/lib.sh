# Shared by ./demo and ./test: finding out what a machine lacks and installing it, or saying how.
# shellcheck shell=sh
# The caller has set `set -eu` and $root, the folder of the clone. Everything said here goes to stderr.

: "${root:?the caller sets it}"

# The oldest versions that will do.
rust_minor_min=95
postgres_major_min=15

say() {
    printf '%s\n' "$*" >&2
}

# Stops with a reason; 2 means that the machine lacks something.
give_up() {
    say "$1"
    exit 2
}

# Whether a PostgreSQL server of the needed version is installed.
have_postgres() {
    for bin in "$(pg_config --bindir 2>/dev/null || true)" /usr/lib/postgresql/*/bin \
        "$(dirname "$(command -v postgres 2>/dev/null || echo /nowhere/postgres)")"; do
        if [ -x "$bin/initdb" ] && [ -x "$bin/postgres" ]; then
            major=$("$bin/postgres" --version | sed -n 's/^[^0-9]*\([0-9]*\).*/\1/p')
            if [ "${major:-0}" -ge "$postgres_major_min" ]; then
                return 0
            fi
        fi
    done
    return 1
}

have() {
    command -v "$1" >/dev/null 2>&1
}

# Runs apt-get as root, never asking anything.
apt_as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0 "$@" >&2 </dev/null
    else
        sudo -n env DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0 "$@" >&2 </dev/null
    fi
}

# Installs the packages named, or prints the line that does and stops with 2.
install_packages() {
    have apt-get || give_up "This system has no apt-get. Please install by its own means what Debian calls: $*"
    if [ "$(id -u)" -ne 0 ] && ! { have sudo && sudo -n true 2>/dev/null; }; then
        say "These packages are missing: $*"
        say "Please run this line and start again:"
        say "  sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
        exit 2
    fi
    say "Installing: $*"
    # Fresh machines have no package lists; old lists name files that are gone. Only then is an update needed.
    if apt-get -q --simulate install "$@" >/dev/null 2>&1 &&
        apt_as_root install -y --no-install-recommends "$@"; then
        return 0
    fi
    if apt_as_root update && apt_as_root install -y --no-install-recommends "$@"; then
        return 0
    fi
    say "apt-get could not install them; its message is above. By hand it would be:"
    say "  apt-get update && apt-get install -y --no-install-recommends $*"
    exit 2
}

# Puts Rust's usual folder on the PATH and checks the version.
ensure_rust() {
    if ! have cargo && [ -x "${CARGO_HOME:-${HOME:-/}/.cargo}/bin/cargo" ]; then
        PATH="${CARGO_HOME:-${HOME:-/}/.cargo}/bin:$PATH"
        export PATH
    fi
    found=none
    if have cargo && have rustc; then
        found=$(rustc --version 2>/dev/null | cut -d ' ' -f 2)
        case $found in
        1.*)
            minor=${found#1.}
            minor=${minor%%[!0-9]*}
            if [ "${minor:-0}" -ge "$rust_minor_min" ]; then
                return 0
            fi
            ;;
        [2-9].*) return 0 ;;
        esac
    fi
    say "Rust 1.$rust_minor_min or newer is needed; found: ${found:-none}."
    say "Debian's own is too old. Get it as https://rustup.rs says:"
    say "  curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"
    say "or, where rustup is there already:  rustup update stable"
    give_up "Then start again."
}

# The names of the packages without which nothing builds and no database starts, if they are missing.
base_packages_missing() {
    have cc || printf ' gcc libc6-dev'
    if [ -z "${DATABASE_URL:-}" ]; then
        have_postgres || printf ' postgresql'
    fi
}

# Where cargo puts what it builds; CARGO_TARGET_DIR and configuration files count.
target_dir() {
    cargo metadata --format-version 1 --no-deps --locked --manifest-path "$root/Cargo.toml" 2>/dev/null |
        sed -n 's/.*"target_directory":"\([^"]*\)".*/\1/p'
}

cores() {
    nproc 2>/dev/null || echo 1
}
