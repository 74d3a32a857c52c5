/** 质量月报: the issues of a year, of which twelve are expected. */
import type { JournalsResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Select, Statistic, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './organisation.css';
import { journalsQuery } from '../../api/organisation.ts';
import { Require } from '../../app/require.tsx';
import { timeColumn } from '../../ui/columns.tsx';
import { today } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';

type Issue = JournalsResponse['issues'][number];
const COLOURS: Readonly<Record<Issue['state'], string>> = {
  none: 'default',
  draft: 'gold',
  approved: 'blue',
  published: 'green',
};

export function JournalsPage() {
  const { t } = useTranslation();
  const thisYear = Number(today().slice(0, 4));
  const [year, setYear] = useState(String(thisYear));
  const found = useQuery(journalsQuery(year));
  const years = [thisYear, thisYear - 1, thisYear - 2].map((one) => ({ value: String(one), label: String(one) }));
  return (
    <Require can="journal:read">
      <Page
        title={t('journal.title')}
        subtitle={t('journal.subtitle')}
        tools={<Select aria-label={t('journal.year')} value={year} onChange={setYear} options={years} />}
      >
        <Section title={t('journal.issues')}>
          <Loaded query={found}>
            {({ issues, published, expected }) => (
              <>
                <div className="fj-organisation-figures">
                  <Statistic title={t('journal.published')} value={`${String(published)} / ${String(expected)}`} />
                </div>
                <RecordTable<Issue>
                  rowKey="month"
                  rows={issues}
                  empty={t('journal.none')}
                  width={600}
                  columns={[
                    {
                      title: t('journal.month'),
                      key: 'month',
                      render: (_, row) => (
                        <Link to="/journal/$month" params={{ month: row.month }} className="fj-link">
                          {row.month}
                        </Link>
                      ),
                    },
                    {
                      title: t('journal.state'),
                      key: 'state',
                      render: (_, row) => <Tag color={COLOURS[row.state]}>{t(`journal.states.${row.state}`)}</Tag>,
                    },
                    {
                      title: t('journal.version'),
                      key: 'version',
                      render: (_, row) => (row.version === 0 ? '—' : row.version),
                    },
                    timeColumn(t('journal.publishedAt'), (row) => row.publishedAt),
                  ]}
                />
              </>
            )}
          </Loaded>
        </Section>
      </Page>
    </Require>
  );
}
