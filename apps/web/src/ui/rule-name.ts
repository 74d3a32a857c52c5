/** `1_3s` as laboratories write it. */
export function ruleName(rule: string): string {
  return rule.replaceAll('_', '-');
}
