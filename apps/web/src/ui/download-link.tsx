/** A file of the server to be saved. */
import { DownloadOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';

export function DownloadLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <a href={href} download className="fj-link fj-nowrap">
      <DownloadOutlined aria-hidden /> {children}
    </a>
  );
}
