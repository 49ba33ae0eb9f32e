"""soak.py BINARY WORK PG_BIN MINUTES SEED [KEEP]: runs the soak and judges it; see Tests/Benchmarks/soak."""

import errno
import os
import random
import select
import shutil
import signal
import socket
import statistics
import sys
import threading
import time

import statements
from faults import all_faults
from scene import INTERVAL, PASSWORD, PER_SERVER, WEB_PASSWORD, Scene
from scrape import PATIENCE, Client, Scraper, prometheus_said

binary, work, binaries, minutes, seed, keep = (sys.argv[1:] + [""])[:6]
minutes, chance = float(minutes), random.Random(int(seed))
# A target that is up has been polled within two intervals, the poll's timeout and a second for the scrape.
FRESH = 2 * INTERVAL + 4
RECOVERY = 60
problems = []


def say(text):
    print(text, flush=True)


def problem(text):
    problems.append(text)
    say(f"PROBLEM: {text}")


class Samples(threading.Thread):
    """The exporter's own size, every five seconds, and the most backends it had."""

    def __init__(self, scene):
        super().__init__(daemon=True)
        self.scene, self.taken, self.most, self.backends = scene, [], {"a": 0, "b": 0}, None

    def run(self):
        while True:
            try:
                self.taken.append((time.monotonic(), self.scene.memory()))
            except (OSError, KeyError):
                return
            counts = {}
            for name in ("a", "b"):
                try:
                    counts[name] = getattr(self.scene, name).ours()
                    self.most[name] = max(self.most[name], counts[name])
                except Exception:
                    counts[name] = None
            self.backends = counts
            time.sleep(5)


def storm_of_reloads(scene, scraper):
    """1,000 SIGHUP as fast as they can be sent, of which the kernel keeps few apart; then 1,000, one each two ms."""
    for pause in (0, 0.002):
        start, before = os.path.getsize(scene.log_path), len(scraper.lost)
        began = time.monotonic()
        for _ in range(1000):
            scene.signal(signal.SIGHUP)
            time.sleep(pause)
        sent = time.monotonic() - began
        quiet, seen, peak = time.monotonic(), 0, scene.memory()["rss"]
        while time.monotonic() - quiet < 2:
            count = scene.log_text(start).count("event=reloaded")
            if count != seen:
                seen, quiet = count, time.monotonic()
            peak = max(peak, scene.memory()["rss"])
            time.sleep(0.1)
        recovered = wait_until_well(scene, scraper)
        say(f"storm: 1000 SIGHUP in {sent * 1000:.0f} ms, {seen} reloads, the last after {quiet - began:.1f} s, highest RSS {peak:.1f} MB, "
            f"{len(scraper.lost) - before} scrapes lost, all well {'never' if recovered is None else f'{recovered:.1f} s later'}")
        if seen == 0 or recovered is None or len(scraper.lost) > before:
            problem("the storm of reloads did harm")


