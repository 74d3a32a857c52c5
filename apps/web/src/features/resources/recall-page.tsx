/** 召回批号受影响结果: every result that a recalled lot may have affected, and what becomes of each. */
import type { RecallResultsResponse } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './resources.css';
import { decideRecalled, endRecallReview, recallQuery, RESOURCES_KEY } from '../../api/resources.ts';
import { useInstitution } from '../../app/institution-picker.tsx';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ResultReview } from '../../ui/result-review.tsx';
import { RecallForm } from './recall-form.tsx';
import { RecallsPart, RecallStanding, spanOf } from './recalls-part.tsx';
import { RecordDialog } from './record-dialog.tsx';

const route = getRouteApi('/desk/laboratory/recall');
export function RecallPage() {
  const { t } = useTranslation();
  const { institution = '', product = '', lot = '', page = '1' } = route.useSearch();
  // Without a lot, the recalls to choose from.
  const own = useInstitution(institution === '' ? undefined : institution);
  const found = useQuery({
    ...recallQuery({ institution, product, lot, page }),
    enabled: product !== '' && lot !== '',
  });
  return (
    <Require can="resource:read">
      <Page
        title={product === '' || lot === '' ? t('recalls.unnamedTitle') : t('recalls.of', { product, lot })}
        subtitle={t('recalls.subtitle')}
        tools={
          <Link
            to="/laboratory/resources"
            search={{ part: 'recalls', ...(institution === '' ? {} : { institution }) }}
            className="fj-link"
          >
            {t('recalls.all')}
          </Link>
        }
      >
        {product === '' || lot === '' ? (
          <RecallsPart institution={own} />
        ) : (
          <Loaded query={found}>{(data) => <Recall data={data} />}</Loaded>
        )}
      </Page>
    </Require>
  );
}

function Recall({ data }: { readonly data: RecallResultsResponse }) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const client = useQueryClient();
  const actor = useActor();
  const { recall, waiting, institution } = data;
  const isOwn = may(actor, 'resource:manage') && actor?.institution?.code === institution.code;
  const isReviewed = isOwn && waiting.includes('review');
  const [isCorrecting, setCorrecting] = useState(false);
  const { product, lot, counts } = recall;
  const renew = async (): Promise<void> => client.invalidateQueries({ queryKey: RESOURCES_KEY });
  const end = useMutation({ mutationFn: async () => endRecallReview({ product, lot }), onSuccess: renew });
  return (
    <>
      <Section
        title={`${recall.nameZh} ${product} ${lot}`}
        tools={
          <>
            {recall.loop === null ? null : (
              <Link to="/loops/$id" params={{ id: String(recall.loop.id) }} className="fj-link">
                {t('recalls.loop', { id: recall.loop.id })}
              </Link>
            )}
            {isOwn ? <Button onClick={() => setCorrecting(true)}>{t('recalls.correct')}</Button> : null}
          </>
        }
      >
        <p>{`${recall.notice} · ${recall.reason}`}</p>
        <p>
          {t('recalls.days', { noticedOn: recall.noticedOn, span: spanOf(recall.usedFrom, recall.usedTo) })}{' '}
          <RecallStanding recall={recall} />
        </p>
        {recall.systems > 0 ? (
          <Alert className="fj-resources-alert" type="warning" showIcon title={t('recalls.stillUsed')} />
        ) : null}
      </Section>
      <ResultReview
        review={{ ...data, counts }}
        mayDecide={isReviewed}
        because={({ isNamed }) => t(isNamed ? 'resources.affected.named' : 'resources.affected.inUse')}
        keep={async (kept) => decideRecalled({ product, lot, ...kept })}
        onDone={renew}
        onPage={(page) => void navigate({ search: (before) => ({ ...before, page: String(page) }) })}
        tools={
          isReviewed ? (
            <Button type="primary" disabled={counts.open > 0} loading={end.isPending} onClick={() => end.mutate()}>
              {t('recalls.end')}
            </Button>
          ) : null
        }
      >
        {end.error === null ? null : <ProblemAlert error={end.error} />}
      </ResultReview>
      <RecordDialog of={isCorrecting ? recall : null} title={t('recalls.correct')} onClose={() => setCorrecting(false)}>
        {(of, acts) => <RecallForm of={of} {...acts} />}
      </RecordDialog>
    </>
  );
}
