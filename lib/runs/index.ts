/** A run as an object. */

export { type EvaluateSettings, type OpenRunOptions, openRun, type Run } from './run';
