/** Stands for the declarations that `options.cjs` lists in cells; the editor and `npm test` check with the real ones. */

type Untyped = ReturnType<typeof JSON.parse>;

export type Browser = Untyped;
export type Page = Untyped;
export declare const chromium: Untyped;
