/** 允许总误差: what each source allows of the item of a system, and by which of them the laboratory judges it. */
import type { IqcPerformanceResponse } from '@fujie/wire/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { IQC_KEY } from '../../api/iqc.ts';
import { changeEntry } from '../../api/registers.ts';
import { useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { useCriterionText } from '../../ui/criterion-text.ts';
import { today } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordTable } from '../../ui/record-table.tsx';

type Data = IqcPerformanceResponse;
type Allowed = Data['allowed'][number];

export function AllowableErrors({ data }: { readonly data: Data }) {
  const { t } = useTranslation();
  const named = useNamed();
  const textOf = useCriterionText();
  const actor = useActor();
  const queries = useQueryClient();
  const choose = useMutation({
    mutationFn: (source: string) =>
      changeEntry('allowable-error-choice', {
        action: 'put',
        row: { institution: data.institution.code, item: data.item.code, source, reason: null },
        ...{ from: today(), endPrevious: true },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: IQC_KEY }),
  });
  const canChoose = may(actor, 'iqc:manage') && actor?.institution?.code === data.institution.code;
  return (
    <Section title={t('iqcPerformance.allowed')}>
      {choose.error === null ? null : <ProblemAlert error={choose.error} />}
      <RecordTable<Allowed>
        rowKey={({ source, code, nameZh }) => [source, code, nameZh].join('|')}
        rows={data.allowed}
        empty={t('iqcPerformance.noAllowed')}
        columns={[
          {
            title: t('iqcPerformance.source'),
            key: 'source',
            render: (_, one) => (
              <>
                {t(`iqcPerformance.sources.${one.source}`)} {named(one)}{' '}
                {one === data.allowed[0] ? <Tag color="blue">{t('iqcPerformance.taken')}</Tag> : null}
                {one.isChosen ? <Tag color="green">{t('iqcPerformance.chosen')}</Tag> : null}
              </>
            ),
          },
          {
            title: t('iqcPerformance.allowedError'),
            key: 'criterion',
            render: (_, { criterion }) => textOf(criterion, data.unit),
          },
          ...(canChoose
            ? [
                {
                  title: t('iqcPerformance.choose'),
                  key: 'choose',
                  render: (_: unknown, { code, isChosen }: Allowed) =>
                    code === null || isChosen ? null : (
                      <Button size="small" loading={choose.isPending} onClick={() => choose.mutate(code)}>
                        {t('iqcPerformance.choose')}
                      </Button>
                    ),
                },
              ]
            : []),
        ]}
      />
    </Section>
  );
}
