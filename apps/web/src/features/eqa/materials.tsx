/** 均匀性与稳定性: whether the material of a round is what every laboratory can be judged by (ISO 13528). */
import type { EqaMaterialEntry, EqaOrganisedRound } from '@fujie/wire/contracts';
import { Button, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { actOnRound } from '../../api/eqa.ts';
import { ActDialog, ActForm } from '../../ui/act-dialog.tsx';
import { timeColumn } from '../../ui/columns.tsx';
import { showNumber } from '../../ui/format.ts';
import { inUnit } from '../../ui/listed.ts';
import { Section } from '../../ui/page.tsx';
import { readPasted } from '../../ui/pasted.ts';
import { PastedFaults } from '../../ui/pasted-faults.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { useItemNames } from './item-names.ts';
import { useRoundAct } from './round-act.ts';

type Material = EqaOrganisedRound['materials'][number];
const VERDICTS = [
  ...['homogeneous', 'homogeneous by the expanded criterion', 'not homogeneous', 'too few items'],
  ...['stable', 'not stable'],
] as const;
const KINDS = ['homogeneity', 'stability'] as const;

export function Materials({ data: { round, materials } }: { readonly data: EqaOrganisedRound }) {
  const { t } = useTranslation();
  const nameOf = useItemNames();
  const [isEntering, setEntering] = useState(false);
  return (
    <Section
      title={t('eqa.materials')}
      tools={<Button onClick={() => setEntering(true)}>{t('eqa.addMaterial')}</Button>}
    >
      <RecordTable<Material>
        rowKey={(row) => `${row.item}|${row.sample}|${row.kind}`}
        rows={materials}
        empty={t('eqa.noMaterials')}
        columns={[
          { title: t('eqa.kind'), key: 'kind', render: (_, row) => t(`eqa.materialKinds.${row.kind}`) },
          { title: t('eqa.item'), key: 'item', render: (_, row) => nameOf(row.item) },
          { title: t('eqa.sample'), dataIndex: 'sample' },
          {
            title: t('eqa.figure'),
            key: 'figure',
            render: (_, row) =>
              inUnit(
                `${showNumber(row.figure)} / ${showNumber(row.limit)}`,
                round.items.find((one) => one.item === row.item)?.unit ?? null,
              ),
          },
          {
            title: t('eqa.isFit'),
            key: 'isFit',
            render: (_, row) => {
              const verdict = VERDICTS.find((one) => one === row.verdict);
              return (
                <span className={row.isFit ? 'fj-good' : 'fj-bad'}>
                  {t(row.isFit ? 'eqa.fit' : 'eqa.unfit')}
                  {verdict === undefined ? '' : ` · ${t(`eqa.materialVerdicts.${verdict}`)}`}
                </span>
              );
            },
          },
          { title: t('eqa.appealBy'), dataIndex: 'by' },
          timeColumn(t('eqa.entered'), (row) => row.at),
        ]}
      />
      <ActDialog of={isEntering ? round : null} title={t('eqa.addMaterial')} onClose={() => setEntering(false)}>
        {(one) => <MaterialForm round={one} onDone={() => setEntering(false)} />}
      </ActDialog>
    </Section>
  );
}

function MaterialForm({ round, onDone }: { readonly round: EqaOrganisedRound['round']; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const nameOf = useItemNames();
  const measured = round.items.filter(({ kind }) => kind === 'quantitative');
  const [kind, setKind] = useState<(typeof KINDS)[number]>('homogeneity');
  const [item, setItem] = useState(measured[0]?.item ?? '');
  const [sample, setSample] = useState(round.samples[0] ?? '');
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const act = useRoundAct((entry: EqaMaterialEntry) => actOnRound(round.id, 'materials', entry), onDone);
  const [read, readAfter] = [readPasted(first, kind === 'homogeneity' ? [2] : undefined), readPasted(second)];
  const [before, after] = [read.rows.flat(), readAfter.rows.flat()];
  const faults = [...read.faults, ...readAfter.faults];
  const isReady =
    item !== '' &&
    faults.length === 0 &&
    before.length >= 2 &&
    (kind === 'homogeneity' ? read.rows.length >= 2 : after.length >= 2);
  const unit = measured.find((one) => one.item === item)?.unit ?? null;
  return (
    <ActForm
      act={act}
      label={t('act.confirm')}
      isReady={isReady}
      onCancel={onDone}
      onSubmit={() =>
        act.mutate({
          item,
          sample,
          ...(kind === 'homogeneity' ? { pairs: read.rows.map((pair) => [...pair]) } : { before, after }),
        })
      }
    >
      <Radio.Group
        aria-label={t('eqa.kind')}
        value={kind}
        onChange={(event) => setKind(event.target.value as (typeof KINDS)[number])}
        options={KINDS.map((value) => ({ value, label: t(`eqa.materialKinds.${value}`) }))}
      />
      <label htmlFor="eqa-material-item">{t('eqa.item')}</label>
      <Select
        id="eqa-material-item"
        value={item}
        onChange={setItem}
        options={measured.map((one) => ({ value: one.item, label: nameOf(one.item) }))}
      />
      <label htmlFor="eqa-material-sample">{t('eqa.sample')}</label>
      <Select
        id="eqa-material-sample"
        value={sample}
        onChange={setSample}
        options={round.samples.map((one) => ({ value: one, label: one }))}
      />
      <label htmlFor="eqa-material-first">{inUnit(t(kind === 'homogeneity' ? 'eqa.pairs' : 'eqa.before'), unit)}</label>
      <Input.TextArea
        id="eqa-material-first"
        rows={6}
        value={first}
        onChange={(event) => setFirst(event.target.value)}
      />
      <p className="fj-faint">{t(kind === 'homogeneity' ? 'eqa.pairsHint' : 'eqa.numbersHint')}</p>
      {kind === 'homogeneity' ? null : (
        <>
          <label htmlFor="eqa-material-second">{inUnit(t('eqa.after'), unit)}</label>
          <Input.TextArea
            id="eqa-material-second"
            rows={4}
            value={second}
            onChange={(event) => setSecond(event.target.value)}
          />
        </>
      )}
      <PastedFaults faults={faults} />
    </ActForm>
  );
}
