/** 全程记录: everything that was recorded of a loop, what was corrected struck through; and who was told when. */
import type { LoopRecordView, LoopResponse } from '@fujie/wire/contracts';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { timeColumn } from '../../ui/columns.tsx';
import { showTime } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { RecordTable } from '../../ui/record-table.tsx';
import { useRoleName } from '../../ui/role-name.ts';
import { FlawTags } from './tags.tsx';

export function Records({ records }: { readonly records: readonly LoopRecordView[] }) {
  const { t } = useTranslation();
  const roleName = useRoleName();
  return (
    <RecordTable<LoopRecordView>
      rowKey="id"
      rows={records}
      empty={t('state.empty')}
      width={760}
      columns={[
        {
          title: t('loops.occurred'),
          key: 'occurred',
          width: 170,
          render: (_, row) => (
            <span className="fj-nowrap">
              {showTime(row.occurredAt)}
              {showTime(row.occurredAt) === showTime(row.recordedAt) ? null : (
                <div className="fj-faint">{t('loops.recordedAt', { at: showTime(row.recordedAt) })}</div>
              )}
            </span>
          ),
        },
        {
          title: t('loops.who'),
          key: 'who',
          width: 150,
          render: (_, row) => (
            <>
              {row.by.name} <span className="fj-faint">{roleName(row.by.role)}</span>
            </>
          ),
        },
        { title: t('loops.what'), key: 'what', render: (_, row) => <What record={row} /> },
      ]}
    />
  );
}

function What({ record }: { readonly record: LoopRecordView }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const { kind, stage, outcome, fields, note, corrected, flaws } = record;
  const parts = [stage, outcome].flatMap((text) => (text === null ? [] : say(text)));
  const text = (
    <>
      <Tag>{t(`loops.recordKinds.${kind}`)}</Tag>
      {parts.join(' · ')}
      {fields.map(({ title, value }) => (
        <div key={title.zh}>
          <span className="fj-label">{say(title)}</span>
          {/^\d{4}-\d{2}-\d{2}T/.test(value) ? showTime(value) : value}
        </div>
      ))}
      {note === null || note === '' ? null : <div>{note}</div>}
    </>
  );
  return (
    <>
      {corrected ? <del>{text}</del> : text}
      {corrected ? <Tag color="orange">{t('loops.corrected')}</Tag> : null}
      <FlawTags flaws={flaws} />
    </>
  );
}

type Alert = LoopResponse['alerts'][number];

export function Alerts({ alerts }: { readonly alerts: readonly Alert[] }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const roleName = useRoleName();
  return (
    <RecordTable<Alert>
      rowKey={(row) => `${row.at} ${row.stage.zh} ${String(row.percent)} ${row.to.role}`}
      rows={alerts}
      empty={t('loops.noAlerts')}
      width={620}
      columns={[
        timeColumn(t('field.time'), (row) => row.at),
        { title: t('loops.stage'), key: 'stage', render: (_, row) => say(row.stage) },
        {
          title: t('loops.told'),
          key: 'told',
          render: (_, row) => t('loops.owner', { role: roleName(row.to.role), place: t(`loops.places.${row.to.at}`) }),
        },
        {
          title: t('field.reason'),
          key: 'percent',
          render: (_, row) => (row.percent === 0 ? t('loops.begins') : t('loops.percent', { count: row.percent })),
        },
      ]}
    />
  );
}
