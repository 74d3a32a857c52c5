/** The cases behind a number. */
import type { StatisticsCase } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Drawer, Table } from 'antd';
import { useTranslation } from 'react-i18next';

import { casesQuery } from '../../api/statistics.ts';
import { showTime } from '../../ui/format.ts';
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
      size={1080}
      destroyOnHidden
    >
      {picked === null ? null : <Cases filter={filter} picked={picked} />}
    </Drawer>
  );
}

const CHOICES = ['ACCEPT', 'REPEAT', 'OPENED'] as const;

function Cases({ filter, picked }: { readonly filter: StatisticsFilter; readonly picked: Picked }) {
  const { t } = useTranslation();
  const cases = useQuery(casesQuery(casesQueryOf(filter, picked)));
  const choiceName = (row: StatisticsCase): string => {
    const choice = CHOICES.find((known) => known === row.choice);
    const name = choice === undefined ? (row.choice ?? '—') : t(`clinical.explain.choice.${choice}`);
    return row.code === null ? name : `${name} · ${t('clinical.order.repeatingCode', { code: row.code })}`;
  };
  return (
    <Loaded query={cases} isEmpty={(data) => data.cases.length === 0}>
      {(data) => (
        <>
          {data.more ? (
            <Alert
              type="info"
              showIcon
              className="fj-problem"
              title={t('statistics.casesMore', { count: data.cases.length })}
            />
          ) : null}
          <Table<StatisticsCase>
            rowKey={(row) => `${row.decision}|${row.item}|${row.at}`}
            size="small"
            scroll={{ x: 980 }}
            pagination={
              data.cases.length > 20
                ? { pageSize: 20, showSizeChanger: false, showTotal: (count) => t('registers.total', { count }) }
                : false
            }
            dataSource={[...data.cases]}
            columns={[
              {
                title: t('statistics.caseTime'),
                key: 'at',
                render: (_, row) => <span className="fj-nowrap">{showTime(row.at)}</span>,
              },
              { title: t('field.institution'), dataIndex: 'institutionName' },
              { title: t('field.department'), key: 'department', render: (_, row) => row.department ?? '—' },
              { title: t('statistics.doctor'), key: 'doctor', render: (_, row) => row.practitioner ?? '—' },
              { title: t('field.item'), dataIndex: 'itemName' },
              { title: t('statistics.issuer'), key: 'issuer', render: (_, row) => row.issuer ?? '—' },
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
                    {t('clinical.notices.decision')}
                  </Link>
                ),
              },
            ]}
          />
        </>
      )}
    </Loaded>
  );
}
