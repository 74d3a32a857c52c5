/** 年度计划: the programmes of an organiser with the rounds of a year, and in which half one is missing. */
import type { EqaRound } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { eqaProgrammesQuery, eqaRoundsQuery } from '../../api/eqa.ts';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { showDay } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { listed } from '../../ui/listed.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { useItemNames } from './item-names.ts';
import type { Programme } from './parts.ts';
import { ProgrammeForm } from './programme-form.tsx';
import { RoundForm } from './round-form.tsx';
import { StateTag } from './round-state.tsx';

type Asked = { readonly act: 'programme' | 'round'; readonly programme: Programme | null };

export function YearPlan({ year }: { readonly year: number }) {
  const { t } = useTranslation();
  const plan = useQuery(eqaProgrammesQuery(year));
  const rounds = useQuery(eqaRoundsQuery);
  const [asked, setAsked] = useState<Asked | null>(null);
  const codes = new Set(plan.data?.programmes.map(({ organiser, code }) => `${organiser.code}|${code}`));
  const others = (rounds.data?.rounds ?? []).filter(
    (round) => round.year === year && !codes.has(`${round.organiser}|${round.programme ?? ''}`),
  );
  const close = () => setAsked(null);
  return (
    <>
      <Section
        title={`${t('eqa.plan')} ${t('eqa.year', { year })}`}
        tools={
          <>
            <Link to="/laboratory/eqa" search={{ year: String(year - 1) }} className="fj-button-link">
              {t('eqa.previousYear')}
            </Link>
            <Link to="/laboratory/eqa" search={{ year: String(year + 1) }} className="fj-button-link">
              {t('eqa.nextYear')}
            </Link>
            <Button type="primary" onClick={() => setAsked({ act: 'programme', programme: null })}>
              {t('eqa.newProgramme')}
            </Button>
          </>
        }
      >
        <Loaded query={plan}>
          {({ programmes, organisers }) => (
            <>
              {programmes.length === 0 ? <EmptyNote>{t('eqa.noProgrammes')}</EmptyNote> : null}
              <div className="fj-eqa-plan">
                {programmes.map((programme) => (
                  <ProgrammeCard
                    key={`${programme.organiser.code}|${programme.code}`}
                    of={programme}
                    onAsk={setAsked}
                  />
                ))}
              </div>
              <ActDialog
                of={asked?.act === 'programme' ? asked : null}
                title={t(asked?.programme === null ? 'eqa.newProgramme' : 'eqa.changeProgramme')}
                width={1000}
                onClose={close}
              >
                {({ programme }) => <ProgrammeForm of={programme} organisers={organisers} onDone={close} />}
              </ActDialog>
            </>
          )}
        </Loaded>
      </Section>
      {others.length === 0 ? null : (
        <Section title={t('eqa.otherRounds')}>
          <div className="fj-eqa-programme">
            <ul>
              {others.map((round) => (
                <RoundLine key={round.id} round={round} />
              ))}
            </ul>
          </div>
        </Section>
      )}
      <ActDialog of={asked?.act === 'round' ? asked.programme : null} title={t('eqa.newRound')} onClose={close}>
        {(programme) => <RoundForm programme={programme} year={year} onDone={close} />}
      </ActDialog>
    </>
  );
}

function ProgrammeCard({ of, onAsk }: { readonly of: Programme; readonly onAsk: (asked: Asked) => void }) {
  const { t } = useTranslation();
  const named = useNamed();
  const nameOf = useItemNames();
  return (
    <section className="fj-eqa-programme">
      <h3>
        {of.code} {named(of)}
      </h3>
      <div className="fj-faint">{named(of.organiser)}</div>
      <div>{listed(of.items.map(({ item }) => nameOf(item)))}</div>
      <ul>
        {of.held.map((round) => (
          <RoundLine key={round.id} round={round} />
        ))}
      </ul>
      <div className="fj-grid-actions">
        <span className="fj-faint">{t('eqa.roundsHeld', { count: of.held.length, all: of.rounds })}</span>
        {of.halvesWithout.map((half) => (
          <Tag key={half} color="orange">
            {t('eqa.halvesWithout', { halves: t(`eqa.halves.${half}`) })}
          </Tag>
        ))}
      </div>
      <div className="fj-grid-actions">
        <Button onClick={() => onAsk({ act: 'round', programme: of })}>{t('eqa.newRound')}</Button>
        <Button onClick={() => onAsk({ act: 'programme', programme: of })}>{t('eqa.changeProgramme')}</Button>
      </div>
    </section>
  );
}

function RoundLine({ round }: { readonly round: EqaRound }) {
  const named = useNamed();
  return (
    <li>
      <Link to="/laboratory/eqa/organised/$round" params={{ round: String(round.id) }} className="fj-link">
        {named(round)}
      </Link>
      <span className="fj-nowrap">
        <span className="fj-faint">{showDay(round.closesAt)}</span> <StateTag state={round.state} />
      </span>
    </li>
  );
}
