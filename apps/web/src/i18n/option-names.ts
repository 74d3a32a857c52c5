/** Names of closed values: categories of items, levels, states, causes. An unknown value is shown as it is. */
import { useTranslation } from 'react-i18next';

import { zh } from './zh.ts';

type OptionKey = keyof typeof zh.options;

function isKnown(value: string): value is OptionKey {
  return Object.hasOwn(zh.options, value);
}

/** The name of any closed value of a register. */
export function useOptionName(): (value: string) => string {
  const { t } = useTranslation();
  return (value) => (isKnown(value) ? t(`options.${value}`) : value);
}

export const useCategoryName = useOptionName;
