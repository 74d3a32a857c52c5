/** 靶值: values that do not come of the participants, for all or for a group of them, each with who entered it and when; and those before it. */
import type { EqaOrganisedRound, EqaTargetsEntry } from '@fujie/wire/contracts';
import { AutoComplete, Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { actOnRound } from '../../api/eqa.ts';
import { ActDialog, ActForm } from '../../ui/act-dialog.tsx';
import { timeColumn } from '../../ui/columns.tsx';
import { showNumber } from '../../ui/format.ts';
import { inUnit, listed } from '../../ui/listed.ts';
import { Section } from '../../ui/page.tsx';
import { PastedFaults } from '../../ui/pasted-faults.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { useItemNames } from './item-names.ts';
import { useRoundAct } from './round-act.ts';
import type { TargetKind } from './target-rows.ts';
import { isWhole, panelFaults, TARGET_KINDS, targetsOf } from './target-rows.ts';

type Known = EqaOrganisedRound['known'][number];
const show = (value: number | null): string => (value === null ? '—' : showNumber(value));

export function Targets({ data }: { readonly data: EqaOrganisedRound }) {
  const { t } = useTranslation();
  const nameOf = useItemNames();
  const [isEntering, setEntering] = useState(false);
  const [hasAll, setAll] = useState(false);
  const { round, known } = data;
  const shown = hasAll ? known : known.filter(({ isCurrent, kind }) => isCurrent && kind !== 'consensus');
  // As the round asks for them; of the same the latest stays first.
  const place = ({ item, sample }: Known): number =>
    round.items.findIndex((one) => one.item === item) * round.samples.length + round.samples.indexOf(sample);
  const rows = [...shown].sort((a, b) => place(a) - place(b));
  const unitOf = (item: string): string | null => round.items.find((one) => one.item === item)?.unit ?? null;
  return (
    <Section
      title={t('eqa.knownTargets')}
      tools={
        <>
          <Checkbox checked={hasAll} onChange={(event) => setAll(event.target.checked)}>
            {t('eqa.allVersions')}
          </Checkbox>
          {round.state === 'final' ? null : <Button onClick={() => setEntering(true)}>{t('eqa.setTargets')}</Button>}
        </>
      }
    >
      <p className="fj-faint">{t('eqa.targetsHint')}</p>
      <RecordTable<Known>
        rowKey={(row) => `${row.item}|${row.sample}|${row.variant}|${row.group ?? ''}|${row.at}|${row.kind}`}
        rows={rows}
        empty={t('eqa.noTargets')}
        width={1080}
        columns={[
          { title: t('eqa.item'), key: 'item', render: (_, row) => inUnit(nameOf(row.item), unitOf(row.item)) },
          { title: t('eqa.sample'), dataIndex: 'sample' },
          {
            title: t('eqa.value'),
            key: 'value',
            align: 'right',
            render: (_, row) => row.accepted?.join(' / ') ?? show(row.value),
          },
          { title: t('eqa.uncertainty'), key: 'u', align: 'right', render: (_, row) => show(row.uncertainty) },
          { title: t('eqa.forGroup'), key: 'group', render: (_, row) => row.group ?? t('eqa.all') },
          {
            title: t('eqa.source'),
            key: 'kind',
            render: (_, row) => (
              <>
                {row.kind === 'consensus' ? t('eqa.takenBack') : t(`eqa.targetKinds.${row.kind}`)}
                {row.isCurrent ? null : <span className="fj-faint"> · {t('eqa.replaced')}</span>}
                {row.experts.map(({ laboratory, value, uncertainty }) => (
                  <div key={laboratory} className="fj-faint">
                    {laboratory} {show(value)}
                    {uncertainty === null ? '' : ` ± ${show(uncertainty)}`}
                  </div>
                ))}
              </>
            ),
          },
          { title: t('eqa.variant'), dataIndex: 'variant' },
          { title: t('eqa.note'), dataIndex: 'note' },
          { title: t('eqa.entered'), dataIndex: 'by' },
          timeColumn(t('eqa.enteredAt'), (row) => row.at),
        ]}
      />
      <ActDialog
        of={isEntering ? data : null}
        title={t('eqa.setTargets')}
        width={640}
        onClose={() => setEntering(false)}
      >
        {(of) => <TargetsForm data={of} onDone={() => setEntering(false)} />}
      </ActDialog>
    </Section>
  );
}

interface FormProps {
  readonly data: EqaOrganisedRound;
  readonly onDone: () => void;
}

function TargetsForm({ data: { round, groups, participants }, onDone }: FormProps) {
  const { t } = useTranslation();
  const nameOf = useItemNames();
  const variants = [...new Set(['A', ...participants.map(({ variant }) => variant)])];
  const [item, setItem] = useState(round.items[0]?.item ?? '');
  const [kind, setKind] = useState<TargetKind>('reference');
  const [variant, setVariant] = useState('A');
  const [group, setGroup] = useState('');
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [panel, setPanel] = useState('');
  const [note, setNote] = useState('');
  const asked = round.items.find((one) => one.item === item);
  const isMeasured = asked?.kind === 'quantitative';
  const act = useRoundAct((entry: EqaTargetsEntry) => actOnRound(round.id, 'targets', entry), onDone);
  const of = { item, kind, variant, group: group.trim(), samples: round.samples, isMeasured };
  const targets = targetsOf(of, texts, panel);
  const said = note.trim();
  const hasPanel = kind === 'experts' && isMeasured;
  return (
    <ActForm
      act={act}
      label={t('act.confirm')}
      isReady={isWhole(targets) && (said === '' || said.length >= 2)}
      onCancel={onDone}
      onSubmit={() => act.mutate({ targets, ...(said === '' ? {} : { note: said }) })}
    >
      <label htmlFor="eqa-target-item">{t('eqa.item')}</label>
      <Select
        id="eqa-target-item"
        value={item}
        onChange={(chosen) => {
          // What was typed are values of the item before.
          setItem(chosen);
          setTexts({});
          setPanel('');
        }}
        options={round.items.map((one) => ({ value: one.item, label: nameOf(one.item) }))}
      />
      <label htmlFor="eqa-target-kind">{t('eqa.source')}</label>
      <Select<TargetKind>
        id="eqa-target-kind"
        value={kind}
        onChange={setKind}
        options={TARGET_KINDS.map((value) => ({
          value,
          label: value === 'consensus' ? t('eqa.takeBack') : t(`eqa.targetKinds.${value}`),
        }))}
      />
      <label htmlFor="eqa-target-group">{t('eqa.forGroup')}</label>
      <AutoComplete
        id="eqa-target-group"
        value={group}
        placeholder={t('eqa.forGroupHint')}
        onChange={(text: string) => setGroup(text)}
        options={groups.map((value) => ({ value }))}
        showSearch={{ filterOption: true }}
      />
      {variants.length < 2 ? null : (
        <>
          <label htmlFor="eqa-target-variant">{t('eqa.variant')}</label>
          <Select
            id="eqa-target-variant"
            value={variant}
            onChange={setVariant}
            options={variants.map((value) => ({ value, label: value }))}
          />
        </>
      )}
      {kind === 'consensus' ? <p className="fj-faint">{t('eqa.takeBackHint')}</p> : null}
      {hasPanel ? (
        <>
          <label htmlFor="eqa-target-panel">{inUnit(t('eqa.panel'), asked.unit)}</label>
          <Input.TextArea
            id="eqa-target-panel"
            rows={6}
            value={panel}
            placeholder={t('eqa.panelExample')}
            onChange={(event) => setPanel(event.target.value)}
          />
          <p className="fj-faint">{t('eqa.panelHint', { samples: listed(round.samples) })}</p>
          <PastedFaults faults={panelFaults(panel, round.samples.length)} />
        </>
      ) : null}
      {hasPanel || kind === 'consensus' ? null : (
        <Values
          samples={round.samples}
          unit={asked?.unit ?? null}
          isMeasured={isMeasured}
          texts={texts}
          onChange={setTexts}
        />
      )}
      <label htmlFor="eqa-target-note">{t('eqa.targetNote')}</label>
      <Input id="eqa-target-note" value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
    </ActForm>
  );
}

interface ValuesProps {
  readonly samples: readonly string[];
  readonly unit: string | null;
  readonly isMeasured: boolean;
  readonly texts: Readonly<Record<string, string>>;
  readonly onChange: (texts: Readonly<Record<string, string>>) => void;
}

/** A value of each sample, with its uncertainty; or the answers that are accepted. */
function Values({ samples, unit, isMeasured, texts, onChange }: ValuesProps) {
  const { t } = useTranslation();
  return (
    <table className="fj-eqa-lines">
      <thead>
        <tr>
          <th scope="col">{t('eqa.sample')}</th>
          <th scope="col">{isMeasured ? inUnit(t('eqa.value'), unit) : t('eqa.accepted')}</th>
          {isMeasured ? <th scope="col">{inUnit(t('eqa.uncertainty'), unit)}</th> : null}
        </tr>
      </thead>
      <tbody>
        {samples.map((sample) => (
          <tr key={sample}>
            <th scope="row">{sample}</th>
            {[sample, `${sample}|u`].slice(0, isMeasured ? 2 : 1).map((key, place) => (
              <td key={key}>
                <Input
                  aria-label={`${sample} ${t(place === 1 ? 'eqa.uncertainty' : isMeasured ? 'eqa.value' : 'eqa.accepted')}`}
                  value={texts[key] ?? ''}
                  onChange={(event) => onChange({ ...texts, [key]: event.target.value })}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
