/** 公众查询: institutions, items and marks for anyone, on any day, without an account. */
import type { PublicMarksResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Input, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './public.css';
import { publicMarksQuery } from '../../api/marks.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { today } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { MarkBadges } from '../../ui/mark-badge.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { PublicTools } from './public-tools.tsx';
import { InstitutionResults, ItemResults } from './public-results.tsx';

const route = getRouteApi('/open/public');

export function PublicPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const on = search.on ?? today();
  const q = search.q ?? '';
  const [tab, setTab] = useState(search.item === undefined ? 'institution' : 'item');
  return (
    <Page
      title={t('publicDesk.title')}
      subtitle={t('publicDesk.explain')}
      tools={
        <PublicTools
          to="/public/lists"
          label={t('publicDesk.lists')}
          on={on}
          onDay={(day) => void navigate({ search: (previous) => ({ ...previous, on: day }) })}
        />
      }
    >
      <div className="fj-toolbar">
        <Input.Search
          key={q}
          size="large"
          defaultValue={q}
          allowClear
          enterButton={t('act.search')}
          className="fj-public-search"
          placeholder={t('publicDesk.placeholder')}
          aria-label={t('publicDesk.placeholder')}
          onSearch={(text) =>
            void navigate({
              search: ({ q: _old, ...rest }) => (text.trim() === '' ? rest : { ...rest, q: text.trim() }),
            })
          }
        />
      </div>
      <div className="fj-public">
        <Section title={t('publicDesk.subtitle')}>
          <Tabs
            activeKey={tab}
            onChange={setTab}
            items={[
              {
                key: 'institution',
                label: t('publicDesk.byInstitution'),
                children: (
                  <InstitutionResults
                    key={q}
                    q={q}
                    selected={search.institution ?? null}
                    onSelect={(institution) =>
                      void navigate({ search: ({ item: _item, ...rest }) => ({ ...rest, institution }) })
                    }
                  />
                ),
              },
              {
                key: 'item',
                label: t('publicDesk.byItem'),
                children: (
                  <ItemResults
                    key={q}
                    q={q}
                    selected={search.item ?? null}
                    onSelect={(item) =>
                      void navigate({ search: ({ institution: _institution, ...rest }) => ({ ...rest, item }) })
                    }
                  />
                ),
              },
            ]}
          />
        </Section>
        <Marks institution={search.institution ?? null} item={search.item ?? null} on={on} />
      </div>
    </Page>
  );
}

type MarkRow = PublicMarksResponse['marks'][number];

function Marks({
  institution,
  item,
  on,
}: {
  readonly institution: string | null;
  readonly item: string | null;
  readonly on: string;
}) {
  const { t } = useTranslation();
  const named = useNamed();
  const isChosen = institution !== null || item !== null;
  const marks = useQuery({ ...publicMarksQuery({ institution, item, day: on }), enabled: isChosen });
  if (!isChosen) {
    return (
      <Section title={t('marks.title')}>
        <EmptyNote>{t('publicDesk.choose')}</EmptyNote>
      </Section>
    );
  }
  const first = marks.data?.marks[0];
  const title =
    first === undefined
      ? t('marks.title')
      : institution === null
        ? t('publicDesk.marksOfItem', { name: named(first.item) })
        : t('publicDesk.marksOf', { name: named(first.institution) });
  return (
    <Section title={title}>
      <Loaded query={marks} isEmpty={(data) => data.marks.length === 0} empty={t('publicDesk.noMarks')}>
        {(data) => (
          <DataTable<MarkRow>
            rowKey={(row) => `${row.institution.code}|${row.item.code}`}
            size="small"
            loading={marks.isPlaceholderData}
            pagination={
              data.marks.length > 30
                ? { pageSize: 30, showSizeChanger: false, showTotal: (count) => t('registers.total', { count }) }
                : false
            }
            dataSource={[...data.marks]}
            columns={[
              institution === null
                ? { title: t('field.institution'), key: 'institution', render: (_, row) => named(row.institution) }
                : { title: t('field.item'), key: 'item', render: (_, row) => named(row.item) },
              {
                title: t('clinical.result.marks'),
                key: 'labels',
                render: (_, row) => <MarkBadges labels={row.labels} />,
              },
            ]}
          />
        )}
      </Loaded>
    </Section>
  );
}
