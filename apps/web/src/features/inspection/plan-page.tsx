/** One plan 检查计划: the ceremony of its draw, who was drawn, and the inspections that follow. */
import type { InspectionPlanResponse, InspectionPlanView } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Button, Input, Radio, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './inspection.css';
import { freezeLists, inspectionPlanQuery, INSPECTIONS_KEY, replaceDrawn } from '../../api/inspections.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { useOptionName } from '../../i18n/option-names.ts';
import { ActDialog, ActForm } from '../../ui/act-dialog.tsx';
import { useNameOf } from '../../ui/name-of.ts';
import { showTime } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { DrawCeremony } from './draw-ceremony.tsx';
import { InspectionTable } from './inspection-table.tsx';

export function PlanPage() {
  const { plan } = useParams({ from: '/desk/inspection/plans/$plan' });
  const found = useQuery(inspectionPlanQuery(plan));
  return (
    <Require can="inspection:custody">
      <Loaded query={found}>{(known) => <Plan known={known} />}</Loaded>
    </Require>
  );
}

function Plan({ known }: { readonly known: InspectionPlanResponse }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  const actor = useActor();
  const { plan, teams, inspections } = known;
  const mayOrder = may(actor, 'inspection:order');
  const isStanding = plan.draws.some(({ state }) => state !== 'void');
  return (
    <Page
      title={plan.title}
      subtitle={
        <>
          {named(plan.region)} · {say(plan.subject)} · {`${plan.from} – ${plan.to}`}{' '}
          <Tag>{t(plan.unannounced ? 'inspections.unannouncedTag' : 'inspections.announced')}</Tag>
          {plan.mutual ? <Tag>{t('inspections.mutualTag')}</Tag> : null}
          <div>{t('inspections.ordered', { by: plan.orderedBy, at: showTime(plan.orderedAt) })}</div>
        </>
      }
    >
      <Section title={t('inspections.draws')}>
        {plan.draws.map((draw) => (
          <DrawCeremony key={draw.id} draw={draw} mayOrder={mayOrder} />
        ))}
        {mayOrder && !isStanding ? <Freeze plan={plan} /> : null}
      </Section>
      {teams === null ? null : (
        <Section title={t('inspections.teams')}>
          <Teams known={known} mayOrder={mayOrder} />
        </Section>
      )}
      {inspections.length === 0 ? null : (
        <Section title={t('inspections.ownTitle')}>
          <InspectionTable inspections={inspections} />
        </Section>
      )}
    </Page>
  );
}

function Freeze({ plan }: { readonly plan: InspectionPlanView }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [source, setSource] = useState('');
  const [on, setOn] = useState('');
  const freezing = useMutation({
    mutationFn: async () => freezeLists(plan.id, source.trim() === '' ? {} : { publicSource: source, publicOn: on }),
    onSuccess: async () => queries.invalidateQueries({ queryKey: INSPECTIONS_KEY }),
  });
  return (
    <ActForm
      act={freezing}
      label={t('inspections.freeze')}
      isReady={source.trim() === '' || on !== ''}
      onSubmit={() => freezing.mutate()}
      onCancel={() => setSource('')}
    >
      <p className="fj-faint">{t('inspections.freezeHint')}</p>
      <label htmlFor="public-source">{t('inspections.publicSource')}</label>
      <Input
        id="public-source"
        value={source}
        maxLength={200}
        placeholder={t('inspections.publicSourceHint')}
        onChange={(event) => setSource(event.target.value)}
      />
      {source.trim() === '' ? null : (
        <>
          <label htmlFor="public-on">{t('inspections.publicOn')}</label>
          <Input id="public-on" type="date" value={on} onChange={(event) => setOn(event.target.value)} />
        </>
      )}
    </ActForm>
  );
}

type Team = NonNullable<InspectionPlanResponse['teams']>[number];

interface Replacing {
  readonly draw: number;
  readonly team: Team;
}

