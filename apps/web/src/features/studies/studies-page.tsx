/** 方法学评价: the studies of a laboratory, and the way to a new one. */
import type { StudySummary } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './studies.css';
import { studiesQuery } from '../../api/studies.ts';
import { RegionInstitutionPicker, useInstitution } from '../../app/institution-picker.tsx';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { StudyForm } from './study-form.tsx';
import { StudyVerdict } from './study-verdict.tsx';

const route = getRouteApi('/desk/laboratory/studies');

export function StudiesPage() {
  const { t } = useTranslation();
  const actor = useActor();
  const search = route.useSearch();
  const navigate = useNavigate();
  const institution = useInstitution(search.institution);
  const studies = useQuery(studiesQuery(institution));
  const [isNew, setNew] = useState(false);
  return (
    <Require can="iqc:read">
      <Page
        title={t('studies.title')}
        subtitle={t('studies.subtitle')}
        tools={
          <>
            <RegionInstitutionPicker
              value={institution}
              onChange={(chosen) => void navigate({ to: '/laboratory/studies', search: { institution: chosen } })}
            />
            {may(actor, 'iqc:manage') ? (
              <Button type="primary" onClick={() => setNew(true)}>
                {t('studies.new')}
              </Button>
            ) : null}
          </>
        }
      >
        <Section title={t('studies.list')}>
          <Loaded query={studies}>{(data) => <Studies studies={data.studies} />}</Loaded>
        </Section>
        <ActDialog of={isNew ? 'new' : null} title={t('studies.new')} width={760} onClose={() => setNew(false)}>
          {() => (
            <StudyForm
              corrects={null}
              onCancel={() => setNew(false)}
              onDone={(id) => void navigate({ to: '/laboratory/studies/$id', params: { id: String(id) } })}
            />
          )}
        </ActDialog>
      </Page>
    </Require>
  );
}

function Studies({ studies }: { readonly studies: readonly StudySummary[] }) {
  const { t } = useTranslation();
  const named = useNamed();
  return (
    <RecordTable
      rows={studies}
      rowKey="id"
      empty={t('studies.none')}
      width={820}
      columns={[
        {
          title: t('studies.measuredOn'),
          key: 'day',
          render: (_, { measuredOn }) => <span className="fj-nowrap">{measuredOn}</span>,
        },
        { title: t('marks.item'), key: 'item', render: (_, { item }) => named(item) },
        {
          title: t('studies.name'),
          key: 'title',
          render: (_, { id, title }) => (
            <Link to="/laboratory/studies/$id" params={{ id: String(id) }} className="fj-link">
              {title}
            </Link>
          ),
        },
        { title: t('studies.kind'), key: 'kind', render: (_, { kind }) => t(`studies.kinds.${kind}`) },
        { title: t('studies.reference'), dataIndex: 'reference' },
        { title: t('studies.tested'), dataIndex: 'tested' },
        {
          title: t('studies.verdict'),
          key: 'verdict',
          render: (_, { verdict, correctedBy, awaitsSignature }) => (
            <>
              <StudyVerdict verdict={verdict} isCorrected={correctedBy !== null} />
              {awaitsSignature ? <Tag color="orange">{t('studies.unsigned')}</Tag> : null}
            </>
          ),
        },
      ]}
    />
  );
}
