/** What an association request proposes and what is answered to it (PS3.8, 9.3.2 and 9.3.3). */
import { accepted, bytes32, bytesOf, MOST_DATA_BYTES, textOf } from './pdu.ts';

/** Verification (PS3.4, annex A): asks whether the other side answers. */
export const VERIFICATION = '1.2.840.10008.1.1';
const APPLICATION = '1.2.840.10008.3.1.1.1';
const IMPLICIT = '1.2.840.10008.1.2';
/** Implicit and explicit, both little-endian. */
const TRANSFER_SYNTAXES = [IMPLICIT, '1.2.840.10008.1.2.1'];
/** Made from a UUID once (PS3.5, annex B.2). */
const IMPLEMENTATION = '2.25.51347752499903328136097257550466368665';
const IMPLEMENTATION_VERSION = 'FUJIE';

/** Where the application entity titles and what is sent back as it came end. */
const FIXED_BYTES = 68;

/** Results of a presentation context (PS3.8, table 9-18). */
const ACCEPTED = 0;
const NO_ABSTRACT_SYNTAX = 3;
const NO_TRANSFER_SYNTAX = 4;

export interface ProposedContext {
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
}

export interface AssociationRequest {
  readonly called: string;
  readonly calling: string;
  readonly isVersion1: boolean;
  readonly isDicom: boolean;
  readonly contexts: readonly ProposedContext[];
}

/** Null: it is malformed. */
export function associationOf(body: Uint8Array): AssociationRequest | null {
  const items = itemsOf(body.subarray(FIXED_BYTES));
  if (body.length < FIXED_BYTES || items === null) return null;
  const application = items.find(({ type }) => type === 0x10);
  const contexts = items.filter(({ type }) => type === 0x20).map(({ content }) => contextOf(content));
  const sound = contexts.filter((context) => context !== null);
  const ids = new Set(sound.map(({ id }) => id));
  if (application === undefined || sound.length < contexts.length || ids.size < contexts.length || ids.size === 0)
    return null;
  return {
    called: titleOf(body.subarray(4, 20)),
    calling: titleOf(body.subarray(20, 36)),
    isVersion1: ((body[1] ?? 0) & 1) === 1,
    isDicom: uidOf(application.content) === APPLICATION,
    contexts: sound,
  };
}

/** The contexts that are accepted, and the answer that says of each what became of it. */
export function answerTo(
  body: Uint8Array,
  contexts: readonly ProposedContext[],
): { readonly ids: ReadonlySet<number>; readonly answer: Uint8Array } {
  const judged = contexts.map(({ id, abstractSyntax, transferSyntaxes }) => {
    const transferSyntax = transferSyntaxes.find((one) => TRANSFER_SYNTAXES.includes(one));
    const result =
      abstractSyntax !== VERIFICATION
        ? NO_ABSTRACT_SYNTAX
        : transferSyntax === undefined
          ? NO_TRANSFER_SYNTAX
          : ACCEPTED;
    return { id, result, transferSyntax: transferSyntax ?? IMPLICIT };
  });
  const answer = accepted([
    ...[0, 1, 0, 0],
    // Both titles, and what is reserved: as they came.
    ...body.subarray(4, FIXED_BYTES),
    ...item(0x10, bytesOf(APPLICATION)),
    ...judged.flatMap(({ id, result, transferSyntax }) =>
      item(0x21, [id, 0, result, 0, ...item(0x40, bytesOf(transferSyntax))]),
    ),
    ...item(0x50, [
      ...item(0x51, bytes32(MOST_DATA_BYTES)),
      ...item(0x52, bytesOf(IMPLEMENTATION)),
      ...item(0x55, bytesOf(IMPLEMENTATION_VERSION)),
    ]),
  ]);
  return { ids: new Set(judged.filter(({ result }) => result === ACCEPTED).map(({ id }) => id)), answer };
}

function contextOf(content: Uint8Array): ProposedContext | null {
  const id = content[0] ?? 0;
  const items = itemsOf(content.subarray(4));
  if (id % 2 === 0 || content.length < 4 || items === null) return null;
  const of = (wanted: number): readonly string[] =>
    items.filter(({ type }) => type === wanted).map((one) => uidOf(one.content));
  const [abstractSyntax, ...more] = of(0x30);
  const transferSyntaxes = of(0x40);
  if (abstractSyntax === undefined || more.length > 0 || transferSyntaxes.length === 0) return null;
  return { id, abstractSyntax, transferSyntaxes };
}

interface Item {
  readonly type: number;
  readonly content: Uint8Array;
}

/** Items one after the other; null: they do not end where the bytes end. */
function itemsOf(bytes: Uint8Array): readonly Item[] | null {
  const items: Item[] = [];
  for (let at = 0; at < bytes.length;) {
    if (at + 4 > bytes.length) return null;
    const length = (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
    const end = at + 4 + length;
    if (end > bytes.length) return null;
    items.push({ type: bytes[at] ?? 0, content: bytes.subarray(at + 4, end) });
    at = end;
  }
  return items;
}

function item(type: number, content: readonly number[]): readonly number[] {
  return [type, 0, content.length >> 8, content.length & 0xff, ...content];
}

/** Some pad with zeros or blanks. */
const uidOf = (bytes: Uint8Array): string => textOf(bytes).replace(/[^0-9.]/g, '');

const titleOf = (bytes: Uint8Array): string =>
  textOf(bytes)
    .replace(/[^\x20-\x7e]/g, '')
    .trim();
