// The kernel ends with the program that started it, also where that was killed and could not say so.
const { ppid: parent } = process;
const { JPY_PARENT_PID: client } = process.env; // set by Jupyter's clients

if (Number(client) === parent) {
  setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, 1000).unref();
}
