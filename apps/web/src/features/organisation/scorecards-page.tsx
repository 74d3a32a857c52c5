/** 科室质量得分: each department of a month by what was asked of it and met, and where the results were taken into account. */
import type { ResultUsesResponse, ResultUseView, ScorecardsResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './organisation.css';
import { resultUsesQuery, scorecardsQuery } from '../../api/organisation.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { MonthPicker } from '../../ui/day-picker.tsx';
import { showTime, today } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { ResultUseForm } from './result-use-form.tsx';
import { ScoreCases } from './score-cases.tsx';
import type { Opened } from './score-cell.tsx';
import { ScoreCell, showScore } from './score-cell.tsx';

type Department = ScorecardsResponse['departments'][number];
type Measures = ScorecardsResponse['measures'];

export function ScorecardsPage() {
  const { t } = useTranslation();
  const actor = useActor();
  const [month, setMonth] = useState<string | undefined>(undefined);
  const found = useQuery(scorecardsQuery(month));
  return (
    <Require can="journal:read">
      <Page
        title={t('scorecards.title')}
        subtitle={t('scorecards.subtitle')}
        tools={
          found.data === undefined ? undefined : (
            <MonthPicker
              value={month ?? found.data.month}
              last={today().slice(0, 7)}
              onChange={setMonth}
              label={t('scorecards.month')}
            />
          )
        }
      >
        <Loaded query={found} rows={10}>
          {(data) => <Scores key={data.month} data={data} />}
        </Loaded>
        {may(actor, 'result-use:read') ? <Uses measures={found.data?.measures ?? []} /> : null}
      </Page>
    </Require>
  );
}

function Scores({ data: { month, asOf, measures, hospital, departments } }: { readonly data: ScorecardsResponse }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  const [opened, setOpened] = useState<Opened | null>(null);
  const whole = { code: '', nameZh: t('scorecards.hospital'), nameEn: t('scorecards.hospital') };
  return (
    <Section
      title={month}
      tools={<span className="fj-faint">{t('scorecards.asOf', { at: showTime(asOf) ?? '' })}</span>}
    >
      <RecordTable<Department>
        rowKey={(row) => row.department.code}
        rows={departments.length === 0 ? [] : [{ department: whole, head: null, scores: hospital }, ...departments]}
        empty={t('scorecards.none')}
        width={900}
        columns={[
          {
            title: t('scorecards.department'),
            key: 'department',
            width: 150,
            // On a telephone the numbers begin beside it.
            render: (_, row) => (
              <>
                {named(row.department)}
                {row.head === null ? null : <div className="fj-faint">{t('scorecards.led', { name: row.head })}</div>}
              </>
            ),
          },
          ...measures.map(({ id, name }) => ({
            ...{ title: say(name), key: id, width: 150 },
            render: (_: unknown, row: Department) => (
              <ScoreCell month={month} measure={{ id, name: say(name) }} row={row} onOpen={setOpened} />
            ),
          })),
        ]}
      />
      <ActDialog of={opened} title={opened?.title ?? ''} width={860} onClose={() => setOpened(null)}>
        {({ of }) => <ScoreCases of={of} />}
      </ActDialog>
    </Section>
  );
}

function Uses({ measures }: { readonly measures: Measures }) {
  const { t } = useTranslation();
  const found = useQuery(resultUsesQuery);
  const [entering, setEntering] = useState<{ readonly of: ResultUseView | null } | null>(null);
  return (
    <Section
      title={t('scorecards.uses')}
      tools={
        found.data?.mayRecord === true ? (
          <Button type="primary" onClick={() => setEntering({ of: null })}>
            {t('scorecards.record')}
          </Button>
        ) : undefined
      }
    >
      <Loaded query={found} rows={4}>
        {(data) => <UseTable data={data} measures={measures} onCorrect={(of) => setEntering({ of })} />}
      </Loaded>
      <ActDialog
        of={found.data === undefined || entering === null ? null : { data: found.data, ...entering }}
        title={t('scorecards.record')}
        width={640}
        onClose={() => setEntering(null)}
      >
        {({ data, of }) => <ResultUseForm data={data} corrects={of} onDone={() => setEntering(null)} />}
      </ActDialog>
    </Section>
  );
}

interface TableProps {
  readonly data: ResultUsesResponse;
  readonly measures: Measures;
  readonly onCorrect: (of: ResultUseView) => void;
}

function UseTable({ data, measures, onCorrect }: TableProps) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  const nameOf = (id: string): string => {
    const one = measures.find((measure) => measure.id === id);
    return one === undefined ? id : say(one.name);
  };
  return (
    <RecordTable<ResultUseView>
      rowKey="id"
      rows={data.uses}
      empty={t('scorecards.noUses')}
      width={1060}
      columns={[
        {
          title: t('scorecards.kind'),
          key: 'kind',
          width: 150,
          render: (_, row) => (
            <>
              <div>{say(row.kindName)}</div>
              {row.corrected ? <Tag>{t('scorecards.corrected')}</Tag> : null}
            </>
          ),
        },
        {
          title: t('scorecards.department'),
          key: 'department',
          width: 140,
          render: (_, row) => (
            <>
              <div>{named(row.department)}</div>
              {row.practitioner === null ? null : <span className="fj-faint">{row.practitioner.name}</span>}
            </>
          ),
        },
        { title: t('scorecards.period'), key: 'period', width: 150, render: (_, row) => `${row.from} – ${row.to}` },
        { title: t('scorecards.result'), dataIndex: 'result' },
        {
          title: t('scorecards.scores'),
          key: 'scores',
          width: 250,
          render: (_, row) =>
            row.scores
              .filter(({ value }) => value !== null)
              .map((score) => <div key={score.measure}>{`${nameOf(score.measure)} ${showScore(score)}`}</div>),
        },
        {
          title: t('scorecards.decidedBy'),
          key: 'decided',
          width: 160,
          render: (_, row) => (
            <>
              <div>{row.decidedBy}</div>
              <span className="fj-faint">{row.decidedOn}</span>
            </>
          ),
        },
        {
          title: t('scorecards.recorded'),
          key: 'recorded',
          width: 130,
          render: (_, row) => (
            <>
              <div>{row.recordedBy}</div>
              {data.mayRecord && !row.corrected ? (
                <Button type="link" size="small" onClick={() => onCorrect(row)}>
                  {t('scorecards.correct')}
                </Button>
              ) : null}
            </>
          ),
        },
      ]}
    />
  );
}
