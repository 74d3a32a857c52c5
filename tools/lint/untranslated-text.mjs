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
const SAME_EVERYWHERE = new Set([
  'Fujie',
  '符节',
  '中文',
  'English',
  'HR',
  'LOINC',
  'UCUM',
  'FHIR',
  'CDS',
  'Hooks',
  'xlsx',
  'csv',
]);

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
    /** Texts that an expression may come to: itself, both sides of a choice, what stands in a template. @param {any} node */
    const checkValue = (node) => {
      switch (node?.type) {
        case 'Literal':
          check(node, node.value);
          break;
        case 'TemplateLiteral':
          for (const part of node.quasis) check(part, part.value.cooked);
          node.expressions.forEach(checkValue);
          break;
        case 'ConditionalExpression':
          checkValue(node.consequent);
          checkValue(node.alternate);
          break;
        case 'LogicalExpression':
          if (node.operator !== '&&') checkValue(node.left);
          checkValue(node.right);
          break;
        case 'BinaryExpression':
          if (node.operator === '+') [node.left, node.right].forEach(checkValue);
          break;
        default:
      }
    };
    return {
      /** @param {any} node */
      JSXText: (node) => check(node, node.value),
      /** @param {any} node */
      ':matches(JSXElement, JSXFragment) > JSXExpressionContainer': (node) => checkValue(node.expression),
      /** @param {any} node */
      JSXAttribute(node) {
        if (!READ_ALOUD.has(node.name.name)) return;
        checkValue(node.value?.type === 'JSXExpressionContainer' ? node.value.expression : node.value);
      },
    };
  },
};
