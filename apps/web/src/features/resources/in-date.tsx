/** 按期率: of each kind of upkeep how many of the instruments that owe it are in date; each number opens to its instruments (henan-2025.lab.6#05). */
import type { Instrument, InstrumentsResponse } from '@fujie/wire/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useOptionName } from '../../i18n/option-names.ts';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { useNamed } from '../../ui/language.ts';
import { Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';

type Standing = InstrumentsResponse['standings'][number];
const NUMBERS = ['inDate', 'overdue'] as const;

interface Picked {
  readonly activity: Standing['activity'];
  readonly which: (typeof NUMBERS)[number];
  readonly codes: readonly string[];
}

export function InDate({ data: { standings, instruments } }: { readonly data: InstrumentsResponse }) {
  const { t } = useTranslation();
  const optionName = useOptionName();
  const [picked, setPicked] = useState<Picked | null>(null);
  return (
    <Section title={t('resources.inDate.title')}>
      <RecordTable<Standing>
        rowKey="activity"
        rows={standings}
        empty={t('resources.instruments.noPlan')}
        width={520}
        columns={[
          {
            title: t('resources.instruments.activity'),
            key: 'activity',
            render: (_, { activity }) => optionName(activity),
          },
          ...NUMBERS.map((which) => ({
            title: t(`resources.inDate.${which}`),
            key: which,
            align: 'right' as const,
            render: (_: unknown, { activity, [which]: codes }: Standing) =>
              codes.length === 0 ? (
                0
              ) : (
                <button
                  type="button"
                  className="fj-plain-button fj-number"
                  aria-label={t('resources.inDate.open', {
                    activity: optionName(activity),
                    which: t(`resources.inDate.${which}`),
                    count: codes.length,
                  })}
                  onClick={() => setPicked({ activity, which, codes })}
                >
                  {codes.length}
                </button>
              ),
          })),
          {
            title: t('resources.inDate.share'),
            key: 'share',
            align: 'right',
            render: (_, { inDate, overdue }) =>
              `${String(Math.round((1000 * inDate.length) / (inDate.length + overdue.length)) / 10)}%`,
          },
        ]}
      />
      <ActDialog
        of={picked}
        title={
          picked === null
            ? ''
            : t('resources.inDate.of', {
                activity: optionName(picked.activity),
                which: t(`resources.inDate.${picked.which}`),
              })
        }
        onClose={() => setPicked(null)}
      >
        {({ activity, codes }) => (
          <Behind activity={activity} instruments={instruments.filter(({ code }) => codes.includes(code))} />
        )}
      </ActDialog>
    </Section>
  );
}

function Behind({ activity, instruments }: { readonly activity: string; readonly instruments: readonly Instrument[] }) {
  const { t } = useTranslation();
  const named = useNamed();
  return (
    <ul className="fj-resources-marks">
      {instruments.map((instrument) => (
        <li key={instrument.code}>
          {named(instrument)} {instrument.code}{' '}
          <span className="fj-faint fj-nowrap">
            {t('resources.inDate.due', {
              day: instrument.activities.find((one) => one.activity === activity)?.dueOn ?? '',
            })}
          </span>
        </li>
      ))}
    </ul>
  );
}
