/**
 * Text that people read comes from the translations, in Chinese and English; written into a page it exists in one
 * language only. Digits, punctuation, units and single letters need no translation.
 */
const WORD = /[\p{L}]{2,}/gu;
const READ_ALOUD = new Set([
  'alt',
  'aria-label',
  'cancelText',
  'description',
  'label',
  'okText',
  'placeholder',
  'title',
]);
/** Names that are the same in every language, and languages written in themselves. */
const SAME_EVERYWHERE = new Set(['Fujie', '符节', '中文', 'English', 'HR', 'LOINC', 'UCUM', 'FHIR', 'CDS', 'Hooks']);

/** @param {unknown} text */
function isReadable(text) {
  return typeof text === 'string' && (text.match(WORD) ?? []).some((word) => !SAME_EVERYWHERE.has(word));
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
