/** 法规与依据: clause → rule → example, and why what is not encoded is not. */
import type { ClausesResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Input, Segmented, Select, Tag } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { clausesQuery } from '../../api/packs.ts';
import { ItemCoverage } from '../../ui/clauses.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { useBilingual } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import type { CoverageFilter, ItemRow } from './coverage-rows.ts';
import { coverageRows, EVERY_PACK, packTotals } from './coverage-rows.ts';

const route = getRouteApi('/open/regulation');

export function RegulationPage() {
  const { t } = useTranslation();
  const clauses = useQuery(clausesQuery);
  return (
    <Page title={t('regulation.title')} subtitle={t('regulation.subtitle')}>
      <Loaded query={clauses} rows={14}>
        {(data) => <Coverage data={data} />}
      </Loaded>
    </Page>
  );
}

type Show = CoverageFilter['show'];
const SHOWS: readonly Show[] = ['all', 'encoded', 'partly', 'not-encoded'];

function Coverage({ data }: { readonly data: ClausesResponse }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const { pack, q = '', show } = route.useSearch();
  const navigate = route.useNavigate();
  const rows = useMemo(
    () => coverageRows(data, { pack: pack ?? null, text: q, show: show ?? 'all' }),
    [data, pack, q, show],
  );
  const documents = useMemo(() => [...data.packs].sort((a, b) => Number(b.applies) - Number(a.applies)), [data]);
  const showNames = {
    all: t('regulation.all'),
    encoded: t('regulation.onlyEncoded'),
    partly: t('regulation.onlyPartly'),
    'not-encoded': t('regulation.onlyNotEncoded'),
  };
  return (
    <>
      <div className="fj-packs">
        {documents.map((entry) => {
          const totals = packTotals(data, entry.id);
          return (
            <button
              key={entry.id}
              type="button"
              className={`fj-pack${entry.id === pack ? ' fj-pack-on' : ''}`}
              aria-pressed={entry.id === pack}
              onClick={() =>
                void navigate({
                  search: ({ pack: old, ...rest }) => (old === entry.id ? rest : { ...rest, pack: entry.id }),
                })
              }
            >
              <strong>
                {say(entry.title)} {entry.applies ? <Tag color="blue">{t('regulation.here')}</Tag> : null}
              </strong>
              <span className="fj-faint">
                {entry.documentNumber} · {t('field.version')} {entry.version}
              </span>
              <span>{t('regulation.coverage', totals)}</span>
            </button>
          );
        })}
      </div>
      <Section
        title={t('regulation.clause')}
        tools={
          <>
            <Select
              value={pack ?? ''}
              aria-label={t('regulation.pack')}
              popupMatchSelectWidth={false}
              onChange={(value) =>
                void navigate({ search: ({ pack: _old, ...rest }) => (value === '' ? rest : { ...rest, pack: value }) })
              }
              options={[
                { value: '', label: t('regulation.here') },
                { value: EVERY_PACK, label: t('regulation.everyPack') },
                ...documents.map((entry) => ({ value: entry.id, label: entry.id })),
              ]}
            />
            <Segmented<Show>
              value={show ?? 'all'}
              options={SHOWS.map((value) => ({ value, label: showNames[value] }))}
              onChange={(value) =>
                void navigate({
                  search: ({ show: _old, ...rest }) => (value === 'all' ? rest : { ...rest, show: value }),
                })
              }
            />
            <Input.Search
              key={q}
              defaultValue={q}
              allowClear
              className="fj-filter"
              placeholder={t('regulation.filter')}
              aria-label={t('regulation.filter')}
              onSearch={(text) =>
                void navigate({
                  search: ({ q: _old, ...rest }) => (text.trim() === '' ? rest : { ...rest, q: text.trim() }),
                })
              }
            />
          </>
        }
      >
        <DataTable<ItemRow>
          rowKey={(row) => row.item.id}
          size="small"
          scroll={{ x: 900 }}
          pagination={{ pageSize: 40, showSizeChanger: false, showTotal: (count) => t('registers.total', { count }) }}
          dataSource={[...rows]}
          columns={[
            {
              title: t('regulation.clause'),
              key: 'clause',
              width: 240,
              render: (_, row) => (
                <>
                  <Link to="/regulation/$clause" params={{ clause: row.clause.id }} className="fj-link">
                    {say(row.clause.title)}
                  </Link>
                  <div>
                    <code className="fj-faint">{row.item.id}</code>
                  </div>
                </>
              ),
            },
            { title: t('regulation.summary'), key: 'summary', render: (_, row) => say(row.item.summary) },
            {
              title: t('regulation.state'),
              key: 'coverage',
              width: 380,
              render: (_, row) => <ItemCoverage item={row.item} />,
            },
          ]}
        />
      </Section>
    </>
  );
}
