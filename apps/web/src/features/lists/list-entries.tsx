/** The entries of one list: institution, item, scope. */
import type { EntryView } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { namesQuery } from '../../api/catalogue.ts';
import { entriesQuery } from '../../api/registers.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { useNameOf, useScopeName } from '../../ui/name-of.ts';
import { Section } from '../../ui/page.tsx';
import { PAGE_SIZE, usePaging } from '../../ui/paging.ts';

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function ListEntries({ list, on }: { readonly list: string; readonly on: string }) {
  const { t } = useTranslation();
  const named = useNamed();
  const scopeName = useScopeName();
  const institutionName = useNameOf('institution');
  const itemName = useNameOf('item');
  const paging = usePaging();
  const [page, setPage] = useState(1);
  const [institution, setInstitution] = useState('');
  const institutions = useQuery(namesQuery('institution')).data;
  const entries = useQuery(
    entriesQuery('recognition-list-entry', { asOf: on, list, institution, page, pageSize: PAGE_SIZE }),
  );
  return (
    <Section
      title={t('lists.entriesOf', { list })}
      tools={
        <Select<string>
          allowClear
          showSearch={{ optionFilterProp: 'search' }}
          popupMatchSelectWidth={false}
          style={{ minWidth: 220 }}
          placeholder={t('field.institution')}
          aria-label={t('field.institution')}
          options={[...(institutions ?? [])].map(([code, name]) => ({
            value: code,
            label: named(name),
            search: `${code} ${name.nameZh} ${name.nameEn ?? ''}`,
          }))}
          onChange={(code: string | undefined) => {
            setPage(1);
            setInstitution(code ?? '');
          }}
        />
      }
    >
      <Loaded query={entries} isEmpty={(data) => data.total === 0} empty={t('registers.noEntries')}>
        {(data) => (
          <DataTable<EntryView>
            rowKey="key"
            size="small"
            loading={entries.isPlaceholderData}
            pagination={paging(page, data.total, setPage)}
            dataSource={[...data.entries]}
            columns={[
              {
                title: t('field.institution'),
                key: 'institution',
                render: (_, entry) => institutionName(textOf(entry.row['institution'])),
              },
              { title: t('field.item'), key: 'item', render: (_, entry) => itemName(textOf(entry.row['item'])) },
              { title: t('field.scope'), key: 'scope', render: (_, entry) => scopeName(textOf(entry.row['scope'])) },
              { title: t('registers.from'), dataIndex: 'from' },
              { title: t('registers.to'), key: 'to', render: (_, entry) => entry.to ?? t('registers.open') },
            ]}
          />
        )}
      </Loaded>
    </Section>
  );
}
