/** 闭环定义: the loops in force, from what they arise, who owes each stage, and where each figure comes from. */
import type { LoopDefinitionsResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import './loops.css';
import { loopDefinitionsQuery } from '../../api/loops.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { ClauseTags } from '../../ui/clauses.tsx';
import { useBilingual } from '../../ui/language.ts';
import { listed, saying, withAside } from '../../ui/listed.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { useRoleName } from '../../ui/role-name.ts';
import { HarmTag, SourceTag, useFigure } from './tags.tsx';

export function DefinitionsPage() {
  const { t } = useTranslation();
  const found = useQuery(loopDefinitionsQuery);
  return (
    <Require can="loop:read">
      <Page
        title={t('loops.definitions.title')}
        subtitle={t('loops.definitions.subtitle')}
        tools={<FiguresLink label={t('loops.definitions.set')} search={{}} />}
      >
        <Loaded query={found} isEmpty={({ definitions }) => definitions.length === 0}>
          {({ definitions }) => definitions.map((one) => <Definition key={one.id} definition={one} />)}
        </Loaded>
      </Page>
    </Require>
  );
}

/** Where owners set figures, for those who may see it. */
function FiguresLink({ label, search }: { readonly label: string; readonly search: { readonly q?: string } }) {
  const actor = useActor();
  if (!may(actor, 'register:read')) return null;
  return (
    <Link
      to="/registers/$register"
      params={{ register: 'loop-parameter' }}
      search={search}
      className="fj-link fj-link-in-text fj-nowrap"
    >
      {label}
    </Link>
  );
}

type DefinitionView = LoopDefinitionsResponse['definitions'][number];

function Definition({ definition }: { readonly definition: DefinitionView }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const { id, title, arises, clauses, harm, hasPart, stages, ladder, parameters } = definition;
  return (
    <Section
      id={id}
      title={
        <>
          {say(title)} <code className="fj-faint">{id}</code>
        </>
      }
      tools={
        <>
          {hasPart ? null : <span className="fj-faint">{t('loops.definitions.notMine')}</span>}
          <HarmTag harm={harm} />
        </>
      }
    >
      <p>
        <span className="fj-label">{t('loops.definitions.arises')}</span>
        {say(arises)} <ClauseTags ids={clauses} />
      </p>
      <ol className="fj-loop-records fj-loop-definition">
        {stages.map((stage) => (
          <DefinedStage key={stage.id} stage={stage} parameters={parameters} />
        ))}
      </ol>
      <Ladder label={t('loops.definitions.ladder')} steps={ladder} />
      <Release definition={definition} />
      <h3 className="fj-loop-heading">{t('loops.definitions.parameters')}</h3>
      <ul className="fj-loop-records fj-loop-definition">
        {parameters.map((parameter) => (
          <Figure key={parameter.id} loop={id} parameter={parameter} />
        ))}
      </ul>
    </Section>
  );
}

interface StageProps extends Pick<DefinitionView, 'parameters'> {
  readonly stage: DefinitionView['stages'][number];
}

function DefinedStage({ stage, parameters }: StageProps) {
  const { t } = useTranslation();
  const say = useBilingual();
  const roleName = useRoleName();
  const figure = useFigure();
  const limit = parameters.find(({ id }) => id === stage.limit);
  const others = stage.otherLimits.flatMap((name) => parameters.find(({ id }) => id === name) ?? []);
  return (
    <li>
      <strong>{say(stage.title)}</strong>
      <div>
        {t('loops.owner', { role: roleName(stage.owner.role), place: t(`loops.places.${stage.owner.at}`) })}
        {limit === undefined ? null : ` · ${figure(limit)}`}
        {others.length === 0 ? null : ` · ${saying(t('loops.definitions.otherLimits'), listed(others.map(figure)))}`}
      </div>
      <ClauseTags ids={stage.clauses} />
      {stage.ladder === null ? null : <Ladder label={t('loops.definitions.ladder')} steps={stage.ladder} />}
    </li>
  );
}

interface LadderProps {
  readonly label: string;
  readonly steps: DefinitionView['ladder'];
}

/** Who is told at which part of the limit 逐级预警. */
function Ladder({ label, steps }: LadderProps) {
  const { t } = useTranslation();
  const roleName = useRoleName();
  if (steps.length === 0) return null;
  const told = steps.map(({ percent, to, isConditional }) => {
    const who = t('loops.owner', { role: roleName(to.role), place: t(`loops.places.${to.at}`) });
    const step = `${String(percent)}% ${who}`;
    return isConditional ? withAside(step, t('loops.definitions.ifNeeded')) : step;
  });
  return <p className="fj-loop-ladder">{saying(label, listed(told))}</p>;
}

/** Who may release from it and for which reasons 豁免, and who may open it again. */
function Release({ definition: { waivers, reopening } }: { readonly definition: DefinitionView }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const roleName = useRoleName();
  const roles = (names: readonly string[]): string =>
    names.length === 0 ? t('loops.definitions.nobody') : listed(names.map(roleName));
  return (
    <>
      <p>
        {saying(t('loops.definitions.waivedBy'), roles(waivers.roles))}
        {waivers.reasons.length === 0 ? null : (
          <span className="fj-faint"> {saying(t('loops.definitions.reasons'), listed(waivers.reasons.map(say)))}</span>
        )}
      </p>
      <p>{saying(t('loops.definitions.reopenedBy'), roles(reopening))}</p>
    </>
  );
}

interface FigureProps {
  readonly loop: string;
  readonly parameter: DefinitionView['parameters'][number];
}

function Figure({ loop, parameter }: FigureProps) {
  const { t } = useTranslation();
  const say = useBilingual();
  const figure = useFigure();
  const { id, title, value, declared, unit, source } = parameter;
  return (
    <li>
      <div>
        {say(title)} <code className="fj-faint">{id}</code>
      </div>
      <div>
        <strong>{figure(parameter)}</strong>{' '}
        {value === declared ? null : (
          <Tag color="blue">{t('loops.definitions.setHere', { declared: figure({ value: declared, unit }) })}</Tag>
        )}
      </div>
      <div>
        <SourceTag source={source} />{' '}
        {source === 'local' ? <FiguresLink label={t('loops.definitions.set')} search={{ q: loop }} /> : null}
      </div>
    </li>
  );
}
