/** A double assertion claims whatever it likes: `x as unknown as Y`. */

/** @type {import('eslint').Rule.RuleModule} */
export const noDoubleAssertion = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { double: 'A double assertion hides a missing check: parse the value, or give it the right type.' },
  },
  create(context) {
    return {
      /** @param {any} node */
      TSAsExpression(node) {
        const inner = node.expression;
        if (inner.type === 'TSAsExpression' && inner.typeAnnotation.type === 'TSUnknownKeyword')
          context.report({ node, messageId: 'double' });
      },
    };
  },
};
