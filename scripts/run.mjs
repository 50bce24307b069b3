// npm run NAME -- ARGUMENTS: installs what is missing, then runs the command. Old versions of Node must be able to
// parse this file, so that they can report the error.
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`error: Node: ${process.versions.node}; must be 20.19 or newer`);
  process.exitCode = 1;
} else {
  import('./run/command.mjs').then(({ runCommand }) => runCommand(process.argv[2], process.argv.slice(3)));
}
