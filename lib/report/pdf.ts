import { withPage } from '../figures/browser';

const FOOTER = `<div style="width: 100%; font: 7pt sans-serif; text-align: center; color: #595959">
  <span class="pageNumber"></span> / <span class="totalPages"></span></div>`;

/** Prints a page on A4, numbered. */
export function printPdf(html: string): Promise<Uint8Array> {
  return withPage(async (studio) => {
    // A page of its own: the policy that the report brings would bind the one that draws.
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
