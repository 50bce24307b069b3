import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { ROOT } from '../../lib/core/files';
import { type Outcome, runCommand } from '../scripts/checkout';
import { Axe } from './axe';

const site = mkdtempSync(join(tmpdir(), 'site-'));
let built: Outcome;
let pages: readonly string[];

before(async () => {
  built = await runCommand(ROOT, ['docs', `out=${site}`]);
  const files = readdirSync(site, { recursive: true, encoding: 'utf8' });
  pages = files.filter((file) => file.endsWith('.html')).map((file) => join(site, file));
});
after(() => rmSync(site, { recursive: true }));

test('npm run docs builds every page, and finds each link of the sources and a docstring of each export', (t) => {
  assert.deepEqual({ status: built.status, stderr: built.stderr }, { status: 0, stderr: '' }, built.stdout);
  assert.equal(built.stdout, `${join(site, 'index.html')}\n`);
  assert.ok(built.seconds < 60, `${built.seconds} s`);
  t.diagnostic(`${built.seconds.toFixed(1)} s, ${pages.length} pages`);
  for (const page of ['documents/02-train', 'documents/slurm', 'documents/decisions', 'functions/lib.training.train']) {
    assert.ok(existsSync(join(site, `${page}.html`)), page);
  }
});

test('every link of the pages leads to a file of the site, and to a place in it', () => {
  const named = [...pages, join(site, 'assets', 'icons.svg')];
  const ids = new Map(named.map((file) => [file, idsOf(readFileSync(file, 'utf8'))]));
  const broken: string[] = [];
  for (const page of pages) {
    for (const [, target] of readFileSync(page, 'utf8').matchAll(/ (?:href|src)="([^"]*)"/g)) {
      if (/^(https?:|mailto:|data:)/.test(target)) continue;
      const [path, anchor] = target.replaceAll('&amp;', '&').split('#');
      const file = path === '' ? page : resolve(dirname(page), decodeURI(path));
      const isThere = existsSync(file) && statSync(file).isFile();
      const isNamed = !anchor || !isThere || (ids.get(file)?.has(decodeURIComponent(anchor)) ?? false);
      if (!isThere || !isNamed) broken.push(`${relative(site, page)}: ${target}`);
    }
  }
  assert.deepEqual(broken, []);
});

test('nothing comes from other hosts', () => {
  for (const page of pages) {
    const html = readFileSync(page, 'utf8');
    const remote = /<(?:script|img|iframe|link)\b[^>]*(?:src|href)="https?:[^"]*"/.exec(html)?.[0];
    assert.equal(remote, undefined, page);
  }
  for (const file of readdirSync(join(site, 'assets')).filter((name) => name.endsWith('.css'))) {
    assert.doesNotMatch(readFileSync(join(site, 'assets', file), 'utf8'), /@import|url\(["']?https?:/, file);
  }
});

test('axe finds no serious fault, light or dark', async () => {
  const axe = await Axe.start();
  try {
    for (const page of ['index', 'documents/01-explore', 'documents/commands', 'interfaces/lib.saliency.Probe']) {
      for (const scheme of ['light', 'dark'] as const) {
        assert.deepEqual(await axe.faultsOf(join(site, `${page}.html`), scheme), [], `${page}, ${scheme}`);
      }
    }
  } finally {
    await axe.stop();
  }
});

function idsOf(html: string): ReadonlySet<string> {
  return new Set([...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id));
}
