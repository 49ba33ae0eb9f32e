"""A receiver of Alertmanager's webhooks: one line of JSON an alert on standard output, with the path it came to.

Usage: receiver.py PORT
"""

import http.server
import json
import sys


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        for alert in message["alerts"]:
            labels = alert["labels"]
            told = f"{alert['status']} {labels['alertname']} {labels.get('target', '')}"
            line = {"told": told, "path": self.path, "labels": labels, "annotations": alert["annotations"]}
            print(json.dumps(line, ensure_ascii=False), flush=True)
        self.send_response(200)
        self.end_headers()

    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
