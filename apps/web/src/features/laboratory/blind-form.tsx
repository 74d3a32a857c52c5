/** Hides a blind sample 安排飞行盲样: where, under which record number, with which targets. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import type { BlindSampleEntry } from '@fujie/wire/contracts';
import { useMutation } from '@tanstack/react-query';
import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { hideBlindSample } from '../../api/blind-samples.ts';
import { ActForm } from '../../ui/act-dialog.tsx';
import { CodeSelect } from '../../ui/code-select.tsx';
import { DayPicker } from '../../ui/day-picker.tsx';
import { today } from '../../ui/format.ts';
import { readAnswers } from '../../ui/pasted.ts';

interface Row {
  readonly key: number;
  readonly item: string | null;
  /** A number, or of what is not measured the accepted results, set apart by a comma or semicolon. */
  readonly target: string;
  readonly percent: number;
  readonly isMeasured: boolean;
}

interface Props {
  readonly onDone: () => Promise<void>;
  readonly onCancel: () => void;
}

const DEFAULT_PERCENT = 10;
const emptyRow = (key: number): Row => ({
  ...{ key, item: null, target: '', percent: DEFAULT_PERCENT, isMeasured: true },
});

export function BlindForm({ onDone, onCancel }: Props) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [institution, setInstitution] = useState<string | null>(null);
  const [mrn, setMrn] = useState('');
  const [name, setName] = useState('');
  const [handedOn, setHandedOn] = useState<string>(today());
  const [rows, setRows] = useState<readonly Row[]>([emptyRow(0)]);
  const act = useMutation({ mutationFn: hideBlindSample, onSuccess: onDone });
  const set = (key: number, change: Partial<Row>): void =>
    setRows(rows.map((row) => (row.key === key ? { ...row, ...change } : row)));
  const isFilled = (row: Row): boolean =>
    row.item !== null &&
    (row.isMeasured
      ? row.target.trim() !== '' && Number.isFinite(Number(row.target))
      : readAnswers(row.target).length > 0);
  const targets = rows.flatMap((row): BlindSampleEntry['targets'] => {
    const { item, target, percent, isMeasured } = row;
    if (item === null) return [];
    return isMeasured
      ? [{ item, criterion: { type: 'pct', percent }, value: Number(target) }]
      : [{ item, criterion: { type: 'agreement' }, accepted: readAnswers(target) }];
  });
  const isRegistered = institution !== null && mrn.trim() !== '' && name.trim() !== '';
  const isReady = code.trim() !== '' && isRegistered && rows.every(isFilled);
  return (
    <ActForm
      act={act}
      label={t('blind.hide')}
      isReady={isReady}
      onCancel={onCancel}
      onSubmit={() => {
        const of = { code: code.trim(), mrn: mrn.trim(), name: name.trim() };
        if (institution !== null) act.mutate({ ...of, institution, handedOn, targets });
      }}
    >
      <p className="fj-faint">{t('blind.hint')}</p>
      <label htmlFor="blind-code">{t('blind.code')}</label>
      <Input id="blind-code" value={code} maxLength={60} onChange={(event) => setCode(event.target.value)} />
      <label htmlFor="blind-institution">{t('marks.institution')}</label>
      <CodeSelect
        id="blind-institution"
        registers={['institution']}
        label={t('marks.institution')}
        value={institution}
        onChange={(value) => setInstitution(typeof value === 'string' ? value : null)}
      />
      <label htmlFor="blind-mrn">{t('blind.mrn')}</label>
      <Input id="blind-mrn" value={mrn} maxLength={60} onChange={(event) => setMrn(event.target.value)} />
      <label htmlFor="blind-name">{t('blind.name')}</label>
      <Input id="blind-name" value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
      <span>{t('blind.handedOn')}</span>
      <DayPicker label={t('blind.handedOn')} value={handedOn} onChange={setHandedOn} />
      <span>{t('blind.targets')}</span>
      {rows.map((row) => (
        <div key={row.key} className="fj-blind-row">
          <CodeSelect
            registers={['item']}
            label={t('marks.item')}
            value={row.item}
            onChange={(value) => set(row.key, { item: typeof value === 'string' ? value : null })}
          />
          <Input
            aria-label={t('blind.target')}
            placeholder={t(row.isMeasured ? 'blind.targetHint' : 'blind.acceptedHint')}
            value={row.target}
            maxLength={200}
            onChange={(event) => set(row.key, { target: event.target.value })}
          />
          <Select
            aria-label={t('eqa.kind')}
            value={row.isMeasured ? 'quantitative' : 'qualitative'}
            onChange={(kind) => set(row.key, { isMeasured: kind === 'quantitative' })}
            options={(['quantitative', 'qualitative'] as const).map((value) => ({
              value,
              label: t(`eqa.kinds.${value}`),
            }))}
          />
          <InputNumber
            aria-label={t('blind.percent')}
            disabled={!row.isMeasured}
            prefix="±"
            suffix="%"
            min={0.1}
            max={100}
            value={row.isMeasured ? row.percent : null}
            onChange={(percent) => percent !== null && set(row.key, { percent })}
          />
          <Button
            icon={<DeleteOutlined />}
            aria-label={t('blind.remove')}
            disabled={rows.length === 1}
            onClick={() => setRows(rows.filter(({ key }) => key !== row.key))}
          />
        </div>
      ))}
      <Button
        icon={<PlusOutlined />}
        onClick={() => setRows([...rows, emptyRow(Math.max(...rows.map(({ key }) => key)) + 1)])}
      >
        {t('blind.add')}
      </Button>
    </ActForm>
  );
}
