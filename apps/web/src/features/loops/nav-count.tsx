/** How much the reader owes, beside the entry of the menu; red as soon as something of it is over its limit. */
import { useQuery } from '@tanstack/react-query';
import { Badge } from 'antd';
import { useTranslation } from 'react-i18next';

import './loops.css';
import { loopCountsQuery } from '../../api/loops.ts';

export function LoopCount() {
  const { t } = useTranslation();
  const counts = useQuery(loopCountsQuery).data;
  if (counts === undefined || counts.mine === 0) return null;
  const { mine, mineOverdue } = counts;
  return (
    <Badge
      count={mine}
      className={`fj-loop-count${mineOverdue > 0 ? ' fj-loop-count-over' : ''}`}
      title={t('loops.badge', { mine, overdue: mineOverdue })}
    />
  );
}
