import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript';

/**
 * The project's compiler: checks whether a changed file still type-checks. If not, `npm test` would reject the change
 * anyway.
 *
 * @param {readonly string[]} files of the program
 * @returns {(file: string, text: string) => boolean}
 */
export function compiler(files) {
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, '.');
  /** @type {{ file: string, text: string, version: number }} */
  const changed = { file: '', text: '', version: 0 };
  // Names of roots are relative, names of imported files absolute.
  const isChanged = (/** @type {string} */ file) => resolve(file) === changed.file;
  const service = ts.createLanguageService({
    getScriptFileNames: () => [...files],
    getScriptVersion: (file) => (isChanged(file) ? String(changed.version) : '0'),
    getScriptSnapshot: (file) => {
      if (!ts.sys.fileExists(file)) return undefined;
      return ts.ScriptSnapshot.fromString(isChanged(file) ? changed.text : readFileSync(file, 'utf8'));
    },
    getCurrentDirectory: () => process.cwd(),
    getCompilationSettings: () => options,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
  });
  return (file, text) => {
    Object.assign(changed, { file: resolve(file), text, version: changed.version + 1 });
    return service.getSyntacticDiagnostics(file).length + service.getSemanticDiagnostics(file).length === 0;
  };
}
