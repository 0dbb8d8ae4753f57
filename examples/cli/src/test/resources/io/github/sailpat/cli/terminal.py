"""Runs a command on a pseudo-terminal, and prints what the terminal gets.

Arguments: COLUMNS, RESIZE, TYPED, and the command. RESIZE is LINES:COLUMNS, the width after so many lines, or empty.
TYPED is PROMPT=TEXT, what is typed when the prompt is there, or empty. The exit code is that of the command.
"""
import fcntl
import os
import pty
import signal
import struct
import sys
import termios


def resize(descriptor, columns):
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))


def main():
    columns, change, typed, command = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
    signal.alarm(120)
    child, terminal = pty.fork()
    if child == 0:
        resize(1, int(columns))
        os.environ.pop("COLUMNS", None)
        os.environ["TERM"] = "xterm"
        os.execvp(command[0], command)
    screen = b""
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:
            break
        if not piece:
            break
        screen += piece
        if change and screen.count(b"\n") >= int(change.split(":")[0]):
            resize(terminal, int(change.split(":")[1]))
            change = ""
        if typed and typed.split("=", 1)[0].encode() in screen:
            os.write(terminal, typed.split("=", 1)[1].encode() + b"\n")
            typed = ""
    sys.stdout.buffer.write(screen)
    sys.stdout.flush()
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


main()
