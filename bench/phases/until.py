"""until.py PATTERN COMMAND…: runs a command in a terminal until its output matches, and prints the milliseconds."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

PATIENCE = 5  # s, for an interrupted command to end


def main(pattern, *command):
    began = time.monotonic()
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
    signal.signal(signal.SIGTERM, lambda *_: (os.killpg(child, signal.SIGTERM), sys.exit(143)))
    text = b""
    elapsed = None
    while elapsed is None:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # the command has ended
            part = b""
        if not part:
            print(text.decode(errors="replace"), file=sys.stderr)
            return 1
        text += part
        if re.search(pattern.encode(), text):
            elapsed = (time.monotonic() - began) * 1000
    os.killpg(child, signal.SIGINT)  # as Ctrl-C does
    while not ends_within(terminal, PATIENCE):
        os.killpg(child, signal.SIGINT)  # a shell that was just starting a program may have lost the first one
    os.waitpid(child, 0)
    print(elapsed)
    return 0


def ends_within(terminal, seconds):
    """Reads what a command prints until it ends, or the time is over. Returns whether it has ended."""
    until = time.monotonic() + seconds
    while select.select([terminal], [], [], max(0, until - time.monotonic()))[0]:
        try:
            if not os.read(terminal, 65536):
                return True
        except OSError:
            return True
    return False


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
