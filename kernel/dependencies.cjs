/**
 * The part of TypeScript's programs and files that its declarations omit.
 *
 * @typedef {import('typescript').Program & {
 *   getResolvedModuleFromModuleSpecifier(specifier: import('typescript').StringLiteralLike, file: File):
 *     { readonly resolvedModule?: import('typescript').ResolvedModule } | undefined
 * }} Program
 * @typedef {import('typescript').SourceFile & { readonly imports: readonly import('typescript').StringLiteralLike[] }} File
 */

/**
 * Files that a file imports, directly and through others, and the file itself, but not those of packages.
 *
 * @param {import('typescript').Program} program
 * @param {import('typescript').SourceFile} first
 * @returns {string[]}
 */
exports.dependenciesOf = (program, first) => {
  const { getResolvedModuleFromModuleSpecifier } = /** @type {Program} */ (program);
  const found = new Set([/** @type {File} */ (first)]);
  for (const file of found) {
    for (const specifier of file.imports) {
      const { resolvedModule } = getResolvedModuleFromModuleSpecifier(specifier, file) ?? {};
      const imported = resolvedModule && program.getSourceFile(resolvedModule.resolvedFileName);
      if (imported && !program.isSourceFileFromExternalLibrary(imported)) found.add(/** @type {File} */ (imported));
    }
  }
  return Array.from(found, ({ fileName }) => fileName);
};
