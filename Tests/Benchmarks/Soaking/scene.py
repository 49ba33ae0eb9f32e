"""What a soak is made of: two PostgreSQL servers, a PgBouncer, the exporter and what it reads."""

import ctypes
import glob
import json
import os
import pwd
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time

sys.path.append("deploy")
from free_port import free_port

PASSWORD = "soak-canary-7f3a"
WEB_PASSWORD = "web-canary-19c2"
ROLE = "prisma_migrate_exporter"
IS_ROOT = os.getuid() == 0
POSTGRES_USER = ["runuser", "-u", "postgres", "--"] if IS_ROOT else []
# What one server may be asked for at a time; the first has more targets than that, so that they take turns.
PER_SERVER = 30
INTERVAL = 5

# Prisma's own, from deploy/lib.sh.
TABLE = os.environ["PRISMA_TABLE"]


def run(*command, **more):
    return subprocess.run(command, check=True, capture_output=True, text=True, **more).stdout


def write(path, text):
    """Replaces a file at once, as whoever rotates a secret should."""
    with open(path + ".new", "w") as f:
        f.write(text)
    os.rename(path + ".new", path)


def until(seconds, what, condition):
    end = time.monotonic() + seconds
    while True:
        try:
            if condition():
                return
        except (OSError, subprocess.CalledProcessError):
            pass
        if time.monotonic() > end:
            raise TimeoutError(f"gave up waiting: {what}")
        time.sleep(0.1)


class Server:
    """A PostgreSQL that logs each statement as JSON, in files that the judge takes away."""

    def __init__(self, folder, binaries, connections):
        self.folder, self.binaries, self.port = folder, binaries, free_port()
        self.data = f"{folder}/data"
        os.makedirs(folder)
        if IS_ROOT:
            shutil.chown(folder, "postgres")
        run(*POSTGRES_USER, f"{binaries}/initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
            "--locale=C", cwd="/")
        settings = {
            "listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": folder,
            "fsync": "off", "max_connections": connections, "superuser_reserved_connections": 10,
            "logging_collector": "on", "log_destination": "jsonlog", "log_directory": f"{folder}/log",
            "log_filename": "%Y%m%d-%H%M%S", "log_rotation_size": "8MB", "log_statement": "all",
            "autovacuum_naptime": "10s",
        }
        with open(f"{self.data}/postgresql.conf", "a") as f:
            f.writelines(f"{key} = '{value}'\n" for key, value in settings.items())
        with open(f"{self.data}/pg_hba.conf", "w") as f:
            f.write("local all all trust\nhost all all all scram-sha-256\n")
        self.start()

    def control(self, *command):
        subprocess.run([*POSTGRES_USER, f"{self.binaries}/pg_ctl", "-D", self.data, "-w", *command], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")

    def start(self):
        self.control("-l", f"{self.folder}/start.log", "start")

    def stop(self, how="immediate"):
        self.control("-m", how, "stop")

    def sql(self, *statements, database="postgres"):
        arguments = [x for one in statements for x in ("-c", one)]
        return run(f"{self.binaries}/psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-p", str(self.port),
                   "-U", "postgres", "-d", database, *arguments).strip()

    def script(self, path, database, **variables):
        given = [x for key, value in variables.items() for x in ("-v", f"{key}={value}")]
        run(f"{self.binaries}/psql", "-XqAt", "-h", self.folder, "-p", str(self.port), "-U", "postgres", "-d", database,
            *given, "-f", path)

    def many(self, statements_of):
        """Statements in many databases: a dictionary from a database to its statements."""
        for database, statements in statements_of.items():
            self.sql(*statements, database=database)

    def pids(self):
        with open(f"{self.data}/postmaster.pid") as f:
            postmaster = int(f.readline())
        return [postmaster] + [int(x) for x in run("pgrep", "-P", str(postmaster)).split()]

    def ours(self):
        return int(self.sql("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'prisma-migrate-exporter'"))

    def disconnect(self, condition="true"):
        self.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{ROLE}' AND {condition}")

    def session(self, user, database):
        """A session of nothing but PostgreSQL's start-up message; None where the server takes no more."""
        s = socket.socket(socket.AF_UNIX)
        s.settimeout(5)
        s.connect(f"{self.folder}/.s.PGSQL.{self.port}")
        text = b"".join(x.encode() + b"\0" for x in ("user", user, "database", database)) + b"\0"
        s.sendall(struct.pack("!ii", 8 + len(text), 196608) + text)
        while True:
            head = s.recv(5, socket.MSG_WAITALL)
            if head[:1] == b"Z":
                s.recv(1)
                return s
            if head[:1] in (b"E", b""):
                s.close()
                return None
            s.recv(int.from_bytes(head[1:], "big") - 4, socket.MSG_WAITALL)

    def log_files(self, all_of_them=False):
        files = sorted(glob.glob(f"{self.folder}/log/*.json"))
        return files if all_of_them else files[:-1]


class Pooler:
    def __init__(self, folder, server):
        self.folder, self.server, self.port, self.process = folder, server, free_port(), None
        os.makedirs(folder)
        if IS_ROOT:
            shutil.chown(folder, "postgres")
        secrets = server.sql(f"SELECT format('\"%s\" \"%s\"', rolname, rolpassword) FROM pg_authid WHERE rolname = '{ROLE}'")
        write(f"{folder}/users", secrets + "\n")
        write(f"{folder}/pgbouncer.ini", f"""[databases]
* = host=127.0.0.1 port={server.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {self.port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = 2
server_login_retry = 1
""")
        if IS_ROOT:
            for name in ("users", "pgbouncer.ini"):
                shutil.chown(f"{folder}/{name}", "postgres")
        self.start()

    def start(self):
        log = open(f"{self.folder}/log", "a")
        user = pwd.getpwnam("postgres") if IS_ROOT else None
        ids = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        self.process = subprocess.Popen(["pgbouncer", f"{self.folder}/pgbouncer.ini"], stdout=log, stderr=log, **ids)
        until(10, "PgBouncer listens", lambda: socket.create_connection(("127.0.0.1", self.port), 1).close() is None)

    def stop(self):
        self.process.kill()
        self.process.wait()


class Hole:
    """A port that takes connections and never says a word."""

    def __init__(self):
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.socket.listen(4096)
        self.port = self.socket.getsockname()[1]


class Certificates:
    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder)
        self.ca = f"{folder}/ca.pem"
        ec = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        run("openssl", "req", "-x509", *ec, "-keyout", f"{folder}/ca.key", "-out", self.ca, "-days", "2", "-subj", "/CN=soak",
            "-addext", "keyUsage=critical,keyCertSign")
        for i in range(4):
            run("openssl", "req", "-x509", *ec, "-keyout", f"{folder}/{i}.key", "-out", f"{folder}/{i}.pem", "-days", "2",
                "-subj", f"/CN=exporter-{i}", "-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE",
                "-CA", self.ca, "-CAkey", f"{folder}/ca.key")

    def use(self, number, with_key=True):
        for kind in ("pem", "key") if with_key else ("pem",):
            with open(f"{self.folder}/{number}.{kind}") as f:
                write(f"{self.folder}/server.{kind}", f.read())


