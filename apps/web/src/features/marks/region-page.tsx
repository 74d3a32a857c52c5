/** 全区互认标识: institution × item as of a day, a page of each, and who gained or lost which mark over a period, and why. */
import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import type { RegionCell, RegionMarksResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button, Checkbox, Grid, Input, Segmented, Select, Table, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';

import './marks.css';
import { addressOf } from '../../api/client.ts';
import { regionMarksQuery } from '../../api/marks.ts';
import { Require } from '../../app/require.tsx';
import { compact } from '../../app/search.ts';
import { useCategoryName } from '../../i18n/option-names.ts';
import { DayPicker } from '../../ui/day-picker.tsx';
import { DownloadLink } from '../../ui/download-link.tsx';
import { today } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { MarkBadge } from '../../ui/mark-badge.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { MarkChanges } from './mark-changes.tsx';

const route = getRouteApi('/desk/marks/region');
const ITEMS = 40;
const WIDE = 8;
const NARROW = 2;

export function RegionMarksPage() {
  const { t } = useTranslation();
  const { view } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Require can="marks:read">
      <Page
        title={t('evidence.matrix.title')}
        subtitle={t('evidence.matrix.subtitle')}
        tools={
          <Segmented
            value={view ?? 'state'}
            options={[
              { value: 'state', label: t('evidence.matrix.state') },
              { value: 'changes', label: t('evidence.matrix.changes') },
            ]}
            onChange={(chosen) => void navigate({ search: chosen === 'changes' ? { view: 'changes' } : {} })}
          />
        }
      >
        {view === 'changes' ? <MarkChanges /> : <RegionState />}
      </Page>
    </Require>
  );
}

function RegionState() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const categoryName = useCategoryName();
  const isWide = Grid.useBreakpoint().md ?? true;
  const width = isWide ? WIDE : NARROW;
  const day = search.on ?? today();
  const { category, q, institution, lacking, page, across } = search;
  const marks = useQuery(regionMarksQuery({ day, category, q, institution, lacking, page, across, width }));
  const set = (part: Readonly<Record<string, string | undefined>>): void => {
    void navigate({
      search: (before) => compact({ ...before, page: undefined, across: undefined, ...part }),
      replace: true,
    });
  };
  return (
    <Section
      title={
        marks.data === undefined
          ? t('evidence.matrix.state')
          : t('evidence.matrix.count', { items: marks.data.items, institutions: marks.data.institutionsInAll })
      }
      tools={
        <>
          <DayPicker label={t('marks.day')} value={day} onChange={(on) => set({ on })} />
          <Select
            value={category ?? ''}
            aria-label={t('evidence.matrix.category')}
            popupMatchSelectWidth={false}
            onChange={(chosen) => set({ category: chosen === '' ? undefined : chosen })}
            options={[
              { value: '', label: t('evidence.matrix.anyCategory') },
              ...(marks.data?.categories ?? []).map((value) => ({ value, label: categoryName(value) })),
            ]}
          />
          <Filter label={t('evidence.matrix.items')} value={q} onSet={(text) => set({ q: text })} />
          <Filter
            label={t('evidence.matrix.institutions')}
            value={institution}
            onSet={(text) => set({ institution: text })}
          />
          <Checkbox
            checked={lacking === 'only'}
            onChange={({ target }) => set({ lacking: target.checked ? 'only' : undefined })}
          >
            {t('evidence.matrix.lacking')}
          </Checkbox>
          {(['xlsx', 'csv'] as const).map((format) => (
            <DownloadLink key={format} href={addressOf(`/api/v1/marks/region/export.${format}`, { day })}>
              {t('evidence.matrix.export', { format: format === 'xlsx' ? 'Excel' : 'CSV' })}
            </DownloadLink>
          ))}
        </>
      }
    >
      <Loaded
        query={marks}
        rows={12}
        isEmpty={({ items, institutionsInAll }) => items === 0 || institutionsInAll === 0}
        empty={t('evidence.matrix.none')}
      >
        {(data) => (
          <>
            <Across
              first={(Number(across ?? '1') - 1) * width + 1}
              shown={data.institutions.length}
              total={data.institutionsInAll}
              onGo={(by) => set({ page, across: String(Number(across ?? '1') + by) })}
            />
            <Matrix
              data={data}
              day={day}
              page={Number(page ?? '1')}
              onPage={(to) => set({ across, page: String(to) })}
            />
          </>
        )}
      </Loaded>
    </Section>
  );
}

