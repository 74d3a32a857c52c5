/** 质评报告与证书核验: what the paper with a code says, and whether it still stands, for anybody who holds it. */
import type { EqaPaperResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Alert, Input } from 'antd';
import { useTranslation } from 'react-i18next';

import './eqa.css';
import { eqaPaperQuery } from '../../api/eqa.ts';
import { readCode } from '../../ui/code.ts';
import { showTime } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { listed } from '../../ui/listed.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { OutcomeWord } from './outcome-word.tsx';

const route = getRouteApi('/open/public/eqa');
type Item = EqaPaperResponse['items'][number];

/** Letters and digits of a code. */
const LENGTH = 16;

export function VerifyPage() {
  const { t } = useTranslation();
  const { code } = route.useSearch();
  const navigate = route.useNavigate();
  const asked = code === undefined ? null : readCode(code, LENGTH);
  return (
    <Page title={t('eqa.verify.title')} subtitle={t('eqa.verify.subtitle')}>
      <div className="fj-toolbar">
        <Input.Search
          key={code ?? ''}
          className="fj-eqa-code"
          size="large"
          defaultValue={code ?? ''}
          enterButton={t('eqa.verify.check')}
          placeholder={t('eqa.verify.code')}
          aria-label={t('eqa.verify.code')}
          onSearch={(text) =>
            void navigate({ search: text.trim() === '' ? {} : { code: readCode(text, LENGTH) ?? text.trim() } })
          }
        />
      </div>
      {code !== undefined && asked === null ? <Alert showIcon type="warning" title={t('eqa.verify.noCode')} /> : null}
      {asked === null ? null : <Found key={asked} code={asked} />}
    </Page>
  );
}

function Found({ code }: { readonly code: string }) {
  const paper = useQuery(eqaPaperQuery(code));
  return <Loaded query={paper}>{(found) => <Paper paper={found} />}</Loaded>;
}

function Paper({ paper }: { readonly paper: EqaPaperResponse }) {
  const { t } = useTranslation();
  const named = useNamed();
  const organisers = [...new Map(paper.items.map(({ organiser }) => [organiser.code, named(organiser)])).values()];
  return (
    <>
      <Alert
        className="fj-problem"
        showIcon
        type={paper.isCurrent ? 'success' : 'warning'}
        title={t(paper.isCurrent ? 'eqa.verify.isCurrent' : 'eqa.verify.isReplaced')}
      />
      <Section title={t(`eqa.verify.kinds.${paper.kind}`)}>
        <ul className="fj-eqa-facts">
          <li>
            <span className="fj-label">{t('eqa.verify.code')}</span>
            <code>{paper.code}</code>
          </li>
          <li>
            <span className="fj-label">{t('eqa.verify.institution')}</span>
            {named(paper.institution)}
          </li>
          <li>
            <span className="fj-label">{t('eqa.organiser')}</span>
            {listed(organisers)}
          </li>
          <li>
            <span className="fj-label">{t('eqa.verify.about')}</span>
            {paper.round === null
              ? t('eqa.year', { year: paper.year })
              : `${paper.round} ${t('eqa.version', { version: paper.version ?? '' })}`}
          </li>
          <li>
            <span className="fj-label">{t('eqa.verify.issuedAt')}</span>
            {showTime(paper.issuedAt)}
          </li>
        </ul>
      </Section>
      <Section title={t('eqa.items')}>
        <RecordTable<Item>
          rowKey={(row) => `${row.organiser.code}|${row.item.code}`}
          rows={paper.items}
          empty={t('eqa.none')}
          width={organisers.length > 1 ? 520 : 300}
          columns={[
            { title: t('eqa.item'), key: 'item', render: (_, row) => named(row.item) },
            ...(paper.kind === 'certificate'
              ? [
                  {
                    title: t('eqa.method'),
                    key: 'method',
                    render: (_: unknown, row: Item) => listed(row.methods) || '—',
                  },
                ]
              : []),
            // Of one organiser it is said above, and the rest fits on a phone.
            ...(organisers.length > 1
              ? [
                  {
                    title: t('eqa.organiser'),
                    key: 'organiser',
                    render: (_: unknown, row: Item) => named(row.organiser),
                  },
                ]
              : []),
            {
              title: t(paper.kind === 'report' ? 'eqa.percent' : 'eqa.verify.lowest'),
              key: 'percent',
              align: 'right',
              render: (_, row) => (row.percent === null ? '—' : `${String(Math.round(row.percent))}%`),
            },
            paper.kind === 'report'
              ? {
                  title: t('eqa.outcome'),
                  key: 'outcome',
                  render: (_, row) => (row.outcome === null ? '—' : <OutcomeWord outcome={row.outcome} />),
                }
              : { title: t('eqa.verify.rounds'), key: 'rounds', align: 'right', render: (_, row) => row.rounds ?? '—' },
          ]}
        />
      </Section>
    </>
  );
}
