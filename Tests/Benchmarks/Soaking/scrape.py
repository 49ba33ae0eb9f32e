"""Scrapes, one a second, as Prometheus makes them: a connection that is kept, ten seconds of patience."""

import base64
import http.client
import json
import re
import ssl
import threading
import time
import urllib.parse

from scene import WEB_PASSWORD

PATIENCE = 10
SAMPLE = re.compile(r'^(prisma_migrate_[a-z_]+)\{target="([^"]*)"[^}]*\} (\S+)$', re.M)
WANTED = {"up": "prisma_migrate_up", "success": "prisma_migrate_last_success_timestamp_seconds",
          "polls": "prisma_migrate_polls_total", "failures": "prisma_migrate_poll_failures_total"}


class Client:
    """One kept connection; a request on one that the other side has closed meanwhile is made again, once."""

    def __init__(self, scene):
        self.port, self.connection, self.retried = scene.port, None, 0
        self.context = ssl.create_default_context(cafile=scene.certificates.ca)
        self.headers = {"Authorization": "Basic " + base64.b64encode(f"prometheus:{WEB_PASSWORD}".encode()).decode()}

    def get(self, path):
        """The status and the body.

        Raises OSError or http.client.HTTPException where there is none.
        """
        kept = self.connection is not None
        try:
            return self.ask(path)
        except (ConnectionResetError, BrokenPipeError, http.client.RemoteDisconnected, ssl.SSLEOFError, ssl.SSLZeroReturnError):
            self.close()
            if not kept:
                raise
            self.retried += 1
            try:
                return self.ask(path)
            except (OSError, http.client.HTTPException):
                self.close()
                raise
        except (OSError, http.client.HTTPException):
            self.close()
            raise

    def ask(self, path):
        if self.connection is None:
            self.connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=PATIENCE, context=self.context)
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read().decode()
        if answer.will_close:
            self.close()
        return answer.status, body

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None


class Scraper(threading.Thread):
    """Asks for the paths in turn, each second, and keeps count."""

    def __init__(self, scene, paths, keeps_connection=True):
        super().__init__(daemon=True)
        self.client, self.paths, self.keeps = Client(scene), paths, keeps_connection
        self.done, self.lost, self.times, self.page = 0, [], [], {}
        self.counted, self.before = {"polls": 0, "failures": 0}, {"polls": {}, "failures": {}}
        self.is_over = threading.Event()

    def run(self):
        number = 0
        while not self.is_over.is_set():
            began = time.monotonic()
            path = self.paths[number % len(self.paths)]
            number += 1
            try:
                status, body = self.client.get(path)
                if status != 200 or not body:
                    raise OSError(f"status {status}")
                self.done += 1
                self.times.append(time.monotonic() - began)
                if path == "/metrics":
                    self.take(body)
            except (OSError, http.client.HTTPException) as error:
                self.lost.append((began, time.time(), path, f"{type(error).__name__}: {error}"))
            if not self.keeps:
                self.client.close()
            # A scrape that took longer than a second takes the place of those it ran into.
            self.is_over.wait(max(0, 1 - (time.monotonic() - began) % 1))

    def take(self, body):
        page = {key: {} for key in WANTED}
        names = {family: key for key, family in WANTED.items()}
        for family, target, value in SAMPLE.findall(body):
            if family in names:
                page[names[family]][target] = float(value)
        # A target that is configured anew counts from 0 again.
        for key, before in self.before.items():
            for target, value in page[key].items():
                self.counted[key] += int(value - before.get(target, 0) if value >= before.get(target, 0) else value)
            self.before[key] = page[key]
        page["at"] = time.monotonic()
        page["series"] = body.count("\n")
        self.page = page

    def down(self):
        """How many targets the last page shows as down; None where the page is older than five seconds."""
        page = self.page
        if not page or time.monotonic() - page["at"] > 5:
            return None
        return sum(1 for value in page["up"].values() if value == 0)

    def is_well(self, targets, since, patience):
        """Whether a page later than `since` shows all targets up, each by a good poll of late."""
        page = self.page
        now = time.time()
        return bool(page) and page["at"] > since and len(page["up"]) == targets and all(page["up"].values()) \
            and all(now - page["success"].get(name, 0) < patience for name in page["up"])

    def percentile(self, share):
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


def prometheus_said(scene, minutes):
    """How many scrapes Prometheus made, and when those that failed began, in seconds since 1970."""
    connection = http.client.HTTPConnection("127.0.0.1", scene.prometheus_port, timeout=30)
    connection.request("GET", "/api/v1/query?" + urllib.parse.urlencode({"query": f"up[{int(minutes) + 10}m]"}))
    result = json.load(connection.getresponse())["data"]["result"]
    samples = result[0]["values"] if result else []
    return len(samples), [at for at, value in samples if value == "0"]
