/** 判定依据: findings step by step, clauses, missing facts, versions in force, what was known, and what was done. */
import type { ExplainResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Descriptions, Tag, Timeline } from 'antd';
import { useTranslation } from 'react-i18next';

import './explanation.css';
import { explainQuery } from '../../api/recognition.ts';
import { Require } from '../../app/require.tsx';
import { ClauseTags } from '../../ui/clauses.tsx';
import { useFactName } from '../../ui/fact-name.ts';
import { FindingList, ReasonList } from '../../ui/finding-list.tsx';
import { showInterval, showTime } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { MarkBadge, MarkBadges } from '../../ui/mark-badge.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ResultValue } from '../../ui/result-value.tsx';
import { VerdictTag } from '../../ui/verdict-tag.tsx';

const route = getRouteApi('/desk/explain/$decision');

export function ExplainPage() {
  const { t } = useTranslation();
  const { decision } = route.useParams();
  const { item = '', result = '' } = route.useSearch();
  const explanation = useQuery(explainQuery(decision, item, result));
  return (
    <Require can="recognition:explain">
      <Page title={t('clinical.explain.title')} subtitle={t('clinical.explain.subtitle')}>
        <Loaded query={explanation} rows={12}>
          {(data) => <Explained data={data} />}
        </Loaded>
      </Page>
    </Require>
  );
}

type Judged = ExplainResponse['candidates'][number];

function Explained({ data }: { readonly data: ExplainResponse }) {
  const { t } = useTranslation();
  const named = useNamed();
  return (
    <div className="fj-explain">
      <div>
        {data.candidates.length === 0 ? (
          <Section title={named(data.item)}>
            <EmptyNote>{data.timedOut ? t('clinical.explain.timedOut') : t('clinical.explain.noCandidates')}</EmptyNote>
          </Section>
        ) : (
          data.candidates.map((judged) => (
            <JudgedResult key={judged.candidate.result.id} judged={judged} name={named(data.item)} />
          ))
        )}
        <Clauses data={data} />
      </div>
      <aside>
        <Versions data={data} />
        <Acts data={data} />
      </aside>
    </div>
  );
}

