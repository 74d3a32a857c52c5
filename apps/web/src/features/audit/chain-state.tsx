/** How far the audit is vouched for, and the verification of a day by a button. */
import type { AuditFinding, AuditState, AuditVerification } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Descriptions } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { auditStateQuery, verifyDay } from '../../api/audit.ts';
import { DayPicker } from '../../ui/day-picker.tsx';
import { showTime, today } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

export function ChainState() {
  const { t } = useTranslation();
  const [day, setDay] = useState<string>(today());
  const state = useQuery(auditStateQuery);
  const queries = useQueryClient();
  const verifying = useMutation({
    mutationFn: verifyDay,
    onSuccess: () => queries.invalidateQueries({ queryKey: auditStateQuery.queryKey }),
  });
  return (
    <Section
      title={t('audit.chain')}
      tools={
        <>
          <DayPicker value={day} onChange={setDay} label={t('audit.verifyDay')} />
          <Button
            loading={verifying.isPending}
            onClick={() => {
              verifying.mutate(day);
            }}
          >
            {t('audit.verify')}
          </Button>
        </>
      }
    >
      <Loaded query={state}>{(data) => <State state={data} />}</Loaded>
      {verifying.error === null ? null : <ProblemAlert error={verifying.error} />}
      {verifying.data === undefined ? null : <Outcome found={verifying.data} />}
    </Section>
  );
}

function State({ state }: { readonly state: AuditState }) {
  const { t } = useTranslation();
  const { lastAnchor: anchor, lastClosed, lastVerification: verified, keptMonths } = state;
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, md: 2 }}
      items={[
        {
          key: 'anchor',
          label: t('audit.lastAnchor'),
          children:
            anchor === null
              ? t('audit.noAnchor')
              : t('audit.anchor', { no: anchor.no, at: showTime(anchor.at), day: anchor.day }),
        },
        { key: 'closed', label: t('audit.lastClosed'), children: lastClosed ?? '—' },
        {
          key: 'verified',
          label: t('audit.lastVerification'),
          children:
            verified === null
              ? t('audit.noVerification')
              : t('audit.verification', { at: showTime(verified.at), by: verified.by, found: verified.found }),
        },
        { key: 'kept', label: t('audit.kept'), children: t('audit.months', { count: keptMonths }) },
      ]}
    />
  );
}

function Outcome({ found }: { readonly found: AuditVerification }) {
  const { t } = useTranslation();
  const { from: day, rows, chains, anchors, unchained } = found;
  const rest = unchained > 0 ? t('audit.unchained', { count: unchained }) : undefined;
  if (found.found === 0)
    return (
      <Alert
        className="fj-audit-outcome-note"
        type="success"
        showIcon
        title={t('audit.sound', { day, rows, chains, anchors })}
        description={rest}
      />
    );
  return (
    <Alert
      className="fj-audit-outcome-note"
      type="error"
      showIcon
      title={t('audit.broken', { day, found: found.found })}
      description={
        <ul>
          {found.findings.map((finding, index) => (
            <FindingLine key={`${finding.kind}|${String(index)}`} finding={finding} />
          ))}
        </ul>
      }
    />
  );
}

function FindingLine({ finding }: { readonly finding: AuditFinding }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const { institution, lane, seq, message, messageZh } = finding;
  const place =
    lane === null
      ? t('audit.anchorPlace', { no: finding.anchor })
      : t('audit.place', { institution: institution ?? '—', lane, seq });
  return (
    <li>
      {place}: {say({ zh: messageZh, en: message })}
    </li>
  );
}
