/** FHIR resources that a suggestion creates in the hospital's system. */
import type { Candidate, ItemCheck } from '../contracts/recognition.ts';
import { chartText } from './card-text.ts';
import type { JsonObject } from './types.ts';

export interface ReuseRecord {
  readonly id: string;
  readonly patient: string;
  readonly at: string;
  readonly item: ItemCheck;
  readonly candidate: Candidate;
  readonly publicUrl: string;
  readonly explainUrl: string;
}

/**
 * The record that an earlier result was used instead of a new examination 互认记录: a DetectedIssue (duplicate order)
 * that implicates the result, holds the chart text, and names the acceptance as its mitigation.
 */
export function reuseRecord(record: ReuseRecord): JsonObject {
  const { result, class: grade, reasons } = record.candidate;
  const type = result.content === 'data' ? 'Observation' : 'DiagnosticReport';
  return {
    resourceType: 'DetectedIssue',
    id: record.id,
    status: 'final',
    code: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'DUPTHPY' }],
      text: '重复检查检验 Duplicate examination',
    },
    patient: { reference: record.patient },
    identifiedDateTime: record.at,
    implicated: [
      {
        reference: `${record.publicUrl}/fhir/${type}/${result.id}`,
        display: `${record.item.nameZh} ${record.item.nameEn}`,
      },
    ],
    detail: chartText(record.item.nameZh, result, { class: grade, reasonsZh: reasons.map(({ text }) => text.zh) }),
    reference: record.explainUrl,
    mitigation: [
      {
        action: {
          coding: [{ system: 'urn:fujie:recognition-choice', code: 'ACCEPT' }],
          text: '采纳互认结果 Earlier result recognised',
        },
        date: record.at,
      },
    ],
  };
}

export interface SplitOrder {
  readonly id: string;
  readonly draft: JsonObject;
  readonly item: ItemCheck;
  readonly patient: string;
  readonly itemSystem: string;
}

/** What a single order does not take over from the panel's: what names the panel's order itself. */
const OWN_TO_THE_PANEL: readonly string[] = [
  'id',
  'meta',
  'text',
  'contained',
  'identifier',
  'code',
  'orderDetail',
  'replaces',
  'requisition',
];

/** A draft order for one component of a panel, with everything else as the panel was ordered. */
export function splitOrder(order: SplitOrder): JsonObject {
  const kept = Object.entries(order.draft).filter(([key]) => !OWN_TO_THE_PANEL.includes(key) && key !== 'resourceType');
  return {
    resourceType: 'ServiceRequest',
    intent: 'order',
    subject: { reference: order.patient },
    ...Object.fromEntries(kept),
    status: 'draft',
    id: order.id,
    code: {
      coding: [{ system: order.itemSystem, code: order.item.item, display: order.item.nameZh }],
      text: order.item.nameZh,
    },
  };
}