function JudgedResult({ judged, name }: { readonly judged: Judged; readonly name: string }) {
  const { t } = useTranslation();
  const named = useNamed();
  const factName = useFactName();
  const { candidate } = judged;
  const { result } = candidate;
  return (
    <Section
      title={
        <span className="fj-explain-title">
          <VerdictTag verdict={candidate.class} large /> {name}
        </span>
      }
      tools={<MarkBadges labels={result.marks} />}
    >
      <div className="fj-explain-result">
        {result.content === 'image' ? (
          t('clinical.result.image')
        ) : (
          <ResultValue value={result.value} unit={result.unit} flag={result.flag} large />
        )}
        <span>
          {t('clinical.result.reference')}{' '}
          {showInterval(result.referenceLow, result.referenceHigh, result.referenceText) ?? '—'}
        </span>
        <strong>{named(result.institution)}</strong>
        <span>
          {t('clinical.result.collected')} {showTime(result.collectedAt) ?? '—'}
        </span>
        <span>
          {t('clinical.result.reported')} {showTime(result.reportedAt) ?? '—'}
        </span>
        {candidate.basis === null ? null : <Tag color="green">{t(`verdict.${candidate.basis}`)}</Tag>}
      </div>
      <ReasonList reasons={candidate.reasons} />
      <h3 className="fj-subhead">{t('clinical.explain.steps')}</h3>
      <FindingList findings={judged.findings} />
      {judged.marks.length === 0 ? null : (
        <>
          <h3 className="fj-subhead">{t('clinical.explain.marks')}</h3>
          <p className="fj-faint">{t('clinical.explain.marksHint')}</p>
          {judged.marks.map((mark) => (
            <details key={mark.scope} open={!mark.entitled} className="fj-entitlement">
              <summary>
                <MarkBadge label={mark.label} /> <span>{mark.day}</span>{' '}
                <strong>{mark.entitled ? t('clinical.explain.entitled') : t('clinical.explain.notEntitled')}</strong>
              </summary>
              <FindingList findings={mark.findings} />
            </details>
          ))}
        </>
      )}
      <h3 className="fj-subhead">{t('clinical.explain.missing')}</h3>
      {judged.missing.length === 0 ? (
        <p className="fj-faint">{t('clinical.explain.noMissing')}</p>
      ) : (
        <ul className="fj-reasons">
          {judged.missing.map((fact) => (
            <li key={fact}>
              <span>{factName(fact)}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Clauses({ data }: { readonly data: ExplainResponse }) {
  const { t } = useTranslation();
  const say = useBilingual();
  if (data.clauses.length === 0) return null;
  return (
    <Section title={t('clinical.explain.clauses')}>
      <dl className="fj-clause-list">
        {data.clauses.map((clause) => (
          <div key={clause.id}>
            <dt>
              <ClauseTags ids={[clause.id]} /> <strong>{say(clause.title)}</strong>
            </dt>
            <dd>{say(clause.summary)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function Versions({ data }: { readonly data: ExplainResponse }) {
  const { t } = useTranslation();
  return (
    <Section title={t('clinical.explain.versions')}>
      <Descriptions
        column={1}
        size="small"
        items={[
          { key: 'asked', label: t('clinical.explain.askedAt'), children: showTime(data.askedAt) },
          { key: 'asOf', label: t('clinical.explain.asOf'), children: showTime(data.asOf) },
          { key: 'jurisdiction', label: t('clinical.explain.jurisdiction'), children: data.jurisdiction },
          {
            key: 'packs',
            label: t('clinical.explain.pack'),
            children: (
              <span className="fj-marks">
                {data.packs.map((pack) => (
                  <Tag key={pack.id}>
                    {pack.id} {pack.version}
                  </Tag>
                ))}
              </span>
            ),
          },
          ...data.registers.map((entry) => ({
            key: `${entry.register}|${entry.code}`,
            label: t(`clinical.explain.register.${entry.register}`),
            children: t('clinical.explain.since', { title: entry.title, from: entry.from }),
          })),
          { key: 'revision', label: t('clinical.explain.revision'), children: data.revision },
          {
            key: 'decision',
            label: t('clinical.explain.decision'),
            children: <code className="fj-id">{data.decision}</code>,
          },
        ]}
      />
    </Section>
  );
}

const CHOICES = ['ACCEPT', 'REPEAT', 'OPENED', 'OVERLOOKED', 'ORDERED'] as const;
const OUTCOMES = [
  'ACCEPTED',
  'ACCEPT_INCOMPLETE',
  'ORDER_ALLOWED',
  'ORDER_BLOCKED',
  'REFUSED',
  'NOTED',
  'OVERLOOKED',
  'ORDERED_AFTER_ACCEPT',
] as const;

function Acts({ data }: { readonly data: ExplainResponse }) {
  const { t } = useTranslation();
  if (data.acts.length === 0) {
    return (
      <Section title={t('clinical.explain.acts')}>
        <p className="fj-faint">{t('clinical.explain.noActs')}</p>
      </Section>
    );
  }
  return (
    <Section title={t('clinical.explain.acts')}>
      <Timeline
        items={data.acts.map((act, index) => {
          const choice = CHOICES.find((known) => known === act.choice);
          const outcome = OUTCOMES.find((known) => known === act.outcome);
          return {
            key: String(index),
            content: (
              <>
                <div>
                  <strong>{choice === undefined ? act.choice : t(`clinical.explain.choice.${choice}`)}</strong>{' '}
                  {outcome === undefined ? act.outcome : t(`clinical.explain.outcome.${outcome}`)}{' '}
                  {act.code === null ? null : t('clinical.order.repeatingCode', { code: act.code })}
                </div>
                <div className="fj-faint">
                  {showTime(act.at)} · {act.practitioner}
                </div>
                {act.chartText === null ? null : <div>{act.chartText}</div>}
              </>
            ),
          };
        })}
      />
    </Section>
  );
}
