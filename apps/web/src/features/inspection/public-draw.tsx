/** A draw 抽取 as everybody sees it: what was committed to and when, what was given up, and its repetition in this browser. */
import type { DrawCheckResult } from '@fujie/wire/choices';
import { verifyDraw } from '@fujie/wire/choices';
import type { InspectionPlanView, PublishedDraw } from '@fujie/wire/contracts';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { publishedDraw } from '../../api/inspections.ts';
import { showTime } from '../../ui/format.ts';
import { listed, saying } from '../../ui/listed.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { browserDigest } from './digest.ts';
import { DrawState } from './draw-state.tsx';

type Draw = InspectionPlanView['draws'][number];

export function PublicDraw({ draw }: { readonly draw: Draw }) {
  const { t } = useTranslation();
  const digest = browserDigest();
  const repeating = useMutation({
    mutationFn: async () => {
      const published = await publishedDraw(draw.id);
      return { published, results: digest === null ? [] : await verifyDraw(digest, published) };
    },
  });
  return (
    <article className="fj-draw">
      <h3>
        {t('inspections.draw', { number: draw.number })} <DrawState draw={draw} />
      </h3>
      {draw.voided === null ? null : (
        <Alert
          type="warning"
          showIcon
          title={t('inspections.voided', { at: showTime(draw.voided.at), reason: draw.voided.reason })}
        />
      )}
      <p>
        {t('inspections.counts', { parties: draw.parties, inspectors: draw.inspectors })} ·{' '}
        {t('inspections.frozenAt', { at: showTime(draw.frozenAt) })}
      </p>
      <span className="fj-faint">{t('inspections.digest')}</span>
      <code className="fj-draw-digest">{draw.listsDigest}</code>
      {draw.custodians.map((one) => (
        <div key={one.place}>
          <span className="fj-faint">
            {t('inspections.custodian', { place: one.place })} {one.name} ·{' '}
            {t('inspections.committedAt', { at: showTime(one.committedAt) })}
          </span>
          <code className="fj-draw-digest">{one.commitment}</code>
        </div>
      ))}
      {draw.isOpen ? (
        <div className="fj-draw-actions">
          <Button loading={repeating.isPending} onClick={() => repeating.mutate()}>
            {t('inspections.verifyDraw')}
          </Button>
          <Button
            href={`/api/v1/public/inspections/draws/${String(draw.id)}`}
            download={`fujie-draw-${String(draw.id)}.json`}
          >
            {t('inspections.download')}
          </Button>
        </div>
      ) : (
        <p className="fj-faint">{t('inspections.notOpen')}</p>
      )}
      {repeating.error === null ? null : <ProblemAlert error={repeating.error} />}
      {repeating.data === undefined ? null : digest === null ? (
        <Alert type="info" showIcon title={t('inspections.noCrypto')} />
      ) : (
        <Repeated published={repeating.data.published} results={repeating.data.results} />
      )}
    </article>
  );
}

function Repeated({
  published,
  results,
}: {
  readonly published: PublishedDraw;
  readonly results: readonly DrawCheckResult[];
}) {
  const { t } = useTranslation();
  const isGood = results.every(({ ok }) => ok);
  const nameOf = (code: string): string =>
    [...published.lists.parties, ...published.lists.inspectors].find((one) => one.code === code)?.name ?? code;
  return (
    <div role="status">
      <Alert
        type={isGood ? 'success' : 'error'}
        showIcon
        title={t(isGood ? 'inspections.verified' : 'inspections.forged')}
        description={results.map(({ check, ok }) => (
          <Tag key={check} color={ok ? 'green' : 'red'}>
            {t(`inspections.checks.${check}`)}
          </Tag>
        ))}
      />
      <span className="fj-faint">{t('inspections.checks.seed')}</span>
      <code className="fj-draw-digest">{published.seed}</code>
      <ul>
        {published.teams.map((team) => (
          <li key={team.party}>{saying(nameOf(team.party), listed(team.inspectors.map(nameOf)))}</li>
        ))}
      </ul>
      {published.replacements.length === 0 ? null : (
        <ul>
          {published.replacements.map((one) => (
            <li key={one.at + (one.inspector ?? one.party)}>
              {t('inspections.replace')} {nameOf(one.inspector ?? one.party)} ·{' '}
              {t(`inspections.reasons.${one.reason as 'conflict' | 'unavailable' | 'ceased'}`)} · {showTime(one.at)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
