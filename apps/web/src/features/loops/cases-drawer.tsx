/** The loops behind a number. */
import type { LoopsQuery } from '@fujie/wire/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useTranslation } from 'react-i18next';

import { loopsQuery } from '../../api/loops.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { PersonalMark } from '../../ui/personal-mark.tsx';
import { LoopRows } from './loop-rows.tsx';

/** A number that was picked: its name, and what lists the loops behind it. */
export interface Picked {
  readonly label: string;
  readonly query: LoopsQuery;
}

export function CasesDrawer({ picked, onClose }: { readonly picked: Picked | null; readonly onClose: () => void }) {
  return (
    <Drawer title={picked?.label ?? ''} open={picked !== null} onClose={onClose} size={980} destroyOnHidden>
      {picked === null ? null : <Cases query={picked.query} />}
    </Drawer>
  );
}

function Cases({ query }: { readonly query: LoopsQuery }) {
  const { t } = useTranslation();
  const found = useInfiniteQuery(loopsQuery({ ...query, view: 'all' }, ''));
  return (
    <Loaded query={found} isEmpty={(loops) => loops.length === 0}>
      {(loops) => (
        <PersonalMark>
          <LoopRows loops={loops} />
          {found.hasNextPage ? (
            <div className="fj-loops-more">
              <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                {t('loops.more')}
              </Button>
            </div>
          ) : null}
        </PersonalMark>
      )}
    </Loaded>
  );
}
