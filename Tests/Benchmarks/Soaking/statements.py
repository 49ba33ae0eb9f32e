"""Reads what the servers logged, and says what is no read."""

import collections
import json
import os
import re

from scene import ROLE

# Strings, quoted names and comments: what is in them is no statement.
SKIPPED = re.compile(r"""E'(?:[^'\\]|''|\\.)*' | '(?:[^']|'')*' | "(?:[^"]|"")*" | /\*.*?\*/ | --[^\n]* |
    \$([A-Za-z_]*)\$.*?\$\1\$""", re.X | re.S)
ALLOWED = {
    "BEGIN": re.compile(r"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
    "SET LOCAL": re.compile(r"SET LOCAL [a-z_.]+ = [^;]+"),
    "SELECT": re.compile(r"SELECT\b.*", re.S),
    "COMMIT": re.compile(r"COMMIT"),
    "ROLLBACK": re.compile(r"ROLLBACK"),
}
# What a PgBouncer says by itself, to give a session of the server the name of its next client.
POOLER = re.compile(r"SET application_name=''")
# What makes a write, or a lock, of a SELECT.
WRITING = re.compile(
    r"\b(INTO|INSERT|UPDATE|DELETE|MERGE|CALL|COPY|LOCK|FOR\s+(NO\s+KEY\s+)?UPDATE|FOR\s+(KEY\s+)?SHARE|nextval|setval|set_config|"
    r"lo_\w+|dblink\w*|pg_(try_)?advisory\w*|pg_terminate\w*|pg_cancel\w*|pg_reload\w*|pg_notify|pg_logical\w*|pg_create\w*)\b", re.I)


def statements(text):
    """The statements of a message, without what is in quotes."""
    return [one for one in (part.strip() for part in SKIPPED.sub("''", text).split(";")) if one]


def kind(statement):
    """What it is of what the exporter may say; None for anything else."""
    if POOLER.fullmatch(statement):
        return "SET application_name (PgBouncer's)"
    for name, form in ALLOWED.items():
        if form.fullmatch(statement):
            return None if name == "SELECT" and WRITING.search(statement) else name
    return None


class Judge:
    def __init__(self):
        self.kinds, self.refused, self.errors = collections.Counter(), collections.Counter(), collections.Counter()
        self.messages = self.of_others = self.bytes = 0

    def take(self, server, all_of_them=False):
        """Reads the server's finished log files, or all, and removes them."""
        for path in server.log_files(all_of_them):
            self.bytes += os.path.getsize(path)
            with open(path, errors="replace") as f:
                for line in f:
                    self.read(line)
            os.remove(path)

    def read(self, line):
        try:
            entry = json.loads(line)
        except ValueError:
            # The server was stopped at once amid a line.
            self.errors["a line cut short"] += 1
            return
        message = entry.get("message", "")
        if entry.get("user") != ROLE:
            self.of_others += message.startswith("statement: ")
            return
        if entry.get("error_severity") in ("ERROR", "FATAL"):
            self.errors[entry.get("state_code")] += 1
        head, _, text = message.partition(": ")
        if head == "statement":
            self.messages += 1
            for one in statements(text):
                what = kind(one)
                if what:
                    self.kinds[what] += 1
                else:
                    self.refused[one[:200]] += 1
        elif head.startswith(("execute", "bind", "parse", "fastpath")):
            self.refused[message[:200]] += 1


def check():
    """The judge must be able to say no."""
    for text in ("DELETE FROM _prisma_migrations", "BEGIN", "SET search_path = x", "SELECT 1 INTO t", "SELECT * FROM t FOR UPDATE",
                 "SELECT pg_advisory_lock(1)", "WITH x AS (DELETE FROM t RETURNING 1) SELECT 1", "SELECT setval('s', 1)"):
        assert kind(statements(text)[0]) is None, text
    assert statements("SELECT ';DELETE', E'\\';', $$;$$; COMMIT;") == ["SELECT '', '', ''", "COMMIT"]
    assert kind("SELECT updated_at FROM t") == "SELECT"
