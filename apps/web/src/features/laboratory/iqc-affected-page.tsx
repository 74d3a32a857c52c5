/** 失控影响的患者结果: what a rejected run may have affected since the last run in control, and what becomes of each result. */
import type { IqcAffectedResponse } from '@fujie/wire/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';

import './laboratory.css';
import { decideAffected, IQC_KEY, iqcAffectedQuery } from '../../api/iqc.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { showTime } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ResultReview } from '../../ui/result-review.tsx';

const route = getRouteApi('/desk/laboratory/iqc/affected');

export function IqcAffectedPage() {
  const { t } = useTranslation();
  const { loop = '', page = '1' } = route.useSearch();
  const found = useQuery(iqcAffectedQuery({ loop, page }));
  return (
    <Require can="iqc:read">
      <Page
        title={t('iqcAffected.title')}
        subtitle={t('iqcAffected.subtitle')}
        tools={
          <Link to="/laboratory/iqc" className="fj-button-link">
            {t('iqc.overview')}
          </Link>
        }
      >
        {loop === '' ? (
          <EmptyNote>{t('iqcAffected.unnamed')}</EmptyNote>
        ) : (
          <Loaded query={found}>{(data) => <Affected data={data} />}</Loaded>
        )}
      </Page>
    </Require>
  );
}

function Affected({ data }: { readonly data: IqcAffectedResponse }) {
  const { t } = useTranslation();
  const named = useNamed();
  const navigate = route.useNavigate();
  const client = useQueryClient();
  const actor = useActor();
  const { loop, counts, since, until } = data;
  return (
    <>
      <Section
        title={`${named(data.item)} · ${data.instrument}`}
        tools={
          <>
            <Link
              to="/laboratory/iqc/systems/$code"
              params={{ code: data.system }}
              search={{ institution: data.institution.code }}
              className="fj-link"
            >
              {t('iqcAffected.chart')}
            </Link>
            <Link to="/loops/$id" params={{ id: String(loop.id) }} className="fj-link">
              {t('iqcAffected.loop', { id: loop.id })}
            </Link>
          </>
        }
      >
        <p>
          {since === null ? t('iqcAffected.sinceUnknown') : t('iqcAffected.since', { time: showTime(since) ?? '' })}
          {` · ${t('iqcAffected.rejectedAt', { time: showTime(data.rejectedAt) ?? '' })} · `}
          {until === null ? t('iqcAffected.stillOut') : t('iqcAffected.until', { time: showTime(until) ?? '' })}
        </p>
        {data.isEarlier ? (
          <Alert className="fj-review-alert" type="info" showIcon title={t('iqcAffected.earlier')} />
        ) : null}
        {counts.open === 0 && data.mayDecide ? (
          <Alert className="fj-review-alert" type="info" showIcon title={t('iqcAffected.waits')} />
        ) : null}
      </Section>
      <ResultReview
        review={data}
        mayDecide={data.mayDecide && may(actor, 'iqc:manage')}
        because={({ isNamed, device }) =>
          isNamed
            ? t('iqcAffected.named', { device: device ?? '' })
            : device === null
              ? t('iqcAffected.unnamedInstrument')
              : t('iqcAffected.otherName', { device })
        }
        keep={async (kept) => decideAffected({ loop: loop.id, ...kept })}
        onDone={async () => client.invalidateQueries({ queryKey: IQC_KEY })}
        onPage={(page) => void navigate({ search: (before) => ({ ...before, page: String(page) }) })}
      />
    </>
  );
}
