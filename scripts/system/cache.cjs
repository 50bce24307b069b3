const { hash } = require('node:crypto');
const { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

const ROOT = dirname(dirname(__dirname));
/** Entries in a cache, most of less than 20 KB, beyond which it is emptied: every edit of a file adds one. */
const LIMIT = 5000;
/** Bytes of the digest with which an entry begins. */
const DIGEST = 32;

/** What processes keep for others, in files of `.cache/NAME`. An entry that is not whole counts as none. */
exports.Cache = class Cache {
  /** @param {string} name */
  constructor(name) {
    this.folder = join(ROOT, '.cache', name);
  }

  /**
   * @param {string} key
   * @returns {Buffer | undefined}
   */
  get(key) {
    const entry = attempt(() => readFileSync(this.#fileOf(key)));
    const content = entry?.subarray(DIGEST) ?? Buffer.of();
    return entry !== undefined && digest(content).equals(entry.subarray(0, DIGEST)) ? content : undefined;
  }

  /**
   * Writes an entry whole or not at all; if it cannot be written, there is none.
   *
   * @param {string} key
   * @param {Uint8Array} content
   */
  set(key, content) {
    const file = this.#fileOf(key);
    const draft = `${file}.${process.pid}`;
    attempt(() => {
      mkdirSync(this.folder, { recursive: true });
      writeFileSync(draft, Buffer.concat([digest(content), content]));
      renameSync(draft, file);
    });
  }

  /** Empties the cache if it has grown too large. */
  trim() {
    attempt(() => readdirSync(this.folder).length > LIMIT && rmSync(this.folder, { recursive: true }));
  }

  /** @param {string} key */
  #fileOf(key) {
    return join(this.folder, hash('sha256', key));
  }
};

/** @param {string | Uint8Array} content */
function digest(content) {
  return hash('sha256', content, 'buffer');
}

exports.attempt = attempt;
/**
 * @template T
 * @param {() => T} body
 * @returns {T | undefined} nothing if it throws
 */
function attempt(body) {
  try {
    return body();
  } catch {
    return undefined;
  }
}
