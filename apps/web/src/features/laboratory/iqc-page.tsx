/** 室内质控: the whole laboratory of a day on one screen, each system with its state and the last z scores of its levels. */
import type { IqcOverviewResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './laboratory.css';
import { iqcOverviewQuery } from '../../api/iqc.ts';
import { RegionInstitutionPicker, useInstitution } from '../../app/institution-picker.tsx';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { DayPicker } from '../../ui/day-picker.tsx';
import { today } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { CoverageGaps, WithoutSystem } from './coverage-gaps.tsx';
import type { Standing } from './signs.ts';
import { STANDING_SIGNS, STANDINGS } from './signs.ts';
import { StandingLine } from './verdict-line.tsx';
import { ZDots } from './z-dots.tsx';

const route = getRouteApi('/desk/laboratory/iqc');
type System = IqcOverviewResponse['systems'][number];

export function IqcPage() {
  const { t } = useTranslation();
  const actor = useActor();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const institution = useInstitution(search.institution);
  const day = search.on ?? today();
  const overview = useQuery(iqcOverviewQuery(institution, day));
  return (
    <Require can="iqc:read">
      <Page
        title={t('iqc.title')}
        subtitle={t('iqc.subtitle')}
        tools={
          <>
            <RegionInstitutionPicker
              value={institution}
              onChange={(chosen) => void navigate({ search: (before) => ({ ...before, institution: chosen }) })}
            />
            <DayPicker
              label={t('iqc.day')}
              value={day}
              onChange={(on) => void navigate({ search: (before) => ({ ...before, on }) })}
            />
            {may(actor, 'iqc:record') ? (
              <Link to="/laboratory/iqc/entry" className="fj-button-link fj-button-primary">
                {t('iqc.enter')}
              </Link>
            ) : null}
          </>
        }
      >
        <Loaded
          query={overview}
          rows={14}
          isEmpty={({ systems }) => systems.length === 0}
          empty={t('iqc.entry.noSystems')}
        >
          {(data) => (
            <Laboratory
              data={data}
              state={search.state ?? null}
              onState={(state) =>
                void navigate({
                  search: ({ state: _before, ...rest }) => (state === null ? rest : { ...rest, state }),
                })
              }
            />
          )}
        </Loaded>
      </Page>
    </Require>
  );
}

interface LaboratoryProps {
  readonly data: IqcOverviewResponse;
  readonly state: Standing | null;
  readonly onState: (state: Standing | null) => void;
}

function Laboratory({ data, state, onState }: LaboratoryProps) {
  const { t } = useTranslation();
  const named = useNamed();
  const [text, setText] = useState('');
  const matching = data.systems.filter((system) => wordsOf(system).includes(text.trim().toLowerCase()));
  const shown = matching.filter(({ today: standing }) =>
    state === null ? standing !== 'not-begun' : standing === state,
  );
  // Folded where it is not what was asked for: in a laboratory that begins it is most of the list.
  const idle = state === null ? matching.filter(({ today: standing }) => standing === 'not-begun') : [];
  const instruments = [...new Set(shown.map(({ instrument }) => instrument.code))].sort();
  const count = (standing: Standing): number => data.systems.filter((system) => system.today === standing).length;
  const begun = data.systems.length - count('not-begun');
  return (
    <>
      <CoverageGaps systems={data.systems} />
      <WithoutSystem items={data.uncontrolled} />
      <div className="fj-iqc-counts" role="group" aria-label={named(data.institution)}>
        <button type="button" aria-pressed={state === null} onClick={() => onState(null)}>
          {t('iqc.all', { count: begun })}
        </button>
        {STANDINGS.filter((standing) => standing !== 'not-begun' || count(standing) > 0).map((standing) => (
          <button
            key={standing}
            type="button"
            className={`fj-iqc-${standing}`}
            aria-pressed={state === standing}
            onClick={() => onState(state === standing ? null : standing)}
          >
            <span aria-hidden>{STANDING_SIGNS[standing]}</span>{' '}
            {t(`iqc.counts.${standing}`, { count: count(standing) })}
          </button>
        ))}
        <Input
          allowClear
          className="fj-filter"
          value={text}
          placeholder={t('iqc.filter')}
          aria-label={t('iqc.filter')}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      {shown.length + idle.length === 0 ? <EmptyNote>{t('iqc.none')}</EmptyNote> : null}
      {instruments.map((code) => {
        const systems = shown.filter(({ instrument }) => instrument.code === code);
        return (
          <Section
            key={code}
            title={`${systems[0] === undefined ? '' : named(systems[0].instrument)} ${code}`}
            tools={<Tally systems={systems} />}
          >
            <Cells systems={systems} institution={data.institution.code} />
          </Section>
        );
      })}
      {idle.length === 0 ? null : (
        <details className="fj-section fj-iqc-idle">
          <summary>{t('iqc.idle', { count: idle.length })}</summary>
          <p className="fj-faint">{t('iqc.idleHint')}</p>
          <Cells systems={idle} institution={data.institution.code} isMixed />
        </details>
      )}
    </>
  );
}

interface CellsProps {
  readonly systems: readonly System[];
  readonly institution: string;
  /** Whether they are of several instruments. */
  readonly isMixed?: boolean;
}

function Cells({ systems, institution, isMixed = false }: CellsProps) {
  return (
    <ul className="fj-iqc-grid">
      {systems.map((system) => (
        <li key={system.code} className={`fj-iqc-cell fj-iqc-cell-${system.today}`}>
          <Cell system={system} institution={institution} isMixed={isMixed} />
        </li>
      ))}
    </ul>
  );
}

const wordsOf = ({ code, item, instrument }: System): string =>
  [code, item.code, item.nameZh, item.nameEn, instrument.code, instrument.nameZh, instrument.nameEn]
    .join(' ')
    .toLowerCase();

/** How many systems of an instrument stand how. */
function Tally({ systems }: { readonly systems: readonly System[] }) {
  const { t } = useTranslation();
  return STANDINGS.flatMap((standing) => {
    const count = systems.filter((system) => system.today === standing).length;
    return count === 0
      ? []
      : [
          <span key={standing} className={`fj-iqc-verdict fj-iqc-${standing}`}>
            <span aria-hidden>{STANDING_SIGNS[standing]}</span> {t(`iqc.counts.${standing}`, { count })}
          </span>,
        ];
  });
}

interface CellProps {
  readonly system: System;
  readonly institution: string;
  readonly isMixed: boolean;
}

function Cell({ system, institution, isMixed }: CellProps) {
  const { t } = useTranslation();
  const named = useNamed();
  const actor = useActor();
  const own = actor?.institution?.code === institution;
  return (
    <>
      <div className="fj-iqc-cell-head">
        <Link
          to="/laboratory/iqc/systems/$code"
          params={{ code: system.code }}
          search={own ? {} : { institution }}
          className="fj-link"
        >
          {named(system.item)}
        </Link>
        {isMixed ? (
          <span className="fj-faint">{system.instrument.code}</span>
        ) : (
          <StandingLine standing={system.today} />
        )}
      </div>
      {system.recent.length === 0 && system.today !== 'not-begun' ? (
        <span className="fj-faint">{t('iqc.noRuns')}</span>
      ) : null}
      {system.recent.map(({ level, z }) => (
        <ZDots key={level} level={level} z={z} label={t('iqc.lastZ', { level })} />
      ))}
      {system.heldSince === null && system.loop === null ? null : (
        <div className="fj-iqc-held">
          {system.heldSince === null ? null : t('iqc.heldSince', { day: system.heldSince })}{' '}
          {system.loop === null || !may(actor, 'loop:read') ? null : (
            <Link to="/loops/$id" params={{ id: String(system.loop) }} className="fj-link fj-link-in-text">
              {t('iqc.openLoop')}
            </Link>
          )}
        </div>
      )}
    </>
  );
}
