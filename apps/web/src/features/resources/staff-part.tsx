/** 人员: who is qualified, trained and authorised for which group of items, what ends soon, and who measured without it. */
import type { StaffResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { documentAddress, staffQuery } from '../../api/resources.ts';
import { useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { useOptionName } from '../../i18n/option-names.ts';
import { DownloadLink } from '../../ui/download-link.tsx';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { CertificateForm } from './certificate-form.tsx';
import { KeepRegister } from './keep-register.tsx';
import { NearnessTag } from './nearness.tsx';
import { RecordDialog } from './record-dialog.tsx';

type Person = StaffResponse['staff'][number];
type Finding = StaffResponse['findings'][number];

export function StaffPart({ institution }: { readonly institution: string }) {
  return <Loaded query={useQuery(staffQuery(institution))}>{(data) => <Staff data={data} />}</Loaded>;
}

function Staff({ data }: { readonly data: StaffResponse }) {
  const { t } = useTranslation();
  const named = useNamed();
  const actor = useActor();
  const isOwn = may(actor, 'resource:manage') && actor?.institution?.code === data.institution.code;
  const [chosen, setChosen] = useState<Person | null>(null);
  const near = data.staff.filter(({ gap, nearness }) => gap !== null || (nearness !== null && nearness !== 'later'));
  return (
    <>
      {data.findings.length === 0 ? (
        <Alert className="fj-resources-alert" type="success" showIcon title={t('resources.staff.findingsNone')} />
      ) : (
        <Section title={t('resources.staff.findings', { days: data.days, count: data.findings.length })}>
          <RecordTable<Finding>
            rowKey={({ practitioner, system, gap }) => `${practitioner.code}|${system}|${gap}`}
            rows={data.findings}
            empty={t('resources.staff.findingsNone')}
            width={640}
            columns={[
              { title: t('resources.staff.person'), key: 'person', render: (_, row) => personOf(row.practitioner) },
              { title: t('field.item'), key: 'item', render: (_, row) => named(row.item) },
              { title: t('resources.staff.system'), dataIndex: 'system' },
              {
                title: t('resources.staff.on'),
                key: 'on',
                render: (_, row) => <span className="fj-nowrap">{`${row.from} — ${row.to}`}</span>,
              },
              { title: t('resources.staff.days'), dataIndex: 'days', align: 'right', width: 70 },
              { title: t('resources.staff.count'), dataIndex: 'count', align: 'right', width: 80 },
              { title: t('resources.staff.gap'), key: 'gap', render: (_, row) => t(`resources.gaps.${row.gap}`) },
            ]}
          />
        </Section>
      )}
      <Section title={t('resources.staff.due', { count: near.length })}>
        <Authorisations rows={near} empty={t('resources.staff.dueNone')} onChoose={isOwn ? setChosen : null} />
      </Section>
      <Section
        title={t('resources.staff.all', { count: data.staff.length })}
        tools={<KeepRegister register="staff-authorisation" label={t('resources.registers.staff')} />}
      >
        <Authorisations rows={data.staff} empty={t('resources.staff.none')} onChoose={isOwn ? setChosen : null} />
      </Section>
      <RecordDialog of={chosen} title={t('resources.staff.record')} onClose={() => setChosen(null)}>
        {(of, acts) => <CertificateForm of={of} {...acts} />}
      </RecordDialog>
    </>
  );
}

interface AuthorisationsProps {
  readonly rows: readonly Person[];
  readonly empty: string;
  /** For who keeps the certificates of the laboratory. */
  readonly onChoose: ((person: Person) => void) | null;
}

function Authorisations({ rows, empty, onChoose }: AuthorisationsProps) {
  const { t } = useTranslation();
  const optionName = useOptionName();
  return (
    <RecordTable<Person>
      rowKey={({ practitioner, group }) => `${practitioner.code}|${group}`}
      rows={rows}
      empty={empty}
      width={onChoose === null ? 1060 : 1180}
      columns={[
        { title: t('resources.staff.person'), key: 'person', render: (_, row) => personOf(row.practitioner) },
        { title: t('resources.staff.group'), key: 'group', render: (_, row) => optionName(row.group) },
        { title: t('resources.staff.work'), key: 'work', render: (_, row) => t(`resources.works.${row.work}`) },
        { title: t('resources.staff.qualification'), dataIndex: 'qualification' },
        {
          title: t('resources.staff.training'),
          key: 'training',
          render: (_, row) => until(row.trainedOn, row.trainingUntil),
        },
        {
          title: t('resources.staff.authorised'),
          key: 'authorised',
          render: (_, row) => until(row.authorisedOn, row.authorisedUntil),
        },
        { title: t('resources.staff.state'), key: 'state', render: (_, row) => <State person={row} /> },
        {
          title: t('resources.staff.certificates'),
          key: 'certificates',
          render: (_, { certificates }) => <Certificates certificates={certificates} />,
        },
        ...(onChoose === null
          ? []
          : [
              {
                title: t('resources.instruments.act'),
                key: 'act',
                render: (_: unknown, row: Person) => (
                  <Button size="small" onClick={() => onChoose(row)}>
                    {t('resources.staff.register')}
                  </Button>
                ),
              },
            ]),
      ]}
    />
  );
}

const personOf = ({ code, nameZh }: Person['practitioner']): string => `${nameZh} ${code}`;
const until = (from: string, to: string | null) => <span className="fj-nowrap">{`${from} — ${to ?? ''}`}</span>;

function State({ person: { gap, endsOn, nearness, daysLeft } }: { readonly person: Person }) {
  const { t } = useTranslation();
  if (gap !== null) return <Tag color="red">{t(`resources.gaps.${gap}`)}</Tag>;
  if (endsOn === null || nearness === null || nearness === 'later')
    return <Tag color="green">{t('resources.staff.inForce')}</Tag>;
  return (
    <span className="fj-nowrap">
      {t('resources.staff.endsOn', { day: endsOn })} <NearnessTag nearness={nearness} daysLeft={daysLeft ?? 0} />
    </span>
  );
}

function Certificates({ certificates }: Pick<Person, 'certificates'>) {
  const { t } = useTranslation();
  if (certificates.length === 0) return '—';
  return certificates.flatMap(({ part, documents }) =>
    documents.map((document) => (
      <div key={document.id} className="fj-resources-file">
        {t(`resources.staff.certified.${part}`)}{' '}
        <DownloadLink href={documentAddress(document.id)}>{document.name}</DownloadLink>{' '}
        <span className="fj-faint" title={document.digest}>
          {t('resources.instruments.kept', {
            ...{ day: document.doneOn, digest: document.digest.slice(0, 8), until: document.keptUntil },
          })}
        </span>
      </div>
    )),
  );
}
