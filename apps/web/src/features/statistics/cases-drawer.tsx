/** The cases behind a number. */
import type { StatisticsCase } from '@fujie/wire/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Drawer } from 'antd';
import { useTranslation } from 'react-i18next';

import { casesQuery } from '../../api/statistics.ts';
import { timeColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { useBilingual } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { VerdictTag } from '../../ui/verdict-tag.tsx';
import type { Picked, StatisticsFilter } from './measures.ts';
import { casesQueryOf } from './measures.ts';

interface Props {
  readonly filter: StatisticsFilter;
  readonly picked: Picked | null;
  readonly onClose: () => void;
}

export function CasesDrawer({ filter, picked, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Drawer
      title={picked === null ? '' : t('statistics.casesOf', { measure: picked.label, unit: picked.unit })}
      open={picked !== null}
      onClose={onClose}
      size={1180}
      destroyOnHidden
    >
      {picked === null ? null : <Cases filter={filter} picked={picked} />}
    </Drawer>
  );
}

const CHOICES = ['ACCEPT', 'REPEAT', 'OPENED', 'OVERLOOKED', 'ORDERED'] as const;

function Cases({ filter, picked }: { readonly filter: StatisticsFilter; readonly picked: Picked }) {
  const { t } = useTranslation();
  const cases = useInfiniteQuery(casesQuery(casesQueryOf(filter, picked)));
  return (
    <Loaded query={cases} isEmpty={(data) => data.cases.length === 0}>
      {(data) => (
        <>
          <div className="fj-cases-head">
            <span>{t('statistics.casesShown', { shown: data.cases.length, total: data.total })}</span>
            {cases.hasNextPage ? (
              <Button size="small" loading={cases.isFetchingNextPage} onClick={() => void cases.fetchNextPage()}>
                {t('statistics.casesNext')}
              </Button>
            ) : null}
          </div>
          <CaseTable cases={data.cases} />
        </>
      )}
    </Loaded>
  );
}

function CaseTable({ cases }: { readonly cases: readonly StatisticsCase[] }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const choiceName = (row: StatisticsCase): string => {
    const choice = CHOICES.find((known) => known === row.choice);
    const name = choice === undefined ? (row.choice ?? '—') : t(`clinical.explain.choice.${choice}`);
    return row.code === null ? name : `${name} · ${t('clinical.order.repeatingCode', { code: row.code })}`;
  };
  return (
    <DataTable<StatisticsCase>
      rowKey={(row) => `${row.decision}|${row.item}|${row.at}|${row.choice ?? ''}`}
      size="small"
      scroll={{ x: 1120 }}
      pagination={cases.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
      dataSource={[...cases]}
      columns={[
        timeColumn(t('statistics.caseTime'), (row) => row.at),
        {
          title: t('field.institution'),
          key: 'institution',
          width: 190,
          render: (_, row) => (
            <>
              {say(row.institutionName)}
              {row.departmentName === null ? null : <div className="fj-faint">{say(row.departmentName)}</div>}
            </>
          ),
        },
        {
          title: t('statistics.doctor'),
          key: 'doctor',
          render: (_, row) => row.practitionerName ?? row.practitioner ?? '—',
        },
        { title: t('field.item'), key: 'item', width: 150, render: (_, row) => say(row.itemName) },
        {
          title: t('statistics.issuer'),
          key: 'issuer',
          width: 180,
          render: (_, row) => (row.issuerName === null ? '—' : say(row.issuerName)),
        },
        {
          title: t('statistics.verdict'),
          key: 'class',
          render: (_, row) => (
            <VerdictTag
              verdict={row.class === 'MUST' || row.class === 'MAY' || row.class === 'NOT' ? row.class : null}
            />
          ),
        },
        { title: t('statistics.handling'), key: 'choice', render: (_, row) => choiceName(row) },
        { title: t('statistics.yuan'), key: 'yuan', align: 'right', render: (_, row) => row.yuan ?? '—' },
        {
          title: t('act.why'),
          key: 'why',
          render: (_, row) => (
            <Link
              to="/explain/$decision"
              params={{ decision: row.decision }}
              search={{ item: row.item }}
              target="_blank"
              className="fj-link fj-nowrap"
            >
              {t('clinical.changes.decision')}
            </Link>
          ),
        },
      ]}
    />
  );
}
