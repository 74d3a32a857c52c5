/** Records that an instrument was calibrated, verified or maintained: the day, the next one, and the certificate with its file. */
import type { Instrument } from '@fujie/wire/contracts';
import { useMutation } from '@tanstack/react-query';
import { Input, InputNumber } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { recordActivity } from '../../api/resources.ts';
import { useOptionName } from '../../i18n/option-names.ts';
import { ActForm } from '../../ui/act-dialog.tsx';
import { DayPicker } from '../../ui/day-picker.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { today } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { base64Of } from './base64.ts';

export interface Chosen {
  readonly instrument: Instrument;
  readonly activity: Instrument['activities'][number];
}

interface Props {
  readonly of: Chosen;
  readonly onDone: () => Promise<void>;
  readonly onCancel: () => void;
}

const YEAR_DAYS = 365;

export function ActivityForm({ of: { instrument, activity }, onDone, onCancel }: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  const optionName = useOptionName();
  const [doneOn, setDoneOn] = useState<string>(today());
  const [intervalDays, setInterval] = useState<number>(activity.intervalDays ?? YEAR_DAYS);
  const [certificate, setCertificate] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const dueOn = dayjs(doneOn).add(intervalDays, 'day').format('YYYY-MM-DD');
  const act = useMutation({
    mutationFn: async () =>
      recordActivity({
        ...{ instrument: instrument.code, activity: activity.activity, doneOn, dueOn, intervalDays, certificate },
        ...(file === null ? {} : { document: { name: file.name, content: await base64Of(file) } }),
      }),
    onSuccess: onDone,
  });
  return (
    <ActForm
      act={act}
      label={t('act.submit')}
      isReady={certificate.trim() !== ''}
      onCancel={onCancel}
      onSubmit={() => act.mutate()}
    >
      <p>{`${named(instrument)} ${instrument.code} · ${optionName(activity.activity)}`}</p>
      <span>{t('resources.instruments.doneOn')}</span>
      <DayPicker label={t('resources.instruments.doneOn')} value={doneOn} onChange={setDoneOn} />
      <label htmlFor="activity-interval">{t('resources.instruments.intervalDays')}</label>
      <InputNumber
        id="activity-interval"
        min={1}
        max={3650}
        precision={0}
        value={intervalDays}
        onChange={(value) => setInterval(value ?? YEAR_DAYS)}
      />
      <p className="fj-faint">{t('resources.instruments.nextDue', { day: dueOn })}</p>
      <label htmlFor="activity-certificate">{t('resources.instruments.certificateNo')}</label>
      <Input
        id="activity-certificate"
        value={certificate}
        maxLength={200}
        onChange={(event) => setCertificate(event.target.value)}
      />
      <div>
        <FileButton label={t('resources.instruments.attach')} accept=".pdf,.png,.jpg,.jpeg" onFile={setFile} />{' '}
        <span className="fj-faint">{file?.name ?? t('resources.instruments.attachHint')}</span>
      </div>
    </ActForm>
  );
}
