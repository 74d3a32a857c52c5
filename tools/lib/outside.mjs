/** Writes the errors that no test waited for where `tools/lib/tests.mjs` reads them. */
import { writeFileSync } from 'node:fs';

class Outside {
  /** @param {unknown} _modules @param {readonly { readonly message: string }[]} errors */
  onTestRunEnd(_modules, errors) {
    const file = process.env['FUJIE_OUTSIDE'];
    if (file !== undefined) writeFileSync(file, JSON.stringify(errors.map(({ message }) => message.split('\n')[0])));
  }
}

export default Outside;
