"""The commands that runbooks, articles and alerts name: SQL on standard output, a statement a line; flags are checked.

Usage: runbooks.py EXPORTER >STATEMENTS. Prints on standard error what is wrong, and ends with 1 if anything is.
"""

import glob
import pathlib
import re
import subprocess
import sys

import yaml

CATALOG = pathlib.Path("Sources/Run/prisma-migrate-exporter/PrismaMigrateExporter.docc")


def main(exporter):
    problems, help_texts, commands = [], {}, 0
    texts = {path: path.read_text() for path in [*CATALOG.rglob("*.md"), pathlib.Path("README.md")]}
    for path in glob.glob("deploy/prometheus/rules/*.yml"):
        for group in yaml.safe_load(open(path))["groups"]:
            for rule in group["rules"]:
                if "alert" in rule:
                    texts[f"{path}: {rule['alert']}"] = rule["annotations"]["description"]
    for where, text in texts.items():
        statements = re.findall(r"^```sql\n(.*?)^```", text, re.M | re.S)
        statements += re.findall(r"(SELECT [^`{]*72707369 [^`{]*)$", text)
        statements += [inline for inline in re.findall(r"`(SELECT [^`]*)`", text) if "PID" not in inline]
        for statement in statements:
            print(" ".join(statement.split()).rstrip(";") + ";")
        for command, rest in re.findall(r"prisma-migrate-exporter (serve|diagnose|check-config|health)\b([^`\n&|]*)", text):
            commands += 1
            if command not in help_texts:
                said = subprocess.run([exporter, command, "--help"], capture_output=True, text=True)
                help_texts[command] = said.stdout
            for flag in re.findall(r"--[a-z][a-z.-]*", rest):
                if f"  {flag}" not in help_texts[command]:
                    problems.append(f"{where}: {command} has no flag {flag}")
    print("\n".join(problems + [f"{commands} commands, {len(problems)} problems"]), file=sys.stderr)
    return 1 if problems or not commands else 0


sys.exit(main(sys.argv[1]))
