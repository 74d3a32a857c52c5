/** An act upon one thing of a page: a dialog with a form, its refusal, and the way back. */
import { Button, Modal } from 'antd';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { listed } from './listed.ts';
import { ProblemAlert } from './problem-alert.tsx';

interface DialogProps<T> {
  /** The thing that was chosen; null: the dialog is closed. */
  readonly of: T | null;
  readonly title: ReactNode;
  readonly width?: number;
  readonly onClose: () => void;
  readonly children: (of: T) => ReactNode;
}

export function ActDialog<T>({ of, title, width = 520, onClose, children }: DialogProps<T>) {
  return (
    <Modal open={of !== null} title={title} width={width} onCancel={onClose} footer={null} destroyOnHidden>
      {of === null ? null : children(of)}
    </Modal>
  );
}

interface FormProps {
  /** What is asked of the server. */
  readonly act: { readonly error: unknown; readonly isPending: boolean };
  readonly label: string;
  readonly isReady: boolean;
  /** What is not filled in yet, by name; it is told while the form cannot be sent. */
  readonly missing?: readonly string[];
  readonly danger?: boolean;
  readonly onSubmit: () => void;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

export function ActForm({
  act,
  label,
  isReady,
  missing = [],
  danger = false,
  onSubmit,
  onCancel,
  children,
}: FormProps) {
  const { t } = useTranslation();
  const hint = useId();
  return (
    <form
      className="fj-act"
      // What is kept is sent by its button: Enter, which also ends a day that is typed, would send what is half filled in.
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onSubmit();
      }}
    >
      {act.error === null ? null : <ProblemAlert error={act.error} />}
      {children}
      {isReady ? null : (
        <p id={hint} className="fj-faint fj-act-hint">
          {missing.length === 0 ? t('act.notReady') : t('act.missing', { fields: listed(missing) })}
        </p>
      )}
      <div className="fj-dialog-actions">
        <Button onClick={onCancel}>{t('act.cancel')}</Button>
        <Button
          type="primary"
          danger={danger}
          htmlType="submit"
          disabled={!isReady}
          aria-describedby={isReady ? undefined : hint}
          loading={act.isPending}
        >
          {label}
        </Button>
      </div>
    </form>
  );
}
