/** 科室检查、绿色通道检查与自查: what was checked by a sheet and what departments looked for themselves, what was found, and whether it is put right. */
import type { CheckCall, ChecksResponse, DepartmentCheck } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Statistic, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './organisation.css';
import { checksQuery } from '../../api/hazards.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { ClauseTags } from '../../ui/clauses.tsx';
import { timeColumn } from '../../ui/columns.tsx';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { listed } from '../../ui/listed.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { CallForm } from './call-form.tsx';

const COLOURS: Readonly<Record<DepartmentCheck['state'], string>> = {
  open: 'blue',
  overdue: 'red',
  closed: 'green',
  accounted: 'default',
};
const SHEETS = ['sheet', 'links'] as const;
const FIGURES = ['found', 'rectified'] as const;
const CALLED = ['check', 'self-inspection'] as const;
const KINDS = ['check', 'green-channel', 'self-inspection'] as const;

export function ChecksPage() {
  const { t } = useTranslation();
  const found = useQuery(checksQuery);
  return (
    <Require can="organisation:read">
      <Page title={t('checks.title')} subtitle={t('checks.subtitle')}>
        <Loaded query={found}>{(data) => <Content data={data} />}</Loaded>
      </Page>
    </Require>
  );
}

function Content({ data }: { readonly data: ChecksResponse }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const [calling, setCalling] = useState<CheckCall['kind'] | null>(null);
  const { figures, checks } = data;
  return (
    <>
      <Section
        title={t('checks.figures')}
        tools={
          data.mayCall ? (
            <>
              {CALLED.map((kind) => (
                <Button key={kind} onClick={() => setCalling(kind)}>
                  {t(`checks.call.${kind}`)}
                </Button>
              ))}
            </>
          ) : null
        }
      >
        <div className="fj-organisation-figures">
          <Statistic
            title={t('checks.checked')}
            value={`${String(figures.checked)} / ${String(figures.departments)}`}
          />
          {FIGURES.map((key) => (
            <Statistic key={key} title={t(`checks.${key}`)} value={figures[key]} />
          ))}
        </div>
      </Section>
      {KINDS.map((kind) => (
        <Section key={kind} title={t(`checks.kinds.${kind}`)}>
          <Rows rows={checks.filter((one) => one.kind === kind)} empty={t(`checks.empty.${kind}`)} />
        </Section>
      ))}
      {SHEETS.map((key) => {
        const clauses = [...new Set(data[key].map(({ clause }) => clause))];
        return (
          <Section
            key={key}
            title={t(`checks.${key}`)}
            tools={clauses.length === 1 ? <ClauseTags ids={clauses} /> : null}
          >
            <ol className="fj-meeting-text">
              {data[key].map(({ title, clause }) => (
                <li key={title.en}>
                  {say(title)} {clauses.length === 1 ? null : <ClauseTags ids={[clause]} />}
                </li>
              ))}
            </ol>
          </Section>
        );
      })}
      <ActDialog
        of={calling}
        width={640}
        title={calling === null ? '' : t(`checks.call.${calling}`)}
        onClose={() => setCalling(null)}
      >
        {(kind) => <CallForm kind={kind} departments={data.departments} onDone={() => setCalling(null)} />}
      </ActDialog>
    </>
  );
}

function Rows({ rows, empty }: { readonly rows: readonly DepartmentCheck[]; readonly empty: string }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  const follows = may(useActor(), 'loop:read');
  return (
    <RecordTable<DepartmentCheck>
      rowKey="loop"
      rows={rows}
      empty={empty}
      width={860}
      columns={[
        { title: t('field.department'), key: 'department', width: 130, render: (_, row) => named(row.department) },
        {
          title: t('checks.why'),
          key: 'why',
          width: 220,
          render: (_, { problem }) => problem ?? <span className="fj-faint">{t('checks.regular')}</span>,
        },
        timeColumn(t('checks.openedAt'), (row) => row.openedAt),
        timeColumn(t('checks.dueAt'), (row) => row.dueAt),
        {
          title: t('checks.outcome'),
          key: 'outcome',
          render: (_, { outcome, notMet, findings }) =>
            outcome === null ? (
              '—'
            ) : (
              <>
                <Tag color={outcome === 'faults' || outcome === 'found' ? 'orange' : 'green'}>
                  {t(`checks.outcomes.${outcome}`)}
                </Tag>
                {notMet.length === 0 ? null : <div>{listed(notMet.map(say))}</div>}
                {findings === null ? null : <div className="fj-faint">{findings}</div>}
              </>
            ),
        },
        {
          title: t('checks.state'),
          key: 'state',
          render: (_, { state, waits, loop }) => (
            <>
              <Tag color={COLOURS[state]}>{t(`checks.states.${state}`)}</Tag>
              {waits === null ? null : <span className="fj-faint">{say(waits)}</span>}{' '}
              {follows ? (
                <Link to="/loops/$id" params={{ id: String(loop) }} className="fj-link fj-link-in-text fj-nowrap">
                  {t('checks.open')}
                </Link>
              ) : null}
            </>
          ),
        },
      ]}
    />
  );
}
