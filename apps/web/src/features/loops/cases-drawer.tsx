/** The loops behind a number. */
import type { LoopsQuery } from '@fujie/wire/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';

import { loopsQuery } from '../../api/loops.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { PersonalMark } from '../../ui/personal-mark.tsx';
import { LoopRows, MoreLoops } from './loop-rows.tsx';

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
  const found = useInfiniteQuery(loopsQuery({ ...query, view: 'all' }));
  return (
    <Loaded query={found} isEmpty={({ loops }) => loops.length === 0}>
      {({ loops }) => (
        <PersonalMark>
          <LoopRows loops={loops} />
          <MoreLoops found={found} />
        </PersonalMark>
      )}
    </Loaded>
  );
}
