/**
 * A Python program that runs one line of code in a kernel, and prints what the line prints.
 *
 * @param manager Python lines that make `manager` and start its kernel
 * @param code the line, as a Python expression
 * @param seconds limit of the kernel's start, and of the line
 */
export function kernelLine(manager: string, code: string, seconds: number): string {
  return `
import sys
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
${manager.trim()}
client = manager.client()
try:
    client.start_channels()
    client.wait_for_ready(timeout=${seconds})
    client.execute_interactive(${code}, timeout=${seconds})
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)`;
}
