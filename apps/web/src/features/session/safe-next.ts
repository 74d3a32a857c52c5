/** Where to go after signing in: an address of this site or nothing, so that a link cannot send staff elsewhere. */
export function safeNext(next: string | undefined): string | null {
  if (next === undefined || !next.startsWith('/') || next.startsWith('//') || next.includes('\\')) return null;
  return next.startsWith('/login') || next === '/' ? null : next;
}
