/** 试剂与校准品: which lot each test system uses since when, and what is wrong with it. */
import type { ReagentsResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { reagentsQuery } from '../../api/resources.ts';
import { useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { useOptionName } from '../../i18n/option-names.ts';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import type { OfLot } from './affected-lot.tsx';
import { AffectedLot } from './affected-lot.tsx';
import { KeepRegister } from './keep-register.tsx';
import { RecallForm } from './recall-form.tsx';
import { RecordDialog } from './record-dialog.tsx';

type Use = ReagentsResponse['uses'][number];

const SOON_DAYS = 30;

export function ReagentsPart({ institution }: { readonly institution: string }) {
  return <Loaded query={useQuery(reagentsQuery(institution))}>{(data) => <Reagents data={data} />}</Loaded>;
}

function Reagents({ data }: { readonly data: ReagentsResponse }) {
  const { t } = useTranslation();
  const actor = useActor();
  const isOwn = may(actor, 'resource:manage') && actor?.institution?.code === data.institution.code;
  const [lot, setLot] = useState<OfLot | null>(null);
  const [recalled, setRecalled] = useState<Use | null>(null);
  const onRecall = isOwn ? setRecalled : null;
  const onLot = ({ product, lot: number }: Use): void =>
    setLot({ institution: data.institution.code, product, lot: number });
  const faulty = data.uses.filter(({ faults }) => faults.length > 0);
  const soon = data.uses.filter(
    ({ faults, daysLeft }) => faults.length === 0 && daysLeft !== null && daysLeft <= SOON_DAYS,
  );
  return (
    <>
      {faulty.length === 0 ? (
        <Alert className="fj-resources-alert" type="success" showIcon title={t('resources.reagents.faultyNone')} />
      ) : (
        <Section title={t('resources.reagents.faulty', { count: faulty.length })}>
          <Uses
            rows={faulty}
            institution={data.institution.code}
            empty={t('resources.reagents.faultyNone')}
            onLot={onLot}
            onRecall={onRecall}
          />
        </Section>
      )}
      {data.named.length === 0 ? null : (
        <Section title={t('resources.reagents.named', { count: data.named.length })}>
          <p className="fj-faint">{t('resources.reagents.namedHow', { days: data.days })}</p>
          <NamedLots rows={data.named} institution={data.institution.code} />
        </Section>
      )}
      {soon.length === 0 ? null : (
        <Section title={t('resources.reagents.soon', { count: soon.length })}>
          <Uses
            rows={soon}
            institution={data.institution.code}
            empty={t('resources.reagents.none')}
            onLot={onLot}
            onRecall={onRecall}
          />
        </Section>
      )}
      <Section
        title={t('resources.reagents.all', { count: data.uses.length })}
        tools={
          <>
            <KeepRegister register="reagent-lot" label={t('resources.registers.lot')} />
            <KeepRegister register="reagent-use" label={t('resources.registers.use')} />
          </>
        }
      >
        <Uses
          rows={data.uses}
          institution={data.institution.code}
          empty={t('resources.reagents.none')}
          onLot={onLot}
          onRecall={onRecall}
        />
      </Section>
      <ActDialog of={lot} title={t('resources.affected.title')} width={820} onClose={() => setLot(null)}>
        {(of) => <AffectedLot of={of} />}
      </ActDialog>
      <RecordDialog of={recalled} title={t('recalls.enter')} onClose={() => setRecalled(null)}>
        {({ product, lot: number, since }, acts) => (
          <RecallForm of={{ product, lot: number, usedFrom: since }} {...acts} />
        )}
      </RecordDialog>
    </>
  );
}

interface UsesProps {
  readonly rows: readonly Use[];
  readonly institution: string;
  readonly empty: string;
  readonly onLot: (use: Use) => void;
  /** For who enters recalls of the laboratory. */
  readonly onRecall: ((use: Use) => void) | null;
}

/** Lots that came with results of control, with what the registers say against them. */
function NamedLots({ rows, institution }: { readonly rows: ReagentsResponse['named']; readonly institution: string }) {
  const { t } = useTranslation();
  const optionName = useOptionName();
  return (
    <RecordTable<ReagentsResponse['named'][number]>
      rowKey={({ system, kind, lot }) => `${system}|${kind}|${lot}`}
      rows={rows}
      empty={t('resources.reagents.none')}
      width={760}
      columns={[
        {
          title: t('resources.reagents.system'),
          key: 'system',
          render: (_, row) => <SystemLink of={row} institution={institution} />,
        },
        { title: t('resources.reagents.lot'), dataIndex: 'lot' },
        { title: t('resources.reagents.state'), key: 'state', render: (_, { faults }) => <Faults of={faults} /> },
        { title: t('resources.reagents.kind'), key: 'kind', render: (_, { kind }) => optionName(kind) },
        {
          title: t('resources.reagents.namedSpan'),
          key: 'span',
          className: 'fj-nowrap',
          render: (_, { from, to }) => (from === to ? from : `${from} – ${to}`),
        },
        { title: t('resources.reagents.namedCount'), dataIndex: 'count' },
      ]}
    />
  );
}

function SystemLink({
  of: { system, item },
  institution,
}: {
  readonly of: Pick<Use, 'system' | 'item'>;
  readonly institution: string;
}) {
  const named = useNamed();
  const isOwn = useActor()?.institution?.code === institution;
  return (
    <Link
      to="/laboratory/iqc/systems/$code"
      params={{ code: system }}
      search={isOwn ? {} : { institution }}
      className="fj-link"
    >
      {`${named(item)} ${system.split('@')[1] ?? ''}`.trim()}
    </Link>
  );
}

function Faults({ of }: { readonly of: ReagentsResponse['named'][number]['faults'] }) {
  const { t } = useTranslation();
  return of.map((fault) => (
    <Tag key={fault} color="red">
      {t(`resources.faults.${fault}`)}
    </Tag>
  ));
}

function Uses({ rows, institution, empty, onLot, onRecall }: UsesProps) {
  const { t } = useTranslation();
  const optionName = useOptionName();
  return (
    <RecordTable<Use>
      rowKey={({ system, product }) => `${system}|${product}`}
      rows={rows}
      empty={empty}
      width={onRecall === null ? 1000 : 1080}
      columns={[
        {
          title: t('resources.reagents.system'),
          key: 'system',
          render: (_, row) => <SystemLink of={row} institution={institution} />,
        },
        { title: t('resources.reagents.product'), key: 'product', render: (_, row) => `${row.nameZh} ${row.product}` },
        {
          title: t('resources.reagents.kind'),
          key: 'kind',
          render: (_, row) => (row.kind === null ? '—' : optionName(row.kind)),
        },
        { title: t('resources.reagents.lot'), dataIndex: 'lot' },
        { title: t('resources.reagents.since'), dataIndex: 'since', className: 'fj-nowrap' },
        {
          title: t('resources.reagents.openedOn'),
          key: 'opened',
          className: 'fj-nowrap',
          render: (_, row) => row.openedOn ?? '—',
        },
        {
          title: t('resources.reagents.expiresOn'),
          key: 'expires',
          className: 'fj-nowrap',
          render: (_, row) => row.expiresOn ?? '—',
        },
        {
          title: t('resources.reagents.state'),
          key: 'state',
          render: (_, { faults, endsOn, endsBy, daysLeft }) =>
            faults.length === 0 ? (
              <>
                {t(`resources.reagents.ends.${endsBy}`, { day: endsOn ?? '' })}{' '}
                <span className="fj-nowrap">{t('resources.daysLeft', { count: daysLeft ?? 0 })}</span>
              </>
            ) : (
              <Faults of={faults} />
            ),
        },
        {
          title: t('resources.affected.title'),
          key: 'affected',
          render: (_, row) => (
            <Button
              size="small"
              aria-label={`${t('resources.affected.open')} ${row.product} ${row.lot}`}
              onClick={() => onLot(row)}
            >
              {t('resources.affected.open')}
            </Button>
          ),
        },
        ...(onRecall === null
          ? []
          : [
              {
                title: t('recalls.recall'),
                key: 'recall',
                render: (_: unknown, row: Use) =>
                  row.faults.includes('recalled') ? (
                    <Link
                      to="/laboratory/recall"
                      search={{ institution, product: row.product, lot: row.lot }}
                      className="fj-link"
                    >
                      {t('resources.faults.recalled')}
                    </Link>
                  ) : (
                    <Button
                      size="small"
                      danger
                      aria-label={`${t('recalls.recall')} ${row.product} ${row.lot}`}
                      onClick={() => onRecall(row)}
                    >
                      {t('recalls.recall')}
                    </Button>
                  ),
              },
            ]),
      ]}
    />
  );
}
