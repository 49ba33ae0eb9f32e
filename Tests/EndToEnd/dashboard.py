"""Asks a Prometheus each expression of the dashboards: none may be an error, and each must have an answer.

Usage: dashboard.py URL DASHBOARD…
Prints what is wrong, and ends with 1 if anything is. Variables are filled in as Grafana does for "All".
"""

import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

problems = []
asked = 0


def get(server, path, **parameters):
    try:
        with urllib.request.urlopen(f"{server}{path}?{urllib.parse.urlencode(parameters)}") as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refusal:
        return json.load(refusal)


def filled_in(expression):
    expression = expression.replace("$__rate_interval", "10s").replace("$__interval", "1s").replace("$__range", "1m")
    return re.sub(r"\$(job|target|schema)\b|\$\{(job|target|schema)\}", ".*", expression)


def ask(server, where, expression):
    global asked
    asked += 1
    answer = get(server, "/api/v1/query", query=filled_in(expression))
    if answer["status"] != "success":
        problems.append(f"{where}: {answer['error']}: {expression}")
    elif not answer["data"]["result"]:
        problems.append(f"{where}: no series: {expression}")


def ask_variable(server, where, definition):
    """label_values(SERIES, LABEL), as Grafana asks for it."""
    series, label = re.fullmatch(r"label_values\((.*), (\w+)\)", definition).groups()
    answer = get(server, f"/api/v1/label/{label}/values", **{"match[]": filled_in(series)})
    if not answer.get("data"):
        problems.append(f"{where}: no value: {definition}")


def panels(dashboard):
    for panel in dashboard["panels"]:
        yield panel
        yield from panel.get("panels", [])


def main(server, paths):
    for path in paths:
        dashboard = json.load(open(path))
        identifiers = [panel["id"] for panel in panels(dashboard)]
        if len(identifiers) != len(set(identifiers)):
            problems.append(f"{path}: two panels have the same id")
        for panel in panels(dashboard):
            where = f"{path}: {panel['title']}"
            if panel["type"] != "row" and not (panel["description"] and panel["targets"]):
                problems.append(f"{where}: no description, or nothing to show")
            for target in panel.get("targets", []):
                ask(server, where, target["expr"])
        for variable in dashboard["templating"]["list"]:
            if variable["type"] == "query":
                ask_variable(server, f"{path}: variable {variable['name']}", variable["definition"])
        for annotation in dashboard["annotations"]["list"]:
            ask(server, f"{path}: annotation {annotation['name']}", annotation["expr"])
    print("\n".join(problems + [f"{asked} expressions, {len(problems)} problems"]))
    return 1 if problems or not asked else 0


sys.exit(main(sys.argv[1], sys.argv[2:]))
