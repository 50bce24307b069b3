"""run_notebook.py NOTEBOOK COPY [PARAMETERS]: runs a notebook headless and writes the executed copy.

PARAMETERS is the code of a cell that is inserted after the one tagged `parameters`. The exit status is 0, 1 when a cell
fails, 2 when the parameters fail or a cell refuses a value of them, and 128 + n after signal n.
"""

import asyncio
import os
import re
import signal
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

INSERTED = "injected-parameters"
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2)
PATIENCE = 5  # s, for an interrupted cell to end


def main(source, target, parameters=""):
    notebook = nbformat.read(source, as_version=4)
    if parameters:
        insert(notebook, parameters)
    name = Path(source).stem
    try:
        return asyncio.run(run(notebook, name, Path(source).parent))
    finally:
        write(notebook, Path(target))


def insert(notebook, parameters):
    tagged = [index for index, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", [])]
    cell = nbformat.v4.new_code_cell(parameters, metadata={"tags": [INSERTED]})
    notebook.cells.insert(tagged[0] + 1, cell)


async def run(notebook, name, folder):
    """Runs the cells until one fails or a signal comes."""
    client = NotebookClient(
        notebook, timeout=None, kernel_name="tslab", resources={"metadata": {"path": str(folder)}}
    )
    async with client.async_setup_kernel():
        loop = asyncio.get_running_loop()
        stopped = loop.create_future()
        for number in STOPPING:
            loop.add_signal_handler(number, lambda number=number: stopped.done() or stopped.set_result(number))
        cells = asyncio.create_task(run_cells(client, name))
        await asyncio.wait([cells, stopped], return_when=asyncio.FIRST_COMPLETED)
        if not stopped.done():
            return cells.result()
        await client.km.interrupt_kernel()
        await asyncio.wait([cells], timeout=PATIENCE)
        return 128 + stopped.result()


async def run_cells(client, name):
    cells = [(index, cell) for index, cell in enumerate(client.nb.cells) if cell.cell_type == "code"]
    for number, (index, cell) in enumerate(cells, 1):
        start = time.monotonic()
        try:
            await client.async_execute_cell(cell, index)
        except (CellExecutionError, DeadKernelError) as error:
            return report(name, cell, error)
        say(f"{name}  {number}/{len(cells)}  {time.monotonic() - start:6.1f} s  {first_line(cell)}")
    return 0


def report(name, cell, error):
    """Prints what went wrong in a cell; the exit status."""
    if isinstance(error, DeadKernelError):
        say(f"error: {name}: {first_line(cell)}; the kernel has died", file=sys.stderr)
        return 1
    if INSERTED in cell.metadata.get("tags", []):
        say(f"error: {parameter_fault(cell, error)}", file=sys.stderr)
        return 2
    if error.ename == "InputError":
        say(f"error: {error.evalue}", file=sys.stderr)
        return 2
    traceback = [line for output in cell.outputs if output.output_type == "error" for line in output.traceback]
    where = f"{name}, cell {cell.execution_count}: {first_line(cell)}"
    say("\n".join([f"error: {where}", *(traceback or [f"{error.ename}: {error.evalue}"])]), file=sys.stderr)
    return 1


def parameter_fault(cell, error):
    """`key: value; what the compiler says`: the inserted cell has a line for each parameter or setting."""
    fault = re.fullmatch(r"line (\d+), column \d+: (.*)", error.evalue)
    if fault is None:
        return error.evalue
    line = cell.source.split("\n")[int(fault[1]) - 1].rstrip(";")
    setting = re.fullmatch(r"(\w+) = \{ \.\.\.\1, (\w+): (.*) \}", line)
    key, value = setting.groups()[1:] if setting else line.split(" = ", 1)
    return f"{key}: {value}; {fault[2]}"


def say(text, file=None):
    """Prints, and goes on if nobody can read it any more: a closed pipe, or a terminal that is gone."""
    file = file or sys.stdout
    try:
        print(text, file=file, flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), file.fileno())  # also for what Python flushes at its end


def first_line(cell):
    return cell.source.strip().split("\n")[0][:100]


def write(notebook, target):
    """Writes the whole file or none of it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    whole = target.with_suffix(f".{os.getpid()}.tmp")
    nbformat.write(notebook, whole)
    whole.replace(target)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
