/** 案例详情: what was said of a case, by versions; what came later, such as the outcome of an appraisal, is another one. */
import type { CaseAmendment, CaseDetail as Detail } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './organisation.css';
import { amendCase, CASE_REVIEWS_KEY, caseQuery } from '../../api/case-reviews.ts';
import { showTime } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { listed, saying } from '../../ui/listed.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

export function CaseDetail({ loop }: { readonly loop: number }) {
  const { t } = useTranslation();
  const named = useNamed();
  const found = useQuery(caseQuery(loop));
  const [isAmending, setAmending] = useState(false);
  return (
    <Loaded query={found} rows={6}>
      {(data) => (
        <>
          <p>
            {t(`caseReviews.kinds.${data.kind}`)} · {data.arisenOn} · {listed(data.departments.map(named))}
          </p>
          <Links data={data} />
          {data.versions.map(({ version, summary, conclusion, by, at }) => (
            <article key={version} className="fj-case-version">
              <p className="fj-faint">{t('caseReviews.version', { version, by, at: showTime(at) ?? '' })}</p>
              <p className="fj-meeting-text">{summary}</p>
              {conclusion === null ? null : (
                <p className="fj-meeting-text">{saying(t('caseReviews.conclusion'), conclusion)}</p>
              )}
            </article>
          ))}
          {isAmending ? <AmendForm data={data} onDone={() => setAmending(false)} /> : null}
          {data.mayAmend && !isAmending ? (
            <Button onClick={() => setAmending(true)}>{t('caseReviews.amend')}</Button>
          ) : null}
        </>
      )}
    </Loaded>
  );
}

function Links({ data: { event, complaint } }: { readonly data: Detail }) {
  const { t } = useTranslation();
  return (
    <>
      {event === null ? null : (
        <p>
          <Link to="/loops/$id" params={{ id: String(event.loop) }} className="fj-link fj-link-in-text">
            {t('caseReviews.ofEvent', { number: event.number })}
          </Link>
        </p>
      )}
      {complaint === null ? null : (
        <p>
          <Link to="/loops/$id" params={{ id: String(complaint) }} className="fj-link fj-link-in-text">
            {t('caseReviews.ofComplaint', { number: complaint })}
          </Link>
        </p>
      )}
    </>
  );
}

function AmendForm({ data, onDone }: { readonly data: Detail; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [last] = data.versions;
  const sending = useMutation({
    mutationFn: async (values: Omit<CaseAmendment, 'version'>) =>
      amendCase(data.loop, { ...values, version: (last?.version ?? 0) + 1 }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: CASE_REVIEWS_KEY });
      onDone();
    },
  });
  return (
    <Form<Omit<CaseAmendment, 'version'>>
      name="amendment"
      layout="vertical"
      initialValues={{ summary: last?.summary, conclusion: last?.conclusion ?? '' }}
      onFinish={(values) => sending.mutate(values)}
    >
      <SaidFields />
      {sending.error === null ? null : <ProblemAlert error={sending.error} />}
      <div className="fj-dialog-actions">
        <Button onClick={onDone}>{t('act.cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={sending.isPending}>
          {t('caseReviews.keep')}
        </Button>
      </div>
    </Form>
  );
}

/** What is said of a case, as it is entered. */
export function SaidFields() {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item
        name="summary"
        label={t('caseReviews.summary')}
        extra={t('caseReviews.sealed')}
        rules={[{ required: true, whitespace: true, message: t('caseReviews.needed') }]}
      >
        <Input.TextArea rows={5} maxLength={4000} />
      </Form.Item>
      <Form.Item name="conclusion" label={t('caseReviews.conclusion')} extra={t('caseReviews.later')}>
        <Input.TextArea rows={2} maxLength={2000} />
      </Form.Item>
    </>
  );
}
