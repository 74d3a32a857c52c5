/** 患者数据质控报警: alarms by count and time, the way to their loop, and the results behind one, which are opened on purpose. */
import type { IqcPatientAlarm, IqcPatientAlarmResponse } from '@fujie/wire/contracts';
import { showUnit } from '@fujie/core/kernel';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { iqcPatientAlarmQuery } from '../../api/iqc.ts';
import { useActor } from '../../app/require.tsx';
import { showTime } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { orDash } from './month-parts.tsx';

/** Who opens what led to an alarm, of the own institution. */
const READERS: readonly string[] = ['laboratory', 'quality-office'];

interface Props {
  readonly institution: string;
  readonly alarms: readonly IqcPatientAlarm[];
  readonly withItem?: boolean;
}

export function PatientAlarms({ institution, alarms, withItem = false }: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  const actor = useActor();
  const [opened, setOpened] = useState<number | null>(null);
  const isReader = READERS.includes(actor?.role ?? '') && actor?.institution?.code === institution;
  return (
    <Section title={t('patientControl.alarms')}>
      <RecordTable<IqcPatientAlarm>
        rowKey="id"
        rows={alarms}
        empty={t('patientControl.noAlarms')}
        width={withItem ? 1160 : 1060}
        columns={[
          {
            title: t('patientControl.raisedAt'),
            key: 'at',
            className: 'fj-nowrap',
            render: (_, { at }) => showTime(at),
          },
          ...(withItem
            ? [
                {
                  title: t('iqcMonths.item'),
                  key: 'item',
                  render: (_: unknown, { item }: IqcPatientAlarm) => (
                    <Link to="/laboratory/iqc/patients" search={{ institution, item: item.code }} className="fj-link">
                      {named(item)}
                    </Link>
                  ),
                },
              ]
            : []),
          {
            title: t('patientControl.instrument'),
            key: 'instrument',
            render: (_, { instrument }) => (instrument === '' ? t('patientControl.unnamed') : instrument),
          },
          {
            title: t('patientControl.value'),
            key: 'value',
            render: (_, { side, statistic, bound, unit }) => (
              <span className="fj-iqc-verdict fj-iqc-out-of-control">
                <span aria-hidden>◆</span> {t(`patientControl.sides.${side}`)} {orDash(statistic)} / {orDash(bound)}{' '}
                {unit === null ? '' : showUnit(unit)}
              </span>
            ),
          },
          {
            title: t('patientControl.results'),
            key: 'results',
            render: (_, { results, first, last, changed }) => (
              <>
                <div>
                  {t('patientControl.resultsOf', {
                    count: results,
                    from: showTime(first) ?? '',
                    to: showTime(last) ?? '',
                  })}
                </div>
                {changed === 0 ? null : (
                  <div className="fj-faint">{t('patientControl.changed', { count: changed })}</div>
                )}
              </>
            ),
          },
          {
            title: t('patientControl.loop'),
            key: 'loop',
            render: (_, { loop }) => (loop === null ? '—' : <LoopOf loop={loop} />),
          },
          ...(isReader
            ? [
                {
                  title: t('patientControl.acts'),
                  key: 'acts',
                  render: (_: unknown, { id }: IqcPatientAlarm) => (
                    <Button size="small" onClick={() => setOpened(id)}>
                      {t('patientControl.showResults')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      <Modal
        open={opened !== null}
        title={t('patientControl.resultsTitle')}
        width={640}
        onCancel={() => setOpened(null)}
        footer={null}
        destroyOnHidden
      >
        {opened === null ? null : <AlarmResults id={opened} />}
      </Modal>
    </Section>
  );
}

function LoopOf({ loop: { id, status, cause } }: { readonly loop: NonNullable<IqcPatientAlarm['loop']> }) {
  const { t } = useTranslation();
  return (
    <>
      <Link to="/loops/$id" params={{ id: String(id) }} className="fj-link">
        {t('patientControl.loopOf', { id })}
      </Link>{' '}
      {cause === 'found' || cause === 'no-fault'
        ? t(`patientControl.causes.${cause}`)
        : status === 'open'
          ? t('patientControl.open')
          : null}
    </>
  );
}

type Result = IqcPatientAlarmResponse['results'][number];

function AlarmResults({ id }: { readonly id: number }) {
  const { t } = useTranslation();
  const [page, setPage] = useState(1);
  return (
    <Loaded query={useQuery(iqcPatientAlarmQuery(id, page))} rows={6}>
      {({ alarm, results, pageSize }) => (
        <>
          <RecordTable<Result>
            rowKey={({ report, reportedAt, value }) => `${report ?? ''} ${reportedAt ?? ''} ${String(value)}`}
            rows={results}
            empty="—"
            width={520}
            columns={[
              { title: t('patientControl.report'), key: 'report', render: (_, { report }) => report ?? '—' },
              {
                title: t('patientControl.asReported'),
                key: 'value',
                render: (_, { value }) => `${orDash(value)} ${alarm.unit === null ? '' : showUnit(alarm.unit)}`,
              },
              {
                title: t('patientControl.reportedAt'),
                key: 'at',
                className: 'fj-nowrap',
                render: (_, { reportedAt }) => showTime(reportedAt) ?? '—',
              },
              {
                title: t('patientControl.standing'),
                key: 'standing',
                render: (_, { standing }) => t(`patientControl.standings.${standing}`),
              },
            ]}
          />
          {alarm.results <= pageSize ? null : (
            <div className="fj-dialog-actions">
              <Button disabled={page === 1} onClick={() => setPage(page - 1)}>
                {t('patientControl.later')}
              </Button>
              <Button disabled={page * pageSize >= alarm.results} onClick={() => setPage(page + 1)}>
                {t('patientControl.earlier')}
              </Button>
            </div>
          )}
        </>
      )}
    </Loaded>
  );
}
