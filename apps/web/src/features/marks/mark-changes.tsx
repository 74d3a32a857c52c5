/** 期间变化: which marks were gained and lost over a period, when and why. */
import type { MarkTurn } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { addressOf } from '../../api/client.ts';
import { markChangesQuery } from '../../api/marks.ts';
import { PeriodPicker } from '../../ui/day-picker.tsx';
import { DownloadLink } from '../../ui/download-link.tsx';
import { ReasonList } from '../../ui/finding-list.tsx';
import { daysAgo, today } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { MarkBadge } from '../../ui/mark-badge.tsx';
import { Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';

const route = getRouteApi('/desk/marks/region');
const PERIOD_DAYS = 90;

export function MarkChanges() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const named = useNamed();
  const [from, to] = [search.from ?? daysAgo(PERIOD_DAYS), search.to ?? today()];
  const changes = useQuery(markChangesQuery({ from, to, institution: search.institution }));
  return (
    <Section
      title={t('evidence.matrix.changes')}
      tools={
        <>
          {changes.data === undefined ? null : (
            <strong>
              {t('evidence.matrix.gained', { count: changes.data.gained })}{' '}
              {t('evidence.matrix.lost', { count: changes.data.lost })}
            </strong>
          )}
          <PeriodPicker
            {...{ from, to }}
            labels={[t('evidence.matrix.firstDay'), t('evidence.matrix.lastDay')]}
            onChange={(first, last) => void navigate({ search: (before) => ({ ...before, from: first, to: last }) })}
          />
          {(['xlsx', 'csv'] as const).map((format) => (
            <DownloadLink key={format} href={addressOf(`/api/v1/marks/changes/export.${format}`, { from, to })}>
              {t('evidence.matrix.export', { format: format === 'xlsx' ? 'Excel' : 'CSV' })}
            </DownloadLink>
          ))}
        </>
      }
    >
      <Loaded query={changes} rows={10}>
        {({ turns, gained, lost }) => (
          <>
            <RecordTable<MarkTurn>
              rows={turns}
              rowKey={(row) => [row.on, row.institution.code, row.item.code, row.scope].join('|')}
              empty={t('evidence.matrix.noChanges')}
              width={760}
              columns={[
                { title: t('marks.day'), key: 'on', render: (_, { on }) => <span className="fj-nowrap">{on}</span> },
                { title: t('marks.institution'), key: 'institution', render: (_, row) => named(row.institution) },
                {
                  title: t('marks.item'),
                  key: 'item',
                  render: (_, { institution, item, on }) => (
                    <Link
                      to="/marks/evidence"
                      search={{ institution: institution.code, item: item.code, on }}
                      className="fj-link"
                    >
                      {named(item)}
                    </Link>
                  ),
                },
                { title: t('evidence.matrix.what'), key: 'what', render: (_, row) => <What turn={row} /> },
                {
                  title: t('marks.cause'),
                  key: 'why',
                  render: (_, { reasons, before }) => (
                    <>
                      {before === null ? <span className="fj-faint">{t('evidence.matrix.was')}</span> : null}
                      <ReasonList reasons={reasons} />
                    </>
                  ),
                },
              ]}
            />
            {turns.length < gained + lost ? (
              <p className="fj-faint">{t('evidence.matrix.more', { count: turns.length })}</p>
            ) : null}
          </>
        )}
      </Loaded>
    </Section>
  );
}

function What({ turn: { before, after } }: { readonly turn: MarkTurn }) {
  const { t } = useTranslation();
  const kind = before === null ? 'gain' : after === null ? 'loss' : 'change';
  return (
    <span className={`fj-nowrap fj-turn-${kind}`}>
      {t(`evidence.matrix.${kind}`)} <MarkBadge label={after ?? before ?? ''} />
    </span>
  );
}
