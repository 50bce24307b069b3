/** `notebook`: what cells show, live figures, progress and interrupts. */

export { counter } from './counter';
export { interruptSignal } from './interrupt';
export { type LiveFigure, live } from './live';
export { progress } from './progress';
export { type ShowOptions, show } from './show';
export { watch } from './watch';
export { watchStudy } from './watch-study';
