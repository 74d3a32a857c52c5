import { describe, expect, test } from 'vitest';

import { chosenIn, landingOf, may, workspacesOf } from './workspaces.ts';

const doctor = { role: 'doctor', permissions: ['person:search', 'person:read', 'report-change:read', 'register:read'] };

describe('access mirrored from the session', () => {
  test('nobody signed in sees only what is public', () => {
    expect(workspacesOf(null).flatMap((w) => w.pages.map((p) => p.to))).toEqual([
      '/regulation',
      '/public',
      '/public/complaint',
      '/public/inspections',
      '/public/eqa',
    ]);
    expect(may(null, 'signed-in')).toBe(false);
  });

  test('an account sees the pages of its permissions and no others', () => {
    const pages = workspacesOf(doctor).flatMap((w) => w.pages.map((p) => p.to));
    expect(pages).toContain('/patients');
    expect(pages).not.toContain('/statistics');
    expect(pages).not.toContain('/quarantine');
  });

  test('a page that two permissions open stands once', () => {
    const permissions = ['report-change:read', 'report-change:issued'];
    const pages = workspacesOf({ permissions }).flatMap((w) => w.pages.map((p) => p.label));
    expect(pages).toContain('reportChanges');
    expect(pages).not.toContain('issuedChanges');
    const laboratory = workspacesOf({ permissions: ['report-change:issued'] }).flatMap((w) => w.pages);
    expect(laboratory.map((p) => p.label)).toContain('issuedChanges');
  });
});

test('the menu shows the page within which an address lies, wherever its own pages are', () => {
  const groups = workspacesOf({ permissions: ['iqc:read', 'resource:read', 'organisation:read', 'loop:read'] });
  for (const [path, page] of [
    ['/laboratory/iqc/systems/S1/performance', '/laboratory/iqc'],
    ['/laboratory/iqc/peers', '/laboratory/iqc/months'],
    ['/laboratory/recall', '/laboratory/resources'],
    ['/checks', '/checks'],
    ['/loops/12', '/loops'],
    ['/loopsided', null],
  ])
    expect([path, chosenIn(groups, path ?? '')]).toEqual([path, page]);
});

describe('landing', () => {
  test('a doctor begins with patients', () => expect(landingOf(doctor)).toBe('/patients'));
  test('a role whose landing it may not open begins with the first page it may', () =>
    expect(landingOf({ role: 'commission', permissions: ['register:read'] })).toBe('/lists'));
  test('an account without any permission of its own still finds the law', () =>
    expect(landingOf({ role: 'system', permissions: [] })).toBe('/regulation'));
});
