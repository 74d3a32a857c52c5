/** Over what shows a person's data: who looks, from where and since when 屏幕水印. Source: henan-2025.mq.19#04. */
import { useQuery } from '@tanstack/react-query';
import { Watermark } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';

import { sessionQuery } from '../api/session.ts';
import { now, showTime } from './format.ts';
import { useNamed } from './language.ts';

/** Name and institution of whoever is signed in. */
export function useWho(): readonly string[] {
  const named = useNamed();
  const actor = useQuery(sessionQuery).data;
  return [actor?.name ?? '', actor?.institution ? named(actor.institution) : ''].filter((part) => part !== '');
}

export function PersonalMark({ className, children }: { readonly className?: string; readonly children: ReactNode }) {
  const who = useWho();
  const [openedAt] = useState(now);
  return (
    <Watermark
      content={[who.join(' '), showTime(openedAt) ?? '']}
      font={{ fontSize: 13, color: 'rgba(0, 0, 0, 0.08)' }}
      gap={[140, 110]}
      // Cut off without becoming what sticks scrolls in.
      style={{ overflow: 'clip' }}
      {...(className === undefined ? {} : { className })}
    >
      {children}
    </Watermark>
  );
}
