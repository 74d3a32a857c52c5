/** 质控快速录入: an instrument's systems × lots and levels, by keyboard alone; a trial shows the verdicts before anything is saved. */
import type { IqcEntry, IqcLevel, IqcOverviewResponse } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './laboratory.css';
import { IQC_KEY, iqcOverviewQuery, recordIqc } from '../../api/iqc.ts';
import { LOOPS_KEY } from '../../api/loops.ts';
import { Require, useActor } from '../../app/require.tsx';
import { MomentPicker } from '../../ui/day-picker.tsx';
import { fieldFaults } from '../../ui/field-faults.ts';
import { now, today } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { EntryGrid } from './entry-grid.tsx';
import type { SentCell } from './entry-rows.ts';
import { columnKey, entryGrid, faultOf, filledCells, measurementOf, withoutSaved } from './entry-rows.ts';
import { Recorded } from './recorded.tsx';

const route = getRouteApi('/desk/laboratory/iqc/entry');
const PURPOSES = ['routine', 'temporary', 'parallel'] as const;

export function IqcEntryPage() {
  const { t } = useTranslation();
  const actor = useActor();
  const { instrument } = route.useSearch();
  const navigate = route.useNavigate();
  const overview = useQuery(iqcOverviewQuery(actor?.institution?.code ?? '', today()));
  return (
    <Require can="iqc:record">
      <Page
        title={t('iqc.entry.title')}
        subtitle={t('iqc.entry.subtitle')}
        tools={
          <>
            <Link to="/laboratory/iqc/sheet" className="fj-button-link">
              {t('iqcSheet.title')}
            </Link>
            <Link to="/laboratory/iqc" className="fj-button-link">
              {t('iqc.overview')}
            </Link>
          </>
        }
      >
        <Loaded query={overview} isEmpty={({ systems }) => systems.length === 0} empty={t('iqc.entry.noSystems')}>
          {(data) => (
            <Instrument
              data={data}
              chosen={instrument}
              onChoose={(code) => void navigate({ search: { instrument: code } })}
            />
          )}
        </Loaded>
      </Page>
    </Require>
  );
}

interface InstrumentProps {
  readonly data: IqcOverviewResponse;
  readonly chosen: string | undefined;
  readonly onChoose: (instrument: string) => void;
}

type Purpose = (typeof PURPOSES)[number];

