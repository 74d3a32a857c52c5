/** 质量月报一期: read, edited section by section, approved, published; each figure opens to the loops behind it. */
import type { JournalFigureView, JournalResponse, JournalSection } from '@fujie/wire/contracts';
import { JOURNAL_BLOCKS } from '@fujie/wire/choices';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Alert, Button, Input, Select, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './organisation.css';
import { draftJournal, journalQuery, ORGANISATION_KEY, stepJournal } from '../../api/organisation.ts';
import { Require } from '../../app/require.tsx';
import { DownloadLink } from '../../ui/download-link.tsx';
import { showTime } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { listed } from '../../ui/listed.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordTable } from '../../ui/record-table.tsx';

const route = getRouteApi('/desk/journal/$month');
const CASES_SHOWN = 12;

export function JournalPage() {
  const { t } = useTranslation();
  const { month } = route.useParams();
  const found = useQuery(journalQuery(month));
  return (
    <Require can="journal:read">
      <Page
        title={`${t('journal.title')} ${month}`}
        subtitle={
          <Link to="/journal" className="fj-link">
            {t('journal.back')}
          </Link>
        }
        tools={
          found.data === undefined || found.data.version === 0 ? null : (
            <DownloadLink href={`/api/v1/journals/${month}/issue.pdf`}>{t('journal.pdf')}</DownloadLink>
          )
        }
      >
        <Loaded query={found}>{(journal) => <Content key={journal.version} journal={journal} />}</Loaded>
      </Page>
    </Require>
  );
}

function Content({ journal }: { readonly journal: JournalResponse }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const queries = useQueryClient();
  const [edited, setEdited] = useState<readonly JournalSection[] | null>(null);
  const { month, version, state, may, emptyBlocks, charts, departmentsWithout } = journal;
  const language = say({ zh: 'zh', en: 'en' });
  const drawn = (chart: string): string =>
    `/api/v1/journals/${month}/charts/${chart}?v=${String(version)}&language=${language}`;
  const act = useMutation({
    mutationFn: (what: 'draft' | 'save' | 'approval' | 'publication') => {
      if (what === 'draft') return draftJournal(month);
      if (what === 'save') return draftJournal(month, edited ?? []);
      return stepJournal(month, what, version);
    },
    onSuccess: async () => {
      setEdited(null);
      await queries.invalidateQueries({ queryKey: ORGANISATION_KEY });
    },
  });
  return (
    <>
      <div className="fj-toolbar">
        <Tag color={state === 'published' ? 'green' : 'gold'}>{t(`journal.states.${state}`)}</Tag>
        {version === 0 ? null : <span>{t('journal.versionOf', { version })}</span>}
        {journal.approvedBy === null ? null : <span>{t('journal.approvedBy', { name: journal.approvedBy })}</span>}
        {journal.publishedAt === null ? null : (
          <span>
            {t('journal.publishedBy', { name: journal.publishedBy ?? '', at: showTime(journal.publishedAt) })}
          </span>
        )}
        {may.edit && edited === null ? (
          <Button loading={act.isPending} onClick={() => act.mutate('draft')}>
            {t(version === 0 ? 'journal.draft' : 'journal.redraft')}
          </Button>
        ) : null}
        {may.edit && version > 0 && edited === null ? (
          <Button onClick={() => setEdited(journal.sections)}>{t('journal.edit')}</Button>
        ) : null}
        {may.approve ? (
          <Button type="primary" loading={act.isPending} onClick={() => act.mutate('approval')}>
            {t('journal.approve')}
          </Button>
        ) : null}
        {may.publish ? (
          <Button type="primary" loading={act.isPending} onClick={() => act.mutate('publication')}>
            {t('journal.publish')}
          </Button>
        ) : null}
      </div>
      {act.error === null ? null : <ProblemAlert error={act.error} />}
      {state === 'draft' && emptyBlocks.length > 0 ? (
        <Alert
          type="warning"
          showIcon
          title={t('journal.emptyBlocks', {
            blocks: listed(emptyBlocks.map((block) => t(`journal.blocks.${block}`))),
          })}
        />
      ) : null}
      {state === 'draft' && emptyBlocks.length === 0 && !may.approve ? (
        <Alert type="info" showIcon title={t('journal.awaitsApproval')} />
      ) : null}
      {version === 0 ? <EmptyNote>{t('journal.notDrafted')}</EmptyNote> : null}
      {edited === null ? (
        journal.sections.map((section, index) => (
          <Section
            key={`${section.block} ${String(index)}`}
            title={say({ zh: section.heading, en: `${t(`journal.blocks.${section.block}`)} · ${section.heading}` })}
          >
            <p className="fj-meeting-text">{section.text}</p>
            <Figures figures={journal.figures.filter(({ block }) => block === section.block)} />
          </Section>
        ))
      ) : (
        <Section title={t('journal.edit')}>
          <Editor sections={edited} onChange={setEdited} />
          <div className="fj-dialog-actions">
            <Button onClick={() => setEdited(null)}>{t('act.cancel')}</Button>
            <Button type="primary" loading={act.isPending} onClick={() => act.mutate('save')}>
              {t('journal.save')}
            </Button>
          </div>
        </Section>
      )}
      {charts.length === 0 ? null : (
        <Section title={t('journal.charts')}>
          {charts.map((chart) => (
            <figure key={chart.id} className="fj-journal-figure">
              <figcaption>{say(chart.title)}</figcaption>
              <picture>
                <source media="(max-width: 700px)" srcSet={`${drawn(chart.id)}&size=narrow`} width="340" height="280" />
                <img
                  className="fj-journal-chart"
                  alt={say(chart.title)}
                  src={drawn(chart.id)}
                  width="640"
                  height="280"
                />
              </picture>
            </figure>
          ))}
          {departmentsWithout.length === 0 ? null : (
            <p>{t('journal.departmentsWithout', { names: listed(departmentsWithout.map(say)) })}</p>
          )}
        </Section>
      )}
    </>
  );
}

