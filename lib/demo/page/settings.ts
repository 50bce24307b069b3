/** Content of `settings.json`, which describes the run to the page. */
export interface Settings {
  readonly name: string;
  /** In the order of the probabilities. */
  readonly classes: readonly string[];
  /** CSS colours, one for each class. */
  readonly colours: readonly string[];
  /** Width and height of a face, in pixels. */
  readonly size: number;
  /** Divisor of the logits. */
  readonly temperature: number;
  /** How the run's data frames its faces. */
  readonly framing: { readonly width: number; readonly x: number; readonly y: number };
  /** Meaning of the answers, and how often they are right, one sentence each. */
  readonly use: readonly string[];
}
