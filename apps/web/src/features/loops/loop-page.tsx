/** One loop 闭环: what it is about, its stages, what the reader may record now, and everything that was recorded of it. */
import type { LoopResponse } from '@fujie/wire/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import './loops.css';
import { loopCountsQuery, loopQuery, LOOPS_KEY, seeLoop } from '../../api/loops.ts';
import { newKey } from '../../api/new-key.ts';
import { Require, useActor } from '../../app/require.tsx';
import { chosenIn, workspacesOf } from '../../app/workspaces.ts';
import { ClauseTags } from '../../ui/clauses.tsx';
import { msOf, showTime } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { PersonalMark } from '../../ui/personal-mark.tsx';
import { ActSection } from './act-form.tsx';
import { LoopStatus } from './loop-rows.tsx';
import { ManageButtons } from './manage.tsx';
import { Alerts } from './alerts.tsx';
import { Reason, Records } from './records.tsx';
import { StageLine } from './stage-line.tsx';
import { unseenStages } from './standing.ts';
import { Countdown, FlawTags, HarmTag } from './tags.tsx';

const route = getRouteApi('/desk/loops/$id');

export function LoopPage() {
  const { id } = route.useParams();
  // What is read again stays on the page until it is there; another loop never stands in its place.
  return <OneLoop key={id} id={id} />;
}

function OneLoop({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const counts = useQuery(loopCountsQuery);
  const found = useQuery({ ...loopQuery(id, counts.data?.mark ?? ''), enabled: counts.isFetched });
  const title = found.data === undefined ? t('loops.one') : say(found.data.loop.title);
  return (
    <Require can="loop:read">
      <Page
        title={title}
        subtitle={
          <Link to="/loops" className="fj-link">
            {t('loops.back')}
          </Link>
        }
        tools={found.data === undefined ? null : <ManageButtons data={found.data} />}
      >
        <Loaded query={found} rows={12}>
          {(data) => (
            <PersonalMark>
              <Content data={data} />
            </PersonalMark>
          )}
        </Loaded>
      </Page>
    </Require>
  );
}

function Content({ data }: { readonly data: LoopResponse }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const { stages, records, alerts } = data;
  useSeen(data);
  return (
    <>
      <Head data={data} />
      <Reason records={records} />
      {stages
        .filter(({ isBarred }) => isBarred)
        .map(({ id, title }) => (
          <Section key={id} title={t('loops.act', { stage: say(title) })}>
            {t('loops.barred')}
          </Section>
        ))}
      {stages
        .filter(({ outcomes }) => outcomes.length > 0)
        .map((stage) => (
          <ActSection
            key={`${stage.id} ${stage.startedAt ?? ''} ${String(stage.attempts)}`}
            id={String(data.loop.id)}
            stage={stage}
          />
        ))}
      <Section title={t('loops.stages')}>
        <StageLine stages={stages} />
      </Section>
      <Section title={t('loops.records')}>
        <Records records={records} />
      </Section>
      <Section title={t('loops.alerts')}>
        <Alerts alerts={alerts} loop={data.loop.id} />
      </Section>
    </>
  );
}

function Head({ data: { loop, about, clauses, follows } }: { readonly data: LoopResponse }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  const actor = useActor();
  // Whoever is told of what another part of the hospital owes may not read the page of it.
  const mayOpen = (page: string): boolean => chosenIn(workspacesOf(actor), page.split('?')[0] ?? '') !== null;
  const facts = [
    [t('loops.kind'), say(loop.definition.title)],
    [t('loops.patient'), loop.nameMasked],
    [t('field.department'), loop.department === null ? null : named(loop.department)],
    [t('field.institution'), named(loop.unit)],
    [t('loops.opened'), showTime(loop.openedAt)],
    [t('loops.closed'), showTime(loop.closedAt)],
    [t('loops.assignee'), loop.assignee],
  ] as const;
  return (
    <section className={`fj-section fj-loop-head fj-loop-harm-${String(loop.harm)}`}>
      <div className="fj-loop-standing">
        <HarmTag harm={loop.harm} />
        <LoopStatus loop={loop} />
        <FlawTags flaws={loop.flaws} />
        {loop.dueAt === null ? null : <Countdown dueAt={loop.dueAt} />}
      </div>
      <dl className="fj-loop-facts">
        {facts.map(([name, value]) =>
          value === null ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      {about === null || !mayOpen(about) ? null : (
        <p>
          <a href={about} className="fj-link">
            {t('loops.about')}
          </a>
        </p>
      )}
      {follows.length === 0 ? null : (
        <p>
          {t('loops.follows')}{' '}
          {follows.map((id) => (
            <Link key={id} to="/loops/$id" params={{ id: String(id) }} className="fj-link fj-link-in-text">
              {t('loops.numbered', { id })}
            </Link>
          ))}
        </p>
      )}
      <ClauseTags ids={clauses} />
    </section>
  );
}

/** Records that whoever owes a stage has opened it 已阅, once for each time it began. */
function useSeen(data: LoopResponse): void {
  const actor = useActor();
  const queries = useQueryClient();
  const sent = useRef(new Set<string>());
  useEffect(() => {
    if (actor === null) return;
    const unseen = unseenStages(data, actor).filter((stage) => {
      const what = `${stage.id} ${String(msOf(stage.startedAt))}`;
      if (sent.current.has(what)) return false;
      sent.current.add(what);
      return true;
    });
    if (unseen.length === 0) return;
    const id = String(data.loop.id);
    // That it was seen is no reason to disturb the reader: if it cannot be told now, the next look tells it.
    void Promise.allSettled(unseen.map((stage) => seeLoop(id, { key: newKey(), stage: stage.id }))).then(() =>
      queries.invalidateQueries({ queryKey: [...LOOPS_KEY, 'one', id] }),
    );
  }, [actor, data, queries]);
}
