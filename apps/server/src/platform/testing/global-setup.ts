import type {} from 'vitest';
import type { TestProject } from 'vitest/node';

import { startTestCluster } from './cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the administrative database of the test cluster. */
    adminUrl: string;
  }
}

/** Vitest global set-up of every project that needs PostgreSQL. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { cluster, stop } = await startTestCluster();
  project.provide('adminUrl', cluster.urlOf('postgres'));
  return stop;
}
