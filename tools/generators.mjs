/**
 * Every generated file of the tree and the command that makes it. A command writes to the path it is given; `npm run
 * gen` runs them all, `npm run gen -- --check` runs them beside the tree and compares.
 *
 * @typedef {object} Generator
 * @property {string} output path of the generated file below the root
 * @property {(file: string) => readonly string[]} command arguments for Node that write the file
 */

/** @type {readonly Generator[]} */
export const GENERATORS = [
  {
    output: 'packages/wire/src/fhir/structure.gen.json',
    command: (file) => ['tools/fhir/structure.mjs', file],
  },
  {
    output: 'docs/coverage.md',
    command: (file) => ['apps/cli/bin/fujie.mjs', 'pack', 'coverage', '--out', file],
  },
];
