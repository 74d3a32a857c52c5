/** Registers a certificate of a person: of what, until when it holds, for one group of items or all, with its file. */
import type { StaffCertificateEntry, StaffResponse } from '@fujie/wire/contracts';
import { useMutation } from '@tanstack/react-query';
import { Radio, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { recordCertificate } from '../../api/resources.ts';
import { useOptionName } from '../../i18n/option-names.ts';
import { ActForm } from '../../ui/act-dialog.tsx';
import { DayPicker } from '../../ui/day-picker.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { today } from '../../ui/format.ts';
import { base64Of } from './base64.ts';

type Person = StaffResponse['staff'][number];
type Part = StaffCertificateEntry['part'];

const PARTS: readonly Part[] = ['training', 'authorisation', 'qualification'];
const EVERY = '';

interface Props {
  readonly of: Person;
  readonly onDone: () => Promise<void>;
  readonly onCancel: () => void;
}

export function CertificateForm({ of: { practitioner, group: own, gap }, onDone, onCancel }: Props) {
  const { t } = useTranslation();
  const optionName = useOptionName();
  const [part, setPart] = useState<Part>(PARTS.find((one) => gap === `${one}-expired`) ?? 'training');
  const [group, setGroup] = useState<string>(own);
  const [doneOn, setDoneOn] = useState<string>(today());
  const [until, setUntil] = useState<string>(dayjs(today()).add(1, 'year').format('YYYY-MM-DD'));
  const [file, setFile] = useState<File | null>(null);
  const act = useMutation({
    mutationFn: async (chosen: File) =>
      recordCertificate({
        ...{ practitioner: practitioner.code, part, doneOn, until, ...(group === EVERY ? {} : { group }) },
        document: { name: chosen.name, content: await base64Of(chosen) },
      }),
    onSuccess: onDone,
  });
  return (
    <ActForm
      act={act}
      label={t('act.submit')}
      isReady={file !== null}
      onCancel={onCancel}
      onSubmit={() => {
        if (file !== null) act.mutate(file);
      }}
    >
      <p>{`${practitioner.nameZh} ${practitioner.code}`}</p>
      <span>{t('resources.staff.part')}</span>
      <Radio.Group
        aria-label={t('resources.staff.part')}
        value={part}
        onChange={({ target }) => setPart(target.value as Part)}
        options={PARTS.map((value) => ({ value, label: t(`resources.staff.certified.${value}`) }))}
      />
      <span>{t('resources.staff.group')}</span>
      <Select
        aria-label={t('resources.staff.group')}
        value={group}
        onChange={setGroup}
        options={[
          { value: own, label: optionName(own) },
          { value: EVERY, label: t('resources.staff.everyGroup') },
        ]}
      />
      <span>{t('resources.staff.issuedOn')}</span>
      <DayPicker label={t('resources.staff.issuedOn')} value={doneOn} onChange={setDoneOn} />
      <span>{t('resources.staff.holdsUntil')}</span>
      <DayPicker label={t('resources.staff.holdsUntil')} value={until} onChange={setUntil} />
      <div>
        <FileButton label={t('resources.instruments.attach')} accept=".pdf,.png,.jpg,.jpeg" onFile={setFile} />{' '}
        <span className="fj-faint">{file?.name ?? t('resources.instruments.attachHint')}</span>
      </div>
    </ActForm>
  );
}
