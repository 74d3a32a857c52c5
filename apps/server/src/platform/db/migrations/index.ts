/** Every migration, in order. A released one is never edited. */
export const MIGRATIONS: readonly string[] = [
  '0001-foundation',
  '0010-register-grants',
  '0011-register-overlap',
  '0020-results-in',
  '0021-document-compression',
  '0022-waiting-results',
  '0030-recognition-cases',
  '0031-decision-writes',
  '0050-changes-of-records',
  '0051-unmapped-results',
  '0060-refused-corrections',
  '0061-search-indexes',
  '0070-standing-answers',
  '0080-decision-pack-digest',
  '0081-acts-of-a-visit',
  '0090-demonstration-day',
];
