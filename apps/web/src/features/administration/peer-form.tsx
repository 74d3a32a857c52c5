/** Asks for a peer to be let in. */
import type { PeerRequest } from '@fujie/wire/contracts';
import { App, Input, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { askForPeer } from '../../api/administration.ts';
import { ActForm } from '../../ui/act-dialog.tsx';
import { CodeSelect } from '../../ui/code-select.tsx';
import { DayPicker } from '../../ui/day-picker.tsx';
import { today } from '../../ui/format.ts';
import { useAct } from './use-act.ts';

const PROTOCOLS = ['mllp', 'dicom'] as const;

export function PeerForm({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [name, setName] = useState('');
  const [institution, setInstitution] = useState<string | null>(null);
  const [protocol, setProtocol] = useState<PeerRequest['protocol']>('mllp');
  const [addresses, setAddresses] = useState('');
  const [certificate, setCertificate] = useState('');
  const [from, setFrom] = useState<string>(today());
  const networks = addresses.split(/[\s,，]+/).filter((network) => network !== '');
  // As the tools print it: with colons, blanks or in capitals.
  const fingerprint = certificate.replaceAll(/[:\s]/g, '').toLowerCase();
  const asking = useAct(
    (body: PeerRequest) => askForPeer(body),
    () => {
      void message.success(t('accounts.granted.waiting'));
      onDone();
    },
  );
  return (
    <ActForm
      act={asking}
      label={t('systems.ask')}
      isReady={name.trim() !== '' && institution !== null && networks.length > 0 && fingerprint !== ''}
      onSubmit={() => {
        if (institution === null) return;
        asking.mutate({ name: name.trim(), institution, protocol, addresses: networks, fingerprint, from, to: null });
      }}
      onCancel={onDone}
    >
      <label htmlFor="fj-peer-name">{t('field.name')}</label>
      <Input id="fj-peer-name" maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
      <label htmlFor="fj-peer-institution">{t('field.institution')}</label>
      <CodeSelect
        id="fj-peer-institution"
        registers={['institution']}
        label={t('field.institution')}
        value={institution}
        onChange={(code) => setInstitution(typeof code === 'string' ? code : null)}
      />
      <Radio.Group
        aria-label={t('peers.protocol')}
        value={protocol}
        options={PROTOCOLS.map((known) => ({ value: known, label: known.toUpperCase() }))}
        onChange={(event) => setProtocol(PROTOCOLS.find((known) => known === event.target.value) ?? 'mllp')}
      />
      <label htmlFor="fj-peer-addresses">{t('peers.addressesHint')}</label>
      <Input id="fj-peer-addresses" value={addresses} onChange={(event) => setAddresses(event.target.value)} />
      <label htmlFor="fj-peer-fingerprint">{t('peers.fingerprint')}</label>
      <Input
        id="fj-peer-fingerprint"
        maxLength={120}
        value={certificate}
        onChange={(event) => setCertificate(event.target.value)}
      />
      <span>{t('field.from')}</span>
      <DayPicker value={from} onChange={setFrom} label={t('field.from')} />
    </ActForm>
  );
}
