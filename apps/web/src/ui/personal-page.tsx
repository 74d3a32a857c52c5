/**
 * Around what shows a person's data 水印与打印: who looks, from where and when stands over it; printing is announced first, and
 * the number of its entry in the audit stands on the paper. What the browser prints by itself is empty.
 * Source: henan-2025.mq.19#04.
 */
import { PrinterOutlined } from '@ant-design/icons';
import type { PrintRequest, PrintResponse } from '@fujie/wire/contracts';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import './personal-page.css';
import { announcePrint } from '../api/persons.ts';
import { showTime } from './format.ts';
import { PersonalMark, useWho } from './personal-mark.tsx';
import { ProblemAlert } from './problem-alert.tsx';

interface Props {
  /** What is shown, as its print is announced. */
  readonly of: PrintRequest;
  readonly children: ReactNode;
}

export function PersonalPage({ of, children }: Props) {
  const { t } = useTranslation();
  const who = useWho();
  const [printed, setPrinted] = useState<PrintResponse | null>(null);
  const printing = useMutation({ mutationFn: async () => announcePrint(of), onSuccess: setPrinted });
  // The paper is drawn with the number on it before the dialog opens.
  useEffect(() => {
    if (printed === null) return undefined;
    const done = (): void => setPrinted(null);
    window.addEventListener('afterprint', done, { once: true });
    window.print();
    return () => window.removeEventListener('afterprint', done);
  }, [printed]);
  return (
    <>
      <div className="fj-personal-tools">
        <Button icon={<PrinterOutlined aria-hidden />} loading={printing.isPending} onClick={() => printing.mutate()}>
          {t('print.print')}
        </Button>
        {printing.error === null ? null : <ProblemAlert error={printing.error} />}
      </div>
      <p className="fj-print-refused">{t('print.refused')}</p>
      <PersonalMark className={printed === null ? 'fj-personal' : 'fj-personal fj-personal-printed'}>
        {printed === null ? null : (
          <p className="fj-print-stamp">
            {t('print.stamp', { who: who.join(' · '), at: showTime(printed.at), entry: printed.entry })}
          </p>
        )}
        {children}
      </PersonalMark>
    </>
  );
}
