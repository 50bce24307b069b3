import { fontRules } from '../figures/fonts';
import { INK } from '../figures/theme';

/** The report's style, on screen and on paper. It uses the figures' fonts. */
export function style(): string {
  return `${fontRules()}${RULES}`;
}

const RULES = `
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 48rem; padding: 3rem 1.5rem 4rem; background: white; color: ${INK};
  font: 15px/1.55 Arimo, 'Liberation Sans', Arial, Helvetica, sans-serif; font-variant-numeric: tabular-nums; }
h1 { margin: 0; font-size: 2rem; line-height: 1.2; overflow-wrap: anywhere; }
h2 { margin: 2.8rem 0 0.6rem; padding-bottom: 0.25rem; border-bottom: 1px solid #d9d9d9; font-size: 1.2rem; }
p { margin: 0.6rem 0; max-width: 42rem; }
.lead { margin: 0.3rem 0 0; color: #595959; }
.blocks { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0.4rem 2rem; align-items: start; }
.blocks > * { grid-column: 1 / -1; }
.blocks > .half { grid-column: auto; }
figure { margin: 0.8rem 0; break-inside: avoid; }
figure svg { display: block; width: 100%; height: auto; max-height: 56rem; }
figcaption, .note { margin-top: 0.4rem; color: #595959; font-size: 0.85rem; line-height: 1.4; }
h3 { margin: 1rem 0 0; font-size: 1rem; text-transform: capitalize; }
.table { margin: 0.8rem 0; overflow-x: auto; break-inside: avoid; }
table { border-collapse: collapse; border-block: 1.5px solid ${INK}; font-size: 0.85rem; line-height: 1.4; }
th { border-bottom: 1px solid ${INK}; font-weight: 700; vertical-align: bottom; }
th, td { padding: 0.3rem 0.9rem 0.3rem 0; text-align: left; }
td { white-space: nowrap; }
.right { text-align: right; }
.half table { width: 100%; font-size: 0.8rem; }
.half th, .half td { padding-right: 0.5rem; }
th:last-child, td:last-child { padding-right: 0; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: 0.1rem 1.5rem; margin: 0.4rem 0;
  font-size: 0.85rem; }
dl div { display: flex; gap: 0.6rem; break-inside: avoid; }
dt { flex: 0 0 7.5rem; color: #595959; }
dd { margin: 0; overflow-wrap: anywhere; }
dl div.long { grid-column: 1 / -1; }
pre { margin: 0.6rem 0; padding: 0.6rem 0.8rem; background: #f5f5f5; font: 0.85rem/1.5 'DejaVu Sans Mono', monospace;
  white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 40rem) { .blocks > .half { grid-column: 1 / -1; } }
@media print {
  body { max-width: none; padding: 0; font-size: 9pt; }
  h2 { margin-top: 1.4rem; break-after: avoid; }
  section.page { break-before: page; }
  section.page h2 { margin-top: 0; }
  p, figure, .table { margin-block: 0.3rem; }
  figure svg { max-height: 205mm; }
  .blocks { gap: 0 1.4rem; }
  th, td { padding-block: 0.15rem; }
}
`;
