/** 执业登记: licensed subjects of laboratory medicine, and items that are run outside them. */
import type { LicenceResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';

import { licenceQuery } from '../../api/resources.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { listed } from '../../ui/listed.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';

type Outside = LicenceResponse['outside'][number];
type Subject = LicenceResponse['subjects'][number];

export function LicencePart({ institution }: { readonly institution: string }) {
  return <Loaded query={useQuery(licenceQuery(institution))}>{(data) => <Licence data={data} />}</Loaded>;
}

function Licence({ data }: { readonly data: LicenceResponse }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  return (
    <>
      {data.outside.length === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          className="fj-resources-alert"
          title={t('resources.licence.flagged', { count: data.outside.length })}
          description={t('resources.licence.consequence')}
        />
      )}
      <Section title={t('resources.licence.outside', { count: data.outside.length, run: data.run })}>
        <RecordTable<Outside>
          rowKey={({ item }) => item.code}
          rows={data.outside}
          empty={t('resources.licence.outsideNone')}
          width={560}
          columns={[
            { title: t('field.item'), key: 'item', render: (_, row) => `${named(row.item)} ${row.item.code}` },
            {
              title: t('resources.licence.needs'),
              key: 'subject',
              render: (_, row) => `${row.subject} ${say(row.title)}`,
            },
            {
              title: t('resources.licence.instruments'),
              key: 'instruments',
              render: (_, row) => listed(row.instruments),
            },
          ]}
        />
      </Section>
      <Section title={t('resources.licence.subjects')}>
        <RecordTable<Subject>
          rowKey="subject"
          rows={data.subjects}
          empty={t('resources.licence.none')}
          width={620}
          columns={[
            {
              title: t('resources.licence.subject'),
              key: 'subject',
              render: (_, row) => `${row.subject} ${say(row.title)}`,
            },
            { title: t('resources.licence.registration'), dataIndex: 'registration' },
            { title: t('resources.licence.approvedOn'), dataIndex: 'approvedOn', className: 'fj-nowrap' },
            {
              title: t('resources.licence.items'),
              key: 'items',
              render: (_, row) =>
                row.items === null ? t('resources.licence.whole') : t('resources.licence.named', { count: row.items }),
            },
            { title: t('resources.licence.run'), dataIndex: 'run', align: 'right' },
          ]}
        />
      </Section>
    </>
  );
}