function Figures({ figures }: { readonly figures: readonly JournalFigureView[] }) {
  const { t } = useTranslation();
  const say = useBilingual();
  if (figures.length === 0) return null;
  return (
    <RecordTable<JournalFigureView>
      rowKey="id"
      rows={figures}
      empty={t('journal.none')}
      width={600}
      columns={[
        { title: t('journal.figure'), key: 'title', render: (_, row) => say(row.title) },
        {
          title: t('journal.value'),
          key: 'value',
          render: (_, row) =>
            row.denominator === null ? row.numerator : `${String(row.numerator)} / ${String(row.denominator)}`,
        },
        {
          title: t('journal.share'),
          key: 'share',
          render: (_, row) => (row.share === null ? '—' : `${String(row.share)}%`),
        },
        {
          title: t('journal.cases'),
          key: 'cases',
          render: (_, row) =>
            row.cases.length === 0
              ? '—'
              : row.cases.slice(0, CASES_SHOWN).map((loop) => (
                  <Link key={loop} to="/loops/$id" params={{ id: String(loop) }} className="fj-link fj-link-in-text">
                    {`#${String(loop)} `}
                  </Link>
                )),
        },
      ]}
    />
  );
}

/** Sections in their order: text, heading, block, place. */
function Editor({
  sections,
  onChange,
}: {
  readonly sections: readonly JournalSection[];
  readonly onChange: (sections: readonly JournalSection[]) => void;
}) {
  const { t } = useTranslation();
  const put = (index: number, change: Partial<JournalSection>): void =>
    onChange(sections.map((one, place) => (place === index ? { ...one, ...change } : one)));
  const move = (index: number): void => {
    const moved = [...sections];
    const [one] = moved.splice(index, 1);
    if (one !== undefined) moved.splice(index - 1, 0, one);
    onChange(moved);
  };
  const blocks = JOURNAL_BLOCKS.map((value) => ({ value, label: t(`journal.blocks.${value}`) }));
  return (
    <>
      {sections.map((section, index) => (
        <div key={String(index)} className="fj-journal-section">
          <div className="fj-toolbar">
            <Select
              aria-label={t('journal.block')}
              value={section.block}
              options={blocks}
              popupMatchSelectWidth={false}
              onChange={(block) => put(index, { block })}
            />
            <Input
              aria-label={t('journal.heading')}
              value={section.heading}
              maxLength={120}
              onChange={({ target }) => put(index, { heading: target.value })}
            />
            <Button disabled={index === 0} onClick={() => move(index)}>
              {t('journal.up')}
            </Button>
            <Button onClick={() => onChange(sections.filter((_, place) => place !== index))}>
              {t('journal.remove')}
            </Button>
          </div>
          <Input.TextArea
            aria-label={section.heading}
            rows={4}
            maxLength={8000}
            value={section.text}
            onChange={({ target }) => put(index, { text: target.value })}
          />
        </div>
      ))}
      <Button onClick={() => onChange([...sections, { block: 'cases', heading: t('journal.blocks.cases'), text: '' }])}>
        {t('journal.addSection')}
      </Button>
    </>
  );
}
