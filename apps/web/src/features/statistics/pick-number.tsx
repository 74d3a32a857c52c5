/** A number that opens to its cases, for those who may see them. */
import { useTranslation } from 'react-i18next';

import type { Picked } from './measures.ts';

interface Props {
  readonly value: number | string;
  readonly picked: Picked;
  readonly onPick: ((picked: Picked) => void) | null;
}

export function PickNumber({ value, picked, onPick }: Props) {
  const { t } = useTranslation();
  const text = typeof value === 'number' ? value.toLocaleString('zh-CN') : value;
  if (onPick === null || Number(value) === 0) return <span>{text}</span>;
  return (
    <button
      type="button"
      className="fj-plain-button fj-number"
      aria-label={`${picked.label} ${text} ${t('statistics.cases')}`}
      onClick={() => onPick(picked)}
    >
      {text}
    </button>
  );
}