function Instrument({ data, chosen, onChoose }: InstrumentProps) {
  const { t } = useTranslation();
  const named = useNamed();
  const queries = useQueryClient();
  const instruments = new Map(data.systems.map((system) => [system.instrument.code, system.instrument]));
  // Where nothing can be entered yet, nobody begins.
  const first = data.systems.find(({ materials }) => materials.length > 0) ?? data.systems[0];
  const instrument = chosen ?? first?.instrument.code ?? '';
  const known = instruments.get(instrument);
  const [addedKeys, setAddedKeys] = useState<readonly string[]>([]);
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [purpose, setPurpose] = useState<Purpose>('routine');
  const [operator, setOperator] = useState('');
  const [measuredAt, setMeasuredAt] = useState<string | null>(null);
  // Sent again because no answer came, it is the same measurement.
  const [stamp, setStamp] = useState<string | null>(null);
  const { columns, rows } = entryGrid(
    data.systems.filter((system) => system.instrument.code === instrument),
    data.lots.filter((lot) => addedKeys.includes(columnKey(lot))),
  );
  const filled = filledCells(rows, values);
  const record = useMutation({
    mutationFn: async (sent: IqcEntry & { readonly cells: readonly SentCell[] }) => {
      const { cells: _cells, ...body } = sent;
      return recordIqc(body);
    },
    onSuccess: async (_recorded, { dryRun, cells }) => {
      if (dryRun === true) return;
      setStamp(null);
      setValues((typed) => withoutSaved(typed, cells));
      await queries.invalidateQueries({ queryKey: IQC_KEY });
      await queries.invalidateQueries({ queryKey: LOOPS_KEY });
    },
  });
  const send = (dryRun: boolean) => {
    const instant = measuredAt ?? stamp ?? now();
    if (!dryRun) setStamp(instant);
    const results = filled.map((cell) => measurementOf(cell, { measuredAt: instant, purpose, operator }));
    record.mutate({ results, cells: filled, ...(dryRun ? { dryRun } : {}) });
  };
  const change = (key: string, value: string) => {
    // What is changed is another measurement.
    setStamp(null);
    record.reset();
    setValues((before) => ({ ...before, [key]: value }));
  };
  const hasFault = rows.some(({ system, cells }) =>
    cells.some((cell) => cell !== null && faultOf(system.kind, values[cell.key] ?? '') !== null),
  );
  const isReady = filled.length > 0 && !hasFault;
  const sentCells = record.variables?.cells ?? [];
  const faults = fieldFaults(
    record.error,
    (path) => sentCells[Number(/^results\[(\d+)\]/.exec(path)?.[1])]?.key ?? null,
  );
  return (
    <Section
      title={`${known === undefined ? '' : named(known)} ${instrument}`}
      tools={
        <Select
          aria-label={t('iqc.instrument')}
          value={instrument}
          popupMatchSelectWidth={false}
          onChange={(code) => {
            record.reset();
            onChoose(code);
          }}
          options={[...instruments.values()].map((one) => ({ value: one.code, label: `${named(one)} ${one.code}` }))}
        />
      }
    >
      <div className="fj-toolbar">
        <Field label={t('iqc.entry.measuredAt')}>
          <MomentPicker
            label={t('iqc.entry.measuredAt')}
            placeholder={t('iqc.entry.now')}
            value={measuredAt}
            onChange={(picked) => {
              setStamp(null);
              setMeasuredAt(picked);
            }}
          />
        </Field>
        <Field label={t('iqc.entry.purpose')}>
          <Select<Purpose>
            aria-label={t('iqc.entry.purpose')}
            value={purpose}
            popupMatchSelectWidth={false}
            onChange={setPurpose}
            options={PURPOSES.map((value) => ({ value, label: t(`iqc.purposes.${value}`) }))}
          />
        </Field>
        <Field label={t('iqc.entry.operator')}>
          <Input
            className="fj-iqc-operator"
            aria-label={t('iqc.entry.operator')}
            value={operator}
            maxLength={60}
            onChange={(event) => setOperator(event.target.value)}
          />
        </Field>
        <Field label={t('iqc.entry.addLots')}>
          <AddLots lots={data.lots} columns={columns} chosen={addedKeys} onChoose={setAddedKeys} />
        </Field>
      </div>
      {columns.length === 0 ? (
        <EmptyNote>{t('iqc.entry.noLots')}</EmptyNote>
      ) : (
        <EntryGrid
          columns={columns}
          rows={rows}
          values={values}
          faults={faults}
          recorded={record.data ?? null}
          onChange={change}
        />
      )}
      {record.error === null ? null : <ProblemAlert error={record.error} spots={faults.rest} />}
      <div className="fj-grid-actions">
        <Button disabled={!isReady} loading={record.isPending} onClick={() => send(true)}>
          {t('iqc.entry.try')}
        </Button>
        <Button type="primary" disabled={!isReady} loading={record.isPending} onClick={() => send(false)}>
          {t('iqc.entry.save')}
        </Button>
        <span className="fj-faint">{t('iqc.entry.filled', { count: filled.length })}</span>
      </div>
      <div aria-live="polite">
        {record.data === undefined ? null : (
          <Recorded recorded={record.data} isTrial={record.variables.dryRun === true} systems={data.systems} />
        )}
      </div>
    </Section>
  );
}

function Field({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <span className="fj-toolbar-field">
      <span aria-hidden className="fj-faint">
        {label}
      </span>
      {children}
    </span>
  );
}

interface AddLotsProps {
  readonly lots: readonly IqcLevel[];
  readonly columns: readonly IqcLevel[];
  readonly chosen: readonly string[];
  readonly onChoose: (keys: readonly string[]) => void;
}

/** Lots in use that have no target on this instrument yet. */
function AddLots({ lots, columns, chosen, onChoose }: AddLotsProps) {
  const { t } = useTranslation();
  const named = useNamed();
  const shown = new Set(columns.map(columnKey));
  const free = lots.filter((lot) => chosen.includes(columnKey(lot)) || !shown.has(columnKey(lot)));
  return (
    <Select
      mode="multiple"
      className="fj-iqc-lots"
      aria-label={t('iqc.entry.addLots')}
      title={t('iqc.entry.addLotsHint')}
      value={[...chosen]}
      popupMatchSelectWidth={false}
      onChange={(keys: string[]) => onChoose(keys)}
      options={free.map((lot) => ({ value: columnKey(lot), label: `${named(lot)} ${lot.lot} ${lot.level}` }))}
    />
  );
}
