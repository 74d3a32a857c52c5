/** The audit for programs of this installation: the command line. */
export { extendAnchorFile } from './anchor-file.ts';
export { makeAnchors } from './anchor.ts';
export type { Finding } from './chain-check.ts';
export { anchorCopy, startAuditJobs } from './jobs.ts';
export { auditKey, publicKeyPem } from './key.ts';
export { verifyAudit } from './verify.ts';