interface FilterProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onSet: (text: string | undefined) => void;
}

function Filter({ label, value, onSet }: FilterProps) {
  return (
    <Input.Search
      allowClear
      className="fj-filter"
      defaultValue={value ?? ''}
      placeholder={label}
      aria-label={label}
      onSearch={(text) => onSet(text.trim() === '' ? undefined : text.trim())}
    />
  );
}

interface AcrossProps {
  readonly first: number;
  readonly shown: number;
  readonly total: number;
  readonly onGo: (by: -1 | 1) => void;
}

/** Institutions beside each other: which of them, and on to the others. */
function Across({ first, shown, total, onGo }: AcrossProps) {
  const { t } = useTranslation();
  const last = first + shown - 1;
  if (total <= shown) return null;
  return (
    <div className="fj-marks-across">
      <Button
        size="small"
        icon={<LeftOutlined />}
        aria-label={t('evidence.matrix.back')}
        disabled={first === 1}
        onClick={() => onGo(-1)}
      />
      <span>{t('evidence.matrix.across', { first, last, total })}</span>
      <Button
        size="small"
        icon={<RightOutlined />}
        aria-label={t('evidence.matrix.on')}
        disabled={last >= total}
        onClick={() => onGo(1)}
      />
    </div>
  );
}

interface MatrixProps {
  readonly data: RegionMarksResponse;
  readonly day: string;
  readonly page: number;
  readonly onPage: (page: number) => void;
}

type Row = RegionMarksResponse['rows'][number];

function Matrix({ data, day, page, onPage }: MatrixProps) {
  const { t } = useTranslation();
  const named = useNamed();
  const say = useBilingual();
  const why = new Map(data.reasons.map(({ code, text }) => [code, say(text)]));
  return (
    <Table<Row>
      rowKey={({ item }) => item.code}
      size="small"
      className="fj-marks-matrix"
      tableLayout="fixed"
      pagination={
        data.items > ITEMS
          ? {
              ...{ current: page, pageSize: ITEMS, total: data.items, showSizeChanger: false, onChange: onPage },
              showTotal: (count) => t('registers.total', { count }),
            }
          : false
      }
      dataSource={[...data.rows]}
      columns={[
        {
          title: t('marks.item'),
          key: 'item',
          width: '16%',
          render: (_, { item }) => (
            <>
              {named(item)} <span className="fj-faint">{item.code}</span>
            </>
          ),
        },
        ...data.institutions.map((institution) => ({
          title: named(institution),
          key: institution.code,
          render: (_: unknown, row: Row) => (
            <Cell
              cell={row.cells.find((cell) => cell.institution === institution.code)}
              item={row.item.code}
              day={day}
              why={why}
            />
          ),
        })),
      ]}
    />
  );
}

interface CellProps {
  readonly cell: RegionCell | undefined;
  readonly item: string;
  readonly day: string;
  readonly why: ReadonlyMap<string, string>;
}

function Cell({ cell, item, day, why }: CellProps) {
  const { t } = useTranslation();
  if (cell === undefined) return <span className="fj-faint">{t('marks.notListed')}</span>;
  const reasons = cell.reasons.map((code) => why.get(code) ?? code).join(t('field.between'));
  return (
    <Tooltip title={reasons} trigger={['hover', 'focus']}>
      <Link
        to="/marks/evidence"
        search={{ institution: cell.institution, item, on: day }}
        className={`fj-region-cell${cell.lacking.length > 0 ? ' fj-region-lacks' : ''}`}
      >
        {cell.labels.map((label) => (
          <MarkBadge key={label} label={label} />
        ))}
        {cell.lacking.length > 0 ? (
          <span className="fj-region-why">{t('evidence.matrix.without', { labels: cell.lacking.join(' ') })}</span>
        ) : null}
      </Link>
    </Tooltip>
  );
}
