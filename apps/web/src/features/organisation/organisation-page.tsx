/** 质量管理组织: the committee and its groups, quality officers with their terms, what is missing, hand-overs to be signed. */
import type { OrganisationResponse } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Button, Input, Statistic, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './organisation.css';
import { ORGANISATION_KEY, organisationQuery, signHandover } from '../../api/organisation.ts';
import { Require } from '../../app/require.tsx';
import { ActDialog, ActForm } from '../../ui/act-dialog.tsx';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { listed, withAside } from '../../ui/listed.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { KeepRegister } from './keep-register.tsx';

type Body = OrganisationResponse['bodies'][number];
type Officer = OrganisationResponse['officers'][number];
type OfficerRule = OrganisationResponse['officerRules'][number];
type Handover = OrganisationResponse['handovers'][number];

export function OrganisationPage() {
  const { t } = useTranslation();
  const found = useQuery(organisationQuery);
  return (
    <Require can="organisation:read">
      <Page title={t('organisation.title')} subtitle={t('organisation.subtitle')}>
        <Loaded query={found}>{(data) => <Content data={data} />}</Loaded>
      </Page>
    </Require>
  );
}

function Content({ data }: { readonly data: OrganisationResponse }) {
  const { t } = useTranslation();
  return (
    <>
      <Standing data={data} />
      <Section title={t('organisation.bodies')} tools={<KeepRegister register="quality-body" />}>
        <Bodies bodies={data.bodies} />
      </Section>
      <Section title={t('organisation.officers')} tools={<KeepRegister register="quality-officer" />}>
        <Officers officers={data.officers} />
      </Section>
      <Section title={t('organisation.officerRules')} tools={<KeepRegister register="officer-rule" />}>
        <OfficerRules rules={data.officerRules} />
      </Section>
      {data.handovers.length === 0 ? null : (
        <Section title={t('organisation.handovers')}>
          <Handovers handovers={data.handovers} />
        </Section>
      )}
    </>
  );
}

function Standing({ data }: { readonly data: OrganisationResponse }) {
  const { t } = useTranslation();
  const named = useNamed();
  const { faults, withoutGroup, withoutOfficer, ownRule, isBound, heads, tenure } = data;
  const wrong = [
    ...faults.map((fault) =>
      fault.startsWith('kind:')
        ? t('organisation.missingKind', {
            kind: t(`organisation.kinds.${fault.slice(5)}` as 'organisation.kinds.clinical'),
          })
        : t(`organisation.faults.${fault as 'none' | 'chair'}`),
    ),
    ...withoutGroup.map((department) => t('organisation.withoutGroup', { department: named(department) })),
    ...withoutOfficer.map((department) => t('organisation.withoutOfficer', { department: named(department) })),
  ];
  return (
    <>
      {ownRule === null ? null : (
        <Alert type="info" showIcon title={t('organisation.ownRule', { document: ownRule })} />
      )}
      {isBound ? null : <Alert type="info" showIcon title={t('organisation.notBound')} />}
      {wrong.length === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          title={t('organisation.wrong')}
          description={
            <ul className="fj-organisation-faults">
              {wrong.map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          }
        />
      )}
      <div className="fj-organisation-figures">
        <Statistic title={t('organisation.head')} value={listed(heads.map(({ name }) => name)) || '—'} />
        <Statistic title={t('organisation.early')} value={`${String(tenure.early)} / ${String(tenure.ended)}`} />
      </div>
    </>
  );
}

function Bodies({ bodies }: { readonly bodies: readonly Body[] }) {
  const { t } = useTranslation();
  const named = useNamed();
  return (
    <RecordTable<Body>
      rowKey="code"
      rows={bodies}
      empty={t('organisation.none')}
      columns={[
        {
          title: t('organisation.body'),
          key: 'name',
          width: 220,
          render: (_, row) => (
            <>
              <div>{named(row)}</div>
              <span className="fj-faint">{row.foundedBy}</span>
            </>
          ),
        },
        {
          title: t('organisation.kind'),
          key: 'kind',
          width: 120,
          render: (_, row) => t(`organisation.bodyKinds.${row.kind as 'committee'}`),
        },
        {
          title: t('field.department'),
          key: 'department',
          width: 140,
          render: (_, row) => (row.department === null ? '—' : named(row.department)),
        },
        {
          title: t('organisation.members'),
          key: 'members',
          render: (_, row) =>
            row.members.map((one) => (
              <Tag key={one.code} color={one.role === 'chair' ? 'blue' : 'default'}>
                {one.role === 'chair'
                  ? withAside(one.name, t(row.kind === 'committee' ? 'organisation.chair' : 'organisation.leader'))
                  : one.name}
              </Tag>
            )),
        },
      ]}
    />
  );
}

