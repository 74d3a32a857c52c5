/** From the JSON of a worked example to what `assessFee`, `assessPanel`, `printMarks` and `deviates` look at. */
import type { DeviationInput, FeeInput, PanelInput, PeerFigure, PrintInput } from '@fujie/core/recognition';

import type { Json } from './read-json.ts';
import { InputFault, isJson, numberAt, objectAt, objectsAt, presenceAt, textAt, textsAt, wordAt } from './read-json.ts';

const AMOUNT = /^-?\d+(?:\.\d+)?$/;

function amountAt(json: Json, field: string): string | null {
  const value = json[field];
  if (value === undefined || value === null || value === '') return null;
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !AMOUNT.test(text))
    throw new InputFault(`\`${field}\` is not an amount such as "9.00"`);
  return text;
}

export function feeInput(json: Json): FeeInput {
  return {
    setting: wordAt(json, 'setting', ['outpatient', 'emergency', 'inpatient'], 'outpatient'),
    class: wordAt(json, 'class', ['MUST', 'MAY', 'NOT']),
    choice: wordAt(json, 'choice', ['ACCEPT', 'REPEAT']),
    departmentRecord: presenceAt(json, 'departmentRecord', false),
    code: numberAt(json, 'code'),
    lines: objectsAt(json, 'lines').map((line) => ({
      kind: textAt(line, 'kind'),
      amount: amountAt(line, 'amount') ?? '0',
    })),
    panel: isJson(json['panel']) ? panelInput(json['panel']) : null,
  };
}

export function panelInput(json: Json): PanelInput {
  const panelPrice = amountAt(json, 'panelPrice');
  if (panelPrice === null) throw new InputFault('`panelPrice` is missing');
  return {
    panelPrice,
    charged: amountAt(json, 'charged'),
    components: objectsAt(json, 'components').map((component) => ({
      item: textAt(component, 'item', ''),
      price: amountAt(component, 'price'),
      accepted: presenceAt(component, 'accepted', false),
    })),
  };
}

export function printInput(json: Json): PrintInput {
  return {
    marks: textsAt(json, 'marks'),
    instrumentInDate: presenceAt(json, 'instrumentInDate', true),
    runInControl: presenceAt(json, 'runInControl', true),
    eventClosed: presenceAt(json, 'eventClosed', false),
    method: presenceAt(json, 'method', true),
    referenceInterval: presenceAt(json, 'referenceInterval', true),
  };
}

export function deviationInput(json: Json): DeviationInput {
  return {
    measure: wordAt(json, 'measure', ['recognition-ratio', 'recognised-items']),
    unit: figure(objectAt(json, 'unit')),
    peers: objectsAt(json, 'peers').map(figure),
  };
}

function figure(json: Json): PeerFigure {
  const value = numberAt(json, 'value');
  if (value === null) throw new InputFault('`value` is missing');
  return { value, opportunities: numberAt(json, 'opportunities') ?? 30 };
}
