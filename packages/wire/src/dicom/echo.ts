/** C-ECHO (PS3.7, 9.3.5): commands are elements of group 0000 in implicit VR little-endian, whatever was agreed. */
import { VERIFICATION } from './association.ts';
import { bytesOf } from './pdu.ts';

const SOP_CLASS = 0x0002;
const COMMAND = 0x0100;
const MESSAGE_ID = 0x0110;
const ANSWERED_ID = 0x0120;
const DATA_SET = 0x0800;
const STATUS = 0x0900;

const ECHO_RQ = 0x0030;
const ECHO_RSP = 0x8030;
const NO_DATA_SET = 0x0101;
const SUCCESS = 0;

/** The number of the message that asks for an echo; null: it is another command, or none. */
export function echoOf(command: Uint8Array): number | null {
  const elements = elementsOf(command);
  const number = (element: number): number | null => {
    const value = elements?.get(element);
    return value?.length === 2 ? (value[0] ?? 0) + (value[1] ?? 0) * 256 : null;
  };
  return number(COMMAND) === ECHO_RQ && number(DATA_SET) === NO_DATA_SET ? number(MESSAGE_ID) : null;
}

/** The command that answers an echo: all is well. */
export function echoAnswer(messageId: number): readonly number[] {
  const elements = [
    // Texts are of even length.
    ...element(SOP_CLASS, [...bytesOf(VERIFICATION), 0]),
    ...element(COMMAND, bytes16(ECHO_RSP)),
    ...element(ANSWERED_ID, bytes16(messageId)),
    ...element(DATA_SET, bytes16(NO_DATA_SET)),
    ...element(STATUS, bytes16(SUCCESS)),
  ];
  return [...element(0, [...bytes16(elements.length), 0, 0]), ...elements];
}

function elementsOf(command: Uint8Array): ReadonlyMap<number, Uint8Array> | null {
  const elements = new Map<number, Uint8Array>();
  const view = new DataView(command.buffer, command.byteOffset, command.length);
  for (let at = 0; at < command.length;) {
    if (at + 8 > command.length || view.getUint16(at, true) !== 0) return null;
    const end = at + 8 + view.getUint32(at + 4, true);
    if (end > command.length) return null;
    elements.set(view.getUint16(at + 2, true), command.subarray(at + 8, end));
    at = end;
  }
  return elements;
}

function element(number: number, value: readonly number[]): readonly number[] {
  return [0, 0, ...bytes16(number), ...bytes16(value.length), 0, 0, ...value];
}

const bytes16 = (value: number): readonly number[] => [value & 0xff, value >> 8];
