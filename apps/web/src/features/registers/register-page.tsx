/** One register: entries in force on any day, their history, sheets out and in. */
import { PlusOutlined } from '@ant-design/icons';
import type { EntryView, RegisterView } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Input, Tabs } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { addressOf } from '../../api/client.ts';
import { entriesQuery, registersQuery } from '../../api/registers.ts';
import { MissingPage } from '../../app/error-pages.tsx';
import { Require } from '../../app/require.tsx';
import { ClauseTags } from '../../ui/clauses.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { DayPicker } from '../../ui/day-picker.tsx';
import { DownloadLink } from '../../ui/download-link.tsx';
import { today } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { PAGE_SIZE, usePaging } from '../../ui/paging.ts';
import { Cell } from './cell.tsx';
import type { Edited } from './entry-form.tsx';
import { EntryDrawer } from './entry-form.tsx';
import { rowColumnsOf } from './entry-request.ts';
import { HistoryDrawer } from './history-drawer.tsx';
import { ImportPanel } from './import-panel.tsx';
import { RevisionTable } from './revision-table.tsx';

const route = getRouteApi('/desk/registers/$register');

export function RegisterPage() {
  const { register } = route.useParams();
  const registers = useQuery(registersQuery);
  return (
    <Require can="register:read">
      <Loaded query={registers} rows={12}>
        {(data) => {
          const found = data.registers.find((candidate) => candidate.id === register);
          return found === undefined ? <MissingPage /> : <Register key={found.id} register={found} />;
        }}
      </Loaded>
    </Require>
  );
}

function Register({ register }: { readonly register: RegisterView }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const on = search.on ?? today();
  const base = `/api/v1/registers/${register.id}`;
  return (
    <Page
      title={say(register)}
      subtitle={say(register.describe)}
      tools={
        <>
          <ClauseTags ids={register.clauses} />
          <DownloadLink href={`${base}/template.xlsx`}>{t('registers.template')}</DownloadLink>
          <DownloadLink href={addressOf(`${base}/export.xlsx`, { asOf: on })}>
            {`${t('registers.export')} xlsx`}
          </DownloadLink>
          <DownloadLink
            href={addressOf(`${base}/export.csv`, { asOf: on })}
          >{`${t('registers.export')} csv`}</DownloadLink>
        </>
      }
    >
      <Tabs
        items={[
          { key: 'entries', label: t('registers.entries'), children: <Entries register={register} on={on} /> },
          { key: 'revisions', label: t('registers.revisions'), children: <RevisionTable register={register.id} /> },
          ...(register.mayWrite
            ? [{ key: 'import', label: t('registers.import'), children: <ImportPanel register={register} /> }]
            : []),
        ]}
      />
      <HistoryDrawer
        register={register}
        entryKey={search.key ?? null}
        onClose={() => void navigate({ search: ({ key: _closed, ...rest }) => rest })}
      />
    </Page>
  );
}

function Entries({ register, on }: { readonly register: RegisterView; readonly on: string }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const paging = usePaging();
  const [page, setPage] = useState(1);
  const entries = useQuery(entriesQuery(register.id, { asOf: on, q, page, pageSize: PAGE_SIZE }));
  const columns = useMemo(() => rowColumnsOf(register), [register]);
  const [edited, setEdited] = useState<Edited | null>(null);
  return (
    <Section
      title={
        <span className="fj-toolbar-field">
          <Input.Search
            key={q}
            defaultValue={q}
            allowClear
            placeholder={t('registers.searchPlaceholder')}
            aria-label={t('registers.searchPlaceholder')}
            onSearch={(text) => {
              setPage(1);
              void navigate({
                search: ({ q: _old, ...rest }) => (text.trim() === '' ? rest : { ...rest, q: text.trim() }),
              });
            }}
          />
        </span>
      }
      tools={
        <>
          <span className="fj-toolbar-field">
            {t('field.asOf')}
            <DayPicker
              label={t('field.asOf')}
              value={on}
              onChange={(day) => void navigate({ search: (previous) => ({ ...previous, on: day }) })}
            />
          </span>
          {register.mayWrite ? (
            <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setEdited('new')}>
              {t('registers.entry.add')}
            </Button>
          ) : null}
        </>
      }
    >
      <EntryDrawer register={register} edited={edited} onClose={() => setEdited(null)} />
      <Loaded query={entries} isEmpty={(data) => data.total === 0} empty={t('registers.noEntries')} rows={10}>
        {(data) => (
          <DataTable<EntryView>
            rowKey={(row) => `${row.key}|${row.version}`}
            size="small"
            scroll={{ x: 'max-content' }}
            loading={entries.isPlaceholderData}
            pagination={paging(page, data.total, setPage)}
            dataSource={[...data.entries]}
            columns={[
              ...columns.map((column) => ({
                title: say(column),
                key: column.id,
                render: (_: unknown, row: EntryView) => (
                  <Cell register={register.id} column={column} value={row.row[column.id]} />
                ),
              })),
              {
                title: t('registers.from'),
                key: 'from',
                render: (_, row) => <span className="fj-nowrap">{row.from}</span>,
              },
              {
                title: t('registers.to'),
                key: 'to',
                render: (_, row) => <span className="fj-nowrap">{row.to ?? t('registers.open')}</span>,
              },
              {
                title: t('field.operation'),
                key: 'history',
                fixed: 'right',
                render: (_, row) => (
                  <span className="fj-notice-acts">
                    {register.mayWrite ? (
                      <button type="button" className="fj-plain-button fj-nowrap" onClick={() => setEdited(row)}>
                        {t('registers.entry.edit')}
                      </button>
                    ) : null}
                    <button
                      type="button"
                      className="fj-plain-button fj-nowrap"
                      onClick={() => void navigate({ search: (previous) => ({ ...previous, key: row.key }) })}
                    >
                      {t('registers.history')}
                    </button>
                  </span>
                ),
              },
            ]}
          />
        )}
      </Loaded>
    </Section>
  );
}
