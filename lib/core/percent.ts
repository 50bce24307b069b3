/** A share in percent, with at most two decimals, such as `12.5 %`. */
export function percent(share: number): string {
  return `${Number((100 * share).toFixed(2))} %`;
}