function Officers({ officers }: { readonly officers: readonly Officer[] }) {
  const { t } = useTranslation();
  const named = useNamed();
  return (
    <RecordTable<Officer>
      rowKey={(row) => `${row.department.code}|${row.level}|${row.code}|${row.since}`}
      rows={officers}
      empty={t('organisation.none')}
      columns={[
        { title: t('field.department'), key: 'department', render: (_, row) => named(row.department) },
        { title: t('organisation.officer'), dataIndex: 'name' },
        {
          title: t('organisation.level'),
          key: 'level',
          render: (_, row) => t(`organisation.levels.${row.level as 'hospital'}`),
        },
        {
          title: t('organisation.staffTitle'),
          key: 'title',
          render: (_, row) => t(`organisation.titles.${row.title as 'senior'}`),
        },
        { title: t('organisation.since'), dataIndex: 'since' },
        { title: t('organisation.until'), key: 'until', render: (_, row) => row.until ?? t('organisation.inOffice') },
        {
          title: t('organisation.tenure'),
          key: 'early',
          render: (_, row) =>
            row.isEarly ? <Tag color="red">{row.endReason ?? t('organisation.earlyWithoutReason')}</Tag> : '—',
        },
      ]}
    />
  );
}

function OfficerRules({ rules }: { readonly rules: readonly OfficerRule[] }) {
  const { t } = useTranslation();
  const say = useBilingual();
  return (
    <RecordTable<OfficerRule>
      rowKey={({ subject }) => subject.zh}
      rows={rules}
      empty={t('organisation.none')}
      columns={[
        { title: t('organisation.ruleSubject'), key: 'subject', width: 160, render: (_, row) => say(row.subject) },
        {
          title: t('organisation.ruleDocument'),
          key: 'document',
          render: (_, { rule }) =>
            rule === null ? (
              <Tag color="red">{t('organisation.ruleMissing')}</Tag>
            ) : (
              <>
                <div>{rule.title}</div>
                <span className="fj-faint">{rule.number}</span>
              </>
            ),
        },
        {
          title: t('organisation.ruleEdition'),
          key: 'edition',
          width: 100,
          render: (_, { rule }) => rule?.edition ?? '—',
        },
        { title: t('organisation.since'), key: 'since', width: 120, render: (_, { rule }) => rule?.since ?? '—' },
        { title: t('organisation.ruleText'), key: 'text', render: (_, { rule }) => rule?.text ?? '—' },
      ]}
    />
  );
}

function Handovers({ handovers }: { readonly handovers: readonly Handover[] }) {
  const { t } = useTranslation();
  const named = useNamed();
  const [signing, setSigning] = useState<Handover | null>(null);
  const isSigned = (row: Handover, stage: string): string => (row.signed.includes(stage) ? ' ✓' : '');
  return (
    <>
      <RecordTable<Handover>
        rowKey="loop"
        rows={handovers}
        empty={t('organisation.none')}
        columns={[
          { title: t('field.department'), key: 'department', render: (_, row) => named(row.department) },
          {
            title: t('organisation.outgoing'),
            key: 'outgoing',
            render: (_, row) => row.outgoing.name + isSigned(row, 'hand-over'),
          },
          {
            title: t('organisation.incoming'),
            key: 'incoming',
            render: (_, row) => row.incoming.name + isSigned(row, 'take-over'),
          },
          { title: t('organisation.changedOn'), dataIndex: 'on' },
          {
            title: t('field.operation'),
            key: 'sign',
            render: (_, row) =>
              row.mine === null ? (
                <Link to="/loops/$id" params={{ id: String(row.loop) }} className="fj-link">
                  {t('organisation.open')}
                </Link>
              ) : (
                <Button type="primary" size="small" onClick={() => setSigning(row)}>
                  {t('organisation.sign')}
                </Button>
              ),
          },
        ]}
      />
      <ActDialog of={signing} title={t('organisation.sign')} onClose={() => setSigning(null)}>
        {({ loop }) => <SignForm loop={loop} onDone={() => setSigning(null)} />}
      </ActDialog>
    </>
  );
}

function SignForm({ loop, onDone }: { readonly loop: number; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const act = useMutation({
    mutationFn: () => signHandover(loop, text),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ORGANISATION_KEY });
      onDone();
    },
  });
  return (
    <ActForm
      act={act}
      label={t('organisation.sign')}
      isReady={text.trim() !== ''}
      onSubmit={() => act.mutate()}
      onCancel={onDone}
    >
      <Input.TextArea
        rows={5}
        maxLength={2000}
        aria-label={t('organisation.handedOver')}
        placeholder={t('organisation.handedOver')}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
    </ActForm>
  );
}
