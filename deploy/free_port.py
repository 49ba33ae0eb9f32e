"""Prints a port of 127.0.0.1 that nobody uses, and none that the system takes for the near end of a connection."""

import random
import socket


def free_port():
    while True:
        port = random.randrange(10000, 32000)
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port


if __name__ == "__main__":
    print(free_port())