def bcrypt(password):
    library = ctypes.CDLL("libcrypt.so.1")
    library.crypt.restype = ctypes.c_char_p
    return library.crypt(password.encode(), b"$2b$10$abcdefghijklmnopqrstuu").decode()


class Scene:
    """Everything together. `a` has 40 databases and 40 schemas, `b` 10 databases and 10 more behind its PgBouncer."""

    def __init__(self, binary, work, binaries):
        self.binary, self.work = binary, work
        self.a = Server(f"{work}/a", binaries, 60)
        self.b = Server(f"{work}/b", binaries, 60)
        self.role = f"{os.getcwd()}/deploy/role.sql"
        self.project = f"{work}/project/prisma/migrations"
        self.archive = f"{work}/project.tgz"
        self.targets = []
        for server in (self.a, self.b):
            self.make_origin(server)
        self.a_databases = [f"a{i}" for i in range(40)]
        self.b_databases = [f"b{i}" for i in range(20)]
        for server, names in ((self.a, self.a_databases), (self.b, self.b_databases)):
            server.sql(*[f"CREATE DATABASE {name} TEMPLATE origin" for name in names])
        for name in ("many0", "many1"):
            self.a.sql(f"CREATE DATABASE {name}")
            for i in range(20):
                self.a.sql(f"CREATE SCHEMA s{i}", f"SET search_path = s{i}", TABLE, self.rows(40), database=name)
                self.a.script(self.role, name, schema=f"s{i}", connections=2 * PER_SERVER)
        for server in (self.a, self.b):
            server.sql("CREATE ROLE filler LOGIN", "CHECKPOINT")
        self.secret = {s: s.sql(f"SELECT rolpassword FROM pg_authid WHERE rolname = '{ROLE}'") for s in (self.a, self.b)}
        self.pooler = Pooler(f"{work}/pooler", self.b)
        self.hole = Hole()
        self.pack()
        os.makedirs(f"{work}/urls")
        os.makedirs(f"{work}/state")
        for name in self.a_databases:
            self.add(name, self.a.port, name, self.a)
        for name in ("many0", "many1"):
            for i in range(20):
                self.add(f"{name}-s{i}", self.a.port, f"{name}?schema=s{i}", self.a)
        for i, name in enumerate(self.b_databases):
            self.add(name, self.b.port if i < 10 else self.pooler.port, name, self.b)
        self.certificates = Certificates(f"{work}/tls")
        self.certificates.use(0)
        self.web_hash = bcrypt(WEB_PASSWORD)
        self.write_web()
        self.write_configuration()
        self.port = free_port()
        self.start_exporter()

    def make_origin(self, server):
        server.sql("CREATE DATABASE origin")
        server.sql(TABLE, self.rows(40), database="origin")
        for name in sorted(os.listdir(self.project)):
            path = f"{self.project}/{name}/migration.sql"
            if os.path.exists(path):
                checksum = run("sha256sum", path).split()[0]
                server.sql(open(path).read(), f"""INSERT INTO _prisma_migrations (id, checksum, started_at, finished_at,
                    migration_name, applied_steps_count) VALUES (gen_random_uuid(), '{checksum}', now(), now(), '{name}', 1)""",
                           database="origin")
        # As many as it may connect to, and those that are still being ended.
        server.script(self.role, "origin", password=PASSWORD, connections=2 * PER_SERVER)

    @staticmethod
    def rows(count):
        return f"""INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
            SELECT gen_random_uuid(), repeat('a', 64), '2023' || i, now(), now(), 1 FROM generate_series(1, {count}) i"""

    def add(self, name, port, place, server):
        self.targets.append((name, server))
        self.write_url(name, port, place)

    def write_url(self, name, port, place, password=PASSWORD):
        path = f"{self.work}/urls/{name}"
        write(path, f"postgresql://{ROLE}:{password}@127.0.0.1:{port}/{place}\n")

    def pack(self):
        run("tar", "-czf", f"{self.archive}.new", "-C", f"{self.work}/project", "prisma")
        os.rename(f"{self.archive}.new", self.archive)

    def write_web(self, more="", users=None):
        listed = "".join(f"  {name}: {value}\n" for name, value in {"prometheus": self.web_hash, **(users or {})}.items())
        write(f"{self.work}/web.yml", "tls_server_config:\n  cert_file: tls/server.pem\n  key_file: tls/server.key\n"
              f"basic_auth_users:\n{listed}{more}")

    def write_configuration(self, without=(), label="one"):
        lines = [f"poll: {{interval: {INTERVAL}s, timeout: 3s}}",
                 f"limits: {{max_connections: 100, max_connections_per_server: {PER_SERVER}}}",
                 f"state: {{directory: {self.work}/state}}", "targets:"]
        for i, (name, _) in enumerate(self.targets):
            if name in without:
                continue
            known = ""
            if i < 10:
                known = f", migrations: {self.project}"
            elif i < 15:
                known = f", migrations: {self.archive}"
            lines.append(f"  - {{name: {name}, url_file: urls/{name}, labels: {{team: {label if i % 20 == 0 else 'x'}}}{known}}}")
        write(f"{self.work}/exporter.yml", "\n".join(lines) + "\n")

    def reload(self, **changes):
        self.write_configuration(**changes)
        self.signal(signal.SIGHUP)

    def start_exporter(self):
        self.log_path = f"{self.work}/exporter.log"
        # The limits of the unit.
        self.process = subprocess.Popen(
            ["prlimit", "--nofile=1024:1024", self.binary, "serve", f"--config.file={self.work}/exporter.yml",
             f"--web.config.file={self.work}/web.yml", f"--web.listen-address=127.0.0.1:{self.port}"],
            stdout=subprocess.DEVNULL, stderr=open(self.log_path, "w"), env={"PATH": os.environ["PATH"]})
        self.pid = self.process.pid
        until(30, "the exporter listens", lambda: socket.create_connection(("127.0.0.1", self.port), 1).close() is None)

    def start_prometheus(self):
        folder = f"{self.work}/prometheus"
        os.makedirs(folder)
        self.prometheus_port = free_port()
        write(f"{folder}/prometheus.yml", f"""global: {{ scrape_interval: 5s }}
scrape_configs:
  - job_name: soak
    scheme: https
    tls_config: {{ ca_file: {self.certificates.ca} }}
    basic_auth: {{ username: prometheus, password: {WEB_PASSWORD} }}
    static_configs: [{{ targets: ['127.0.0.1:{self.port}'] }}]
""")
        self.prometheus = subprocess.Popen(
            ["prometheus", f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data",
             f"--web.listen-address=127.0.0.1:{self.prometheus_port}", "--log.level=warn"],
            stdout=open(f"{folder}/log", "w"), stderr=subprocess.STDOUT)

    def signal(self, number):
        os.kill(self.pid, number)

    def memory(self):
        with open(f"/proc/{self.pid}/status") as f:
            facts = dict(line.split(":", 1) for line in f)
        return {"rss": int(facts["VmRSS"].split()[0]) / 1024, "anon": int(facts["RssAnon"].split()[0]) / 1024,
                "threads": int(facts["Threads"]), "fds": len(os.listdir(f"/proc/{self.pid}/fd"))}

    def log_text(self, start=0):
        with open(self.log_path, errors="replace") as f:
            f.seek(start)
            return f.read()

    def end(self):
        """Ends the exporter; returns its exit status, None where it was gone before."""
        gone = self.process.poll()
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(20)
        return None if gone is not None else status

    def clean_up(self):
        for process in (getattr(self, "process", None), getattr(self, "prometheus", None)):
            if process and process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
                process.wait()
        if hasattr(self, "pooler"):
            self.pooler.stop()
        for server in (getattr(self, "a", None), getattr(self, "b", None)):
            if server and os.path.exists(f"{server.data}/postmaster.pid"):
                try:
                    for pid in server.pids():
                        os.kill(pid, signal.SIGCONT)
                    server.stop()
                except (subprocess.CalledProcessError, OSError):
                    pass
