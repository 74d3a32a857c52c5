/** 全区检验资源: what is wrong today at each laboratory of a region, the most marks ended first. */
import type { ResourcesOverview } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { resourcesOverviewQuery } from '../../api/resources.ts';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';

type Row = ResourcesOverview['institutions'][number];

const COLUMNS = [
  ['overdue', 'instruments'],
  ['marksEnded', 'instruments'],
  ['dueSoon', 'instruments'],
  ['staffEnded', 'staff'],
  ['lotFaults', 'reagents'],
  ['outside', 'licence'],
] as const;

export function OverviewPart() {
  const { t } = useTranslation();
  const named = useNamed();
  const found = useQuery(resourcesOverviewQuery);
  return (
    <Loaded
      query={found}
      rows={12}
      isEmpty={({ institutions }) => institutions.length === 0}
      empty={t('resources.overview.none')}
    >
      {({ day, institutions }) => (
        <Section title={t('resources.overview.title', { day })}>
          <RecordTable<Row>
            rowKey={({ institution }) => institution.code}
            rows={institutions.toSorted((a, b) => b.marksEnded - a.marksEnded || b.outside - a.outside)}
            empty={t('resources.overview.none')}
            width={860}
            columns={[
              {
                title: t('marks.institution'),
                key: 'institution',
                render: (_, { institution }) => (
                  <Link
                    to="/laboratory/resources"
                    search={{ part: 'instruments', institution: institution.code }}
                    className="fj-link"
                  >
                    {named(institution)}
                  </Link>
                ),
              },
              { title: t('resources.overview.instruments'), dataIndex: 'instruments', align: 'right' },
              ...COLUMNS.map(([column, part]) => ({
                title: t(`resources.overview.${column}`),
                key: column,
                align: 'right' as const,
                render: (_: unknown, row: Row) =>
                  row[column] === 0 ? (
                    0
                  ) : (
                    <Link
                      to="/laboratory/resources"
                      search={{ part, institution: row.institution.code }}
                      className="fj-link fj-link-in-text"
                    >
                      {row[column]}
                    </Link>
                  ),
              })),
            ]}
          />
        </Section>
      )}
    </Loaded>
  );
}
