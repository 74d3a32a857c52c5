import { defineConfig } from 'vitest/config';
import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

const NEVER = ['**/node_modules/**', '**/dist/**', '**/fixtures/**'];
const GENERATED = ['**/*.prop.test.ts'];
const DATABASE = ['**/*.int.test.ts'];
const WIRE = ['packages/wire/src/**/*.test.{ts,tsx}'];

/**
 * In a browser every page for every role comes first, on the server that no journey has changed yet, then each journey by its name: they share
 * that server, so what one leaves behind the next finds in every run alike, whatever took long or failed the last time.
 */
class OfOneServer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isBrowsed = ({ project }: TestSpecification): boolean => project.name === 'browser';
    const placeOf = ({ moduleId }: TestSpecification): string =>
      moduleId.endsWith('/e2e/pages.test.ts') ? '' : moduleId;
    const browsed = files.filter(isBrowsed).sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
    return [...browsed, ...(await super.sort(files.filter((file) => !isBrowsed(file))))];
  }
}

/** What needs no demonstration starts the servers it needs by itself. */
const ELSEWHERE = [
  'e2e/start.test.ts',
  ...['elsewhere', 'eqa-enrolment', 'eqa-reports', 'tasks'].map((name) => `e2e/journeys/${name}.test.ts`),
];

/** Modules hold no state that a test could leave behind, so what a worker has loaded serves the next file as well. */
const isolate = false;

/**
 * The kinds of tests, each a project: `npx vitest run --project unit`.
 * What needs PostgreSQL is called `*.int.test.ts` and finds a fresh cluster; what drives a browser stands in `e2e/`.
 */
export default defineConfig({
  test: {
    // Two processor cores are what every machine of ours has; more workers only make the database tests wait longer.
    maxWorkers: 2,
    sequence: { sequencer: OfOneServer },
    reporters: ['default'],
    projects: [
      {
        test: {
          name: 'unit',
          isolate,
          include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.{ts,tsx}', 'tools/**/*.test.ts'],
          exclude: [...NEVER, ...GENERATED, ...DATABASE, ...WIRE],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'wire',
          isolate,
          include: WIRE,
          exclude: [...NEVER, ...GENERATED, ...DATABASE],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'property',
          isolate,
          include: ['packages/**/*.prop.test.ts', 'apps/**/*.prop.test.ts'],
          exclude: NEVER,
          testTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'database',
          isolate,
          include: ['apps/**/*.int.test.ts', 'bench/**/*.int.test.ts'],
          exclude: NEVER,
          globalSetup: ['apps/server/src/platform/testing/global-setup.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // What is waited for comes soon, and on a busy machine later; a second is no measure of it.
          expect: { poll: { timeout: 60_000 } },
        },
      },
      {
        test: {
          name: 'browser',
          include: ['e2e/**/*.test.ts'],
          exclude: [...NEVER, ...ELSEWHERE],
          globalSetup: ['e2e/support/stack.ts'],
          // What drives a browser is on one server, one file after the other.
          fileParallelism: false,
          maxConcurrency: 2,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'places',
          include: ELSEWHERE,
          globalSetup: ['e2e/support/pages.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
