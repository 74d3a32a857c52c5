/** Loading, failed, empty or filled: the one component through which every page shows what it asked for. */
import { Button, Empty, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { ProblemAlert } from './problem-alert.tsx';

interface QueryLike<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly refetch: () => unknown;
  /** What is shown is of the selection before, while the chosen one loads. */
  readonly isPlaceholderData?: boolean;
}

interface Props<T> {
  readonly query: QueryLike<T>;
  readonly children: (data: T) => ReactNode;
  readonly isEmpty?: (data: T) => boolean;
  /** What an empty answer means here. */
  readonly empty?: ReactNode;
  readonly rows?: number;
}

export function Loaded<T>({ query, children, isEmpty, empty, rows = 6 }: Props<T>) {
  const { t } = useTranslation();
  if (query.data !== undefined && !(query.error !== null && query.isPending)) {
    if (isEmpty?.(query.data) === true) return <EmptyNote>{empty ?? t('state.empty')}</EmptyNote>;
    const isStale = query.isPlaceholderData === true;
    // One element either way, so that what was opened or typed within stays.
    return (
      <div className={isStale ? 'fj-shown fj-stale' : 'fj-shown'} aria-busy={isStale}>
        {query.error !== null && query.error !== undefined ? <ProblemAlert error={query.error} /> : null}
        {children(query.data)}
      </div>
    );
  }
  if (query.error !== null && query.error !== undefined) {
    return (
      <ProblemAlert
        error={query.error}
        action={
          <Button size="small" onClick={() => void query.refetch()}>
            {t('state.retry')}
          </Button>
        }
      />
    );
  }
  return (
    <div role="status" aria-label={t('state.loading')} className="fj-loading">
      <Skeleton active title={false} paragraph={{ rows }} />
    </div>
  );
}

export function EmptyNote({ children }: { readonly children: ReactNode }) {
  return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={children} className="fj-empty" />;
}
