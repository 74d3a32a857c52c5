/** Who signed a report of a critical value 签名 before it was released: two, or one alone. Source: core-systems.14#02. */

/** Staff numbers of who tested and who released a line, as its report names them. */
interface Signers {
  readonly testers: readonly string[];
  readonly reviewers: readonly string[];
}

/** By how many different persons it is signed; null: it names nobody. */
export function signedBy({ testers, reviewers }: Signers): 'one' | 'two' | null {
  const { size } = new Set([...testers, ...reviewers].map((number) => number.trim()).filter((number) => number !== ''));
  return size === 0 ? null : size === 1 ? 'one' : 'two';
}
