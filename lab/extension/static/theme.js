// @ts-nocheck: this runs in the page, whose types (DOM) would leak into all of lib.
const AXIS = /^[xy]axis\d*$/;

/** Whether JupyterLab's theme is dark. */
export function isDark() {
  return document.body.dataset.jpThemeLight === 'false';
}

/** Calls `onChange` when the reader changes the theme. Returns a function that stops this. */
export function watchTheme(onChange) {
  const observer = new MutationObserver(onChange);
  observer.observe(document.body, { attributeFilter: ['data-jp-theme-light'] });
  return () => observer.disconnect();
}

/**
 * The layout for JupyterLab's dark theme: text, lines and grid in its colours. For the traces see
 * {@link darkenedTraces}.
 */
export function darkened(layout) {
  const ink = colour('--jp-content-font-color1', '#ddd');
  const grid = colour('--jp-border-color2', '#555');
  const paper = colour('--jp-layout-color0', '#111');
  const axis = (own = {}) => ({
    ...own,
    color: ink,
    linecolor: ink,
    tickcolor: ink,
    gridcolor: grid,
    zerolinecolor: grid,
  });
  const axes = Object.keys({ xaxis: 0, yaxis: 0, ...layout }).filter((key) => AXIS.test(key));
  const printed = layout.template?.layout?.font?.color;
  const annotation = (own) => ({
    ...own,
    font: { ...own.font, color: own.font?.color && own.font.color !== printed ? own.font.color : ink },
    ...(own.bgcolor ? { bgcolor: paper } : {}),
  });
  const shape = (own) => (own.type === 'line' ? { ...own, line: { ...own.line, color: ink } } : own);
  return {
    ...layout,
    ...Object.fromEntries(axes.map((key) => [key, axis(layout[key])])),
    paper_bgcolor: paper,
    plot_bgcolor: paper,
    font: { ...layout.font, color: ink },
    ...(layout.annotations ? { annotations: layout.annotations.map(annotation) } : {}),
    ...(layout.shapes ? { shapes: layout.shapes.map(shape) } : {}),
  };
}

/** The traces for the dark theme: lines and error bars in the ink of the figure get that of the theme. */
export function darkenedTraces(data, layout) {
  const own = layout.template?.layout?.font?.color;
  const ink = colour('--jp-content-font-color1', '#ddd');
  const part = (trace, key) => (own && trace[key]?.color === own ? { [key]: { ...trace[key], color: ink } } : {});
  return data.map((trace) => ({
    ...trace,
    ...part(trace, 'line'),
    ...part(trace, 'error_x'),
    ...part(trace, 'error_y'),
  }));
}

function colour(variable, otherwise) {
  return getComputedStyle(document.body).getPropertyValue(variable).trim() || otherwise;
}
