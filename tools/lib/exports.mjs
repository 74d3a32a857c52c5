/** Dead code: what is exported and never used, neither in its own file nor in another nor in a test. */

const EXPORTED = /^export (?:async )?(?:function\*?|const|let|class|interface|type|enum) (\w+)/gm;
const HANDED_ON = /^export (?:type )?\{[^}]*\}.*$/gm;

/**
 * Compares names, not bindings: it misses what is dead under a name that is used elsewhere for something else, and never
 * accuses what is used.
 *
 * @param {ReadonlyMap<string, string>} files text by path
 * @returns {readonly string[]} `path: name` of each export that nothing uses
 */
export function deadExports(files) {
  /** How often a word stands in the files. @type {Map<string, number>} */
  const uses = new Map();
  for (const [, text] of files) {
    const spoken = text.replace(HANDED_ON, '').replace(/^[ \t]*(\/?[*]|\/\/).*$/gm, '');
    for (const word of spoken.match(/\w+/g) ?? []) uses.set(word, (uses.get(word) ?? 0) + 1);
  }
  return [...files].flatMap(([path, text]) =>
    [...text.matchAll(EXPORTED)].flatMap(([, name = '']) => (uses.get(name) === 1 ? [`${path}: ${name}`] : [])),
  );
}
