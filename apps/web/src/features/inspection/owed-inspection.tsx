/** 待办现场检查: the inspection that the authority owes after its interval, and by when; nothing where none is owed. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';

import { owedQuery } from '../../api/loops.ts';
import { showDay } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';

export function OwedInspection() {
  const { t } = useTranslation();
  const say = useBilingual();
  const [owed] = useQuery(owedQuery('authority/inspection')).data?.loops ?? [];
  if (owed === undefined) return null;
  const isOverdue = owed.waiting.some(({ overdue }) => overdue);
  return (
    <Alert
      className="fj-inspection-owed"
      type={isOverdue ? 'warning' : 'info'}
      showIcon
      title={t(isOverdue ? 'inspections.owedOverdue' : 'inspections.owed', {
        what: say(owed.title),
        on: showDay(owed.dueAt) ?? '',
      })}
      action={
        <Link to="/loops/$id" params={{ id: String(owed.id) }} className="fj-link fj-nowrap">
          {t('inspections.owedLoop')}
        </Link>
      }
    />
  );
}
