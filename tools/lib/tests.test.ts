import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { ROOT } from './terminal.mjs';
import { countReport, couldNotRun, joinRuns } from './tests.mjs';

const report = (more: object): object => ({ numPassedTests: 3, numFailedTests: 0, testResults: [], ...more });

describe('counting a run of tests', () => {
  it('takes the counts of a good run', () => {
    expect(countReport(report({}), 0)).toMatchObject({ passed: 3, failed: 0 });
  });

  it('counts failed tests', () => {
    expect(countReport(report({ numFailedTests: 2 }), 1)).toMatchObject({ passed: 3, failed: 2 });
  });

  it('counts a file that did not load as a failure', () => {
    const unloaded = { status: 'failed', assertionResults: [] };
    expect(countReport(report({ testResults: [unloaded] }), 1)).toMatchObject({ failed: 1 });
  });

  it('names each test that failed with the first line of why, and each file that did not load', () => {
    const failed = { status: 'failed', fullName: 'a limit is kept', failureMessages: ['expected 1 to be 2\n  at …'] };
    const passed = { status: 'passed', fullName: 'a limit is found', failureMessages: [] };
    const files = [
      { name: join(ROOT, 'apps/a.test.ts'), status: 'failed', assertionResults: [passed, failed] },
      { name: join(ROOT, 'apps/b.test.ts'), status: 'failed', assertionResults: [], message: 'Cannot find module' },
    ];
    expect(countReport(report({ numFailedTests: 1, testResults: files }), 1)).toMatchObject({
      failing: ['apps/a.test.ts · a limit is kept · expected 1 to be 2', 'apps/b.test.ts · Cannot find module'],
      failingFiles: ['apps/a.test.ts', 'apps/b.test.ts'],
      passedBeside: 1,
    });
  });

  it('counts a file whose hooks failed though its tests passed, also beside a test that failed, so that it runs again too', () => {
    const passed = { status: 'passed', fullName: 'all is well' };
    const failed = { status: 'failed', fullName: 'a limit is kept', failureMessages: ['expected 1 to be 2'] };
    const files = [
      { name: join(ROOT, 'apps/a.test.ts'), status: 'failed', assertionResults: [passed], message: 'nobody closed it' },
      { name: join(ROOT, 'apps/b.test.ts'), status: 'failed', assertionResults: [failed], message: '' },
    ];
    expect(countReport(report({ numFailedTests: 1, testResults: files }), 1)).toMatchObject({
      failed: 2,
      failing: ['apps/a.test.ts · nobody closed it', 'apps/b.test.ts · a limit is kept · expected 1 to be 2'],
      failingFiles: ['apps/a.test.ts', 'apps/b.test.ts'],
    });
  });

  it('counts errors that no test waited for by themselves, also beside a test that failed', () => {
    const failed = { status: 'failed', fullName: 'a limit is kept', failureMessages: ['expected 1 to be 2'] };
    const files = [{ name: join(ROOT, 'apps/b.test.ts'), status: 'failed', assertionResults: [failed] }];
    expect(countReport(report({ numFailedTests: 1, testResults: files }), 1, ['nobody waited'])).toMatchObject({
      failed: 2,
      failing: ['apps/b.test.ts · a limit is kept · expected 1 to be 2', 'outside of every test · nobody waited'],
    });
    expect(countReport(report({ testResults: [] }), 1, ['nobody waited'])).toMatchObject({ failed: 1 });
  });

  it('counts what was skipped as a failure', () => {
    expect(countReport(report({ numPendingTests: 1, numTodoTests: 1 }), 0)).toMatchObject({ failed: 2, skipped: 2 });
  });

  it('believes the exit code when the report shows no fault', () => {
    expect(countReport(report({}), 1)).toMatchObject({ passed: 3, failed: 1 });
  });

  it('counts nothing of a run that wrote no report, but a failure', () => {
    expect(countReport({}, 1)).toMatchObject({ passed: 0, failed: 1 });
  });

  it('counts a stage that could not run as a failure with its remedy', () => {
    expect(couldNotRun('browser', 'install chromium')).toMatchObject({ failed: 1, remedy: 'install chromium' });
  });

  it('counts each test once after what failed ran again, and names what passed then', () => {
    const first = { name: 'database', passed: 10, failed: 1, seconds: 60, failing: ['a · b · late'] };
    const again = { name: 'database', failed: 0, seconds: 5 };
    expect(joinRuns(first, 4, { ...again, passed: 5 })).toEqual({
      ...{ name: 'database', passed: 11, failed: 0, seconds: 65 },
      unsteady: ['a · b · late'],
    });
    expect(joinRuns(first, 4, { ...again, passed: 4, failed: 1, failing: ['a · b · wrong'] })).toEqual({
      ...{ name: 'database', passed: 10, failed: 1, seconds: 65 },
      failing: ['a · b · wrong'],
    });
    const two = { ...first, failed: 2, failing: ['a · b · late', 'c · d · late'] };
    expect(joinRuns(two, 4, { ...again, passed: 5, failed: 1, failing: ['a · b · wrong'] })).toMatchObject({
      failing: ['a · b · wrong'],
      unsteady: ['c · d · late'],
    });
  });
});
