/** 反对与同意: what the person objects and consents to, put and withdrawn by the person. */
import type { OwnWishRequest, OwnWishView } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Popconfirm, Radio, Select, Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { expressWish, ownWishesQuery, withdrawWish } from '../../api/patients.ts';
import { useOptionName } from '../../i18n/option-names.ts';
import { useNamed } from '../../ui/language.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { InstitutionSearch } from './institution-search.tsx';

const CLASSES = ['hiv', 'sti', 'genetics', 'psychiatry', 'reproduction'] as const;
const KINDS = ['objection', 'consent'] as const;
const SCOPES = ['all', 'institution', 'class'] as const;

export function OwnWishes() {
  const { t } = useTranslation();
  const wishes = useQuery(ownWishesQuery);
  return (
    <>
      <Section title={t('own.wishes.title')}>
        <p className="fj-own-note">{t('own.wishes.note')}</p>
        <Loaded query={wishes}>
          {({ wishes: known }) =>
            known.length === 0 ? (
              <EmptyNote>{t('own.wishes.none')}</EmptyNote>
            ) : (
              <ul className="fj-own-list">
                {known.map((wish) => (
                  <Wish key={wish.id} wish={wish} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Section>
      <Section title={t('own.wishes.add')}>
        <WishForm />
      </Section>
    </>
  );
}

function Wish({ wish }: { readonly wish: OwnWishView }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const named = useNamed();
  const optionName = useOptionName();
  const queries = useQueryClient();
  const withdrawing = useMutation({
    mutationFn: async () => withdrawWish(wish.id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['own'] });
      void message.success(t('own.wishes.withdrawn'));
    },
  });
  const { kind, institution, sensitiveClass, standing, from, to, channel, guardianName } = wish;
  const scope =
    institution !== null
      ? named(institution)
      : sensitiveClass === null
        ? t('consent.wishes.scopes.all')
        : optionName(sensitiveClass);
  return (
    <li>
      {withdrawing.error === null ? null : <ProblemAlert error={withdrawing.error} />}
      <div className="fj-own-line">
        <span>
          <Tag color={kind === 'objection' ? 'orange' : 'blue'}>{t(`consent.wishes.${kind}`)}</Tag>{' '}
          <strong>{scope}</strong>
        </span>
        {to === null ? (
          <Popconfirm title={t('own.wishes.confirm')} onConfirm={() => withdrawing.mutate()}>
            <Button size="small" loading={withdrawing.isPending}>
              {t('own.wishes.withdraw')}
            </Button>
          </Popconfirm>
        ) : null}
      </div>
      <div className="fj-faint">
        {[
          t(standing ? 'consent.wishes.standing' : 'consent.wishes.ended'),
          to === null ? t('own.wishes.since', { day: from }) : t('own.wishes.period', { from, to }),
          t(channel === 'page' ? 'own.wishes.onPage' : 'own.wishes.onPaper'),
          ...(guardianName === null ? [] : [t('own.wishes.byGuardian', { name: guardianName })]),
        ].join(' · ')}
      </div>
    </li>
  );
}

function WishForm() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const optionName = useOptionName();
  const queries = useQueryClient();
  const [form] = Form.useForm<OwnWishRequest>();
  const scope = Form.useWatch('scope', form);
  const expressing = useMutation({
    mutationFn: expressWish,
    onSuccess: async () => {
      form.resetFields();
      await queries.invalidateQueries({ queryKey: ['own'] });
      void message.success(t('own.wishes.saved'));
    },
  });
  const required = [{ required: true, message: t('own.verify.required') }];
  return (
    <Form<OwnWishRequest>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ kind: 'objection', scope: 'all' }}
      onFinish={(values) => expressing.mutate(values)}
    >
      {expressing.error === null ? null : <ProblemAlert error={expressing.error} />}
      <Form.Item name="kind" label={t('consent.wishes.kind')}>
        <Radio.Group options={KINDS.map((value) => ({ value, label: t(`own.wishes.${value}`) }))} />
      </Form.Item>
      <Form.Item name="scope" label={t('consent.wishes.scope')}>
        <Radio.Group options={SCOPES.map((value) => ({ value, label: t(`consent.wishes.scopes.${value}`) }))} />
      </Form.Item>
      {scope === 'institution' ? (
        <Form.Item name="institution" label={t('own.wishes.institution')} rules={required}>
          <InstitutionSearch label={t('own.wishes.institution')} />
        </Form.Item>
      ) : null}
      {scope === 'class' ? (
        <Form.Item name="sensitiveClass" label={t('own.wishes.sensitiveClass')} rules={required}>
          <Select
            size="large"
            aria-label={t('own.wishes.sensitiveClass')}
            options={CLASSES.map((value) => ({ value, label: optionName(value) }))}
          />
        </Form.Item>
      ) : null}
      <Button type="primary" htmlType="submit" size="large" block loading={expressing.isPending}>
        {t('own.wishes.submit')}
      </Button>
    </Form>
  );
}
