/** 年度目标: what nation, province and hospital aim at in a year, given to departments and followed by month. */
import type { TargetsResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Select, Statistic, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './organisation.css';
import { targetsQuery } from '../../api/organisation.ts';
import { Require } from '../../app/require.tsx';
import { today } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { listed } from '../../ui/listed.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { KeepRegister } from './keep-register.tsx';

type Target = TargetsResponse['targets'][number];
type Given = Target['departments'][number];
const COLOURS: Readonly<Record<Given['standing'], string>> = {
  met: 'green',
  'not-met': 'red',
  'no-value': 'default',
  'no-aim': 'default',
};

export function TargetsPage() {
  const { t } = useTranslation();
  const thisYear = Number(today().slice(0, 4));
  const [year, setYear] = useState(String(thisYear));
  const found = useQuery(targetsQuery(year));
  const years = [thisYear + 1, thisYear, thisYear - 1, thisYear - 2].map(String);
  return (
    <Require can="journal:read">
      <Page
        title={t('targets.title')}
        subtitle={t('targets.subtitle')}
        tools={
          <>
            <KeepRegister register="quality-target" />
            <KeepRegister register="staff-target" />
            <Select
              aria-label={t('journal.year')}
              value={year}
              onChange={setYear}
              options={years.map((value) => ({ value, label: value }))}
            />
          </>
        }
      >
        <Loaded query={found}>{(data) => <Content key={data.year} data={data} />}</Loaded>
      </Page>
    </Require>
  );
}

function Content({ data }: { readonly data: TargetsResponse }) {
  const { t } = useTranslation();
  const named = useNamed();
  const { targets, assigned, given, met, better, withoutTarget, staff, staffWithTarget, staffWithout, own } = data;
  return (
    <>
      <div className="fj-organisation-figures">
        <Statistic title={t('targets.assigned')} value={`${String(assigned)} / ${String(targets.length)}`} />
        <Statistic title={t('targets.met')} value={`${String(met)} / ${String(given)}`} />
        <Statistic title={t('targets.better')} value={`${String(better)} / ${String(given)}`} />
        <Statistic title={t('targets.withoutTarget')} value={withoutTarget.length} />
        <Statistic title={t('targets.staffed')} value={`${String(staffWithTarget)} / ${String(staff)}`} />
      </div>
      {withoutTarget.length === 0 ? null : (
        <p>{t('targets.withoutNames', { names: listed(withoutTarget.map(named)) })}</p>
      )}
      {targets.length === 0 || staffWithout.length === 0 ? null : (
        <p>
          {t('targets.staffWithout', {
            names: listed(
              staffWithout.map(({ department, count }) => t('targets.staffOf', { name: named(department), count })),
            ),
          })}
        </p>
      )}
      <OwnParts rows={own} />
      {targets.length === 0 ? <p>{t('targets.none')}</p> : null}
      {targets.map((target) => (
        <Section
          key={target.target}
          title={named(target)}
          tools={<KeepRegister register={target.departments.length === 0 ? 'department-target' : 'target-value'} />}
        >
          <p>
            <Tag color={target.departments.length === 0 ? 'red' : 'blue'}>
              {target.departments.length === 0 ? t('targets.unassigned') : t(`targets.sources.${target.source}`)}
            </Tag>{' '}
            {t('targets.aimOf', {
              direction: t(`targets.directions.${target.direction}`),
              baseline: shown(target.baseline, target.unit),
              aim: shown(target.aim, target.unit),
            })}
          </p>
          {target.departments.length === 0 ? (
            <p className="fj-faint">{t('targets.noDepartments')}</p>
          ) : (
            <Departments target={target} />
          )}
        </Section>
      ))}
    </>
  );
}

/** What of the targets is the reader's own part 个人目标. */
function OwnParts({ rows }: { readonly rows: TargetsResponse['own'] }) {
  const { t } = useTranslation();
  const named = useNamed();
  if (rows.length === 0) return null;
  return (
    <Section title={t('targets.own')}>
      <RecordTable<TargetsResponse['own'][number]>
        rowKey={({ target }) => target.code}
        rows={rows}
        empty=""
        columns={[
          { title: t('targets.target'), key: 'target', render: (_, row) => named(row.target) },
          { title: t('targets.duty'), key: 'duty', render: (_, row) => row.duty },
          { title: t('targets.aim'), key: 'aim', render: (_, row) => shown(row.aim, row.unit) },
          { title: t('targets.tools'), key: 'tools', render: (_, row) => row.tools ?? '—' },
        ]}
      />
    </Section>
  );
}

const shown = (value: number | null, unit: string | null): string =>
  value === null ? '—' : `${String(value)}${unit ?? ''}`;

function Departments({ target: { departments, unit } }: { readonly target: Target }) {
  const { t } = useTranslation();
  const named = useNamed();
  return (
    <RecordTable<Given>
      rowKey={({ department }) => department.code}
      rows={departments}
      empty={t('targets.noDepartments')}
      width={760}
      columns={[
        { title: t('field.department'), key: 'department', render: (_, row) => named(row.department) },
        {
          title: t('targets.standing'),
          key: 'standing',
          render: (_, row) => (
            <>
              <Tag color={COLOURS[row.standing]}>{t(`targets.standings.${row.standing}`)}</Tag>
              {row.isBetter === null ? null : t(row.isBetter ? 'targets.isBetter' : 'targets.isNotBetter')}
            </>
          ),
        },
        {
          title: t('targets.values'),
          key: 'values',
          render: (_, { values }) =>
            values.length === 0
              ? '—'
              : values.slice(-3).map(({ month, value }) => (
                  <span key={month} className="fj-target-value">
                    <span className="fj-faint">{month}</span> {shown(value, unit)}
                  </span>
                )),
        },
        { title: t('targets.aim'), key: 'aim', render: (_, row) => shown(row.aim, unit) },
        { title: t('targets.baseline'), key: 'baseline', render: (_, row) => shown(row.baseline, unit) },
        { title: t('targets.owner'), key: 'owner', render: (_, row) => row.owner.name },
      ]}
    />
  );
}