/** 层: a stratum by name, whichever way the plan divides: by level, by kind, by county, or not. */
function useStratumName(): (stratum: string) => string {
  const { t } = useTranslation();
  const optionName = useOptionName();
  const regionName = useNameOf('region');
  return (stratum) => {
    if (stratum === 'all') return t('inspections.strata.none');
    if (stratum === 'level-0') return t('inspections.levelless');
    const level = /^level-(\d)$/u.exec(stratum)?.[1];
    return level === undefined ? regionName(optionName(stratum)) : t('inspections.level', { level });
  };
}

function Teams({ known, mayOrder }: { readonly known: InspectionPlanResponse; readonly mayOrder: boolean }) {
  const { t } = useTranslation();
  const { plan, teams, names } = known;
  const stratumName = useStratumName();
  const [replacing, setReplacing] = useState<Replacing | null>(null);
  const draw = plan.draws.find(({ state }) => state === 'drawn');
  return (
    <>
      <RecordTable<Team>
        rowKey="party"
        rows={teams ?? []}
        empty={t('inspections.noInspections')}
        columns={[
          { title: t('inspections.party'), key: 'party', render: (_, row) => names[row.party] ?? row.party },
          { title: t('inspections.stratum'), key: 'stratum', render: (_, row) => stratumName(row.stratum) },
          {
            title: t('inspections.team'),
            key: 'team',
            render: (_, row) => (
              <>
                {row.inspectors.map((code) => (
                  <Tag key={code}>{names[code] ?? code}</Tag>
                ))}
                {row.missing.places > 0 ? (
                  <Tag color="red">{t('inspections.missing', { places: row.missing.places })}</Tag>
                ) : null}
                {row.missing.specialties.length > 0 ? (
                  <Tag color="red">
                    {t('inspections.missingSpecialty', { names: row.missing.specialties.join(', ') })}
                  </Tag>
                ) : null}
              </>
            ),
          },
          {
            title: t('field.operation'),
            key: 'replace',
            render: (_, row) =>
              mayOrder && draw !== undefined ? (
                <Button size="small" onClick={() => setReplacing({ draw: draw.id, team: row })}>
                  {t('inspections.replace')}
                </Button>
              ) : null,
          },
        ]}
      />
      <ActDialog of={replacing} title={t('inspections.replace')} onClose={() => setReplacing(null)}>
        {(of) => <ReplaceForm of={of} names={names} onDone={() => setReplacing(null)} />}
      </ActDialog>
    </>
  );
}

const REASONS = ['conflict', 'unavailable', 'ceased'] as const;

function ReplaceForm({
  of: { draw, team },
  names,
  onDone,
}: {
  readonly of: Replacing;
  readonly names: Readonly<Record<string, string>>;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [whom, setWhom] = useState<string | null>(null);
  const [reason, setReason] = useState<(typeof REASONS)[number] | null>(null);
  const [note, setNote] = useState('');
  const replacing = useMutation({
    mutationFn: async () =>
      replaceDrawn(draw, {
        party: team.party,
        inspector: whom === team.party ? null : whom,
        reason: reason ?? 'conflict',
        note,
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: INSPECTIONS_KEY });
      onDone();
    },
  });
  return (
    <ActForm
      act={replacing}
      label={t('inspections.replace')}
      isReady={whom !== null && reason !== null && note.trim() !== ''}
      onSubmit={() => replacing.mutate()}
      onCancel={onDone}
    >
      <p className="fj-faint">{t('inspections.replaceHint')}</p>
      <Radio.Group
        aria-label={t('inspections.replaceWhat')}
        value={whom}
        onChange={(event) => setWhom(String(event.target.value))}
        options={[
          ...team.inspectors.map((code) => ({ value: code, label: names[code] ?? code })),
          { value: team.party, label: t('inspections.replaceParty') },
        ]}
      />
      <Radio.Group
        aria-label={t('inspections.reason')}
        value={reason}
        onChange={(event) => setReason(event.target.value as (typeof REASONS)[number])}
        options={REASONS.map((value) => ({ value, label: t(`inspections.reasons.${value}`) }))}
      />
      <label htmlFor="replace-note">{t('inspections.note')}</label>
      <Input.TextArea
        id="replace-note"
        value={note}
        maxLength={1000}
        onChange={(event) => setNote(event.target.value)}
      />
    </ActForm>
  );
}
