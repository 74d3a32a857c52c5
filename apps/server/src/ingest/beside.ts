/** What a message refers to without bringing it, read from what its sender has stored: specimens, images, reports of lines. */
import type { DiagnosticReport, Lookup, Observation, Reference, Resource } from '@fujie/wire/fhir';

import type { Queryable } from '../platform/db/database.ts';
import { findParents } from './change.query.ts';
import { storedId } from './ids.ts';
import { ID_PATTERN } from './message.ts';
import type { Named } from './naming.ts';
import { findContents } from './stored.query.ts';

export interface Beside {
  /** By reference, as the kept text names it. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** Reports of lines that came alone, by stored id of the line. */
  readonly reports: ReadonlyMap<string, Resource>;
}

export async function readBeside(
  db: Queryable,
  institution: string,
  named: Iterable<Named>,
  inMessage: Lookup,
  resolve: (reference: string) => string,
): Promise<Beside> {
  const missing = new Map<string, readonly [type: string, id: string]>();
  const alone: string[] = [];
  const want = (of: readonly (Reference | undefined)[]): void => {
    for (const name of of) {
      if (name?.reference === undefined || inMessage(name.reference)) continue;
      const reference = resolve(name.reference);
      const [type = '', id = ''] = reference.split('/');
      if ((type === 'Specimen' || type === 'ImagingStudy') && ID_PATTERN.test(id))
        missing.set(reference, [type, storedId(institution, type, id)]);
    }
  };
  for (const { op, id, report } of named) {
    if (op.type === 'Observation') {
      want([(op.resource as Observation).specimen]);
      if (report === null) alone.push(id);
    } else if (op.type === 'DiagnosticReport') {
      const { specimen = [], imagingStudy = [] } = op.resource as DiagnosticReport;
      want([specimen[0], ...imagingStudy]);
    }
  }
  const [contents, parents] = await Promise.all([
    findContents(db, institution, [...missing.values()]),
    findParents(db, institution, alone),
  ]);
  const resources = new Map<string, Resource>();
  for (const [reference, [, id]] of missing) {
    const content = contents.get(id);
    if (content !== undefined) resources.set(reference, JSON.parse(content) as Resource);
  }
  return {
    resources,
    reports: new Map([...parents].map(([id, { content }]) => [id, JSON.parse(content) as Resource])),
  };
}
