// Ends the kernel when the program that started it has ended, even if that was killed and could not shut it down.
const { ppid: parent } = process;
const { JPY_PARENT_PID: client } = process.env; // set by Jupyter's clients

if (Number(client) === parent) {
  setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, 1000).unref();
}
