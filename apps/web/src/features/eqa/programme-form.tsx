/** What a programme 质评计划 asks for: items with their limits, samples of a round, rounds of a year. */
import { showUnit } from '@fujie/core/kernel';
import type { EqaProgrammeEntry, EqaProgrammesResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { allowableErrorsQuery } from '../../api/allowable-errors.ts';
import { putEqaProgramme } from '../../api/eqa.ts';
import { ActForm } from '../../ui/act-dialog.tsx';
import { CodeSelect } from '../../ui/code-select.tsx';
import { useNamed } from '../../ui/language.ts';
import { inUnit } from '../../ui/listed.ts';
import { missingOf } from '../../ui/missing.ts';
import { useItemNames } from './item-names.ts';
import type { Programme } from './parts.ts';
import { useRoundAct } from './round-act.ts';

type Line = EqaProgrammeEntry['items'][number];

const NEW_LINE: Line = { item: '', kind: 'quantitative', criterion: { type: 'pct', percent: 15 } };

interface Props {
  readonly of: Programme | null;
  readonly organisers: EqaProgrammesResponse['organisers'];
  readonly onDone: () => void;
}

export function ProgrammeForm({ of, organisers, onDone }: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  const [organiser, setOrganiser] = useState(of?.organiser.code ?? organisers[0]?.code ?? '');
  const [code, setCode] = useState(of?.code ?? '');
  const [nameZh, setNameZh] = useState(of?.nameZh ?? '');
  const [nameEn, setNameEn] = useState(of?.nameEn ?? '');
  const [samples, setSamples] = useState(of?.samples ?? 5);
  const [rounds, setRounds] = useState(of?.rounds ?? 2);
  const [lines, setLines] = useState<readonly Line[]>(() => (of === null ? [NEW_LINE] : of.items.map(lineOf)));
  const act = useRoundAct(putEqaProgramme, onDone);
  const missing = missingOf([
    [t('eqa.organiser'), organiser !== ''],
    [t('eqa.code'), code.trim() !== ''],
    [t('eqa.name'), nameZh.trim() !== ''],
    [t('field.item'), lines.length > 0 && lines.every(({ item }) => item !== '')],
  ]);
  return (
    <ActForm
      act={act}
      label={t('act.confirm')}
      isReady={missing.length === 0}
      missing={missing}
      onCancel={onDone}
      onSubmit={() =>
        act.mutate({
          ...{ organiser, code: code.trim(), nameZh: nameZh.trim(), samples, rounds, items: lines.map(sentOf) },
          nameEn: nameEn.trim() === '' ? null : nameEn.trim(),
          isNew: of === null,
        })
      }
    >
      <label htmlFor="eqa-organiser">{t('eqa.organiser')}</label>
      <Select
        id="eqa-organiser"
        value={organiser}
        disabled={of !== null}
        onChange={setOrganiser}
        options={organisers.map((one) => ({ value: one.code, label: `${named(one)} ${one.code}` }))}
      />
      <label htmlFor="eqa-code">{t('eqa.code')}</label>
      <Input
        id="eqa-code"
        value={code}
        disabled={of !== null}
        maxLength={60}
        onChange={(event) => setCode(event.target.value)}
      />
      <label htmlFor="eqa-name">{t('eqa.name')}</label>
      <Input id="eqa-name" value={nameZh} maxLength={120} onChange={(event) => setNameZh(event.target.value)} />
      <label htmlFor="eqa-name-en">{t('eqa.nameEn')}</label>
      <Input id="eqa-name-en" value={nameEn} maxLength={120} onChange={(event) => setNameEn(event.target.value)} />
      <label htmlFor="eqa-samples">{t('eqa.samplesPerRound')}</label>
      <InputNumber
        id="eqa-samples"
        min={1}
        max={40}
        precision={0}
        value={samples}
        onChange={(n) => n !== null && setSamples(n)}
      />
      <label htmlFor="eqa-rounds">{t('eqa.roundsPerYear')}</label>
      <InputNumber
        id="eqa-rounds"
        min={1}
        max={12}
        precision={0}
        value={rounds}
        onChange={(n) => n !== null && setRounds(n)}
      />
      <Lines lines={lines} onChange={setLines} />
    </ActForm>
  );
}

/** A line without what is not set. */
function lineOf({
  item,
  kind,
  unit,
  criterion,
  source,
  passMark,
  minimumGroup,
  lowest,
  highest,
}: Programme['items'][number]): Line {
  return {
    ...{ item, kind, criterion, passMark, minimumGroup },
    ...(unit === null ? {} : { unit }),
    ...(source === undefined ? {} : { source }),
    ...(lowest === null ? {} : { lowest }),
    ...(highest === null ? {} : { highest }),
  };
}

/** A line as it is sent: an empty unit is none. */
function sentOf({ unit = '', ...line }: Line): Line {
  return unit.trim() === '' ? line : { ...line, unit: unit.trim() };
}

interface ToleranceProps {
  readonly of: Line;
  readonly label: string;
  readonly onChange: (criterion: Line['criterion']) => void;
}

/** What may lie between a result and its target 允许误差: a share, an amount in the unit of the item, or both. */
function Tolerance({ of: { criterion, unit = '' }, label, onChange }: ToleranceProps) {
  if (criterion.type === 'agreement') return '—';
  return (
    <>
      {'percent' in criterion ? (
        <InputNumber
          aria-label={`${label} %`}
          suffix="%"
          min={0.01}
          value={criterion.percent}
          onChange={(percent) => percent !== null && onChange({ ...criterion, percent })}
        />
      ) : null}
      {'units' in criterion ? (
        <InputNumber
          aria-label={inUnit(label, unit === '' ? null : unit)}
          suffix={showUnit(unit)}
          min={0}
          value={criterion.units}
          onChange={(units) => units !== null && onChange({ ...criterion, units })}
        />
      ) : null}
    </>
  );
}

/** A line whose error was typed is of no source any more. */
function ownError({ source: _, ...line }: Line, criterion: Line['criterion']): Line {
  return { ...line, criterion };
}

/** Takes the error of a line from a source of the register, and says then which. */
function ErrorSource({
  of: { item, kind, source },
  label,
  onChange,
}: {
  readonly of: Line;
  readonly label: string;
  readonly onChange: (change: Pick<Line, 'criterion' | 'source'>) => void;
}) {
  const { t } = useTranslation();
  const { data } = useQuery({ ...allowableErrorsQuery(item), enabled: item !== '' && kind === 'quantitative' });
  const known = data ?? [];
  if (known.length === 0 && source === undefined) return null;
  return (
    <Select
      aria-label={label}
      placeholder={t('eqa.errorSource')}
      value={source ?? null}
      popupMatchSelectWidth={false}
      onChange={(name) => {
        const chosen = known.find((one) => one.nameZh === name);
        if (chosen !== undefined) onChange({ criterion: chosen.criterion, source: chosen.nameZh });
      }}
      options={known.map(({ nameZh }) => ({ value: nameZh, label: nameZh }))}
    />
  );
}

function Lines({
  lines,
  onChange,
}: {
  readonly lines: readonly Line[];
  readonly onChange: (lines: readonly Line[]) => void;
}) {
  const { t } = useTranslation();
  const nameOf = useItemNames();
  const put = (place: number, change: Partial<Line>): void =>
    onChange(lines.map((line, index) => (index === place ? { ...line, ...change } : line)));
  return (
    <>
      <div className="fj-grid fj-grid-stacked" tabIndex={0} role="group" aria-label={t('eqa.items')}>
        <table className="fj-eqa-lines">
          <thead>
            <tr>
              {(['item', 'kind', 'unit', 'tea', 'passMark', 'minimumGroup'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`eqa.${column}`)}
                </th>
              ))}
              <th aria-label={t('eqa.removeItem', { item: '' })} />
            </tr>
          </thead>
          <tbody>
            {lines.map((line, index) => {
              const label = (column: string): string => `${String(index + 1)} ${column}`;
              return (
                <tr key={String(index)}>
                  <td className="fj-grid-whole fj-eqa-item" data-label={t('eqa.item')}>
                    <CodeSelect
                      registers={['item']}
                      label={label(t('eqa.item'))}
                      value={line.item === '' ? null : line.item}
                      onChange={(item) => put(index, { item: typeof item === 'string' ? item : '' })}
                    />
                  </td>
                  <td className="fj-grid-whole" data-label={t('eqa.kind')}>
                    <Select<Line['kind']>
                      aria-label={label(t('eqa.kind'))}
                      value={line.kind}
                      popupMatchSelectWidth={false}
                      onChange={(kind) =>
                        put(index, {
                          kind,
                          criterion: kind === 'qualitative' ? { type: 'agreement' } : { type: 'pct', percent: 15 },
                        })
                      }
                      options={(['quantitative', 'qualitative'] as const).map((kind) => ({
                        value: kind,
                        label: t(`eqa.kinds.${kind}`),
                      }))}
                    />
                  </td>
                  <td data-label={t('eqa.unit')}>
                    <Input
                      aria-label={label(t('eqa.unit'))}
                      value={line.unit ?? ''}
                      placeholder={line.kind === 'quantitative' ? t('eqa.unitOfRegister') : ''}
                      maxLength={40}
                      onChange={(event) => put(index, { unit: event.target.value })}
                    />
                  </td>
                  <td className="fj-grid-whole" data-label={t('eqa.tea')}>
                    <Tolerance
                      of={line}
                      label={label(t('eqa.tea'))}
                      onChange={(criterion) =>
                        onChange(lines.map((one, at) => (at === index ? ownError(one, criterion) : one)))
                      }
                    />
                    <ErrorSource
                      of={line}
                      label={label(t('eqa.errorSource'))}
                      onChange={(change) => put(index, change)}
                    />
                  </td>
                  <td data-label={t('eqa.passMark')}>
                    <InputNumber
                      aria-label={label(t('eqa.passMark'))}
                      min={0}
                      max={100}
                      value={line.passMark ?? 80}
                      onChange={(passMark) => passMark !== null && put(index, { passMark })}
                    />
                  </td>
                  <td data-label={t('eqa.minimumGroup')}>
                    <InputNumber
                      aria-label={label(t('eqa.minimumGroup'))}
                      min={2}
                      max={1000}
                      precision={0}
                      value={line.minimumGroup ?? 12}
                      onChange={(minimumGroup) => minimumGroup !== null && put(index, { minimumGroup })}
                    />
                  </td>
                  <td>
                    <Button
                      size="small"
                      aria-label={t('eqa.removeItem', { item: nameOf(line.item) })}
                      disabled={lines.length === 1}
                      onClick={() => onChange(lines.filter((_, place) => place !== index))}
                    >
                      ✕
                    </Button>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <Button onClick={() => onChange([...lines, NEW_LINE])}>{t('eqa.addItem')}</Button>
    </>
  );
}
