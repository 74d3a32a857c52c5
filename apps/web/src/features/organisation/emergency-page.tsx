/** 应急预案与演练: plans with what falls due for each, and the drills that were held, with what they found. */
import type { Drill, EmergencyPlan, EmergencyResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './organisation.css';
import { emergencyQuery } from '../../api/hazards.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { useOptionName } from '../../i18n/option-names.ts';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { useNamed } from '../../ui/language.ts';
import { saying } from '../../ui/listed.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { DrillForm } from './drill-form.tsx';
import { intervalOverOn } from './grace.ts';
import { Hazards } from './hazards-page.tsx';
import { KeepRegister } from './keep-register.tsx';

const COLOURS: Readonly<Record<Drill['improved'], string>> = {
  none: 'default',
  open: 'blue',
  overdue: 'red',
  done: 'green',
};

export function EmergencyPage() {
  const { t } = useTranslation();
  const found = useQuery(emergencyQuery);
  return (
    <Require can="organisation:read">
      <Page
        title={t('emergency.title')}
        subtitle={t('emergency.subtitle')}
        tools={<KeepRegister register="emergency-plan" />}
      >
        <Loaded query={found}>{(data) => <Content data={data} />}</Loaded>
      </Page>
    </Require>
  );
}

function Content({ data }: { readonly data: EmergencyResponse }) {
  const { t } = useTranslation();
  const named = useNamed();
  const optionName = useOptionName();
  const actor = useActor();
  const [entering, setEntering] = useState<EmergencyPlan | null>(null);
  const mayRecord = ({ department }: EmergencyPlan): boolean =>
    actor?.role === 'quality-office' || (actor?.role === 'department-head' && actor.department === department.code);
  const nameOf = (code: string): string => {
    const plan = data.plans.find((one) => one.code === code);
    return plan === undefined ? code : named(plan);
  };
  return (
    <>
      <Section title={t('emergency.plans')}>
        <RecordTable<EmergencyPlan>
          rowKey="code"
          rows={data.plans}
          empty={t('emergency.noPlans')}
          columns={[
            {
              title: t('emergency.plan'),
              key: 'plan',
              render: (_, row) => (
                <>
                  {named(row)}
                  {row.kind === null ? null : <div className="fj-faint">{optionName(row.kind, 'emergency-plan')}</div>}
                </>
              ),
            },
            { title: t('field.department'), key: 'department', width: 120, render: (_, row) => named(row.department) },
            {
              title: t('emergency.version'),
              key: 'version',
              render: (_, { version, since }) => (
                <>
                  {version} <span className="fj-faint fj-nowrap">{t('emergency.since', { day: since })}</span>
                </>
              ),
            },
            {
              title: t('emergency.review'),
              key: 'review',
              width: 250,
              render: (_, { review, reviewEvery }) => <Owed owed={review} every={reviewEvery} of="review" />,
            },
            {
              title: t('emergency.drill'),
              key: 'drill',
              width: 250,
              render: (_, { drill, drillEvery }) => <Owed owed={drill} every={drillEvery} of="drill" />,
            },
            {
              title: t('emergency.drilledOn'),
              key: 'drilledOn',
              render: (_, { drilledOn }) => <span className="fj-nowrap">{drilledOn ?? t('emergency.never')}</span>,
            },
            {
              title: t('field.operation'),
              key: 'record',
              render: (_, row) =>
                row.drill !== null && mayRecord(row) ? (
                  <Button size="small" onClick={() => setEntering(row)}>
                    {t('emergency.record')}
                  </Button>
                ) : null,
            },
          ]}
        />
      </Section>
      <Section title={t('emergency.drills')}>
        {data.drills.length === 0 ? <p className="fj-faint">{t('emergency.noDrills')}</p> : null}
        {data.drills.map((drill) => (
          <Held key={drill.loop} drill={drill} name={nameOf(drill.plan)} />
        ))}
      </Section>
      <ActDialog of={entering} width={720} title={t('emergency.record')} onClose={() => setEntering(null)}>
        {(plan) => <DrillForm plan={plan} departments={data.departments} onDone={() => setEntering(null)} />}
      </ActDialog>
    </>
  );
}

interface OwedProps {
  readonly owed: EmergencyPlan['review'];
  readonly every: EmergencyPlan['reviewEvery'];
  readonly of: 'review' | 'drill';
}

/** When it falls due, and why then. */
function Owed({ owed, every, of }: OwedProps) {
  const { t } = useTranslation();
  const overOn = intervalOverOn(owed, every);
  return (
    <>
      <Due owed={owed} nextOn={every?.nextOn ?? null} />
      {every === null ? null : (
        <div className="fj-faint">
          {every.last === null
            ? t('emergency.everyFirst', { count: every.interval })
            : t(`emergency.every.${of}`, { count: every.interval, day: every.last })}
        </div>
      )}
      {overOn === null ? null : <div className="fj-faint">{t('emergency.grace', { day: overOn })}</div>}
    </>
  );
}

function Due({ owed, nextOn }: { readonly owed: EmergencyPlan['review']; readonly nextOn: string | null }) {
  const { t } = useTranslation();
  const follows = may(useActor(), 'loop:manage');
  if (owed === null)
    return (
      <>
        {nextOn} <span className="fj-faint">{t('emergency.notYet')}</span>
      </>
    );
  return (
    <>
      {follows ? (
        <Link to="/loops/$id" params={{ id: String(owed.loop) }} className="fj-link">
          {owed.dueOn}
        </Link>
      ) : (
        owed.dueOn
      )}{' '}
      {owed.isOverdue ? <Tag color="red">{t('emergency.overdue')}</Tag> : null}
    </>
  );
}

/** One drill 演练 with its after-action review; each finding is followed as a hazard. */
function Held({ drill, name }: { readonly drill: Drill; readonly name: string }) {
  const { t } = useTranslation();
  const follows = may(useActor(), 'loop:manage');
  const { heldOn, version, scenario, participants, trained, review, findings, improved, loop } = drill;
  return (
    <article className="fj-journal-section">
      <h3>
        {heldOn} · {name} {version}{' '}
        <Tag color={COLOURS[improved]}>{saying(t('emergency.improved'), t(`emergency.improvements.${improved}`))}</Tag>
        {follows ? (
          <Link to="/loops/$id" params={{ id: String(loop) }} className="fj-link fj-link-in-text">
            {t('emergency.loop')}
          </Link>
        ) : null}
      </h3>
      <dl className="fj-meeting-facts">
        <dt>{t('emergency.scenario')}</dt>
        <dd className="fj-meeting-text">{scenario}</dd>
        <dt>{t('emergency.people')}</dt>
        <dd>
          {participants} / {trained}
        </dd>
        <dt>{t('emergency.afterwards')}</dt>
        <dd className="fj-meeting-text">{review}</dd>
      </dl>
      {findings.length === 0 ? null : <Hazards hazards={findings} empty="" />}
    </article>
  );
}
