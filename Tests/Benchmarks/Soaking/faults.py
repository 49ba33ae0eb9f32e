"""What goes wrong during a soak. A fault strikes, lasts for some seconds, and gives back what mends it."""

import os
import signal
import socket
import time

from scene import PASSWORD, ROLE, WEB_PASSWORD, bcrypt, write


class Fault:
    """`downs`: whether some target must be seen down meanwhile; `may_lose`: whether scrapes may be lost."""

    def __init__(self, name, seconds, strike, downs=False, may_lose=False):
        self.name, self.seconds, self.strike, self.downs, self.may_lose = name, seconds, strike, downs, may_lose
        self.times = self.seen_down = self.most_down = self.lost = 0
        self.recoveries, self.unrecovered = [], 0


def backends_killed(s, chance):
    server = chance.choice((s.a, s.b))
    for _ in range(5):
        server.disconnect()
        time.sleep(0.5)
    return lambda: None


def backend_crashes(s, chance):
    """A backend is killed: the server ends all sessions and recovers from its log."""
    server = chance.choice((s.a, s.b))
    pid = server.sql("SELECT pg_backend_pid()", "SELECT pid FROM pg_stat_activity WHERE usename = 'prisma_migrate_exporter' LIMIT 1")
    victim = [int(x) for x in pid.split()][1:]
    for one in victim:
        try:
            os.kill(one, signal.SIGKILL)
        except ProcessLookupError:
            pass
    return lambda: None


def shutdown(s, chance):
    server = chance.choice((s.a, s.b))
    server.stop(chance.choice(("immediate", "fast")))
    return server.start


def out_of_connections(s, chance):
    held = []
    while (session := s.b.session("filler", "postgres")) and len(held) < 100:
        held.append(session)
    s.b.disconnect()
    # What the exporter's sessions leave is taken, too.
    for _ in range(10):
        time.sleep(0.1)
        while (session := s.b.session("filler", "postgres")) and len(held) < 100:
            held.append(session)
    return lambda: [one.close() for one in held]


def another_password(s, chance):
    server = chance.choice((s.a, s.b))
    server.sql(f"ALTER ROLE {ROLE} PASSWORD '{PASSWORD}-another'")
    server.disconnect()
    return lambda: server.sql(f"ALTER ROLE {ROLE} PASSWORD '{s.secret[server]}'")


def url_files(s, chance, text):
    """Another text in some of the files that hold a URL; `text` makes it of what is there."""
    names = chance.sample([name for name, server in s.targets if server is s.a], 10)
    paths = {f"{s.work}/urls/{name}": open(f"{s.work}/urls/{name}").read() for name in names}
    for path, old in paths.items():
        write(path, text(old))
    s.a.disconnect()
    return lambda: [write(path, old) for path, old in paths.items()]


def wrong_password_in_file(s, chance):
    return url_files(s, chance, lambda old: old.replace(PASSWORD, PASSWORD + "-wrong"))


def unusable_url_file(s, chance):
    return url_files(s, chance, lambda old: "postgresql://" + PASSWORD + "%zz@/\n")


def black_hole(s, chance):
    return url_files(s, chance, lambda old: old.replace(f":{s.a.port}/", f":{s.hole.port}/"))


def server_stops_answering(s, chance):
    """All of a server's processes are stopped: what is connected stays so, and nobody answers."""
    server = chance.choice((s.a, s.b))
    pids = server.pids()

    def send(number):
        for pid in pids:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                pass
    send(signal.SIGSTOP)
    return lambda: send(signal.SIGCONT)


def table_renamed(s, chance):
    names = chance.sample(s.a_databases, 10)
    s.a.many({x: ["ALTER TABLE _prisma_migrations RENAME TO elsewhere"] for x in names})
    return lambda: s.a.many({x: ["ALTER TABLE elsewhere RENAME TO _prisma_migrations"] for x in names})


def column_renamed(s, chance):
    names = chance.sample(s.b_databases, 5)
    s.b.many({x: ["ALTER TABLE _prisma_migrations RENAME finished_at TO ended_at"] for x in names})
    return lambda: s.b.many({x: ["ALTER TABLE _prisma_migrations RENAME ended_at TO finished_at"] for x in names})


