/** 上报激励: what is given for reports, claimed by the receipt of one, and handed out on a voucher that leads to none. */
import type { AdverseEventAwards, AdverseEventWorth } from '@fujie/wire/contracts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

import { claimAwards, eventAwardsQuery, redeemVoucher } from '../../api/adverse-events.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordTable } from '../../ui/record-table.tsx';

type Award = AdverseEventAwards['awards'][number];

export function Awards() {
  const { t } = useTranslation();
  const named = useNamed();
  const text = useBilingual();
  const found = useQuery(eventAwardsQuery);
  return (
    <Section title={t('events.awards.title')}>
      <p className="fj-faint">{t('events.awards.hint')}</p>
      <Loaded query={found}>
        {({ awards }) => (
          <RecordTable<Award>
            rows={awards}
            rowKey={({ department, month, rule }) => `${department.code} ${month} ${rule}`}
            empty={t('events.awards.none')}
            width={480}
            columns={[
              { title: t('events.awards.month'), dataIndex: 'month', className: 'fj-nowrap' },
              { title: t('field.department'), key: 'department', render: (_, row) => named(row.department) },
              { title: t('events.awards.rule'), key: 'rule', render: (_, row) => text(ruleOf(row)) },
              { title: t('events.awards.count'), dataIndex: 'awards', align: 'right' },
              {
                title: t('events.awards.amount'),
                key: 'amount',
                align: 'right',
                render: (_, row) => row.amount ?? '—',
              },
            ]}
          />
        )}
      </Loaded>
      <Claim />
    </Section>
  );
}

const ruleOf = ({ rule, ruleEn }: Pick<Award, 'rule' | 'ruleEn'>) => ({ zh: rule, en: ruleEn ?? '' });

/** What is given by a rule, in money where it is money. */
function useWorth(): (of: AdverseEventWorth) => string {
  const { t } = useTranslation();
  const text = useBilingual();
  return ({ amount, ...worth }) => {
    const rule = text(ruleOf(worth));
    return amount === null ? rule : `${rule} · ${t('events.awards.yuan', { amount })}`;
  };
}

function Claim() {
  const { t } = useTranslation();
  const worth = useWorth();
  const claiming = useMutation({ mutationFn: claimAwards });
  return (
    <>
      {claiming.error === null ? null : <ProblemAlert error={claiming.error} />}
      <Form<{ receipt: string }>
        name="claim"
        layout="inline"
        style={{ marginTop: 16 }}
        onFinish={({ receipt }) => claiming.mutate(receipt.trim())}
      >
        <Form.Item name="receipt" label={t('events.receipt')} rules={[{ required: true }]}>
          <Input autoComplete="off" maxLength={40} htmlSize={28} />
        </Form.Item>
        <Button htmlType="submit" loading={claiming.isPending}>
          {t('events.awards.claim')}
        </Button>
      </Form>
      {claiming.data?.vouchers.map(({ voucher, ...given }) => (
        <Alert
          key={voucher}
          type="success"
          className="fj-problem"
          title={t('events.awards.voucher')}
          description={
            <>
              <p>{worth(given)}</p>
              <Typography.Text copyable strong>
                {voucher}
              </Typography.Text>
            </>
          }
        />
      ))}
    </>
  );
}

/** Whoever brings a voucher is given what it is worth; it says nothing of the report. */
export function Redemption() {
  const { t } = useTranslation();
  const worth = useWorth();
  const [form] = Form.useForm<{ voucher: string }>();
  const redeeming = useMutation({ mutationFn: redeemVoucher, onSuccess: () => form.resetFields() });
  return (
    <Section title={t('events.awards.redemption')}>
      <p className="fj-faint">{t('events.awards.redemptionHint')}</p>
      {redeeming.error === null ? null : <ProblemAlert error={redeeming.error} />}
      {redeeming.data === undefined ? null : (
        <Alert
          type="success"
          className="fj-problem"
          title={t('events.awards.redeemed', { worth: worth(redeeming.data) })}
        />
      )}
      <Form<{ voucher: string }>
        name="redeem"
        form={form}
        layout="inline"
        onFinish={({ voucher }) => redeeming.mutate(voucher.trim())}
      >
        <Form.Item name="voucher" label={t('events.awards.code')} rules={[{ required: true }]}>
          <Input autoComplete="off" maxLength={40} />
        </Form.Item>
        <Button htmlType="submit" loading={redeeming.isPending}>
          {t('events.awards.redeem')}
        </Button>
      </Form>
    </Section>
  );
}
