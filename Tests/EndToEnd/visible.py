"""Prints the text of a page that a reader sees: one line a block, nothing of what is folded or of the head."""
import re
import sys
from html.parser import HTMLParser

BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "h5", "summary", "pre", "dt", "dd", "article", "section", "br", "details"}
VOID = {"meta", "br", "img", "link", "hr", "input"}


class Visible(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = []
        self.text = []

    def handle_starttag(self, tag, attributes):
        if tag in BLOCKS:
            self.text.append("\n")
        if tag not in VOID:
            self.open.append((tag, tag == "details" and "open" not in dict(attributes)))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass
        if tag in BLOCKS:
            self.text.append("\n")

    def handle_data(self, data):
        if any(tag in ("head", "style", "script") for tag, _ in self.open):
            return
        for index, (_, folded) in enumerate(self.open):
            if folded and not (index + 1 < len(self.open) and self.open[index + 1][0] == "summary"):
                return
        self.text.append(re.sub(r"\s+", " ", data))


page = Visible()
page.feed(open(sys.argv[1], encoding="utf-8").read())
for line in "".join(page.text).split("\n"):
    if line.strip():
        print(re.sub(r"\s+", " ", line).strip())
