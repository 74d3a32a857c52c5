/** 互认清单: published lists with their effective days, their entries, and the publication of a new version. */
import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Drawer, Tag } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { publicListsQuery } from '../../api/marks.ts';
import { allListsQuery, registersQuery } from '../../api/registers.ts';
import { Require } from '../../app/require.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { DayPicker } from '../../ui/day-picker.tsx';
import { today } from '../../ui/format.ts';
import { listed } from '../../ui/listed.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { useScopeName } from '../../ui/name-of.ts';
import { Page, Section } from '../../ui/page.tsx';
import { ListEntries } from './list-entries.tsx';
import type { PublishedList } from './lists.ts';
import { listsOn } from './lists.ts';
import { PublishForm } from './publish-form.tsx';

const route = getRouteApi('/desk/lists');

export function ListsPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const on = search.on ?? today();
  const lists = useQuery(allListsQuery);
  const holding = useQuery(publicListsQuery({ day: on }));
  const inForce = useMemo(() => new Set(holding.data?.lists.map((list) => list.code) ?? []), [holding.data]);
  const registers = useQuery(registersQuery);
  const [isPublishing, setPublishing] = useState(false);
  const mayPublish =
    registers.data?.registers.find((register) => register.id === 'recognition-list')?.mayWrite === true;
  return (
    <Require can="register:read">
      <Page
        title={t('lists.title')}
        subtitle={t('lists.subtitle')}
        tools={
          <>
            <span className="fj-toolbar-field">
              {t('lists.asOf')}
              <DayPicker
                label={t('lists.asOf')}
                value={on}
                onChange={(day) => void navigate({ search: (previous) => ({ ...previous, on: day }) })}
              />
            </span>
            {mayPublish ? (
              <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setPublishing(true)}>
                {t('lists.publish')}
              </Button>
            ) : null}
          </>
        }
      >
        <Section title={t('lists.title')}>
          <Loaded query={lists} isEmpty={(data) => data.length === 0} empty={t('lists.none')}>
            {(data) => (
              <ListTable
                lists={listsOn(data, inForce, on)}
                selected={search.list ?? null}
                onSelect={(list) => void navigate({ search: (previous) => ({ ...previous, list }) })}
              />
            )}
          </Loaded>
        </Section>
        {search.list === undefined ? null : <ListEntries list={search.list} on={on} />}
        <Drawer
          title={t('lists.publishTitle')}
          open={isPublishing}
          onClose={() => setPublishing(false)}
          size={640}
          destroyOnHidden
        >
          <PublishForm
            columns={
              registers.data?.registers.find((register) => register.id === 'recognition-list-entry')?.columns ?? []
            }
            lists={lists.data === undefined ? [] : listsOn(lists.data, inForce, on)}
            onPublished={() => setPublishing(false)}
          />
        </Drawer>
      </Page>
    </Require>
  );
}

const STATE_COLOURS = { inForce: 'green', ended: 'default', future: 'gold' } as const;

interface TableProps {
  readonly lists: readonly PublishedList[];
  readonly selected: string | null;
  readonly onSelect: (code: string) => void;
}

export function ListTable({ lists, selected, onSelect }: TableProps) {
  const { t } = useTranslation();
  const scopeName = useScopeName();
  const names = useMemo(
    () => ({ inForce: t('lists.stateInForce'), ended: t('lists.stateEnded'), future: t('lists.stateFuture') }),
    [t],
  );
  return (
    <DataTable<PublishedList>
      rowKey="code"
      size="small"
      pagination={false}
      scroll={{ x: 820 }}
      dataSource={[...lists]}
      rowClassName={(list) => (list.code === selected ? 'fj-row-on' : '')}
      columns={[
        {
          title: t('lists.code'),
          key: 'code',
          render: (_, list) => (
            <button type="button" className="fj-plain-button fj-nowrap" onClick={() => onSelect(list.code)}>
              {list.code}
            </button>
          ),
        },
        { title: t('lists.name'), dataIndex: 'titleZh' },
        { title: t('lists.document'), key: 'document', render: (_, list) => list.documentNumber ?? '—' },
        {
          title: t('lists.publishedOn'),
          key: 'published',
          render: (_, list) => <span className="fj-nowrap">{list.publishedOn}</span>,
        },
        {
          title: t('lists.supersedes'),
          key: 'supersedes',
          render: (_, list) => (list.supersedes.length === 0 ? '—' : listed(list.supersedes)),
        },
        { title: t('lists.region'), key: 'region', render: (_, list) => scopeName(list.region) },
        {
          title: t('lists.state'),
          key: 'state',
          render: (_, list) => <Tag color={STATE_COLOURS[list.state]}>{names[list.state]}</Tag>,
        },
      ]}
    />
  );
}
