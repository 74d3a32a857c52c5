/** What tests of other packages need to run a whole server. */
import type {} from './global-setup.ts';

export type { TestApp, TestAppOptions } from './app.ts';
export { startTestApp } from './app.ts';
export { createTestDatabase } from './cluster.ts';
