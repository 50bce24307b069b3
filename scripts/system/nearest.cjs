/**
 * The name with the smallest edit distance to the typed text; undefined if that is more than two, or more than one for
 * up to four letters.
 *
 * @param {string} typed
 * @param {readonly string[]} names
 * @returns {string | undefined}
 */
exports.nearest = (typed, names) => {
  const [best] = names
    .map((name) => ({ name, edits: editsBetween(typed.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  return best && best.edits <= (typed.length > 4 ? 2 : 1) ? best.name : undefined;
};

/**
 * Edit distance with insertions, deletions, replacements and swaps of neighbours.
 *
 * @param {string} a
 * @param {string} b
 * @returns {number}
 */
function editsBetween(a, b) {
  /** @type {number[]} */
  let beforeLast = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, replaced);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length];
}
