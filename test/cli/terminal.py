"""terminal.py PROGRAM ARGUMENTS: runs a program in a terminal, and takes the terminal away once it has printed an epoch."""

import os
import pty
import sys

program = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(program[0], program)
printed = b""
while b"epoch 2 " not in printed:
    printed += os.read(terminal, 1000)
os.close(terminal)
os.waitpid(pid, 0)
