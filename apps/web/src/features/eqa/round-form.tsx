/** Makes a round 轮次 of a programme: its name, times and samples; the items are those of the programme. */
import type { EqaRoundEntry } from '@fujie/wire/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Input, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { createEqaRound } from '../../api/eqa.ts';
import { ActForm } from '../../ui/act-dialog.tsx';
import { MomentPicker } from '../../ui/day-picker.tsx';
import { missingOf } from '../../ui/missing.ts';
import type { Programme } from './parts.ts';
import { useRoundAct } from './round-act.ts';

interface Props {
  readonly programme: Programme;
  readonly year: number;
  readonly onDone: () => void;
}

export function RoundForm({ programme, year, onDone }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const number = programme.held.length + 1;
  const [round, setRound] = useState(`${String(year)}-${programme.code}-${String(number)}`);
  const [nameZh, setNameZh] = useState(`${String(year)}年第${String(number)}次${programme.nameZh}`);
  const [nameEn, setNameEn] = useState(
    programme.nameEn === null ? '' : `${programme.nameEn}, round ${String(number)} of ${String(year)}`,
  );
  const [samples, setSamples] = useState(
    Array.from({ length: programme.samples }, (_, i) => `${String(year)}${String(number)}${String(i + 1)}`).join(' '),
  );
  const [opensAt, setOpensAt] = useState<string | null>(null);
  const [closesAt, setClosesAt] = useState<string | null>(null);
  const [lateRule, setLateRule] = useState<EqaRoundEntry['lateRule']>('store');
  const act = useRoundAct(createEqaRound, ({ id }) => {
    onDone();
    void navigate({ to: '/laboratory/eqa/organised/$round', params: { round: String(id) } });
  });
  const numbers = samples.split(/[\s,，、;；]+/).filter((one) => one !== '');
  const missing = missingOf([
    [t('eqa.round'), round.trim() !== ''],
    [t('eqa.name'), nameZh.trim() !== ''],
    [t('eqa.opensAt'), opensAt !== null],
    [t('eqa.closesAt'), closesAt !== null],
    [t('eqa.sampleNumbers'), numbers.length > 0],
  ]);
  const send = () => {
    if (opensAt === null || closesAt === null) return;
    act.mutate({
      ...{
        organiser: programme.organiser.code,
        programme: programme.code,
        round: round.trim(),
        nameZh: nameZh.trim(),
        year,
      },
      nameEn: nameEn.trim() === '' ? null : nameEn.trim(),
      ...{ opensAt, closesAt, lateRule, samples: numbers },
      items: programme.items.map(({ unit, lowest, highest, ...item }) => ({
        ...item,
        ...(unit === null ? {} : { unit }),
        ...(lowest === null ? {} : { lowest }),
        ...(highest === null ? {} : { highest }),
      })),
    });
  };
  return (
    <ActForm
      act={act}
      label={t('eqa.create')}
      isReady={missing.length === 0}
      missing={missing}
      onCancel={onDone}
      onSubmit={send}
    >
      <label htmlFor="eqa-round">{t('eqa.round')}</label>
      <Input id="eqa-round" value={round} maxLength={60} onChange={(event) => setRound(event.target.value)} />
      <label htmlFor="eqa-round-name">{t('eqa.name')}</label>
      <Input id="eqa-round-name" value={nameZh} maxLength={120} onChange={(event) => setNameZh(event.target.value)} />
      <label htmlFor="eqa-round-name-en">{t('eqa.nameEn')}</label>
      <Input
        id="eqa-round-name-en"
        value={nameEn}
        maxLength={120}
        onChange={(event) => setNameEn(event.target.value)}
      />
      <label htmlFor="eqa-opens">{t('eqa.opensAt')}</label>
      <MomentPicker id="eqa-opens" value={opensAt} onChange={setOpensAt} />
      <label htmlFor="eqa-closes">{t('eqa.closesAt')}</label>
      <MomentPicker id="eqa-closes" value={closesAt} onChange={setClosesAt} />
      <label htmlFor="eqa-numbers">{t('eqa.sampleNumbers')}</label>
      <Input id="eqa-numbers" value={samples} onChange={(event) => setSamples(event.target.value)} />
      <p className="fj-faint">{t('eqa.sampleNumbersHint')}</p>
      <Radio.Group
        aria-label={t('eqa.lateRuleLabel')}
        value={lateRule}
        onChange={(event) => setLateRule(event.target.value as EqaRoundEntry['lateRule'])}
        options={(['store', 'refuse'] as const).map((value) => ({ value, label: t(`eqa.lateRule.${value}`) }))}
      />
    </ActForm>
  );
}