def ten_thousand_connections(scene, scraper, count=10000):
    """Connections that say nothing, many more than the exporter takes; meanwhile kept ones go on."""
    before_done, before_lost = scraper.done, len(scraper.lost)
    base = scene.memory()
    poll, held, refused = select.poll(), {}, 0
    for _ in range(count):
        one = socket.socket()
        one.setblocking(False)
        code = one.connect_ex(("127.0.0.1", scene.port))
        if code not in (0, errno.EINPROGRESS):
            refused += 1
            one.close()
            continue
        held[one.fileno()] = one
        poll.register(one, select.POLLOUT)
    began, established, most, failures = time.monotonic(), set(), dict(base), 0
    waits, unanswered, released = [], [], threading.Event()

    def ask():
        """A client that nobody knows yet, each second."""
        while not released.is_set():
            start, fresh = time.monotonic(), Client(scene)
            try:
                fresh.get("/metrics")
                waits.append(time.monotonic() - start)
            except Exception as error:
                unanswered.append(f"{type(error).__name__} after {time.monotonic() - start:.1f} s")
            fresh.close()
            released.wait(max(0, 1 - (time.monotonic() - start)))
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    while time.monotonic() - began < 20:
        for descriptor, event in poll.poll(200):
            if event & (select.POLLERR | select.POLLHUP):
                failures += 1
            else:
                established.add(descriptor)
            poll.unregister(descriptor)
        now = scene.memory()
        most = {key: max(most[key], now[key]) for key in most}
        time.sleep(0.2)
    released.set()
    for one in held.values():
        one.close()
    ended, answer = time.monotonic(), None
    while answer is None and time.monotonic() - ended < 60:
        client = Client(scene)
        try:
            if client.get("/metrics")[0] == 200:
                answer = time.monotonic() - ended
        except Exception:
            pass
        client.close()
    asking.join(30)
    recovered = wait_until_well(scene, scraper)
    say(f"connections: {count} asked for, {len(established)} established (the kernel's queue included), {refused + failures} refused or reset; "
        f"descriptors {base['fds']} -> {most['fds']}, RSS {base['rss']:.1f} -> {most['rss']:.1f} MB, threads {most['threads']}; kept scrapes "
        f"{scraper.done - before_done} made, {len(scraper.lost) - before_lost} lost; new ones meanwhile: {len(waits)} answered, "
        f"the slowest after {max(waits, default=float('nan')):.2f} s, {len(unanswered)} not {unanswered[:3] or ''}; "
        f"after the end a new one was answered after {'never' if answer is None else f'{answer:.1f} s'}")
    if answer is None or unanswered or not waits or recovered is None or len(scraper.lost) > before_lost or most["fds"] > 600:
        problem("10,000 connections did harm")


def wait_until_well(scene, scraper, since=None):
    """Seconds until a scrape shows all well; None where that does not happen."""
    since = since or time.monotonic()
    while time.monotonic() - since < RECOVERY:
        if scraper.is_well(len(scene.targets), since, FRESH):
            return time.monotonic() - since
        time.sleep(0.2)
    return None


def meet(fault, scene, scraper):
    """Lets a fault happen and waits for the recovery."""
    before, most, began = len(scraper.lost), 0, time.monotonic()
    stopping = threading.Event()

    def look():
        nonlocal most
        while not stopping.wait(0.3):
            most = max(most, scraper.down() or 0)
    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        mend = fault.strike(scene, chance)
        time.sleep(fault.seconds)
        mend()
    except Exception as error:
        problem(f"{fault.name} could not be made: {type(error).__name__}: {error} {getattr(error, 'stderr', '')}")
    recovered = wait_until_well(scene, scraper)
    stopping.set()
    looking.join()
    fault.times += 1
    fault.seen_down += most > 0
    fault.most_down = max(fault.most_down, most)
    fault.lost += len(scraper.lost) - before
    if recovered is None:
        fault.unrecovered += 1
        page = scraper.page
        problem(f"not recovered within {RECOVERY} s: {fault.name}; down: {[n for n, v in page['up'].items() if not v][:5]}, {len(page['up'])} targets")
    else:
        fault.recoveries.append(recovered)
    return time.monotonic() - began


