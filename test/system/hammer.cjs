// hammer.cjs FOLDER ROUNDS: takes a lock ROUNDS times, each time to count up in a file, and then dies with it or gives
// it back, with equal probability.
require('./slow-files.cjs');
const { appendFileSync, existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { tryLock } = require('../../scripts/system/lock-file.cjs');

const [folder, rounds] = process.argv.slice(2);
const place = (/** @type {string} */ name) => join(folder, name);

async function main() {
  for (let round = 0; round < Number(rounds); round++) {
    let attempt = await tryLock(place('lock'));
    for (; attempt.holder !== undefined; attempt = await tryLock(place('lock'))) await sleep(Math.random() * 4);
    if (existsSync(place('inside'))) appendFileSync(place('faults'), `${process.pid} is not alone\n`);
    else mkdirSync(place('inside'));
    const before = Number(readFileSync(place('count'), 'utf8'));
    await sleep(Math.random() * 4);
    writeFileSync(place('count'), String(before + 1));
    rmdirSync(place('inside'));
    appendFileSync(place('rounds'), '.');
    if (Math.random() < 0.5) process.kill(process.pid, 'SIGKILL');
    attempt.release();
  }
}

main();
