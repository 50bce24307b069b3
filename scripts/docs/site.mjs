import { readdirSync } from 'node:fs';
import { basename, dirname, extname, join, parse } from 'node:path';
import { Application, Converter, KindRouter, LogLevel, normalizePath, PageEvent } from 'typedoc';
import { renderNotebook } from './notebooks.mjs';
import { PAGES } from './pages.mjs';

/** A heading that opens and closes its section may not hold a link: a screen reader cannot reach it. */
const SUMMARY = /<summary\b[\s\S]*?<\/summary>/g;
const ANCHOR = /<a [^>]*class="tsd-anchor-icon">[\s\S]*?<\/a>/g;

/** A wide table scrolls by itself, also with the keyboard. */
const TABLE = /<table>[\s\S]*?<\/table>/g;

/** Kinds that the reference must describe: every export, and the methods of classes. */
const DESCRIBED = /** @type {const} */ (['Enum', 'Variable', 'Function', 'Class', 'Interface', 'Method', 'TypeAlias']);

/**
 * Builds the documentation as static files: the Markdown of the project, its notebooks, and the reference of the
 * exports of `lib`, with a search that runs in the page. Nothing comes from other hosts.
 *
 * @param {string} root of the project
 * @param {string} out folder to write; an existing one is replaced
 * @returns {Promise<number>} warnings and errors, which are printed: broken links, exports without a docstring
 */
export async function buildSite(root, out) {
  const listed = Object.values(PAGES).flat();
  const guides = readdirSync(join(root, 'docs')).filter((file) => extname(file) === '.md');
  const more = guides.map((file) => join('docs', file)).filter((file) => !listed.includes(file));
  const pages = Object.entries({ ...PAGES, More: more }).flatMap(([category, files]) => {
    return files.map((file) => ({ category, file }));
  });
  const rendered = new Map(pages.map((page) => [normalizePath(written(root, page.file)), page]));
  const app = await Application.bootstrap({
    name: 'fer-lab',
    entryPoints: [join(root, 'lib', 'index.ts')],
    tsconfig: join(root, 'tsconfig.json'),
    basePath: root,
    readme: join(root, 'README.md'),
    projectDocuments: [...rendered.keys()],
    sort: ['documents-first', 'kind', 'alphabetical-ignoring-documents'],
    categorizeByGroup: false,
    defaultCategory: 'Reference',
    categoryOrder: [...Object.keys(PAGES), 'More', 'Reference'],
    navigation: { includeCategories: true, includeGroups: false, excludeReferences: true },
    headings: { readme: false, document: false },
    highlightLanguages: ['ts', 'js', 'json', 'sh', 'python', 'latex'],
    searchInDocuments: true,
    searchInComments: true,
    customCss: join(root, 'scripts', 'docs', 'style.css'),
    disableSources: true, // there is no public address of the sources
    skipErrorChecking: true, // npm test does it
    excludeExternals: true,
    hideGenerator: true,
    validation: { notDocumented: true, notExported: false, invalidLink: true, invalidPath: true, rewrittenLink: true },
    requiredToBeDocumented: [...DESCRIBED],
  });
  app.renderer.defineRouter('pages', PageRouter);
  app.options.setValue('router', 'pages');
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, document) => {
    const path = document.project.files.getReflectionPath(document);
    const page = path && rendered.get(path);
    if (!page) return;
    document.name = headingOf(document.content) ?? document.name;
    document.frontmatter.category = page.category;
    // Links lead to the notebook's file, in the page's folder and in the notebook's own.
    for (const path of [written(root, page.file).replace(/\.md$/, extname(page.file)), join(root, page.file)]) {
      document.project.files.registerReflectionPath(normalizePath(path), document);
    }
  });
  app.logger.level = LogLevel.Error; // it warns of one key of two saliency methods
  app.renderer.on(PageEvent.END, (page) => {
    page.contents = page.contents
      ?.replaceAll(SUMMARY, (summary) => summary.replaceAll(ANCHOR, ''))
      .replaceAll(TABLE, '<div class="wide" role="region" aria-label="Table" tabindex="0">$&</div>');
  });
  const project = await app.convert();
  if (!project) return 1;
  app.logger.resetWarnings();
  app.logger.level = LogLevel.Warn;
  app.validate(project);
  await app.generateDocs(project, out);
  return app.logger.warningCount + app.logger.errorCount;
}

/**
 * The Markdown of a page; that of a notebook is written first.
 *
 * @param {string} root
 * @param {string} file
 */
function written(root, file) {
  return extname(file) === '.ipynb'
    ? renderNotebook(root, file, join(root, '.cache', 'docs', 'notebooks'))
    : join(root, file);
}

/** Names the pages by their files. */
class PageRouter extends KindRouter {
  /**
   * @override
   * @param {import('typedoc').Reflection} reflection
   */
  getIdealBaseName(reflection) {
    const path = reflection.isDocument() && reflection.project.files.getReflectionPath(reflection);
    if (!path) return super.getIdealBaseName(reflection);
    const { name } = parse(path);
    return `documents/${(name === 'README' ? basename(dirname(path)) : name).toLowerCase()}`;
  }
}

/**
 * The first heading of a page.
 *
 * @param {readonly { text: string }[]} content
 */
function headingOf(content) {
  const text = content.map((part) => part.text).join('');
  return /^# (.*)$/m.exec(text)?.[1].replaceAll('`', '');
}
