/** 全程记录: everything that was recorded of a loop, what was corrected struck through. */
import type { LoopRecordView } from '@fujie/wire/contracts';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { showTime } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { Section } from '../../ui/page.tsx';
import { useRecorderName, useRoleName } from '../../ui/role-name.ts';
import { useRunName } from '../../ui/run-name.ts';
import { FlawTags } from './tags.tsx';

/** Who stands in records as what they are. */
const NAMELESS: readonly string[] = ['platform', 'reporter', 'complainant'];

export function Records({ records }: { readonly records: readonly LoopRecordView[] }) {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const recorderName = useRecorderName();
  return (
    <ol className="fj-loop-records">
      {records.map((record) => (
        <li key={record.id}>
          <div>
            {showTime(record.occurredAt)}
            {showTime(record.occurredAt) === showTime(record.recordedAt) ? null : (
              <div className="fj-faint">{t('loops.recordedAt', { at: showTime(record.recordedAt) })}</div>
            )}
          </div>
          <div>
            {recorderName(record.by.name)}{' '}
            {NAMELESS.includes(record.by.role) ? null : <span className="fj-faint">{roleName(record.by.role)}</span>}
          </div>
          <div>
            <What record={record} />
          </div>
        </li>
      ))}
    </ol>
  );
}

/** 事由: what a loop is because of, before what is to be done about it. */
export function Reason({ records }: { readonly records: readonly LoopRecordView[] }) {
  const { t } = useTranslation();
  const opened = records.find(isReason);
  if (opened === undefined || opened.fields.length === 0) return null;
  return (
    <Section title={t('loops.arose')}>
      <Fields of={opened} />
    </Section>
  );
}

/** The record that opened a loop; one that was corrected stands among the records with what it said. */
const isReason = ({ kind, corrected }: LoopRecordView): boolean => kind === 'opened' && !corrected;

function Fields({ of: { fields } }: { readonly of: LoopRecordView }) {
  const say = useBilingual();
  const runName = useRunName();
  return fields.map(({ title, value }) => (
    <div key={title.zh}>
      <span className="fj-label">{say(title)}</span>
      {/^\d{4}-\d{2}-\d{2}T/.test(value.zh) ? showTime(runName(value.zh)) : say(value)}
    </div>
  ));
}

function What({ record }: { readonly record: LoopRecordView }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const { kind, stage, outcome, note, proof, corrected, flaws } = record;
  const parts = [stage, outcome].flatMap((text) => (text === null ? [] : say(text)));
  const text = (
    <>
      <Tag>{t(`loops.recordKinds.${kind}`)}</Tag>
      {parts.join(' · ')}
      {isReason(record) ? null : <Fields of={record} />}
      {note === null ? null : <div>{say(note)}</div>}
      {proof === null ? null : (
        <div>
          <span className="fj-label">{t('loops.proof.from', { system: proof.from })}</span>
          {t(`loops.proof.kinds.${proof.resource}`)} {proof.value} <span className="fj-faint">{proof.system}</span>
        </div>
      )}
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
