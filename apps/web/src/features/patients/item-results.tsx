/** Results by item: the items on the left, the chosen one's trend and every result of it on the right. */
import type { ResultView } from '@fujie/wire/contracts';
import { Input } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useCategoryName } from '../../i18n/option-names.ts';
import { timeColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { showDay } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { EmptyNote } from '../../ui/loaded.tsx';
import { MarkBadges } from '../../ui/mark-badge.tsx';
import { Section } from '../../ui/page.tsx';
import { useResultColumns } from '../../ui/result-columns.tsx';
import { ResultValue } from '../../ui/result-value.tsx';
import type { ItemGroup } from './by-item.ts';
import { richestOf, timeOf, trendOf } from './by-item.ts';
import { TrendChart } from './trend-chart.tsx';

interface Props {
  readonly groups: readonly ItemGroup[];
  readonly selected: string | null;
  readonly onSelect: (key: string) => void;
  readonly onOpen: (report: string) => void;
}

export function ItemResults({ groups, selected, onSelect, onOpen }: Props) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState('');
  const categories = useMemo(() => byCategory(groups, filter), [groups, filter]);
  const shown = categories.flatMap((category) => category.groups);
  const current = groups.find((group) => group.key === selected) ?? richestOf(shown);
  const named = useNamed();
  const categoryName = useCategoryName();
  if (groups.length === 0) return <EmptyNote>{t('clinical.patient.noResults')}</EmptyNote>;
  return (
    <div className="fj-items-layout">
      <aside className="fj-item-list" aria-label={t('clinical.patient.byItem')}>
        <Input
          allowClear
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
          placeholder={t('clinical.patient.filterItems')}
          aria-label={t('clinical.patient.filterItems')}
        />
        {categories.map(({ category, groups: members }) => (
          <div key={category ?? ''}>
            <h3>{category === null ? t('clinical.patient.unmapped') : categoryName(category)}</h3>
            <ul>
              {members.map((group) => {
                const latest = group.results[0];
                return (
                  <li key={group.key}>
                    <button
                      type="button"
                      className={`fj-item-row${group.key === current?.key ? ' fj-item-row-on' : ''}`}
                      aria-current={group.key === current?.key}
                      onClick={() => onSelect(group.key)}
                    >
                      <span className="fj-item-name">{named(group)}</span>
                      {latest === undefined ? null : <LatestValue result={latest} />}
                      <span className="fj-item-meta">
                        {latest === undefined ? '' : showDay(timeOf(latest))} ·{' '}
                        {t('clinical.patient.count', { count: group.results.length })}
                      </span>
                    </button>
                  </li>
                );
              })}
            </ul>
          </div>
        ))}
      </aside>
      <div>
        {current === null ? (
          <EmptyNote>{t('clinical.patient.pickItem')}</EmptyNote>
        ) : (
          <ItemDetail group={current} onOpen={onOpen} />
        )}
      </div>
    </div>
  );
}

function LatestValue({ result }: { readonly result: ResultView }) {
  const { t } = useTranslation();
  if (result.content === 'image') return <span className="fj-faint">{t('clinical.result.image')}</span>;
  return <ResultValue value={result.value} unit={result.unit} flag={result.flag} />;
}

function ItemDetail({ group, onOpen }: { readonly group: ItemGroup; readonly onOpen: (report: string) => void }) {
  const { t } = useTranslation();
  const named = useNamed();
  const trend = useMemo(() => trendOf(group), [group]);
  const name = named(group);
  return (
    <Section title={name} tools={<span className="fj-faint">{group.key.startsWith('?') ? '' : group.key}</span>}>
      {trend === null || trend.line.length < 2 ? null : <TrendChart trend={trend} name={name} onOpen={onOpen} />}
      {trend === null ? <p className="fj-faint">{t('clinical.patient.noTrend')}</p> : null}
      <ResultTable results={group.results} onOpen={onOpen} />
    </Section>
  );
}

export function ResultTable({
  results,
  onOpen,
}: {
  readonly results: readonly ResultView[];
  readonly onOpen: (report: string) => void;
}) {
  const { t } = useTranslation();
  const named = useNamed();
  const shared = useResultColumns();
  return (
    <DataTable<ResultView>
      rowKey="id"
      size="small"
      scroll={{ x: 700 }}
      pagination={results.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
      dataSource={[...results]}
      columns={[
        timeColumn(t('clinical.result.collected'), (row) => timeOf(row)),
        shared.value,
        shared.reference,
        { title: t('clinical.result.institution'), key: 'institution', render: (_, row) => named(row.institution) },
        { title: t('clinical.result.marks'), key: 'marks', render: (_, row) => <MarkBadges labels={row.marks} /> },
        shared.method,
        {
          title: t('clinical.result.report'),
          key: 'report',
          render: (_, row) => {
            const { reportId } = row;
            return reportId === null ? null : (
              <button type="button" className="fj-plain-button" onClick={() => onOpen(reportId)}>
                {t('act.viewReport')}
              </button>
            );
          },
        },
      ]}
    />
  );
}

function byCategory(
  groups: readonly ItemGroup[],
  filter: string,
): { category: string | null; groups: readonly ItemGroup[] }[] {
  const wanted = filter.trim().toLowerCase();
  const matches = groups.filter(
    (group) =>
      wanted === '' || [group.nameZh, group.nameEn, group.key].some((name) => name.toLowerCase().includes(wanted)),
  );
  const categories = [...new Set(matches.map((group) => group.category))];
  return categories
    .toSorted((a, b) => Number(a === null) - Number(b === null))
    .map((category) => ({ category, groups: matches.filter((group) => group.category === category) }));
}
