/** Who signed a report of a critical value 签名 before it was released: two, or one alone. Source: core-systems.14#02. */

/** Staff numbers of who tested and who released a line, as its report names them. */
interface Signers {
  readonly testers: readonly string[];
  readonly reviewers: readonly string[];
  /** It names somebody else without a number, who may be another one. */
  readonly hasOthers: boolean;
}

/** By how many different persons it is signed; `unclear`: by one, and whether the other is a second one is not told; null: nobody can be told. */
export function signedBy({ testers, reviewers, hasOthers }: Signers): 'one' | 'two' | 'unclear' | null {
  const { size } = new Set([...testers, ...reviewers].map((number) => number.trim()).filter((number) => number !== ''));
  if (size > 1) return 'two';
  if (size === 0) return null;
  return hasOthers ? 'unclear' : 'one';
}