def run(scene):
    scraper = Scraper(scene, ["/metrics"])
    others = Scraper(scene, ["/", "/api/v1/diagnosis", "/targets", "/probe?target=a0", "/config"],
                     keeps_connection=False)
    samples, judge = Samples(scene), statements.Judge()
    scraper.start()
    if wait_until_well(scene, scraper) is None:
        problem(f"not all targets are up at the start: {scraper.page}")
        return
    others.start()
    scene.start_prometheus()
    samples.start()
    faults = all_faults()
    began, length = time.monotonic(), minutes * 60
    say(f"{len(scene.targets)} targets, {minutes:g} minutes from {time.strftime('%H:%M:%S', time.gmtime())} UTC, seed {seed}; "
        f"{scraper.page['series']} lines a scrape\n")
    say("| minute | fds | threads | RSS, MB | RssAnon, MB | backends a+b | scrapes | lost | other pages | lost | polls | failed | load |")
    say("|---|---|---|---|---|---|---|---|---|---|---|---|---|")

    over = threading.Event()

    def tell():
        minute = 0
        while True:
            try:
                m = scene.memory()
            except (OSError, KeyError):
                return
            b = samples.backends or {}
            say(f"| {minute} | {m['fds']} | {m['threads']} | {m['rss']:.1f} | {m['anon']:.1f} | {b.get('a', '–')}+{b.get('b', '–')} | {scraper.done} | "
                f"{len(scraper.lost)} | {others.done} | {len(others.lost)} | {scraper.counted['polls']} | "
                f"{scraper.counted['failures']} | {os.getloadavg()[0]:.1f} |")
            for server in (scene.a, scene.b):
                judge.take(server)
            minute += 1
            if over.wait(max(0, began + minute * 60 - time.monotonic())):
                return
    teller = threading.Thread(target=tell, daemon=True)
    teller.start()

    def keep_time(name, may_lose, what):
        """Does something, and notes from when to when it was under way."""
        since = time.time()
        what()
        spans.append((since, time.time(), name, may_lose))

    fixed = [(0.30, storm_of_reloads), (0.42, ten_thousand_connections), (0.80, storm_of_reloads), (0.92, ten_thousand_connections)]
    order, spans = [], []
    while time.monotonic() - began < length - 15:
        if scene.process.poll() is not None:
            problem(f"the exporter has ended: {scene.process.returncode}")
            break
        if fixed and time.monotonic() - began >= fixed[0][0] * length:
            happens = fixed.pop(0)[1]
            keep_time(happens.__name__.replace("_", " "), False, lambda: happens(scene, scraper))
            continue
        if not order:
            order = chance.sample(faults, len(faults))
        fault = order.pop()
        keep_time(fault.name, fault.may_lose, lambda: meet(fault, scene, scraper))
        time.sleep(chance.uniform(1, 4))
    time.sleep(max(0, began + length - time.monotonic()))
    end = wait_until_well(scene, scraper)
    over.set()
    teller.join()
    verdict(scene, scraper, others, samples, judge, faults, spans, began, end)


