import { InputError } from '../core/errors';
import { KEYS } from '../training/hyperparameters';
import { type Choice, type Condition, type Dimension, dimensions, type Space } from './space';

/**
 * Parses a dimension from the command line: values `sgd,adam`, a range `0..0.5`, or a logarithmic range
 * `0.001..0.1:log`, each with optional conditions on other keys
 * `0.8..0.99@optimizer=sgd,sgd_nesterov@schedule=plateau`.
 *
 * @throws {InputError} for an invalid range or condition
 */
export function parseDimension(key: string, text: string): Dimension {
  const [what, ...conditions] = text.split('@');
  const dimension = parseRange(key, what) ?? parseChoice(key, what);
  if (conditions.length === 0) return dimension;
  return { ...dimension, where: Object.assign({}, ...conditions.map((one) => parseCondition(key, one))) };
}

/** The inverse of {@link parseDimension}, for each key. */
export function spaceTexts(space: Space): Record<string, string> {
  return Object.fromEntries(
    dimensions(space).map(([key, dimension]) => {
      const conditions = Object.entries(dimension.where ?? {}).map(([other, values]) => `@${other}=${values}`);
      return [key, `${describe(dimension)}${conditions.join('')}`];
    }),
  );
}

/** The space for texts by key. */
export function parseSpace(texts: Readonly<Record<string, string>>): Space {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, parseDimension(key, text)]));
}

function describe(dimension: Dimension): string {
  if (dimension.kind === 'choice') return dimension.values.join(',');
  return `${dimension.low}..${dimension.high}${dimension.scale === 'log' ? ':log' : ''}`;
}

function parseRange(key: string, text: string): Dimension | undefined {
  const at = text.indexOf('..');
  if (at < 0 || typeof KEYS[key].default !== 'number') return undefined;
  const [high, scale] = text.slice(at + 2).split(':');
  const ends = [text.slice(0, at), high].map((end) => (end.trim() === '' ? Number.NaN : Number(end)));
  if (ends.some(Number.isNaN) || (scale !== undefined && scale !== 'log')) {
    throw new InputError(key, text, `must be a range, for example ${key}=1..10 or ${key}=1..10:log`);
  }
  return { kind: 'range', low: ends[0], high: ends[1], scale: scale === 'log' ? 'log' : 'linear' };
}

function parseChoice(key: string, text: string): Choice {
  const values = text.split(',').map((value) => KEYS[key].parse(value)) as Choice['values'];
  return { kind: 'choice', values };
}

function parseCondition(key: string, text: string): Condition {
  const at = text.indexOf('=');
  const other = text.slice(0, at);
  if (at < 1 || !KEYS[other]) {
    throw new InputError(key, `@${text}`, `must name another key and its values, for example @optimizer=sgd,adam`);
  }
  return { [other]: parseChoice(other, text.slice(at + 1)).values };
}
