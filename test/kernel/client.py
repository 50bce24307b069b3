"""client.py FOLDER PROGRAM ARGUMENTS: a kernel under Jupyter's own client. Requests and answers are JSON lines."""

import json
import sys
from queue import Empty
from subprocess import TimeoutExpired

from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpec


def main(folder, *argv):
    manager = KernelManager()
    manager._kernel_spec = KernelSpec(argv=list(argv), display_name="test", language="typescript")
    manager.start_kernel(cwd=folder)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        answer({"pid": manager.provisioner.pid})
        for line in sys.stdin:
            serve(manager, client, json.loads(line))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def serve(manager, client, request):
    match request:
        case {"execute": code, "stop_on_error": stop}:
            execute(manager, client, code, stop)
        case {"complete": code, "cursor": cursor}:
            answer(client.complete(code, cursor, reply=True, timeout=30)["content"])
        case {"inspect": code, "cursor": cursor}:
            answer(client.inspect(code, cursor, reply=True, timeout=30)["content"])
        case {"history": True}:
            answer({"reply": history(client)})
        case {"shutdown": True}:
            client.shutdown(reply=True, timeout=30)
            answer({"status": status_of(manager.provisioner.process)})


def history(client):
    """The kernel's reply to a request for its history; None if it does not reply."""
    try:
        return client.history(reply=True, timeout=5)["content"]
    except TimeoutError:
        return None


def status_of(process):
    """The exit status of a process that was asked to end; None if it goes on."""
    try:
        return process.wait(timeout=4.5)
    except TimeoutExpired:
        return None


def execute(manager, client, code, stop):
    """Answers with each message of the cell, then with the reply."""
    request = client.execute(code, stop_on_error=stop)
    reply = None
    while True:
        try:
            message = client.get_iopub_msg(timeout=2)
        except Empty:
            if reply is not None:
                break  # tslab drops what comes too fast, also that the cell is done
            reply = reply_if_any(client, request)
            if not manager.is_alive():
                sys.exit("the kernel has died")
            continue
        if message["parent_header"].get("msg_id") != request:
            continue
        if message["content"].get("execution_state") == "idle":
            break
        answer({"type": message["msg_type"], "content": message["content"]})
    answer((reply or client._recv_reply(request, timeout=30))["content"])


def reply_if_any(client, request):
    try:
        return client._recv_reply(request, timeout=0.1)
    except TimeoutError:
        return None


def answer(value):
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
