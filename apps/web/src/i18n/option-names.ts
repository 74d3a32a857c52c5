/** Names of closed values: categories of items, levels, states, causes. An unknown value is shown as it is. */
import { useTranslation } from 'react-i18next';

import { zh } from './zh.ts';

type OptionKey = keyof typeof zh.options;

function isKnown(value: string): value is OptionKey {
  return Object.hasOwn(zh.options, value);
}

/** The name of any closed value of a register; where another register calls something else so, by the register that it is of. */
export function useOptionName(): (value: string, register?: string) => string {
  const { t } = useTranslation();
  return (value, register = '') => {
    const known = [`${register}/${value}`, value].find(isKnown);
    return known === undefined ? value : t(`options.${known}`);
  };
}

export const useCategoryName = useOptionName;