def table_locked(s, chance):
    names = chance.sample(s.a_databases, 8)
    held = []
    for name in names:
        session = s.a.session("postgres", name)
        query = b"BEGIN; LOCK TABLE _prisma_migrations IN ACCESS EXCLUSIVE MODE\0"
        session.sendall(b"Q" + (len(query) + 4).to_bytes(4, "big") + query)
        held.append(session)
    return lambda: [one.close() for one in held]


def migrations_come_and_go(s, chance):
    """Rows begin, fail, and are resolved in some databases; the history is as long afterwards as before."""
    names = chance.sample(s.a_databases, 5)
    name = f"2026{chance.randrange(10**6):06}_soak"
    s.a.many({x: [f"INSERT INTO _prisma_migrations (id, checksum, migration_name) SELECT gen_random_uuid(), repeat('b', 64), '{name}_' || i "
                  "FROM generate_series(1, 20) i"] for x in names})
    time.sleep(6)
    s.a.many({x: [f"UPDATE _prisma_migrations SET logs = repeat('ERROR: of no use ', 500) WHERE migration_name LIKE '{name}%'"] for x in names})
    time.sleep(6)
    s.a.many({x: [f"UPDATE _prisma_migrations SET finished_at = now() WHERE migration_name LIKE '{name}%'"] for x in names})
    return lambda: s.a.many({x: [f"DELETE FROM _prisma_migrations WHERE migration_name LIKE '{name}%'"] for x in names})


def history_is_long(s, chance):
    """Five thousand rows more in one database."""
    name = chance.choice(s.a_databases)
    s.a.sql("INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) SELECT gen_random_uuid(), repeat('c', 64), "
            "'long' || i, now() FROM generate_series(1, 5000) i", database=name)
    return lambda: s.a.sql("DELETE FROM _prisma_migrations WHERE migration_name LIKE 'long%'", "VACUUM _prisma_migrations", database=name)


def changes_by_hand(s, chance):
    names = chance.sample(s.a_databases, 10)
    s.a.many({x: ['DROP INDEX "SlaPause_name_key"', "CREATE TABLE by_hand (i int PRIMARY KEY, t text DEFAULT 'x')"] for x in names})
    return lambda: s.a.many({x: ["DROP TABLE by_hand", 'CREATE UNIQUE INDEX "SlaPause_name_key" ON "SlaPause"("name")'] for x in names})


def script_edited(s, chance):
    path = f"{s.project}/20240130000000_add_sla_tables/migration.sql"
    old = open(path).read()
    extra = f"{s.project}/20260101000000_pending"
    os.makedirs(extra, exist_ok=True)
    write(f"{extra}/migration.sql", 'CREATE TABLE "Pending" ("id" INTEGER);\n')
    write(path, old + '\nALTER TABLE "Ticket" ADD COLUMN "edited" TEXT;\n')
    s.pack()

    def mend():
        os.remove(f"{extra}/migration.sql")
        os.rmdir(extra)
        write(path, old)
        s.pack()
    return mend


