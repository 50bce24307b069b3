// npm run NAME -- ARGUMENTS: sets up what is missing, then runs the command. Old versions of Node must be able to read
// this file, so that they can say what is wrong.
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`error: Node: ${process.versions.node}; must be 20.19 or newer`);
  process.exitCode = 1;
} else {
  import('./run/command.mjs').then(({ runCommand }) => runCommand(process.argv[2], process.argv.slice(3)));
}
