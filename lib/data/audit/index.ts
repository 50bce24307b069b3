/** Audits of a data set: duplicates within and across splits, conflicting labels, blank images. */
export { type AuditOptions, type AuditReport, audit, NOT_A_FACE_VOTES } from './audit';
export { auditSummary, type Finding } from './audit-summary';
export { BLANK_CONTRAST, exactGroups } from './exact';
export { NEAR_CORRELATION, type Pair } from './near';
export { auditTables } from './tables';
export { withoutDuplicates } from './without';
