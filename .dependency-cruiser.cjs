/**
 * Who may import whom. Each rule says what to do instead; `tools/boundaries/fixtures/` breaks each of them once and
 * `tools/boundaries/boundaries.test.ts` proves that it is noticed.
 */

const TEST = '[.](test|prop[.]test|int[.]test)[.]tsx?$|/tests/|^e2e/|^bench/|/platform/testing/';
/** Files of the tree itself: what npm installed is judged by the rules on packages. */
const OURS = '^(packages|apps|e2e|bench|tools)/';
/** The module `name` as npm lays it out, wherever the tree that is checked stands. */
const npm = (/** @type {string[]} */ ...names) => `(^|/)node_modules/(${names.join('|')})/`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'core-is-pure',
      severity: 'error',
      comment: 'core decides; it reads no clock, file or socket and knows nobody. Pass the value in.',
      from: { path: '^packages/core/src/', pathNot: TEST },
      to: { pathNot: `^packages/core/src/|${npm('big[.]js', '@types/big[.]js')}` },
    },
    {
      name: 'packs-know-only-core',
      severity: 'error',
      comment:
        'A pack is what a document says, over the types of core. What a rule needs is declared in core and given to it.',
      from: { path: '^packages/packs/src/', pathNot: TEST },
      to: { pathNot: '^packages/(packs|core)/src/' },
    },
    {
      name: 'wire-knows-only-core-and-schemas',
      severity: 'error',
      comment:
        'wire turns text into our types and back. Reading and sending belong to apps/server; regulation belongs to packs.',
      from: { path: '^packages/wire/src/', pathNot: TEST },
      to: { pathNot: `^packages/(wire|core)/src/|${npm('typebox')}` },
    },
    {
      name: 'web-knows-only-contracts',
      severity: 'error',
      comment: 'A page renders what the server decided. Take the contract from @fujie/wire/contracts and ask the API.',
      from: { path: '^apps/web/src/', pathNot: TEST },
      to: { path: '^(packages/packs|packages/wire/src/(?!contracts/)|apps/server|apps/cli)' },
    },
    {
      name: 'web-takes-only-types-and-times-from-core',
      severity: 'error',
      comment:
        'No clinical or legal judgement runs in a page: import types from core, and values from core/kernel (days, results) only.',
      from: { path: '^apps/web/src/', pathNot: TEST },
      to: { path: '^packages/core/src/(?!kernel/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'web-features-do-not-import-each-other',
      severity: 'error',
      comment:
        'Move what two features share to apps/web/src/ui or app, so that each feature can be read and removed alone.',
      from: { path: '^apps/web/src/features/([^/]+)/' },
      to: { path: '^apps/web/src/features/', pathNot: '^apps/web/src/features/$1/' },
    },
    {
      name: 'web-parts-know-no-feature',
      severity: 'error',
      comment:
        'Features build on api, ui and i18n: declare what both need there. Only the routes of app name features.',
      from: { path: '^apps/web/src/(api|ui|i18n)/', pathNot: TEST },
      to: { path: '^apps/web/src/features/' },
    },
    {
      name: 'server-knows-no-shell',
      severity: 'error',
      comment: 'The server is started by the command line and read by the pages; it imports neither.',
      from: { path: '^apps/server/src/' },
      to: { path: '^apps/(cli|web)/' },
    },
    {
      name: 'cli-knows-no-pages',
      severity: 'error',
      comment: 'The command line serves the built pages as files; it imports none of their sources.',
      from: { path: '^apps/cli/src/' },
      to: { path: '^apps/web/' },
    },
    {
      name: 'contexts-do-not-import-each-other',
      severity: 'error',
      comment:
        'Share through core, or publish an event of the platform that the other context handles. (fhir is the door of ingest and may import it.)',
      from: { path: '^apps/server/src/(?!platform/)([^/]+)/', pathNot: TEST },
      to: {
        path: '^apps/server/src/(?!platform/)[^/]+/',
        pathNot: ['^apps/server/src/$1/', '^apps/server/src/ingest/'],
      },
    },
    {
      name: 'only-fhir-imports-ingest',
      severity: 'error',
      comment: 'Share through core, or publish an event of the platform that ingest handles.',
      from: { path: '^apps/server/src/(?!platform/|ingest/|fhir/)[^/]+/', pathNot: TEST },
      to: { path: '^apps/server/src/ingest/' },
    },
    {
      name: 'platform-knows-no-context',
      severity: 'error',
      comment: 'The platform is below every context: let the context register itself, in apps/server/src/app.ts.',
      from: { path: '^apps/server/src/platform/', pathNot: TEST },
      to: { path: '^apps/server/src/(?!platform/)' },
    },
    {
      name: 'only-queries-touch-sql',
      severity: 'error',
      comment:
        'SQL stands in *.query.ts (and platform/db), so that whoever reviews access to data reads those files and no other.',
      from: {
        path: '^(apps|packages)/',
        pathNot: `[.]query[.]ts$|^apps/server/src/platform/(db|embedded)/|${TEST}`,
      },
      to: { path: npm('pg', '@types/pg', 'pg-copy-streams', 'sql-template-tag') },
    },
    {
      name: 'production-imports-no-tests',
      severity: 'error',
      comment: 'Move what both need out of the test, into a module of its own.',
      from: { path: OURS, pathNot: `${TEST}|^tools/|[.]config[.]ts$` },
      to: { path: TEST },
    },
    {
      name: 'no-development-dependency-in-production',
      severity: 'error',
      comment: 'Declare the package under `dependencies` of the workspace that imports it.',
      from: { path: '^(packages|apps)/[^/]+/src/', pathNot: TEST },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-import-by-path-across-packages',
      severity: 'error',
      comment:
        'Import another package by its name, @fujie/<package>/<part>: what it does not export is its own business.',
      from: { path: '^((?:packages|apps)/[^/]+)/' },
      to: { path: '^(packages|apps)/', pathNot: '^$1/', dependencyTypes: ['local'], dependencyTypesNot: ['aliased'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that need each other are one file, or hide a third: move what both need into it.',
      from: { path: OURS },
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      comment: 'What cannot be found cannot be judged: correct the path, or declare the dependency.',
      from: { path: OURS },
      to: { couldNotResolve: true, pathNot: '[?](raw|url|inline)$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(apps/web/dist|coverage|[.]fujie)/|^tools/.*/fixtures/' },
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
