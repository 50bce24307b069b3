import { PAGES, readPage } from './pages';

/** A command of the documentation. */
export interface DocumentedCommand {
  readonly page: string;
  /** As typed, on one line. */
  readonly line: string;
  readonly name: string;
  readonly args: readonly string[];
}

/** Words that stand for what the reader has. */
const PLACEHOLDER = /\b(FILE|PATH|NAME|COMMAND|PATTERN)\b|…/;

/** The commands in code blocks and code spans of all pages, each once, without those with placeholders. */
export function documentedCommands(): DocumentedCommand[] {
  const found = new Map<string, DocumentedCommand>();
  for (const page of PAGES) {
    for (const [, span, block] of readPage(page).matchAll(/`([^`]+)`|^ {4}(\S.*)$/gm)) {
      const line = (span ?? block).replaceAll(/\s+/g, ' ').trim();
      const call =
        /^(?:npm run|npm(?= (?:start|test)\b)|(?:srun )?node scripts\/run\.mjs) (\w+)(?: --)?(?: (.*))?$/.exec(line);
      if (!call || PLACEHOLDER.test(line) || found.has(line)) continue;
      found.set(line, { page, line, name: call[1], args: call[2]?.split(' ') ?? [] });
    }
  }
  return [...found.values()];
}
