/** 回报矩阵: what every laboratory returned for an item, how each value stands, what was corrected, and how it was graded. */
import type { EqaMatrixResponse, EqaOrganisedRound } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Input, Select, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { eqaMatrixFile, eqaMatrixQuery } from '../../api/eqa.ts';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { timeColumn } from '../../ui/columns.tsx';
import { DownloadLink } from '../../ui/download-link.tsx';
import { showTime } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { useItemNames } from './item-names.ts';
import { Returned } from './returned.tsx';

type Row = EqaMatrixResponse['rows'][number];
type Cell = Row['cells'][number];

const FILTERS = ['all', 'submitted', 'late', 'missing', 'corrected', 'signal', 'failed'] as const;
type Filter = (typeof FILTERS)[number];
const IS_SHOWN: Readonly<Record<Filter, (row: Row) => boolean>> = {
  all: () => true,
  submitted: ({ status }) => status === 'submitted',
  late: ({ status }) => status === 'late',
  missing: ({ status }) => status === 'not participating',
  corrected: ({ cells }) => cells.some(({ corrected }) => corrected !== null),
  signal: ({ cells }) => cells.some(({ zClass }) => zClass !== null && zClass !== 'acceptable'),
  failed: ({ outcome }) => outcome === 'FAIL' || outcome === 'ABSENT',
};
const COLOURS = { acceptable: 'good', 'warning signal': 'warning', 'action signal': 'action' } as const;

export function Matrix({ data: { round } }: { readonly data: EqaOrganisedRound }) {
  const { t } = useTranslation();
  const named = useNamed();
  const nameOf = useItemNames();
  const [item, setItem] = useState(round.items[0]?.item ?? '');
  const [filter, setFilter] = useState<Filter>('all');
  const [search, setSearch] = useState('');
  const found = useQuery(eqaMatrixQuery(round.id, item));
  const isNamed = ({ institution }: Row): boolean =>
    `${institution.code} ${named(institution)}`.toLowerCase().includes(search.trim().toLowerCase());
  return (
    <Section
      title={t('eqa.matrix')}
      tools={<DownloadLink href={eqaMatrixFile(round.id)}>{t('eqa.exportAll')}</DownloadLink>}
    >
      <div className="fj-toolbar">
        <Select
          aria-label={t('eqa.item')}
          value={item}
          popupMatchSelectWidth={false}
          onChange={setItem}
          options={round.items.map((one) => ({ value: one.item, label: nameOf(one.item) }))}
        />
        <Select<Filter>
          aria-label={t('eqa.show')}
          value={filter}
          popupMatchSelectWidth={false}
          onChange={setFilter}
          options={FILTERS.map((value) => ({ value, label: t(`eqa.filters.${value}`) }))}
        />
        <Input
          className="fj-eqa-search"
          allowClear
          aria-label={t('eqa.institution')}
          placeholder={t('eqa.institution')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        {(['acceptable', 'warning signal', 'action signal'] as const).map((zClass) => (
          <span key={zClass} className={`fj-eqa-z fj-eqa-z-${COLOURS[zClass]}`}>
            {t(`eqa.zClasses.${zClass}`)}
          </span>
        ))}
      </div>
      <Loaded query={found}>
        {({ rows, samples }) => (
          <Rows round={round.id} samples={samples} rows={rows.filter((row) => IS_SHOWN[filter](row) && isNamed(row))} />
        )}
      </Loaded>
    </Section>
  );
}

interface RowsProps {
  readonly round: number;
  readonly samples: readonly string[];
  readonly rows: readonly Row[];
}

function Rows({ round, samples, rows }: RowsProps) {
  const { t } = useTranslation();
  const named = useNamed();
  const [open, setOpen] = useState<Row | null>(null);
  return (
    <>
      <RecordTable<Row>
        rowKey={(row) => row.institution.code}
        rows={rows}
        empty={t('eqa.noRows')}
        width={680 + 84 * samples.length}
        columns={[
          {
            title: t('eqa.institution'),
            key: 'institution',
            // On a phone the values stay beside whose they are.
            fixed: 'left',
            width: 150,
            render: (_, row) => (
              <button type="button" className="fj-link fj-eqa-open" onClick={() => setOpen(row)}>
                {named(row.institution)}
              </button>
            ),
          },
          {
            title: t('eqa.returnStatus'),
            key: 'status',
            width: 110,
            render: (_, row) => (
              <span className="fj-nowrap">
                {t(`eqa.statuses.${row.status}`)}
                {row.versions > 1 ? <Tag color="blue">{t('eqa.version', { version: row.versions })}</Tag> : null}
              </span>
            ),
          },
          ...samples.map((sample, place) => ({
            title: sample,
            key: sample,
            align: 'right' as const,
            render: (_: unknown, row: Row) => {
              const cell = row.cells[place];
              return cell === undefined ? null : <Value cell={cell} />;
            },
          })),
          {
            title: t('eqa.outcome'),
            key: 'outcome',
            width: 100,
            render: (_, { outcome }) =>
              outcome === null ? (
                '—'
              ) : (
                <span className={outcome === 'PASS' ? 'fj-good' : outcome === 'PENDING' ? 'fj-faint' : 'fj-bad'}>
                  {t(`eqa.outcomes.${outcome}`)}
                </span>
              ),
          },
          { ...timeColumn<Row>(t('eqa.submittedAt'), (row) => row.submittedAt), width: 160 },
          {
            title: t('eqa.received'),
            key: 'receipt',
            width: 160,
            render: (_, { receipt }) =>
              receipt === null ? (
                <span className="fj-faint">{t('eqa.noReceipt')}</span>
              ) : (
                <>
                  <span className={receipt.condition === 'good' ? '' : 'fj-bad'}>
                    {t(`eqa.conditions.${receipt.condition}`)}
                  </span>
                  <div className="fj-faint fj-nowrap">{showTime(receipt.receivedAt)}</div>
                </>
              ),
          },
        ]}
      />
      <ActDialog
        of={open}
        title={open === null ? '' : named(open.institution)}
        width={860}
        onClose={() => setOpen(null)}
      >
        {({ institution }) => <Returned round={round} institution={institution.code} />}
      </ActDialog>
    </>
  );
}

function Value({ cell: { reported, state, corrected, z, zClass } }: { readonly cell: Cell }) {
  const { t } = useTranslation();
  if (state === 'missing' || state === 'excused' || state === 'blank')
    return (
      <>
        <span className="fj-faint">{state === 'missing' ? '—' : t(`eqa.cellStates.${state}`)}</span>
        {corrected === null ? null : <Before text={corrected} />}
      </>
    );
  const colour = zClass === null ? '' : `fj-eqa-z fj-eqa-z-${COLOURS[zClass]}`;
  return (
    <>
      <span className={colour}>{reported}</span>
      {z === null || zClass === 'acceptable' ? null : <div className="fj-faint fj-nowrap">z {z.toFixed(2)}</div>}
      {state === 'late' ? <div className="fj-eqa-late">{t('eqa.late')}</div> : null}
      {corrected === null ? null : <Before text={corrected} />}
    </>
  );
}

function Before({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  return <div className="fj-faint">{t('eqa.was', { value: text === '' ? t('eqa.cellStates.blank') : text })}</div>;
}
