// @ts-nocheck: this runs in the page, whose types (DOM) would leak into all of lib.
/**
 * JupyterLab's entry point: a hand-written module-federation container, so that the extension needs no build step. It
 * takes Lumino's Widget from JupyterLab and returns the renderer.
 */
(() => {
  const folder = document.currentScript.src.replace(/[^/]*$/, '');
  let shared;

  async function mimeExtension() {
    const [version] = Object.values(shared['@lumino/widgets']);
    const { Widget } = (await version.get())();
    const { renderer } = await import(`${folder}renderer.js`);
    return { __esModule: true, default: renderer(Widget) };
  }

  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB['fer-plotly'] = {
    init(scope) {
      shared = scope;
    },
    async get(name) {
      const module = name === './mimeExtension' ? await mimeExtension() : {};
      return () => module;
    },
  };
})();
