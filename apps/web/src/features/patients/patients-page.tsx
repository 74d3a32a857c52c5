/** 患者: finds a patient by name or identifier. */
import { SearchOutlined } from '@ant-design/icons';
import type { PersonSummary } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { Input } from 'antd';
import { useTranslation } from 'react-i18next';

import { personSearchQuery } from '../../api/persons.ts';
import { Require } from '../../app/require.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { showTime } from '../../ui/format.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { useSexName } from '../../ui/person-line.tsx';

export function PatientsPage() {
  const { t } = useTranslation();
  // What is looked for may be an identity number: it stays in this tab, and in no address.
  const q = useLocation({ select: ({ state }) => state.patientSearch ?? '' });
  const navigate = useNavigate();
  const found = useQuery(personSearchQuery(q));
  return (
    <Require can="person:search">
      <Page title={t('clinical.patients.title')} subtitle={t('clinical.patients.subtitle')}>
        <div className="fj-toolbar">
          <Input.Search
            key={q}
            defaultValue={q}
            size="large"
            allowClear
            autoFocus
            enterButton={t('act.search')}
            prefix={<SearchOutlined aria-hidden />}
            placeholder={t('clinical.patients.placeholder')}
            aria-label={t('clinical.patients.placeholder')}
            className="fj-patient-search"
            onSearch={(text) => void navigate({ to: '/patients', state: { patientSearch: text.trim() } })}
          />
        </div>
        <Section title={t('clinical.patients.title')}>
          {q === '' ? (
            <EmptyNote>{t('clinical.patients.start')}</EmptyNote>
          ) : (
            <Loaded query={found} isEmpty={(data) => data.persons.length === 0} empty={t('clinical.patients.none')}>
              {(data) => <PersonTable persons={data.persons} />}
            </Loaded>
          )}
        </Section>
      </Page>
    </Require>
  );
}

function PersonTable({ persons }: { readonly persons: readonly PersonSummary[] }) {
  const { t } = useTranslation();
  const sexName = useSexName();
  return (
    <DataTable<PersonSummary>
      rowKey="person"
      size="middle"
      pagination={persons.length > 50 ? { pageSize: 50 } : false}
      dataSource={[...persons]}
      columns={[
        {
          title: t('clinical.patients.name'),
          key: 'name',
          render: (_, row) => (
            <Link to="/patients/$person" params={{ person: row.person }} className="fj-link">
              {row.nameMasked}
            </Link>
          ),
        },
        { title: t('clinical.patients.sex'), key: 'sex', render: (_, row) => sexName(row.sex) },
        { title: t('clinical.patients.birth'), dataIndex: 'birthOn' },
        { title: t('clinical.patients.results'), dataIndex: 'results', align: 'right' },
        { title: t('clinical.patients.institutions'), dataIndex: 'institutions', align: 'right' },
        { title: t('clinical.patients.last'), key: 'last', render: (_, row) => showTime(row.lastReportedAt) },
        {
          title: t('field.operation'),
          key: 'order',
          render: (_, row) => (
            <Link to="/patients/$person/order" params={{ person: row.person }} className="fj-link">
              {t('clinical.patient.order')}
            </Link>
          ),
        },
      ]}
    />
  );
}
