"""A reader of the status page: unfolds, scrolls and waits for the page to load itself again, then says what is left.

reader.py EXPORTER_PORT PORT_FILE RESULT_FILE serves the page as the exporter does, but for the rule that no other page
may frame it, and a page /reader that frames it. Opened in a browser, that writes one line a finding to the result file;
its load ends when all is said.
"""
import sys
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

READER = b"""<!DOCTYPE html><title>reader</title><iframe id="page" width="900" height="500" src="/"></iframe>
<script>
const frame = document.getElementById("page");
const until = async (what, holds) => {
  for (let tries = 0; tries < 1200; tries++) {
    if (holds()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("never: " + what);
};
const say = (word) => fetch("/said", {method: "POST", body: word});
frame.onload = async () => {
  try {
    const page = frame.contentDocument, view = frame.contentWindow;
    let loads = 0;
    frame.onload = () => loads++;
    const violations = [];
    page.addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective));
    const folds = () => [...page.querySelectorAll("main details")];
    const stamp = () => page.querySelector("header time, header .hold").textContent;
    const well = folds().find((fold) => fold.classList.contains("well"));
    const inner = folds().filter((fold) => !fold.classList.contains("well"));
    const closed = inner.find((fold) => !fold.open), open = inner.find((fold) => fold.open);
    well.open = true; closed.open = true; open.open = false;
    well.querySelector("summary").focus({preventScroll: true});
    view.scrollTo(0, 400);
    const name = well.dataset.entry, title = closed.querySelector("summary").textContent;
    const top = well.getBoundingClientRect().top, main = page.querySelector("main");
    const first = stamp();
    await until("a fresh page", () => stamp() !== first);
    await until("another one", () => page.querySelector("main") !== main);
    const after = folds().find((fold) => fold.dataset.entry === name);
    await say("unfolded " + after.open);
    await say("part unfolded " + folds().some((fold) => fold.open && fold.querySelector("summary").textContent === title));
    await say("folded " + folds().some((fold) => !fold.open
        && fold.querySelector("summary").textContent === open.querySelector("summary").textContent));
    await say("scrolled " + (Math.abs(after.getBoundingClientRect().top - top) < 2));
    await say("focused " + (page.activeElement === after.querySelector("summary")));
    await say("loads " + loads);
    await say("violations " + (violations.join(" ") || "none"));
    // Selected text is left alone.
    const text = page.querySelector("main h3");
    view.getSelection().selectAllChildren(text);
    const second = stamp();
    await new Promise((resolve) => setTimeout(resolve, 7000));
    await say("selected " + (stamp() === second && view.getSelection().toString().length > 0));
    view.getSelection().removeAllRanges();
    await fetch("/gone", {method: "POST"});
    await until("a word that nobody answers", () => !page.getElementById("outdated").hidden);
    await say("outdated " + page.getElementById("outdated").textContent);
    await fetch("/back", {method: "POST"});
    await until("a fresh page again", () => page.getElementById("outdated").hidden);
    await say("back true");
  } catch (error) { await say("failed " + error.message); }
  await fetch("/done", {method: "POST"});
};
</script><img src="/hold" alt="">"""

exporter, port_file, result_file = sys.argv[1:]
done = threading.Event()
gone = threading.Event()


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def reply(self, status, body, headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/reader":
            return self.reply(200, READER, [("Content-Type", "text/html; charset=utf-8")])
        if self.path == "/hold":
            done.wait()
            return self.reply(404, b"")
        if gone.is_set():
            return self.reply(503, b"")
        with urllib.request.urlopen(f"http://127.0.0.1:{exporter}{self.path}") as answer:
            headers = [(name, value.replace("frame-ancestors 'none'", "frame-ancestors 'self'"))
                       for name, value in answer.headers.items() if name.lower() not in ("content-length", "connection")]
            self.reply(answer.status, answer.read(), headers)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if self.path == "/said":
            with open(result_file, "a", encoding="utf-8") as file:
                file.write(body + "\n")
        elif self.path == "/gone":
            gone.set()
        elif self.path == "/back":
            gone.clear()
        elif self.path == "/done":
            done.set()
        self.reply(200, b"")


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open(port_file, "w", encoding="utf-8") as file:
    file.write(str(server.server_port))
server.serve_forever()
