/**
 * The bytes of an HL7 v2 message as text, in the character set that MSH-18 names. Decoded before it is taken apart: in GB 18030 a byte of a
 * sign may look like a delimiter.
 */
import type { Problem, Result } from '@fujie/core/kernel';
import { fault, ok } from '@fujie/core/kernel';
import { characterSetOf } from '@fujie/wire/hl7-v2';

export const HL7_TYPE = 'x-application/hl7-v2+er7';

/** Decodes a message; what is not written in the set that it names is refused, not guessed. */
export function decodeHl7(raw: Uint8Array): Result<string> {
  const set = characterSetOf(headLine(raw));
  if (set === 'unknown') return fault(NOT_KNOWN);
  const text = decoded(raw, set === 'gb18030' ? 'gb18030' : 'utf-8');
  if (text === null) return fault(set === 'unstated' ? NOT_STATED : NOT_OF_SET);
  return text.includes('\0') ? fault(CONTROL_SIGN) : ok(text);
}

/** A message for a person, who sees whether it is right: in the set that it names, or the one that fits; null: in none. */
export function readableHl7(raw: Uint8Array): string | null {
  const text = decodeHl7(raw);
  return text.ok ? text.value : (decoded(raw, 'utf-8') ?? decoded(raw, 'gb18030'));
}

/** The first segment: names in it may be Chinese, and tell in which of the two sets. */
function headLine(raw: Uint8Array): string {
  const end = raw.findIndex((byte) => byte === 0x0d || byte === 0x0a);
  const head = end < 0 ? raw : raw.subarray(0, end);
  return decoded(head, 'utf-8') ?? decoded(head, 'gb18030') ?? '';
}

const DECODERS = {
  'utf-8': new TextDecoder('utf-8', { fatal: true }),
  gb18030: new TextDecoder('gb18030', { fatal: true }),
};

function decoded(raw: Uint8Array, set: keyof typeof DECODERS): string | null {
  try {
    return DECODERS[set].decode(raw);
  } catch {
    return null;
  }
}

const problem = (message: string, messageZh: string): Problem => ({
  code: 'character-set',
  path: 'MSH-18',
  message,
  messageZh,
});

const NOT_KNOWN = problem(
  'MSH-18 names a character set that is not taken: write the message in UNICODE UTF-8 or GB 18030-2000',
  'MSH-18 所写字符集不受支持：请使用 UNICODE UTF-8 或 GB 18030-2000',
);
const NOT_STATED = problem(
  'The message is not UTF-8 and MSH-18 does not say what it is: write GB 18030-2000 there if that is so',
  '消息不是 UTF-8，而 MSH-18 未注明字符集：如为国标编码，请填写 GB 18030-2000',
);
const CONTROL_SIGN: Problem = {
  ...problem(
    'The message holds the sign U+0000, which is no character: leave it out and send again',
    '消息含有 U+0000，不是有效字符：请去除后重新发送',
  ),
  code: 'control-sign',
};
const NOT_OF_SET = problem(
  'The message is not written in the character set that MSH-18 names: correct one of them',
  '消息内容与 MSH-18 所写字符集不符：请更正其一',
);