def verdict(scene, scraper, others, samples, judge, faults, spans, began, end):
    say(f"\nended {time.strftime('%H:%M:%S', time.gmtime())} UTC\n")
    say("| fault | times | most targets down | longest recovery, s | scrapes lost |\n|---|---|---|---|---|")
    for fault in faults:
        longest = f"{max(fault.recoveries):.1f}" if fault.recoveries else "–"
        say(f"| {fault.name} | {fault.times} | {fault.most_down} | {longest} | {fault.lost} |")
        if fault.times and fault.downs and not fault.seen_down:
            problem(f"never seen to do anything: {fault.name}")

    say("\n| figure | second quarter | last quarter | growth | trend (Kendall's tau) |\n|---|---|---|---|---|")
    span = time.monotonic() - began
    for key, unit in (("rss", "RSS, MB"), ("anon", "RssAnon, MB"), ("fds", "descriptors"), ("threads", "threads")):
        points = [((at - began) / span, sample[key]) for at, sample in samples.taken]
        second = statistics.median(v for t, v in points if 0.25 <= t < 0.5)
        last = statistics.median(v for t, v in points if t >= 0.75)
        growth = last / second - 1
        tau = kendall([statistics.median(part) for part in parts(points, 0.25, 15)])
        say(f"| {unit} | {second:.1f} | {last:.1f} | {growth * 100:+.1f} % | {tau:+.2f} |")
        # Threads and descriptors are few: one or two more are no growth.
        if growth > 0.05 and last - second > 2:
            problem(f"{unit} grew by {growth * 100:.1f} %")
        elif growth > 0.01 and tau > 0.8:
            problem(f"{unit} grow steadily")

    say(f"highest: RSS {max(s['rss'] for _, s in samples.taken):.1f} MB, {max(s['fds'] for _, s in samples.taken)} descriptors, "
        f"{max(s['threads'] for _, s in samples.taken)} threads")

    def under_way(at, patience=0):
        """What was under way while something that began then went on for so long: names, and whether it may lose a scrape."""
        met = [(name, may_lose) for since, until, name, may_lose in spans if since <= at + patience and at <= until]
        return ", ".join(name for name, _ in met) or "nothing", any(may_lose for _, may_lose in met)

    lost = [x for x in scraper.lost if not under_way(x[1] - PATIENCE, PATIENCE)[1]]
    made, failed = prometheus_said(scene, minutes)
    say(f"\nscrapes: {scraper.done} made, {len(scraper.lost)} lost, {len(lost)} of them not while the exporter was stopped; median "
        f"{scraper.percentile(0.5) * 1000:.0f} ms, p99 {scraper.percentile(0.99) * 1000:.0f} ms; {scraper.client.retried} on a connection that had been closed, made again")
    say(f"other pages: {others.done} read, {len(others.lost)} lost")
    say(f"Prometheus: {made} scrapes, {len(failed)} failed")
    for at in failed:
        name, may_lose = under_way(at, INTERVAL)
        say(f"  {time.strftime('%H:%M:%S', time.gmtime(at))} meanwhile: {name}")
        if not may_lose:
            problem(f"Prometheus lost a scrape, meanwhile: {name}")
    if made == 0:
        problem("Prometheus scraped nothing")
    for _, at, path, error in (scraper.lost + others.lost)[:20]:
        say(f"  {time.strftime('%H:%M:%S', time.gmtime(at))} {path}: {error}")
    if lost or scraper.done == 0:
        problem(f"{len(lost)} scrapes lost")
    say(f"most backends: {samples.most['a']} of {PER_SERVER} on the first server, {samples.most['b']} on the second")
    if samples.most["a"] > PER_SERVER:
        problem("more connections than the limit")
    if end is None:
        problem("not every target is up and fresh at the end")
    else:
        say(f"at the end: {len(scraper.page['up'])} targets, all up, all polled within {FRESH} s")

    scraper.is_over.set()
    others.is_over.set()
    scraper.join(15)
    status = scene.end()
    say(f"exit status: {status}")
    if status != 0:
        problem(f"exit status {status}")
    log = scene.log_text()
    say(f"log: {log.count(chr(10))} lines, {len(log) // 1024} KiB")
    if PASSWORD in log or WEB_PASSWORD in log:
        problem("a password is in the log")
    for word in ("Fatal error", "Backtrace", "crash"):
        if word in log:
            problem(f"the log says: {word}")

    for server in (scene.a, scene.b):
        server.stop("fast")
        judge.take(server, all_of_them=True)
    say(f"statement log: {judge.bytes / 1e6:.0f} MB, {judge.messages} messages of the exporter, in them "
        + ", ".join(f"{count} {name}" for name, count in judge.kinds.most_common())
        + f"; {judge.of_others} messages of others; errors answered {dict(judge.errors)}")
    for text, count in judge.refused.most_common(10):
        problem(f"no read ({count} times): {text}")
    if judge.messages == 0 or judge.of_others == 0:
        problem("the statement log holds nothing")
    say("\n" + (f"{len(problems)} problems:\n" + "\n".join(problems) if problems else "no problem"))


def parts(points, start, count):
    """The points from `start` on, in so many spans of equal length."""
    result = [[] for _ in range(count)]
    for t, v in points:
        if start <= t <= 1:
            result[min(count - 1, int((t - start) / (1 - start) * count))].append(v)
    return [x for x in result if x]


def kendall(values):
    pairs = [(a, b) for i, a in enumerate(values) for b in values[i + 1:]]
    return sum((b > a) - (b < a) for a, b in pairs) / max(1, len(pairs))


statements.check()
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
scene = Scene.__new__(Scene)
try:
    scene.__init__(binary, work, binaries)
    run(scene)
finally:
    if keep:
        os.makedirs(keep, exist_ok=True)
        for name in ("exporter.log", "prometheus/log", "pooler/log"):
            if os.path.exists(f"{work}/{name}"):
                shutil.copy(f"{work}/{name}", f"{keep}/{name.replace('/', '-')}")
    scene.clean_up()
sys.exit(1 if problems else 0)
