// @ts-check
/**
 * Writes `lib/data/official-rows.bin`, which identifies the images of FER2013 in any copy, from the official
 * fer2013.csv:
 * node scripts/official-rows.mjs PATH/fer2013.csv
 *
 * Eight bytes per row, in the file's order: the first eight bytes of the SHA-256 of the row's 2,304 pixels, the last of
 * them XOR the label. So rows with equal pixels and different labels differ, and nothing can be recovered without the
 * pixels. `lib/data/official-rows.ts` reads the file; a test compares it with the official data.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const MD5 = 'f8428a1edbd21e88f42c73edd2a14f95';

const [script, path] = process.argv.slice(1);
const csv = path === undefined ? Buffer.alloc(0) : readFileSync(path);
if (createHash('md5').update(csv).digest('hex') !== MD5) {
  console.error(`error: path: ${path ?? 'missing'}; must be the official fer2013.csv, whose md5 is ${MD5}`);
  process.exit(2);
}
const [, ...rows] = csv.toString('latin1').trimEnd().split('\n');
const hashes = rows.map((row) => {
  const [label, pixels] = row.split(',');
  const hash = createHash('sha256')
    .update(Uint8Array.from(pixels.split(' '), Number))
    .digest()
    .subarray(0, 8);
  hash[7] ^= Number(label);
  return hash;
});
writeFileSync(join(dirname(script), '../lib/data/official-rows.bin'), Buffer.concat(hashes));
console.log(`${rows.length} rows`);
