/** 暂停开展: ordered items that the own laboratory may not run now, each with its reason and clause, since when, and who may measure it. */
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { ReasonList } from '../../ui/finding-list.tsx';
import { useNamed } from '../../ui/language.ts';
import type { Row } from './draft.ts';

interface Props {
  readonly rows: readonly Row[];
  readonly isBusy: boolean;
  readonly onDrop: (row: Row) => void;
}

export function StoppedNotes({ rows, isBusy, onDrop }: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  return rows.map((row) => {
    const { item, stops = [], elsewhere = [] } = row.check;
    const [since] = stops.flatMap((stop) => stop.since ?? []).toSorted();
    return (
      <Alert
        key={item}
        type="error"
        showIcon
        className="fj-problem"
        title={t('clinical.order.stopped', { item: named(row.check) })}
        action={
          <Button size="small" disabled={isBusy} onClick={() => onDrop(row)}>
            {t('clinical.order.dropStopped')}
          </Button>
        }
        description={
          <>
            <ReasonList reasons={stops} />
            {since === undefined ? null : <div>{t('clinical.order.stoppedSince', { day: since })}</div>}
            {elsewhere.length === 0 ? null : (
              <div>
                {t('clinical.order.measuredElsewhere', {
                  places: elsewhere.map((place) => named(place)).join(t('clinical.order.placesBetween')),
                })}
              </div>
            )}
          </>
        }
      />
    );
  });
}
