/** Facts of the encounter that make Article 19 cases visible. */
import { Checkbox, DatePicker, Radio, Select } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';

import { now } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import type { EncounterDraft } from './draft.ts';

const CLASSES = ['outpatient', 'inpatient', 'emergency'] as const;
const PURPOSES = ['ordinary', 'forensic', 'disability', 'sick-retirement'] as const;
const MEASURES = ['surgery', 'transfusion', 'interventional-procedure', 'chemotherapy'] as const;

interface Props {
  readonly encounter: EncounterDraft;
  readonly onChange: (change: Partial<EncounterDraft>) => void;
}

export function EncounterForm({ encounter, onChange }: Props) {
  const { t } = useTranslation();
  const { measure } = encounter;
  return (
    <Section title={t('clinical.order.encounter')}>
      <div className="fj-encounter">
        <div className="fj-encounter-row">
          <Radio.Group
            value={encounter.class}
            onChange={(event) =>
              onChange({ class: CLASSES.find((known) => known === event.target.value) ?? 'outpatient' })
            }
            optionType="button"
            buttonStyle="solid"
            aria-label={t('clinical.order.encounter')}
            options={CLASSES.map((value) => ({ value, label: t(`clinical.order.${value}`) }))}
          />
          <Checkbox checked={encounter.rescue} onChange={(event) => onChange({ rescue: event.target.checked })}>
            {t('clinical.order.rescue')}
          </Checkbox>
        </div>
        <div className="fj-encounter-row">
          <label htmlFor="purpose">{t('clinical.order.purpose')}</label>
          <Select
            id="purpose"
            value={encounter.purpose}
            onChange={(purpose) => onChange({ purpose })}
            options={PURPOSES.map((value) => ({ value, label: t(`clinical.order.${value}`) }))}
            className="fj-grow"
          />
        </div>
        <div className="fj-encounter-row">
          <label htmlFor="measure">{t('clinical.order.measure')}</label>
          <Select<string>
            id="measure"
            value={measure?.kind ?? ''}
            onChange={(kind) => onChange({ measure: kind === '' ? null : { kind, at: measure?.at ?? now() } })}
            options={[
              { value: '', label: t('clinical.order.measureNone') },
              ...MEASURES.map((value) => ({ value, label: t(`clinical.order.${value}`) })),
            ]}
            className="fj-grow"
          />
          {measure === null ? null : (
            <DatePicker
              showTime={{ format: 'HH:mm' }}
              needConfirm={false}
              format="MM-DD HH:mm"
              allowClear={false}
              value={dayjs(measure.at)}
              aria-label={t('clinical.order.measureAt')}
              onChange={(at) => {
                if (dayjs.isDayjs(at))
                  onChange({ measure: { kind: measure.kind, at: at.format('YYYY-MM-DDTHH:mm:ssZ') } });
              }}
            />
          )}
        </div>
      </div>
    </Section>
  );
}
