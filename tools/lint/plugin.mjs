/** The rules of our own, as `.oxlintrc.json` names them; `tools/lint/lint.test.ts` breaks each. */
import { noDoubleAssertion } from './no-double-assertion.mjs';
import { untranslatedText } from './untranslated-text.mjs';

const plugin = {
  meta: { name: 'fujie' },
  rules: { 'no-double-assertion': noDoubleAssertion, 'untranslated-text': untranslatedText },
};

export default plugin;
