# A throw-away PostgreSQL cluster for tests: sourced by script/test and script/bench.
# It listens on a free port of 127.0.0.1, syncs nothing to disk, and is deleted by stop_postgres.

postgres_bin() { # the newest server programs on this machine, or nothing
    local found
    for found in ${PG_BIN:-} $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) \
        $(pg_config --bindir 2>/dev/null); do
        [ -x "$found/initdb" ] && [ -x "$found/postgres" ] && echo "$found" && return
    done
    return 1
}

as_postgres() { # initdb and the server refuse to run as root
    if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

start_postgres() { # start_postgres FOLDER: sets HANDRAIL_TEST_POSTGRES_URL
    local bin port
    bin=$(postgres_bin) || return 1
    pg_folder=$1/postgres
    mkdir -p "$pg_folder"
    if [ "$(id -u)" = 0 ]; then
        chmod 711 "$1"
        chown postgres "$pg_folder"
    fi
    as_postgres "$bin/initdb" --pgdata="$pg_folder/data" --username=handrail --auth=trust \
        --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$1/initdb.log" 2>&1 || return 1
    port=$(python3 -c 'import socket
with socket.socket() as s:
    s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    as_postgres "$bin/pg_ctl" --pgdata="$pg_folder/data" --log="$pg_folder/log" --wait --silent \
        --options="-c listen_addresses=127.0.0.1 -c port=$port -c fsync=off \
            -c synchronous_commit=off -c full_page_writes=off -c unix_socket_directories=$pg_folder" \
        start || return 1
    HANDRAIL_TEST_POSTGRES_URL="postgresql://handrail@127.0.0.1:$port/postgres"
    export HANDRAIL_TEST_POSTGRES_URL
}

stop_postgres() { # safe to call when nothing was started
    local bin
    [ -n "${pg_folder:-}" ] && bin=$(postgres_bin) || return 0
    if [ -f "$pg_folder/data/postmaster.pid" ]; then
        as_postgres "$bin/pg_ctl" --pgdata="$pg_folder/data" --mode=immediate --silent stop || true
    fi
    rm -rf "$pg_folder"
    pg_folder=
}
