/** 质控结果表格导入: tried first; rows that stand are taken, refused ones go to quarantine with what is wrong, and nothing is lost. */
import type { IqcSheetTaken } from '@fujie/wire/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './laboratory.css';
import { IQC_KEY, iqcTemplate, sendIqcSheet } from '../../api/iqc.ts';
import { LOOPS_KEY } from '../../api/loops.ts';
import { Require } from '../../app/require.tsx';
import { DownloadLink } from '../../ui/download-link.tsx';
import { SpotTable } from '../../ui/fault-table.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { Recorded } from './recorded.tsx';

const COLUMNS = [
  ...(['system', 'product', 'lot', 'level', 'value', 'unit', 'measuredAt'] as const),
  ...(['run', 'purpose', 'operator', 'reagentLot', 'calibratorLot'] as const),
];

interface Sent {
  readonly file: File;
  readonly isTrial: boolean;
}

export function IqcSheetPage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const sending = useMutation({
    mutationFn: ({ file: chosen, isTrial }: Sent) => sendIqcSheet(chosen, isTrial),
    onSuccess: async (_taken, { isTrial }) => {
      if (isTrial) return;
      await queries.invalidateQueries({ queryKey: IQC_KEY });
      await queries.invalidateQueries({ queryKey: LOOPS_KEY });
    },
  });
  const isTrial = sending.variables?.isTrial ?? true;
  return (
    <Require can="iqc:record">
      <Page
        title={t('iqcSheet.title')}
        subtitle={t('iqcSheet.subtitle')}
        tools={
          <Link to="/laboratory/iqc/entry" className="fj-button-link">
            {t('iqc.entry.title')}
          </Link>
        }
      >
        <Section title={t('iqcSheet.file')}>
          <p className="fj-faint">{t('iqcSheet.hint')}</p>
          <div className="fj-toolbar">
            <FileButton
              label={t('iqcSheet.choose')}
              accept=".xlsx,.csv"
              isBusy={sending.isPending && isTrial}
              onFile={(chosen) => {
                setFile(chosen);
                sending.mutate({ file: chosen, isTrial: true });
              }}
            />
            {file === null ? null : <strong>{file.name}</strong>}
            {(['xlsx', 'csv'] as const).map((form) => (
              <DownloadLink key={form} href={iqcTemplate(form)}>
                {t('iqcSheet.template', { form })}
              </DownloadLink>
            ))}
          </div>
          <div aria-live="polite">
            {sending.error === null ? null : <ProblemAlert error={sending.error} />}
            {sending.data === undefined ? null : (
              <Outcome
                taken={sending.data}
                isTrial={isTrial}
                isBusy={sending.isPending}
                onTake={() => {
                  if (file !== null) sending.mutate({ file, isTrial: false });
                }}
              />
            )}
          </div>
        </Section>
      </Page>
    </Require>
  );
}

interface OutcomeProps {
  readonly taken: IqcSheetTaken;
  readonly isTrial: boolean;
  readonly isBusy: boolean;
  readonly onTake: () => void;
}

function Outcome({ taken, isTrial, isBusy, onTake }: OutcomeProps) {
  const { t } = useTranslation();
  const { rows, refused, problems, quarantine } = taken;
  const titleOf = (id: string): string => {
    const column = COLUMNS.find((one) => one === id);
    return column === undefined ? id : t(`iqcSheet.columns.${column}`);
  };
  return (
    <>
      {rows === 0 ? (
        <Alert showIcon type="error" className="fj-problem" title={t('iqcSheet.unreadable')} />
      ) : (
        <Alert
          showIcon
          type={refused > 0 ? 'warning' : 'success'}
          className="fj-problem"
          title={t(isTrial ? 'iqcSheet.tried' : 'iqcSheet.taken', {
            rows,
            taken: taken.taken,
            known: taken.known,
            refused,
          })}
          action={
            isTrial ? (
              <Button type="primary" loading={isBusy} onClick={onTake}>
                {refused === 0 ? t('iqcSheet.take') : t('iqcSheet.takeAndKeep', { count: refused })}
              </Button>
            ) : quarantine === null ? null : (
              <Link to="/quarantine" className="fj-link fj-link-in-text">
                {t('iqcSheet.inQuarantine', { id: quarantine })}
              </Link>
            )
          }
        />
      )}
      <SpotTable spots={problems} titleOf={titleOf} />
      {taken.taken + taken.known === 0 ? null : <Recorded recorded={taken} isTrial={isTrial} systems={[]} />}
    </>
  );
}
