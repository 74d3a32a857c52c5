/** Appeals 申诉 of a laboratory against published scores, and what the organiser answered. */
import type { EqaOwnRound } from '@fujie/wire/contracts';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { actOnRound } from '../../api/eqa.ts';
import { useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { ActDialog, ActForm } from '../../ui/act-dialog.tsx';
import { Section } from '../../ui/page.tsx';
import { AppealTable } from './appeal-table.tsx';
import { useItemNames } from './item-names.ts';
import { useRoundAct } from './round-act.ts';

export function OwnAppeals({ data: { round, appeals, scores } }: { readonly data: EqaOwnRound }) {
  const { t } = useTranslation();
  const actor = useActor();
  const [isAppealing, setAppealing] = useState(false);
  return (
    <Section
      title={t('eqa.appeals')}
      tools={
        round.state === 'published' && may(actor, 'eqa:confirm') ? (
          <Button onClick={() => setAppealing(true)}>{t('eqa.appeal')}</Button>
        ) : null
      }
    >
      <AppealTable appeals={appeals} />
      <ActDialog of={isAppealing ? round : null} title={t('eqa.appeal')} onClose={() => setAppealing(false)}>
        {(one) => (
          <AppealForm
            round={one}
            failed={scores.find(({ outcome }) => outcome === 'FAIL')?.item}
            onDone={() => setAppealing(false)}
          />
        )}
      </ActDialog>
    </Section>
  );
}

interface FormProps {
  readonly round: EqaOwnRound['round'];
  /** The first item that was failed, which an appeal is likely about. */
  readonly failed: string | undefined;
  readonly onDone: () => void;
}

function AppealForm({ round, failed, onDone }: FormProps) {
  const { t } = useTranslation();
  const nameOf = useItemNames();
  const [item, setItem] = useState(failed ?? round.items[0]?.item ?? '');
  const [text, setText] = useState('');
  const act = useRoundAct((appeal: { item: string; text: string }) => actOnRound(round.id, 'appeals', appeal), onDone);
  return (
    <ActForm
      act={act}
      label={t('eqa.appeal')}
      isReady={item !== '' && text.trim().length >= 2}
      onCancel={onDone}
      onSubmit={() => act.mutate({ item, text: text.trim() })}
    >
      <label htmlFor="eqa-appeal-item">{t('eqa.item')}</label>
      <Select
        id="eqa-appeal-item"
        value={item}
        onChange={setItem}
        options={round.items.map((one) => ({ value: one.item, label: nameOf(one.item) }))}
      />
      <label htmlFor="eqa-appeal-text">{t('eqa.appealText')}</label>
      <Input.TextArea
        id="eqa-appeal-text"
        rows={4}
        maxLength={500}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </ActForm>
  );
}
