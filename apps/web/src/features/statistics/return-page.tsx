/** One weekly return 周报: its figures from the records, each opening to its cases; what was handed in, version by version. */
import type { ReturnFigures, ReturnVersion, WeeklyReturnRequest, WeeklyReturnResponse } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { App, Button, Collapse, DatePicker, Form, Input, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './statistics.css';
import { LOOPS_KEY } from '../../api/loops.ts';
import { handInReturn, returnCasesQuery, returnQuery, RETURNS_KEY } from '../../api/weekly-returns.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { showTime, today } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { CasesDrawer } from './cases-drawer.tsx';
import { Ledger } from './ledger.tsx';
import type { Picked } from './measures.ts';
import { repeatedTotal } from './measures.ts';
import { ReturnTag } from './return-tag.tsx';
import { TypicalCase, useCaseLine } from './typical-case.tsx';
import { UnitTable } from './unit-table.tsx';

const route = getRouteApi('/desk/weekly-returns/$unit/$week');

export function ReturnPage() {
  const { t } = useTranslation();
  const named = useNamed();
  const { unit, week } = route.useParams();
  const found = useQuery(returnQuery(unit, week));
  return (
    <Require can="weekly-return:read">
      <Page
        title={found.data === undefined ? t('returns.one') : t('returns.of', { unit: named(found.data.name) })}
        subtitle={
          <Link to="/weekly-returns" className="fj-link">
            {t('returns.back')}
          </Link>
        }
      >
        <Loaded query={found} rows={12}>
          {(data) => <Return key={`${unit} ${week}`} data={data} />}
        </Loaded>
      </Page>
    </Require>
  );
}

function Return({ data }: { readonly data: WeeklyReturnResponse }) {
  const { t } = useTranslation();
  const actor = useActor();
  const [picked, setPicked] = useState<Picked | null>(null);
  const pick = may(actor, 'statistics:cases') ? setPicked : null;
  const filter = { from: data.week, to: data.until, by: 'institution', institution: undefined } as const;
  return (
    <>
      <Section title={`${data.week} – ${data.until}`} tools={<ReturnTag status={data.status} />}>
        <p>
          {t('returns.dueAt', { at: showTime(data.dueAt) ?? '' })}{' '}
          <Link to="/loops/$id" params={{ id: String(data.loop) }} className="fj-link-in-text">
            {t('returns.loop')}
          </Link>
        </p>
        <Extra figures={data.figures} />
      </Section>
      {data.maySubmit ? <HandIn data={data} /> : null}
      <UnitTable rows={data.rows} total={data.total} by="institution" onPick={pick} />
      {data.ledger.length === 0 ? null : (
        <Section title={t('returns.ledger.title')}>
          <Ledger rows={data.ledger} />
        </Section>
      )}
      <Section title={t('returns.versions')}>
        {data.versions.length === 0 ? (
          <EmptyNote>{t('returns.noVersions')}</EmptyNote>
        ) : (
          <Collapse
            key={data.versions.length}
            defaultActiveKey={[String(data.versions[0]?.version)]}
            items={data.versions.map((version) => ({
              key: String(version.version),
              label: t('returns.version', {
                version: version.version,
                at: showTime(version.submittedAt) ?? '',
                by: version.submitter,
              }),
              children: <Version version={version} />,
            }))}
          />
        )}
      </Section>
      <CasesDrawer filter={filter} picked={picked} onClose={() => setPicked(null)} />
    </>
  );
}

/** What is counted beside the statistics. */
function Extra({ figures }: { readonly figures: ReturnFigures }) {
  const { t } = useTranslation();
  const named = useNamed();
  const keys = ['patients', 'marksSuspended', 'marksRestored', 'complaintsReceived', 'complaintsAnswered'] as const;
  return (
    <dl className="fj-returns-extra">
      {keys.map((key) => (
        <div key={key}>
          <dt>{t(`returns.extra.${key}`)}</dt>
          <dd>{figures[key]}</dd>
        </div>
      ))}
      {figures.accepted.map(({ issuer, count }) => (
        <div key={issuer.code}>
          <dt>{t('returns.extra.acceptedFrom', { issuer: named(issuer) })}</dt>
          <dd>{count}</dd>
        </div>
      ))}
    </dl>
  );
}

function Version({ version: { figures, progress, problems, typical } }: { readonly version: ReturnVersion }) {
  const { t } = useTranslation();
  const { counts } = figures;
  const said = [
    [t('returns.progress'), progress],
    [t('returns.problems'), problems],
  ] as const;
  return (
    <>
      <p>
        {t('returns.summary', {
          opportunities: counts.opportunities,
          must: counts.acceptedMust,
          may: counts.acceptedMay,
          repeated: repeatedTotal(counts),
          overlooked: counts.overlooked,
          yuan: counts.yuanSaved,
        })}
      </p>
      {said.map(([name, text]) =>
        text === null ? null : (
          <div key={name} className="fj-returns-said">
            <h3>{name}</h3>
            <p className="fj-returns-text">{text}</p>
          </div>
        ),
      )}
      {typical === null ? null : (
        <div className="fj-returns-said">
          <h3>{t('returns.typical')}</h3>
          <TypicalCase of={typical} />
        </div>
      )}
      <Extra figures={figures} />
    </>
  );
}

/** What is typed: the case by the month of its release and its row. */
interface Fields {
  readonly progress: string;
  readonly problems?: string;
  readonly case?: string;
  readonly lesson?: string;
  readonly ledger?: readonly (Omit<Problem, 'dueOn'> & { readonly dueOn: Dayjs })[];
}
type Problem = NonNullable<WeeklyReturnRequest['ledger']>[number];

const keyOf = ({ month, row }: { readonly month: string; readonly row: number }): string => `${month} ${String(row)}`;

function typicalOf(key: string | undefined, lesson: string): Pick<WeeklyReturnRequest, 'typical'> {
  const [month = '', row = ''] = (key ?? '').split(' ');
  return key === undefined || lesson.trim() === '' ? {} : { typical: { month, row: Number(row), text: lesson } };
}

function HandIn({ data }: { readonly data: WeeklyReturnResponse }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const chosen = Form.useWatch('case', form);
  const cases = useQuery(returnCasesQuery);
  const line = useCaseLine();
  const [last] = data.versions;
  const month = cases.data?.month ?? '';
  // What was told before stays on offer, of whatever month it is.
  const told = last?.typical?.case ?? null;
  const offered = new Map(
    [...(told === null ? [] : [told]), ...(cases.data?.cases ?? [])].map((one) => [keyOf(one), line(one)]),
  );
  const sending = useMutation({
    mutationFn: async ({ progress, problems, case: key, lesson = '', ledger = [] }: Fields) =>
      handInReturn(data.unit, data.week, {
        progress,
        ...(ledger.length === 0
          ? {}
          : { ledger: ledger.map(({ dueOn, ...one }) => ({ ...one, dueOn: dueOn.format('YYYY-MM-DD') })) }),
        ...(problems === undefined || problems.trim() === '' ? {} : { problems }),
        ...typicalOf(key, lesson),
      }),
    onSuccess: async () => {
      void message.success(t('returns.done'));
      form.resetFields(['ledger']);
      await Promise.all([
        queries.invalidateQueries({ queryKey: RETURNS_KEY }),
        queries.invalidateQueries({ queryKey: LOOPS_KEY }),
      ]);
    },
  });
  return (
    <Section title={t(last === undefined ? 'returns.handIn' : 'returns.handInAgain')}>
      <Form<Fields>
        form={form}
        name="weekly-return"
        layout="vertical"
        initialValues={{
          progress: last?.progress ?? '',
          problems: last?.problems ?? '',
          case: told === null ? undefined : keyOf(told),
          lesson: told === null ? '' : (last?.typical?.text ?? ''),
        }}
        onFinish={(values) => sending.mutate(values)}
      >
        {sending.error === null ? null : <ProblemAlert error={sending.error} />}
        <Form.Item
          name="progress"
          label={t('returns.progress')}
          rules={[{ required: true, whitespace: true, message: t('returns.needed') }]}
        >
          <Input.TextArea rows={4} maxLength={4000} showCount />
        </Form.Item>
        <Form.Item name="problems" label={t('returns.problems')}>
          <Input.TextArea rows={3} maxLength={4000} showCount />
        </Form.Item>
        <LedgerFields />
        <Form.Item name="case" label={t('returns.typical')} extra={t('returns.caseHint', { month })}>
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            loading={cases.isPending}
            notFoundContent={t('returns.noCases')}
            options={[...offered].map(([value, label]) => ({ value, label }))}
          />
        </Form.Item>
        {chosen === undefined ? null : (
          <Form.Item
            name="lesson"
            label={t('returns.lesson')}
            extra={t('returns.typicalHint')}
            rules={[{ required: true, whitespace: true, message: t('returns.needed') }]}
          >
            <Input.TextArea rows={3} maxLength={500} showCount />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" loading={sending.isPending}>
          {t(last === undefined ? 'returns.send' : 'returns.sendAgain')}
        </Button>
      </Form>
    </Section>
  );
}

/** Problems for the ledger, each with measure, owner and day. */
function LedgerFields() {
  const { t } = useTranslation();
  const rules = [{ required: true, message: t('returns.ledger.needed') }];
  const said = rules.map((rule) => ({ ...rule, whitespace: true }));
  return (
    <Form.List name="ledger">
      {(fields, { add, remove }) => (
        <div className="fj-returns-said fj-returns-ledger">
          {fields.map(({ key, name }) => (
            <div key={key} className="fj-returns-problem">
              {(['problem', 'measure', 'responsible'] as const).map((part) => (
                <Form.Item key={part} name={[name, part]} label={t(`returns.ledger.${part}`)} rules={said}>
                  <Input maxLength={part === 'responsible' ? 40 : 500} />
                </Form.Item>
              ))}
              <Form.Item name={[name, 'dueOn']} label={t('returns.ledger.dueOn')} rules={rules}>
                <DatePicker className="fj-day-field" minDate={dayjs(today())} />
              </Form.Item>
              <Button onClick={() => remove(name)}>{t('returns.ledger.remove')}</Button>
            </div>
          ))}
          <Button onClick={() => add()}>{t('returns.ledger.add')}</Button>
        </div>
      )}
    </Form.List>
  );
}
