"""Measures for Tests/Benchmarks/growth: the program's processor time and memory at growing sizes."""
import math
import os
import re
import subprocess
import sys
import time
import urllib.request

binary, psql, port, listen, work, prisma_table, picture = sys.argv[1:]


def sql(database, text):
    subprocess.run([psql, "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", database, "-f", "-"], input=text, text=True, check=True,
                   capture_output=True)


def url(database):
    return f"postgresql://postgres@127.0.0.1:{port}/{database}"


def rows(count):
    return f"""INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
        SELECT gen_random_uuid(), repeat('a', 64), '2024' || lpad(i::text, 10, '0') || '_change', now(), now(), 1
        FROM generate_series(1, {count}) i;"""


def table(name):
    return (f'CREATE TABLE "{name}" ("id" SERIAL NOT NULL, "a" TEXT NOT NULL DEFAULT \'x\', "b" INTEGER,\n'
            f'    CONSTRAINT "{name}_pkey" PRIMARY KEY ("id"));\nCREATE INDEX "{name}_a_idx" ON "{name}"("a");\n')


def diagnosed(database, *flags):
    """Milliseconds of processor time and MB of a run of diagnose, the better of three."""
    best = None
    for _ in range(3):
        child = subprocess.Popen([binary, "diagnose", "--poll.timeout=5m", *flags], stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL, env={**os.environ, "DATABASE_URL": url(database)})
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        assert child.returncode in (0, 1), f"diagnose of {database} ended with {child.returncode}"
        cost = ((usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / 1000)
        best = min(best, cost) if best else cost
    return best


def by_rows(count):
    sql("postgres", f"CREATE DATABASE rows{count}")
    sql(f"rows{count}", prisma_table + ";" + rows(count))
    return diagnosed(f"rows{count}")


def by_migrations(count):
    """Two tables a migration, all applied; the scripts are replayed and held against the catalogs."""
    folder = f"{work}/migrations{count}"
    script = ""
    for number in range(1, count + 1):
        name = f"2024{number:010d}_change"
        os.makedirs(f"{folder}/{name}")
        text = table(f"A{number}") + table(f"B{number}")
        script += text
        with open(f"{folder}/{name}/migration.sql", "w") as file:
            file.write(text)
    sql("postgres", f"CREATE DATABASE migrations{count}")
    sql(f"migrations{count}", prisma_table + ";" + script + rows(count))
    return diagnosed(f"migrations{count}", "--migrations", folder)


def by_tables(count):
    """One unfinished migration that makes all the tables: each statement is looked for."""
    folder = f"{work}/tables{count}"
    os.makedirs(f"{folder}/20240000000001_change")
    script = "".join(table(f"T{number}") for number in range(count))
    with open(f"{folder}/20240000000001_change/migration.sql", "w") as file:
        file.write(script)
    sql("postgres", f"CREATE DATABASE tables{count}")
    sql(f"tables{count}", prisma_table + ";" + script + rows(1) + "UPDATE _prisma_migrations SET finished_at = NULL")
    return diagnosed(f"tables{count}", "--migrations", folder)


def by_targets(count):
    """Milliseconds of processor time that all targets take once, and MB, in a daemon that polls them every 5 s."""
    with open(f"{work}/targets{count}.yml", "w") as file:
        file.write("poll: {interval: 5s}\nlimits: {max_connections: 50, max_connections_per_server: 50}\ntargets:\n")
        file.writelines(f"  - {{name: t{i}, url: '{url('rows100')}'}}\n" for i in range(count))
    daemon = subprocess.Popen([binary, "serve", f"--config.file={work}/targets{count}.yml", f"--web.listen-address=127.0.0.1:{listen}"],
                              stderr=subprocess.DEVNULL)

    def figures():
        page = urllib.request.urlopen(f"http://127.0.0.1:{listen}/metrics").read().decode()
        polls = sum(float(value) for value in re.findall(r"^prisma_migrate_polls_total\S* (\S+)$", page, re.M))
        number = lambda name: float(re.search(rf"^{name} (\S+)$", page, re.M)[1])
        return polls, number("process_cpu_seconds_total"), number("process_resident_memory_bytes")

    deadline = time.monotonic() + 60
    while True:
        try:
            if figures()[0] >= count:
                break
        except OSError:
            pass
        assert time.monotonic() < deadline, "not every target was polled within a minute"
        time.sleep(0.2)
    before = figures()
    time.sleep(20)
    after = figures()
    daemon.terminate()
    daemon.wait()
    return (after[1] - before[1]) / (after[0] - before[0]) * count * 1000, after[2] / 1e6


measures = [("rows", by_rows, (100, 1000, 10_000, 100_000)), ("migrations", by_migrations, (10, 100, 300, 1000)),
            ("tables", by_tables, (10, 100, 500, 2000)), ("targets", by_targets, (1, 10, 100, 1000))]
found, failed = {}, False
print("| of | size | CPU, ms | memory, MB |\n|---|---|---|---|")
for name, measure, sizes in measures:
    found[name] = []
    for size in sizes:
        cpu, memory = measure(size)
        found[name].append((size, cpu, memory))
        print(f"| {name} | {size} | {cpu:.1f} | {memory:.0f} |", flush=True)


def order(points, place):
    (small, *one), (large, *other) = points[-2:]
    return math.log(other[place] / one[place]) / math.log(large / small)


print("\n| of | order of CPU | order of memory | in words |\n|---|---|---|---|")
for name, points in found.items():
    cpu, memory = order(points, 0), order(points, 1)
    worst = max(cpu, memory)
    # A fixed cost shows as an order below 1. Sorting, and memory that no longer fits the processor's caches, as one that
    # is a little above.
    words = ("less than linear" if worst < 0.9 else "linear" if worst < 1.15
             else "linear, and sorting" if worst < 1.3 else "more than linear")
    failed = failed or worst >= 1.3
    print(f"| {name} | {cpu:.2f} | {memory:.2f} | {words} |")

if picture:
    panels = []
    for place, (name, points) in enumerate(found.items()):
        left, top = 60 + place % 2 * 360, 30 + place // 2 * 240
        low, high = math.log10(points[0][0]), math.log10(points[-1][0])
        x = lambda size: left + (math.log10(size) - low) / (high - low) * 260
        y = lambda value: top + 180 - math.log10(max(value, 1)) / 5 * 180
        panels.append(f'<rect x="{left}" y="{top}" width="260" height="180" fill="none" stroke="#888"/>'
                      f'<text x="{left + 130}" y="{top - 8}" text-anchor="middle">{name}</text>')
        for power in range(6):
            panels.append(f'<text x="{left - 6}" y="{y(10 ** power) + 4}" text-anchor="end" font-size="10">{10 ** power:,}</text>')
        for size, _, _ in points:
            panels.append(f'<text x="{x(size)}" y="{top + 194}" text-anchor="middle" font-size="10">{size:,}</text>')
        for column, color in ((1, "#1f77b4"), (2, "#d62728")):
            line = " ".join(f"{x(point[0]):.1f},{y(point[column]):.1f}" for point in points)
            panels.append(f'<polyline points="{line}" fill="none" stroke="{color}" stroke-width="2"/>')
    with open(picture, "w") as file:
        file.write('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 500" font-family="sans-serif" font-size="13">'
                   '<rect width="720" height="500" fill="white"/>' + "".join(panels) +
                   '<text x="60" y="490" fill="#1f77b4">CPU, ms</text><text x="140" y="490" fill="#d62728">memory, MB</text></svg>\n')
sys.exit(1 if failed else 0)