def archive_half_written(s, chance):
    whole = open(s.archive, "rb").read()
    with open(s.archive, "wb") as f:
        f.write(whole[:len(whole) // 2])
    return s.pack


def reload_good(s, chance):
    gone = {name for name, _ in chance.sample(s.targets, 7)}
    s.reload(without=gone, label=chance.choice(("two", "three")))
    return s.reload


def reload_bad(s, chance):
    write(f"{s.work}/exporter.yml", chance.choice(("targets: [", "poll: {interval: never}\n", "nonsense: 1\n", "targets: [{name: a, url: 'postgresql://h:x/'}]\n")))
    s.signal(signal.SIGHUP)
    return s.reload


def certificates_change(s, chance):
    s.certificates.use(chance.randrange(1, 4), with_key=False)
    time.sleep(3)
    number = chance.randrange(4)
    s.certificates.use(number)
    return lambda: None


def web_configuration_changes(s, chance):
    s.write_web(users={"another": bcrypt(WEB_PASSWORD + str(chance.random()))})
    time.sleep(3)
    s.write_web(more="basic_auth_users: [")
    return s.write_web


def exporter_stopped(s, chance):
    s.signal(signal.SIGSTOP)
    return lambda: s.signal(signal.SIGCONT)


def pooler_restarts(s, chance):
    s.pooler.stop()
    return s.pooler.start


def pooler_stops_answering(s, chance):
    s.pooler.process.send_signal(signal.SIGSTOP)
    return lambda: s.pooler.process.send_signal(signal.SIGCONT)


def database_dropped(s, chance):
    names = chance.sample(s.b_databases[:10], 3)
    s.b.sql(*[f"DROP DATABASE {x} WITH (FORCE)" for x in names])
    return lambda: s.b.sql(*[f"CREATE DATABASE {x} TEMPLATE origin" for x in names])


def privilege_revoked(s, chance):
    names = chance.sample(s.a_databases, 10)
    s.a.many({x: [f"REVOKE SELECT ON _prisma_migrations FROM {ROLE}"] for x in names})
    return lambda: s.a.many({x: [f"GRANT SELECT ON _prisma_migrations TO {ROLE}"] for x in names})


def half_requests(s, chance):
    """Clients that connect and say nothing, or half of a TLS greeting."""
    held = []
    for i in range(100):
        one = socket.create_connection(("127.0.0.1", s.port), 5)
        if i % 2:
            one.sendall(b"\x16\x03\x01\x02\x00\x01")
        held.append(one)
    return lambda: [one.close() for one in held]


def state_directory_gone(s, chance):
    os.rename(f"{s.work}/state", f"{s.work}/state.away")
    return lambda: (os.path.isdir(f"{s.work}/state") and os.rename(f"{s.work}/state", f"{s.work}/state.{time.monotonic_ns()}"),
                    os.rename(f"{s.work}/state.away", f"{s.work}/state"))


def all_faults():
    return [
        Fault("sessions are ended, five times", 2, backends_killed),
        Fault("a backend is killed, the server recovers", 3, backend_crashes),
        Fault("a server is shut down", 6, shutdown, downs=True),
        Fault("a server is out of connections", 8, out_of_connections, downs=True),
        Fault("the role's password is another", 8, another_password, downs=True),
        Fault("wrong passwords in the files of URLs", 8, wrong_password_in_file, downs=True),
        Fault("unusable texts in the files of URLs", 8, unusable_url_file),
        Fault("10 targets lead to a black hole", 12, black_hole, downs=True),
        Fault("a server stops answering", 8, server_stops_answering, downs=True),
        Fault("10 tables are renamed", 8, table_renamed),
        Fault("a column is renamed in 5 databases", 8, column_renamed, downs=True),
        Fault("8 tables are locked", 10, table_locked, downs=True),
        Fault("20 migrations begin, fail and finish in 5 databases", 6, migrations_come_and_go),
        Fault("5,000 rows more", 8, history_is_long),
        Fault("10 schemas are changed by hand", 8, changes_by_hand),
        Fault("a script is edited, another added", 8, script_edited),
        Fault("an archive is half written", 8, archive_half_written),
        Fault("SIGHUP, 7 targets fewer", 8, reload_good),
        Fault("SIGHUP, an unusable configuration", 5, reload_bad),
        Fault("a certificate without its key, then both", 4, certificates_change),
        Fault("the web configuration changes, then breaks", 4, web_configuration_changes),
        Fault("the exporter is stopped (SIGSTOP)", 6, exporter_stopped, may_lose=True),
        Fault("PgBouncer restarts", 4, pooler_restarts, downs=True),
        Fault("PgBouncer stops answering", 8, pooler_stops_answering, downs=True),
        Fault("3 databases are dropped, and made again", 8, database_dropped, downs=True),
        Fault("the right to read 10 tables is revoked", 8, privilege_revoked, downs=True),
        Fault("100 clients say half a word", 20, half_requests),
        Fault("the state directory is gone", 8, state_directory_gone),
    ]
