/** 缺少的事实: what nobody stated, in words. */
import { useTranslation } from 'react-i18next';

import { zh } from '../i18n/zh.ts';

type Fact = keyof typeof zh.clinical.explain.facts;

function isKnown(fact: string): fact is Fact {
  return Object.hasOwn(zh.clinical.explain.facts, fact);
}

/** The key under which a fact is named. */
export const keyOfFact = (path: string): string => path.replace(/^(result|registry)\./, '').replace('.', '-');

/** The name of a fact by its path, such as `result.method`; an unknown one is shown as it is. */
export function useFactName(): (path: string) => string {
  const { t } = useTranslation();
  return (path) => {
    const fact = keyOfFact(path);
    return isKnown(fact) ? t(`clinical.explain.facts.${fact}`) : path;
  };
}
