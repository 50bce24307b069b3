// @ts-nocheck: this runs in the page, whose types (DOM) would leak into all of lib.
/** @type {Promise<any> | undefined} */
let loading;

/** Loads Plotly (10 MB) when the page shows its first figure. */
export function loadPlotly() {
  loading ??= load().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

function load() {
  return new Promise((resolve, reject) => {
    const { define } = window;
    window.define = undefined; // otherwise plotly.js registers with an AMD loader instead of as window.Plotly
    const script = document.createElement('script');
    script.src = new URL('plotly.min.js', import.meta.url).href;
    script.onload = () => {
      window.define = define;
      resolve(window.Plotly);
    };
    script.onerror = () => {
      window.define = define;
      script.remove();
      reject(new Error('plotly.js is missing; run `npm run setup`'));
    };
    document.head.append(script);
  });
}
