/**
 * Text that people read comes from the translations, in Chinese and English; written into a page it exists in one
 * language only. Digits, punctuation, units and single letters need no translation.
 */
const WORDS = /[\p{L}]{2,}/u;
const READ_ALOUD = new Set(['alt', 'aria-label', 'description', 'label', 'okText', 'cancelText', 'placeholder', 'title']);
/** The product's own name and languages written in themselves stay as they are. */
const SAME_EVERYWHERE = new Set(['Fujie', '符节', '中文', 'English', 'HR', 'LOINC', 'UCUM', 'FHIR', 'kB', 'MB']);

/** @param {unknown} text */
function isReadable(text) {
  return typeof text === 'string' && WORDS.test(text) && !SAME_EVERYWHERE.has(text.trim());
}

/** @type {import('eslint').Rule.RuleModule} */
export const untranslatedText = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { untranslated: '`{{text}}` exists in one language only: add it to the translations and call `t(…)`.' },
  },
  create(context) {
    /** @param {import('eslint').Rule.Node} node @param {unknown} text */
    const check = (node, text) => {
      if (isReadable(text)) {
        context.report({ node, messageId: 'untranslated', data: { text: String(text).trim().slice(0, 40) } });
      }
    };
    return {
      /** @param {any} node */
      JSXText: (node) => check(node, node.value),
      /** @param {any} node */
      'JSXElement > JSXExpressionContainer > Literal': (node) => check(node, node.value),
      /** @param {any} node */
      JSXAttribute(node) {
        if (!READ_ALOUD.has(node.name.name)) return;
        const value = node.value?.type === 'JSXExpressionContainer' ? node.value.expression : node.value;
        if (value?.type === 'Literal') check(value, value.value);
      },
    };
  },
};
