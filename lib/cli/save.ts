import { InputError } from '../core/errors';
import { closeBrowser } from '../figures/browser';
import { type Results, type SaveAllOptions, saveAll } from '../figures/save-all';

/**
 * Writes figures and tables, all or none. Without a Chromium, writes the tables only, removes the figures of an earlier
 * call, and prints the reason.
 *
 * @returns the files' paths
 */
export async function saveResults(results: Results, options: SaveAllOptions): Promise<string[]> {
  try {
    return await saveAll(results, options);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.log(`no figures: ${error.message}`);
    return await saveAll({ tables: results.tables }, { ...options, replaces: namesIn(results, options) });
  } finally {
    await closeBrowser();
  }
}

function namesIn({ figures = {}, tables = {} }: Results, { replaces = [] }: SaveAllOptions): string[] {
  return [...replaces, ...Object.keys(figures), ...Object.keys(tables)];
}
