"""Every alert has its anatomy, its tests and its runbook, and whatever names an alert names one that there is.

Run in the checkout: python3 Tests/Alerts/anatomy.py. Prints what is wrong, and ends with 1 if anything is.
"""

import glob
import json
import pathlib
import re
import sys

import yaml

BASE = "https://prisma-migrate-exporter.github.io/runbooks/"
CATALOG = pathlib.Path("Sources/Run/prisma-migrate-exporter/PrismaMigrateExporter.docc")
SECTIONS = ["Do this first", "What it means", "How sure we are", "Commands", "What not to do", "Verify"]
SEVERITIES = {"critical", "warning", "info"}

problems = []


def expect(truth, sentence):
    if not truth:
        problems.append(sentence)


def rules():
    """Every rule of every file, with the file's name."""
    for path in sorted(glob.glob("deploy/prometheus/rules/*.yml")):
        for group in yaml.safe_load(open(path))["groups"]:
            for rule in group["rules"]:
                yield path, rule


def check_anatomy(path, rule):
    name, annotations = rule["alert"], rule["annotations"]
    where = f"{path}: {name}"
    expect(re.fullmatch(r"Prisma([A-Z][a-z]+)+", name), f"{where}: not a name in CamelCase that begins with Prisma")
    expect(rule["labels"].get("severity") in SEVERITIES, f"{where}: severity is none of {sorted(SEVERITIES)}")
    expect(set(rule["labels"]) <= {"severity", "advice"}, f"{where}: labels other than severity and advice")
    expect("for" in rule, f"{where}: no for")
    check_gaps(where, rule["expr"])
    expect("{{" not in annotations["summary"], f"{where}: a summary with a template can't be grouped by")
    expect(annotations["runbook_url"] == BASE + name, f"{where}: runbook_url is not {BASE}{name}")
    subject = "$labels.target" if "dashboard_url" in annotations else "$labels.instance"
    if "absent" not in rule["expr"]:
        expect(subject in annotations["description"], f"{where}: the description does not name {subject}")
    expect(
        re.search(r"prisma-migrate-exporter (diagnose|check-config)|npx prisma|psql |SELECT |systemctl|timedatectl|journalctl",
                  annotations["description"]),
        f"{where}: the description has no command",
    )


def check_gaps(where, expression):
    """A bare gauge is gone after one missed scrape: each stands in a range, but for what rules record."""
    for match in re.finditer(r"(?<![\w:])(?:prisma_migrate_\w+|up)(?![\w:])(\{[^}]*\})?(?P<next>\[?)", expression):
        expect(match["next"] == "[", f"{where}: {match[0]} is not taken over a range")


def check_runbook(name):
    path = CATALOG / "Runbooks" / f"{name}.md"
    if not path.exists():
        problems.append(f"{name}: no runbook {path}")
        return
    text = path.read_text()
    expect(text.startswith(f"# {name}\n\n"), f"{path}: the title is not # {name}")
    found = re.findall(r"^## (.*)$", text, re.M)
    expect(found == SECTIONS, f"{path}: the sections are {found}, not {SECTIONS}")
    for page in re.findall(r"<doc:(\w+)>", text):
        expect(list(CATALOG.rglob(f"{page}.md")), f"{path}: there is no page {page}")


def check_tests(names):
    """By alert: that it fires with all that is said of it, keeps quiet, resolves, and sees gaps and restarts."""
    seen = {name: set() for name in names}
    for path in sorted(glob.glob("deploy/prometheus/tests/*.yml")):
        for test in yaml.safe_load(open(path))["tests"]:
            values = " ".join(series["values"] for series in test["input_series"])
            fired = {}
            for case in test.get("alert_rule_test", []):
                name, time = case["alertname"], minutes(case["eval_time"])
                if name not in seen:
                    problems.append(f"{path}: a test of {name}, which no rule makes")
                    continue
                if not case["exp_alerts"]:
                    seen[name].add("does not fire")
                    if name in fired and time > fired[name]:
                        seen[name].add("resolves")
                    continue
                fired[name] = time
                if all({"summary", "description", "runbook_url"} <= set(alert.get("exp_annotations", {}))
                       for alert in case["exp_alerts"]):
                    seen[name].add("fires, with its annotations")
                if "_" in values:
                    seen[name].add("survives missing samples")
                if "stale" in values:
                    seen[name].add("survives a restart")
    wanted = {"fires, with its annotations", "does not fire", "resolves", "survives missing samples",
              "survives a restart"}
    for name in names:
        for lack in sorted(wanted - seen[name]):
            problems.append(f"{name}: no test that it {lack}")


def minutes(text):
    number, unit = re.fullmatch(r"(\d+)([smh])", text).groups()
    return int(number) * {"s": 1 / 60, "m": 1, "h": 60}[unit]


def check_alertmanager(names):
    text = pathlib.Path("deploy/prometheus/alertmanager.yml").read_text()
    for name in set(re.findall(r"Prisma\w+", text)):
        expect(name in names, f"deploy/prometheus/alertmanager.yml: there is no alert {name}")


def check_dashboards(names):
    for path in glob.glob("deploy/grafana/**/*.json", recursive=True):
        json.load(open(path))
        text = pathlib.Path(path).read_text()
        for name in set(re.findall(re.escape(BASE) + r"(\w+)", text)):
            expect(name in names, f"{path}: a link to the runbook {name}, which there is not")


def check_metrics():
    """Whoever names a metric names one that the reference has, which the program writes."""
    known = set(re.findall(r"^\| `(\w+)`", (CATALOG / "Reference/MetricReference.md").read_text(), re.M))
    # The role of deploy/role.sql.
    known.add("prisma_migrate_exporter")
    paths = [pathlib.Path("README.md"), *CATALOG.rglob("*.md"), *pathlib.Path("deploy").rglob("*.yml"),
             *pathlib.Path("deploy").rglob("*.json")]
    for path in paths:
        for name in set(re.findall(r"(?<![\w:/])prisma_migrate_\w+(?![\w:*.])", path.read_text())):
            expect(name in known, f"{path}: there is no metric {name}")


def check_elsewhere(names):
    """The journal's catalog and the program link to runbooks by the same names."""
    for path in glob.glob("systemd/*.catalog") + glob.glob("Sources/**/*.swift", recursive=True):
        for name in set(re.findall(re.escape(BASE) + r"(\w+)", pathlib.Path(path).read_text())):
            expect(name in names, f"{path}: a link to the runbook {name}, which there is not")


def main():
    names = set()
    for path, rule in rules():
        if "alert" in rule:
            names.add(rule["alert"])
            check_anatomy(path, rule)
        else:
            check_gaps(f"{path}: {rule['record']}", rule["expr"])
    for name in sorted(names):
        check_runbook(name)
    for page in sorted((CATALOG / "Runbooks").glob("*.md")):
        expect(page.stem in names, f"{page}: a runbook of no alert")
    check_tests(names)
    check_alertmanager(names)
    check_dashboards(names)
    check_elsewhere(names)
    check_metrics()
    for problem in problems:
        print(problem)
    print(f"{len(names)} alerts, {len(problems)} problems")
    return 1 if problems or not names else 0


sys.exit(main())
