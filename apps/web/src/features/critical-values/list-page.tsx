/** 危急值目录: what must be told at once, for whom, and what is repeated before; published for everybody of the hospital. */
import { CRITICAL_KINDS } from '@fujie/wire/choices';
import type { CriticalListed } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Input, Select, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './critical-values.css';
import { criticalListQuery } from '../../api/critical-values.ts';
import { Require } from '../../app/require.tsx';
import { ClauseTags } from '../../ui/clauses.tsx';
import { useNamed } from '../../ui/language.ts';
import { inUnit, listed, saying } from '../../ui/listed.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';

const CLAUSES = ['core-systems.14#01', 'henan-2025.mq.8#01'];

export function CriticalListPage() {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const [kind, setKind] = useState<CriticalListed['kind'] | undefined>();
  const found = useQuery(criticalListQuery);
  return (
    <Require can="critical-value:list">
      <Page title={t('criticalValues.list.title')} subtitle={t('criticalValues.list.subtitle')}>
        <div className="fj-toolbar">
          <Input
            allowClear
            className="fj-critical-search"
            aria-label={t('criticalValues.list.search')}
            placeholder={t('criticalValues.list.search')}
            value={words}
            onChange={({ target }) => setWords(target.value)}
          />
          <Select<CriticalListed['kind']>
            allowClear
            aria-label={t('criticalValues.kind')}
            placeholder={t('criticalValues.kind')}
            value={kind ?? null}
            onChange={(next: CriticalListed['kind'] | undefined) => setKind(next)}
            options={CRITICAL_KINDS.map((value) => ({ value, label: t(`criticalValues.kinds.${value}`) }))}
          />
          <ClauseTags ids={CLAUSES} />
        </div>
        <Loaded query={found}>
          {({ on, thresholds }) => (
            <>
              <p className="fj-faint">{t('criticalValues.list.on', { on })}</p>
              <Thresholds rows={thresholds.filter((row) => isAsked(row, words, kind))} />
            </>
          )}
        </Loaded>
      </Page>
    </Require>
  );
}

function isAsked({ item, kind }: CriticalListed, words: string, asked: CriticalListed['kind'] | undefined): boolean {
  const names = [item.code, item.nameZh, item.nameEn ?? ''].map((name) => name.toLowerCase());
  const sought = words.trim().toLowerCase();
  return (asked === undefined || kind === asked) && names.some((name) => name.includes(sought));
}

function Thresholds({ rows }: { readonly rows: readonly CriticalListed[] }) {
  const { t } = useTranslation();
  const named = useNamed();
  return (
    <RecordTable<CriticalListed>
      rowKey={({ item, code, isOwn }) => `${item.code} ${code} ${String(isOwn)}`}
      rows={rows}
      empty={t('criticalValues.list.none')}
      width={860}
      columns={[
        {
          title: t('criticalValues.list.item'),
          key: 'item',
          render: (_, { item, kind }) => (
            <>
              <div>{named(item)}</div>
              <span className="fj-faint">{t(`criticalValues.kinds.${kind}`)}</span>
            </>
          ),
        },
        { title: t('criticalValues.list.limit'), key: 'limit', render: (_, row) => <Limit row={row} /> },
        { title: t('criticalValues.list.whom'), key: 'whom', render: (_, row) => <Whom row={row} /> },
        {
          title: t('criticalValues.list.repeat'),
          key: 'repeat',
          render: (_, { repeat, firstOnlyDays }) => (
            <>
              <div>{t(`criticalValues.list.repeats.${repeat ?? 'by-need'}`)}</div>
              {firstOnlyDays === null ? null : (
                <span className="fj-faint">{t('criticalValues.list.firstOnly', { count: firstOnlyDays })}</span>
              )}
            </>
          ),
        },
        {
          title: t('criticalValues.list.reviewed'),
          key: 'reviewed',
          width: 260,
          render: (_, { isOwn, reviewedOn, source }) => (
            <>
              <Tag>{t(isOwn ? 'criticalValues.list.own' : 'criticalValues.list.region')}</Tag>
              <span className="fj-nowrap">{reviewedOn}</span>
              <div className="fj-faint">{source}</div>
            </>
          ),
        },
      ]}
    />
  );
}

interface RowProps {
  readonly row: CriticalListed;
}

/** For whom it holds; of everybody where nothing is said. */
function Whom({ row }: RowProps) {
  const { t } = useTranslation();
  const named = useNamed();
  const { sex, ageFrom, ageTo, ageUnit, department, diagnosis, specimen } = row;
  const age = (count: number): string =>
    ageUnit === null ? String(count) : t(`criticalValues.list.ages.${ageUnit}`, { count });
  const asked = [
    ...(sex === null ? [] : [t(`criticalValues.list.sexes.${sex}`)]),
    ...(ageFrom === null ? [] : [t('criticalValues.list.ageFrom', { age: age(ageFrom) })]),
    ...(ageTo === null ? [] : [t('criticalValues.list.ageTo', { age: age(ageTo) })]),
    ...(department === null ? [] : [named(department)]),
    ...(diagnosis.length === 0 ? [] : [saying(t('criticalValues.list.diagnosis'), listed(diagnosis))]),
    ...(specimen === null ? [] : [saying(t('criticalValues.list.specimen'), specimen)]),
  ];
  return asked.length === 0 ? t('criticalValues.list.everybody') : listed(asked);
}

function Limit({ row: { low, high, inclusive, findings, unit } }: RowProps) {
  const limits = [
    ...(low === null ? [] : [`${inclusive ? '≤' : '<'} ${String(low)}`]),
    ...(high === null ? [] : [`${inclusive ? '≥' : '>'} ${String(high)}`]),
  ];
  return (
    <>
      {limits.length === 0 ? null : <strong>{inUnit(listed(limits), unit)}</strong>}
      {findings.length === 0 ? null : <div>{listed(findings)}</div>}
    </>
  );
}
