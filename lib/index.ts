/** The table of contents: what notebooks import from `'lib'`, in the order in which the data goes. */

export * from './data/dataset';
export { InputError } from './errors';
