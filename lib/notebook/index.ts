/** `notebook`: output of cells, live figures, progress and interrupts. */

export { counter } from '../terminal/counter';
export { progress } from '../terminal/progress-line';
export { interruptSignal } from './interrupt';
export { type LiveFigure, live } from './live';
export { type ShowOptions, show } from './show';
export { watch } from './watch';
export { watchStudy } from './watch-study';
