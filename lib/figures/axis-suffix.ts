/** The suffix of a panel's axes, from panel 0: Plotly names the axes of a figure `x`, `x2`, `x3`. */
export function axisSuffix(panel: number): string {
  return panel === 0 ? '' : String(panel + 1);
}
