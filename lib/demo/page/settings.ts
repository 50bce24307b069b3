/** What the page knows of the run: `settings.json`. */
export interface Settings {
  readonly name: string;
  /** In the order of the probabilities. */
  readonly classes: readonly string[];
  /** CSS colours, one for each class. */
  readonly colours: readonly string[];
  /** Width and height of a face, in pixels. */
  readonly size: number;
  /** What the logits are divided by. */
  readonly temperature: number;
  /** How the run's data frames its faces. */
  readonly framing: { readonly width: number; readonly x: number; readonly y: number };
  /** What the answers mean and how often they are right, a sentence each. */
  readonly use: readonly string[];
}
