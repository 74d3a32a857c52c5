/** 仪器: what is overdue and which marks it ended, what falls due within 30 days, the plan and certificates of each instrument. */
import type { Instrument, InstrumentsResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { documentAddress, instrumentsQuery } from '../../api/resources.ts';
import { useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { useOptionName } from '../../i18n/option-names.ts';
import { DownloadLink } from '../../ui/download-link.tsx';
import { useNamed } from '../../ui/language.ts';
import { listed } from '../../ui/listed.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import type { Chosen } from './activity-form.tsx';
import { ActivityForm } from './activity-form.tsx';
import { InDate } from './in-date.tsx';
import { KeepRegister } from './keep-register.tsx';
import { NEAR, NearnessTag } from './nearness.tsx';
import { RecordDialog } from './record-dialog.tsx';

export function InstrumentsPart({ institution }: { readonly institution: string }) {
  const { t } = useTranslation();
  const found = useQuery(instrumentsQuery(institution));
  return (
    <Loaded
      query={found}
      rows={12}
      isEmpty={({ instruments }) => instruments.length === 0}
      empty={t('resources.instruments.none')}
    >
      {(data) => <Instruments data={data} />}
    </Loaded>
  );
}

function Instruments({ data }: { readonly data: InstrumentsResponse }) {
  const { t } = useTranslation();
  const named = useNamed();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const isOwn = useIsOwn(data);
  const ended = data.instruments.filter(({ isOverdue, isPlanned }) => isOverdue || !isPlanned);
  return (
    <>
      {ended.length === 0 ? (
        <Alert className="fj-resources-alert" type="success" showIcon title={t('resources.instruments.allInDate')} />
      ) : (
        ended.map((instrument) => <Ended key={instrument.code} instrument={instrument} />)
      )}
      <InDate data={data} />
      <DueList data={data} />
      {data.instruments.map((instrument) => (
        <Section
          key={instrument.code}
          title={`${named(instrument)} ${instrument.code}`}
          tools={<Facts instrument={instrument} />}
        >
          <Plan instrument={instrument} isOwn={isOwn} onChoose={setChosen} />
        </Section>
      ))}
      <p className="fj-resources-keep">
        <KeepRegister register="instrument" label={t('resources.registers.instrument')} />
        <KeepRegister register="instrument-activity" label={t('resources.registers.activity')} />
      </p>
      <RecordDialog of={chosen} title={t('resources.instruments.record')} onClose={() => setChosen(null)}>
        {(of, acts) => <ActivityForm of={of} {...acts} />}
      </RecordDialog>
    </>
  );
}

function useIsOwn({ institution }: InstrumentsResponse): boolean {
  const actor = useActor();
  return may(actor, 'resource:manage') && actor?.institution?.code === institution.code;
}

/** What ended marks, and which. */
function Ended({ instrument }: { readonly instrument: Instrument }) {
  const { t } = useTranslation();
  const named = useNamed();
  const optionName = useOptionName();
  const overdue = instrument.activities.filter(({ nearness }) => nearness === 'overdue');
  const title = instrument.isPlanned
    ? t('resources.instruments.overdue', {
        instrument: `${named(instrument)} ${instrument.code}`,
        activities: listed(overdue.map(({ activity, dueOn }) => `${optionName(activity)} ${dueOn}`)),
      })
    : t('resources.instruments.unplanned', { instrument: `${named(instrument)} ${instrument.code}` });
  return (
    <Alert
      className="fj-resources-alert"
      type={instrument.marks.length > 0 ? 'error' : 'warning'}
      showIcon
      title={title}
      description={
        instrument.marks.length === 0 ? (
          t('resources.instruments.endedNone')
        ) : (
          <>
            {t('resources.instruments.ended', { count: instrument.marks.length })}
            <Marks instrument={instrument} />
          </>
        )
      }
    />
  );
}

function Marks({ instrument }: { readonly instrument: Instrument }) {
  const named = useNamed();
  const labels = [...new Set(instrument.marks.map(({ label }) => label))];
  return (
    <ul className="fj-resources-marks">
      {labels.map((label) => (
        <li key={label}>
          <span className="fj-mark">{label}</span>{' '}
          {listed(instrument.marks.filter((mark) => mark.label === label).map(({ item }) => named(item)))}
        </li>
      ))}
    </ul>
  );
}

function Facts({ instrument }: { readonly instrument: Instrument }) {
  const { t } = useTranslation();
  return (
    <span className="fj-faint">
      {[instrument.model, t('resources.instruments.items', { count: instrument.items })]
        .filter((text) => text !== null)
        .join(' · ')}
      {instrument.isOverdue || instrument.endsOn === null
        ? null
        : ` · ${
            instrument.marks.length === 0
              ? t('resources.instruments.spare')
              : t('resources.instruments.wouldEnd', { day: instrument.endsOn, count: instrument.marks.length })
          }`}
    </span>
  );
}

interface Due {
  readonly key: string;
  readonly instrument: Instrument;
  readonly activity: Instrument['activities'][number];
}

/** What falls due within 30 days, the soonest first; what is overdue at the head. */
function DueList({ data }: { readonly data: InstrumentsResponse }) {
  const { t } = useTranslation();
  const named = useNamed();
  const optionName = useOptionName();
  const rows = data.instruments
    .flatMap((instrument) =>
      instrument.activities.map((activity): Due => ({
        key: `${instrument.code}|${activity.activity}`,
        instrument,
        activity,
      })),
    )
    .filter(({ activity }) => NEAR.includes(activity.nearness))
    .sort((a, b) => a.activity.daysLeft - b.activity.daysLeft);
  if (rows.length === 0) return <p className="fj-faint">{t('resources.instruments.dueNone')}</p>;
  return (
    <Section title={t('resources.instruments.due', { count: rows.length })}>
      <RecordTable<Due>
        rowKey="key"
        rows={rows}
        empty={t('resources.instruments.dueNone')}
        width={620}
        columns={[
          {
            title: t('resources.instruments.instrument'),
            key: 'instrument',
            render: (_, row) => `${named(row.instrument)} ${row.instrument.code}`,
          },
          {
            title: t('resources.instruments.activity'),
            key: 'activity',
            render: (_, row) => optionName(row.activity.activity),
          },
          {
            title: t('resources.instruments.dueOn'),
            key: 'dueOn',
            render: (_, { activity }) => (
              <span className="fj-nowrap">
                {activity.dueOn} <NearnessTag nearness={activity.nearness} daysLeft={activity.daysLeft} />
              </span>
            ),
          },
          {
            title: t('resources.instruments.marks'),
            key: 'marks',
            render: (_, { instrument }) =>
              instrument.isOverdue
                ? t('resources.instruments.marksEnded', { count: instrument.marks.length })
                : instrument.marks.length === 0
                  ? t('resources.instruments.spare')
                  : t('resources.instruments.marksWould', {
                      count: instrument.marks.length,
                      day: instrument.endsOn ?? '',
                    }),
          },
        ]}
      />
    </Section>
  );
}

interface PlanProps {
  readonly instrument: Instrument;
  readonly isOwn: boolean;
  readonly onChoose: (chosen: Chosen) => void;
}

function Plan({ instrument, isOwn, onChoose }: PlanProps) {
  const { t } = useTranslation();
  const optionName = useOptionName();
  return (
    <RecordTable<Instrument['activities'][number]>
      rowKey="activity"
      rows={instrument.activities}
      empty={t('resources.instruments.noPlan')}
      width={820}
      columns={[
        {
          title: t('resources.instruments.activity'),
          key: 'activity',
          width: 110,
          render: (_, row) => optionName(row.activity),
        },
        {
          title: t('resources.instruments.doneOn'),
          key: 'doneOn',
          width: 110,
          render: (_, row) => <span className="fj-nowrap">{row.doneOn ?? '—'}</span>,
        },
        {
          title: t('resources.instruments.dueOn'),
          key: 'dueOn',
          width: 210,
          render: (_, row) => (
            <span className="fj-nowrap">
              {row.dueOn} <NearnessTag nearness={row.nearness} daysLeft={row.daysLeft} />
            </span>
          ),
        },
        {
          title: t('resources.instruments.interval'),
          key: 'interval',
          width: 90,
          render: (_, row) =>
            row.intervalDays === null ? '—' : t('resources.instruments.days', { count: row.intervalDays }),
        },
        {
          title: t('resources.instruments.certificate'),
          key: 'certificate',
          render: (_, row) => (
            <>
              {row.certificate ?? '—'}
              {row.documents.map((document) => (
                <div key={document.id} className="fj-resources-file">
                  <DownloadLink href={documentAddress(document.id)}>{document.name}</DownloadLink>{' '}
                  <span className="fj-faint" title={document.digest}>
                    {t('resources.instruments.kept', {
                      day: document.doneOn,
                      digest: document.digest.slice(0, 8),
                      until: document.keptUntil,
                    })}
                  </span>
                </div>
              ))}
            </>
          ),
        },
        ...(isOwn
          ? [
              {
                title: t('resources.instruments.act'),
                key: 'act',
                width: 110,
                render: (_: unknown, row: Instrument['activities'][number]) => (
                  <Button size="small" onClick={() => onChoose({ instrument, activity: row })}>
                    {t('resources.instruments.recordDone')}
                  </Button>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
