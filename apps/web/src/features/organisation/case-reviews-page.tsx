/** 案例复盘: reviewed / cases by kind and department, each number opening to its cases; for departments what reviews taught them. */
import type { CaseLessonsResponse, CaseReviewsResponse, CasesQuery } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Select, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './organisation.css';
import { caseLessonsQuery, caseReviewsQuery } from '../../api/case-reviews.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { timeColumn } from '../../ui/columns.tsx';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { listed } from '../../ui/listed.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { CaseEntryForm } from './case-entry-form.tsx';
import { CaseList } from './case-list.tsx';

type Row = CaseReviewsResponse['byDepartment'][number];

/** A number whose cases are shown. */
interface Opened {
  readonly title: string;
  readonly of: CasesQuery;
}

export function CaseReviewsPage() {
  const { t } = useTranslation();
  const actor = useActor();
  return (
    <Require can="case-review:lessons">
      <Page title={t('caseReviews.title')} subtitle={t('caseReviews.subtitle')}>
        {may(actor, 'case-review:read') ? <Ledger /> : null}
        <Lessons />
      </Page>
    </Require>
  );
}

function Ledger() {
  const { t } = useTranslation();
  const [year, setYear] = useState<string | undefined>(undefined);
  const [isEntering, setEntering] = useState(false);
  const found = useQuery(caseReviewsQuery(year));
  const { data } = found;
  return (
    <>
      <Section
        title={t('caseReviews.figures')}
        tools={
          data === undefined ? undefined : (
            <>
              <Select
                id="case-year"
                aria-label={t('caseReviews.year')}
                value={year ?? data.year}
                onChange={setYear}
                options={data.years.map((value) => ({ value, label: value }))}
              />
              {data.mayEnter && data.isFollowed ? (
                <Button type="primary" onClick={() => setEntering(true)}>
                  {t('caseReviews.enter')}
                </Button>
              ) : null}
            </>
          )
        }
      >
        <Loaded query={found}>{(read) => <Figures key={read.year} data={read} />}</Loaded>
      </Section>
      {data === undefined ? null : (
        <Section title={t('caseReviews.cases', { year: data.year })}>
          <CaseList of={{ year: data.year }} />
        </Section>
      )}
      <ActDialog
        of={isEntering && data !== undefined ? data : null}
        width={640}
        title={t('caseReviews.enter')}
        onClose={() => setEntering(false)}
      >
        {(read) => <CaseEntryForm data={read} onDone={() => setEntering(false)} />}
      </ActDialog>
    </>
  );
}

function Figures({ data }: { readonly data: CaseReviewsResponse }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  const [opened, setOpened] = useState<Opened | null>(null);
  const { year, kinds, hospital, byDepartment, unfounded, isFollowed } = data;
  const whole: Row = {
    department: { code: '', nameZh: t('caseReviews.hospital'), nameEn: t('caseReviews.hospital') },
    counts: hospital,
  };
  return (
    <>
      {isFollowed ? null : <Alert type="info" title={t('caseReviews.notFollowed')} />}
      <RecordTable<Row>
        rowKey={(row) => row.department.code}
        rows={hospital.every(({ cases }) => cases === 0) ? [] : [whole, ...byDepartment]}
        empty={t('caseReviews.none')}
        width={760}
        columns={[
          {
            title: t('field.department'),
            key: 'department',
            width: 150,
            render: (_, row) => named(row.department),
          },
          ...kinds.map(({ id, name }) => ({
            ...{ title: say(name), key: id, width: 120 },
            render: (_: unknown, { department, counts }: Row) => {
              const count = counts.find(({ kind }) => kind === id);
              if (count === undefined || count.cases === 0) return '–';
              const text = `${String(count.reviewed)} / ${String(count.cases)}`;
              const title = `${named(department)} · ${say(name)} ${text}`;
              const only = department.code === '' ? {} : { department: department.code };
              return (
                <button
                  type="button"
                  className="fj-plain-button fj-number"
                  aria-label={title}
                  onClick={() => setOpened({ title, of: { year, kind: id, ...only } })}
                >
                  {text}
                </button>
              );
            },
          })),
        ]}
      />
      {unfounded === 0 ? null : (
        <p className="fj-faint fj-case-note">{t('caseReviews.unfounded', { count: unfounded })}</p>
      )}
      <ActDialog of={opened} title={opened?.title ?? ''} width={860} onClose={() => setOpened(null)}>
        {({ of }) => <CaseList of={of} />}
      </ActDialog>
    </>
  );
}

function Lessons() {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  const found = useQuery(caseLessonsQuery);
  return (
    <Section title={t('caseReviews.lessons')}>
      <Loaded query={found}>
        {({ lessons }) => (
          <RecordTable<CaseLessonsResponse['lessons'][number]>
            rowKey="loop"
            rows={lessons}
            empty={t('caseReviews.noLessons')}
            columns={[
              { title: t('caseReviews.kind'), key: 'kind', width: 130, render: (_, row) => say(row.name) },
              {
                title: t('caseReviews.departments'),
                key: 'departments',
                width: 160,
                render: (_, row) => listed(row.departments.map(named)),
              },
              {
                title: t('caseReviews.cause'),
                key: 'cause',
                width: 170,
                render: (_, { cause }) => (cause === null ? '—' : say(cause)),
              },
              {
                title: t('caseReviews.lesson'),
                key: 'lesson',
                render: (_, { lesson, isHeldBack }) => (
                  <>
                    <div>{lesson}</div>
                    {isHeldBack ? <Tag color="orange">{t('caseReviews.heldBack')}</Tag> : null}
                  </>
                ),
              },
              timeColumn(t('caseReviews.toldAt'), (row) => row.at),
            ]}
          />
        )}
      </Loaded>
    </Section>
  );
}
