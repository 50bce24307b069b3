import { withPage } from '../figures/browser';

const FOOTER = `<div style="width: 100%; font: 7pt sans-serif; text-align: center; color: #595959">
  <span class="pageNumber"></span> / <span class="totalPages"></span></div>`;

/** Prints a page on A4, with page numbers. */
export function printPdf(html: string): Promise<Uint8Array> {
  return withPage(async (studio) => {
    // Uses a new page, since the report's content policy would restrict the page that draws figures.
    const page = await studio.context().browser()!.newPage({ offline: true });
    try {
      await page.setContent(html);
      await page.evaluate('document.fonts.ready');
      return await page.pdf({
        format: 'A4',
        margin: { top: '15mm', bottom: '17mm', left: '17mm', right: '17mm' },
        printBackground: true,
        displayHeaderFooter: true,
        headerTemplate: '<span></span>',
        footerTemplate: FOOTER,
      });
    } finally {
      await page.close();
    }
  });
}
