"""confined.py PAGE WORD=FOLDER… -- TRACE…: holds what strace saw against the page Confinement and the units' filters."""

import fnmatch
import glob
import re
import subprocess
import sys

page, *rest = sys.argv[1:]
words = dict(x.split("=", 1) for x in rest[:rest.index("--")])
traces = rest[rest.index("--") + 1:]
problems = []

LINE = re.compile(r"^\d+ +(?:([a-z_0-9]+)\(|<\.\.\. ([a-z_0-9]+) resumed)(.*)")
PATH = re.compile(r'"((?:[^"\\]|\\.)*)"')
# Which of its arguments are paths, and what is done to what they name.
CHANGING = ("unlink", "unlinkat", "rename", "renameat", "renameat2", "mkdir", "mkdirat", "rmdir", "chmod", "fchmodat", "chown",
            "lchown", "fchownat", "truncate", "symlink", "symlinkat", "link", "linkat", "mknod", "mknodat", "utimensat")


def named(path):
    """The path by the page's words; the longest folder wins."""
    for word, folder in sorted(words.items(), key=lambda x: -len(x[1])):
        if path == folder or path.startswith(folder + "/"):
            return word + path[len(folder):]
    return re.sub(r"/proc/\d+/", "/proc/self/", path)


calls, families, touched = {}, set(), {}
for trace in traces:
    begun = False
    with open(trace, errors="replace") as lines:
        for line in lines:
            match = LINE.match(line)
            if not match:
                continue
            call, arguments = match[1], match[3]
            if not call:
                continue
            # What strace itself does before the program begins is none of it.
            begun = begun or call == "execve"
            if not begun:
                continue
            calls[call] = calls.get(call, 0) + 1
            if call == "socket":
                families.add(arguments.split(",")[0])
            paths = [named(x) for x in PATH.findall(arguments)]
            if call in ("open", "openat", "openat2", "creat"):
                writes = re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC", arguments) or call == "creat"
                touched.setdefault((paths[0], "written" if writes else "read"), line.strip()[:200])
            elif call in CHANGING:
                for path in paths:
                    touched.setdefault((path, "written"), line.strip()[:200])
            elif call in ("connect", "sendto", "sendmsg", "bind") and "sun_path" in arguments:
                path = re.search(r'sun_path=@?"((?:[^"\\]|\\.)*)"', arguments)
                if path:
                    touched.setdefault((named(path[1]), "written" if call == "bind" else "connected"), line.strip()[:200])
            elif call == "execve" and len(paths) > 0:
                touched.setdefault((paths[0], "executed"), line.strip()[:200])


def table(title):
    """The rows of the table below that heading: the names in the first column, and the other columns."""
    with open(page) as f:
        section = re.split(r"^## ", f.read(), flags=re.M)
    text = next(x for x in section if x.startswith(title + "\n"))
    rows = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in text.splitlines() if line.startswith("| `")]
    return [(re.findall(r"`([^`]+)`", row[0]), row[1:]) for row in rows]


def groups():
    """systemd's groups of system calls, each with all that is in it."""
    said = subprocess.run(["systemd-analyze", "syscall-filter"], check=True, capture_output=True, text=True).stdout
    members, name = {}, None
    for line in said.splitlines():
        line = re.sub(r"\x1b\[[0-9;]*m", "", line)
        if line.startswith("@"):
            name = line.strip()
            members[name] = []
        elif name and line.startswith(" ") and not line.strip().startswith("#") and line.strip():
            members[name].append(line.strip())

    def whole(group):
        return {x for one in members[group] for x in (whole(one) if one.startswith("@") else [one])}
    return {group: whole(group) for group in members if group != "@known"}


def filtered(unit, known):
    """What the unit lets pass."""
    passing = set()
    for line in open(unit):
        if line.startswith("SystemCallFilter="):
            value = line.strip().split("=", 1)[1]
            listed = set()
            for word in value.lstrip("~").split():
                listed |= known[word] if word.startswith("@") else {word}
            passing = passing - listed if value.startswith("~") else passing | listed
    return passing


explained = {name for names, _ in table("System calls") for name in names}
for call in sorted(set(calls) - explained):
    problems.append(f"system call {call} ({calls[call]} times) is not on the page")
known = groups()
units = sorted(glob.glob("systemd/*.service"))
for unit in units:
    passing = filtered(unit, known)
    if not passing or "reboot" in passing or "mount" in passing:
        problems.append(f"{unit}: the filter lets everything pass, or can't be read")
    for call in sorted(set(calls) - passing):
        problems.append(f"{unit}: system call {call} ({calls[call]} times) is refused")

for family in sorted(families - {name for names, _ in table("Sockets") for name in names}):
    problems.append(f"a socket of {family} is not on the page")
for unit in units:
    allowed = next(line for line in open(unit) if line.startswith("RestrictAddressFamilies=")).strip().split("=")[1].split()
    for names, (rule, *_) in table("Sockets"):
        if rule == "passes" and "local" not in unit and not set(names) <= set(allowed):
            problems.append(f"{unit} refuses {names}, and the page says that it passes")

rows, used = table("Files"), set()
for (path, how), line in sorted(touched.items()):
    fitting = [i for i, (patterns, cells) in enumerate(rows)
               if how in cells[0] and any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)]
    used.update(fitting)
    if not fitting:
        problems.append(f"{path} ({how}) is not on the page: {line}")

print(f"system calls: {len(calls)} distinct of {sum(calls.values())}, {len(explained)} on the page, {len(filtered(units[0], known))} let pass")
print(f"files: {len(touched)} touched, {sum(how == 'written' for _, how in touched)} of them written, {len(rows)} rows on the page")
unseen = sorted(explained - set(calls)) + [", ".join(patterns) for i, (patterns, _) in enumerate(rows) if i not in used]
if unseen:
    print("on the page, and not seen this time: " + "; ".join(unseen))
if len(calls) < 30 or not any(how == "written" for _, how in touched):
    problems.append("next to nothing was seen")
for problem in problems:
    print(f"NOT OK: {problem}")
sys.exit(1 if problems else 0)
