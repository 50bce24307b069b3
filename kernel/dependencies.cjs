/** @typedef {import('./internals.d.ts').ImportingFile} ImportingFile */

/**
 * Files that a file imports, directly and through others, and the file itself, but not those of packages.
 *
 * @param {import('typescript').Program} program
 * @param {import('typescript').SourceFile} first
 * @returns {string[]}
 */
exports.dependenciesOf = (program, first) => {
  const { getResolvedModuleFromModuleSpecifier } = /** @type {import('./internals.d.ts').ResolvedProgram} */ (program);
  const found = new Set([/** @type {ImportingFile} */ (first)]);
  for (const file of found) {
    for (const specifier of file.imports) {
      const { resolvedModule } = getResolvedModuleFromModuleSpecifier(specifier, file) ?? {};
      const imported = resolvedModule && program.getSourceFile(resolvedModule.resolvedFileName);
      if (imported && !program.isSourceFileFromExternalLibrary(imported))
        found.add(/** @type {ImportingFile} */ (imported));
    }
  }
  return Array.from(found, ({ fileName }) => fileName);
};
