/** What people do with the pages, named after their tasks; the tests say what, these say how. */
import { readFileSync } from 'node:fs';

import type { Locator, Page } from 'playwright-core';
import { expect, inject } from 'vitest';

import { trace } from '../../apps/server/src/platform/testing/traces.ts';
import { settle, WAIT_MS } from './visit.ts';

/** 查患者: finds a patient by the exact name and opens the results across institutions. */
export async function openPatient(page: Page, name: string): Promise<void> {
  trace('planted', name);
  await page.goto('/patients');
  await page.locator('input[type="search"], .fj-patient-search input').first().fill(name);
  await page.keyboard.press('Enter');
  await page.locator('tbody a[href^="/patients/p"]').first().click();
  await page.locator('.fj-items-layout').waitFor();
  await settle(page);
}

/** 开单: opens the order form of the patient whose results are open. */
export async function beginOrder(page: Page): Promise<void> {
  await page.locator('a[href$="/order"]').first().click();
  await page.locator('.fj-picker input').waitFor();
  await settle(page);
}

/** 选项目: chooses an item or panel by its code and waits until the decision on it is there. */
export async function chooseItem(page: Page, code: string): Promise<void> {
  const answered = page.waitForResponse((response) => response.url().endsWith('/api/v1/recognition/check'));
  await page.locator('.fj-picker input').fill(code);
  const option = page.locator('.ant-select-item-option', { has: page.getByText(code, { exact: true }) }).first();
  await option.waitFor();
  // The list is still being placed while it is typed in; a reader's click would wait for it to rest.
  await option.dispatchEvent('click');
  await answered;
  await page.locator('.fj-asking').waitFor({ state: 'detached' });
}

/** 判定卡片: what the form says of one item. */
export function cardOf(page: Page, item: string): Locator {
  return page.locator(`[data-item="${item}"]`);
}

/** 重新检查: opens the dialog of reasons. */
export async function beginRepeat(page: Page, item: string): Promise<Locator> {
  await cardOf(page, item).getByRole('button', { name: '重新检查' }).click();
  const dialog = page.locator('.ant-modal').filter({ has: page.locator('.fj-codes') });
  await dialog.waitFor();
  return dialog;
}

/** Number of the person in docs/examples/report.json. */
export const SENT_PATIENT = '990101198803070019';

/** The token of the record system of the city hospital or of the county's. */
function senderOf(isOfTheCounty: boolean): string {
  return (
    inject('accounts').find((a) => a.username === 'token' && a.label.includes('县') === isOfTheCounty)?.secret ?? ''
  );
}

async function sendBundle(isOfTheCounty: boolean, body: string): Promise<void> {
  const sent = await fetch(`${inject('baseUrl')}/fhir`, {
    method: 'POST',
    headers: { authorization: `Bearer ${senderOf(isOfTheCounty)}`, 'content-type': 'application/fhir+json' },
    body,
  });
  if (sent.status !== 200) throw new Error(`the report was answered with ${String(sent.status)} ${await sent.text()}`);
}

/** Sends the report of the documents, dated yesterday, as the county hospital does, or the city's; parts of its text may be said otherwise. */
export async function sendReport(
  otherwise: Readonly<Record<string, string>> = {},
  isOfTheCounty = true,
): Promise<void> {
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  let report = readFileSync('docs/examples/report.json', 'utf8').replaceAll('YESTERDAY', yesterday);
  for (const [said, instead] of Object.entries(otherwise)) report = report.replaceAll(said, instead);
  await sendBundle(isOfTheCounty, report);
}

/** A patient whom a test invents, by whose key what is sent of the patient is named. */
export interface Invented {
  readonly number: string;
  readonly name: string;
  readonly key: string;
}

/** Sends a result of just now with its mark, as the laboratory of the city hospital does; of a patient whom the hospital treats. */
export async function sendMarked(
  { number, name, key }: Invented,
  result: {
    readonly item: string;
    readonly name: string;
    readonly method: string;
    readonly value: number;
    readonly unit: string;
  },
): Promise<void> {
  await sendPotassium(4.2, { number, name, key });
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const now = new Date().toISOString();
  await sendReport(
    {
      ...{ [SENT_PATIENT]: number, 郑晓岚: name, 'README-1': `${key}-MARKED`, TY06: 'TY01' },
      ...{ '"ALT"': `"${result.item}"`, 丙氨酸氨基转移酶: result.name, 速率法: result.method },
      ...{ '"U/L"': `"${result.unit}"`, '"value": 28': `"value": ${String(result.value)}` },
      ...{ [`${yesterday}T08:00:00+08:00`]: now, [`${yesterday}T10:00:00+08:00`]: now },
    },
    false,
  );
}

/** 开单: finds a patient by number and opens the order form. */
export async function orderFor(page: Page, number: string): Promise<void> {
  await page.goto('/patients');
  await page.getByRole('searchbox').fill(number);
  await page.getByRole('searchbox').press('Enter');
  await page.locator('tbody a[href^="/patients/p"]').first().click();
  await page.getByRole('tab', { name: '按项目' }).waitFor();
  await beginOrder(page);
}

/** 判定卡片: what a doctor with the order form open, who orders an item, is told of it as soon as what was done meanwhile has its effect. */
export async function told(page: Page, item: string, verdict: string): Promise<void> {
  const isTold = async (): Promise<boolean> => {
    await page.reload();
    await page.locator('.fj-picker input').waitFor();
    await chooseItem(page, item);
    await cardOf(page, item).waitFor();
    return (await cardOf(page, item).getByText(verdict, { exact: true }).count()) > 0;
  };
  await expect.poll(isTold, { message: `${item} ${verdict}`, timeout: WAIT_MS, interval: 500 }).toBe(true);
}

/** 选择: opens a list of choices by the id of its field, searches it where it can be searched, and takes the one of this name. */
export async function choose(page: Page, field: string, name: string): Promise<void> {
  const box = page.locator(`#${field}`);
  await box.click();
  if (await box.isEditable()) await box.fill(name);
  await page.locator(`.ant-select-dropdown:visible .ant-select-item-option`, { hasText: name }).first().click();
}

/** 办理: records an outcome of a stage and waits until the page no longer asks for it. */
export async function recordAct(
  page: Page,
  stage: string,
  outcome: string,
  fields: Readonly<Record<string, string | true | { readonly choose: string }>> = {},
): Promise<void> {
  const form = page.locator(`form#${stage}`);
  await form.getByText(outcome, { exact: true }).click();
  for (const [name, value] of Object.entries(fields)) {
    const id = `${stage}_${name}`;
    if (value === true) await form.locator(`#${id}`).check();
    else if (typeof value === 'string') {
      await form.locator(`#${id}`).fill(value);
      // A calendar stands open over the page until its field is left.
      await form.locator(`#${id}`).press('Tab');
    } else await choose(page, id, value.choose);
  }
  await form.getByRole('button', { name: `记录“${outcome}”` }).click();
  await form.waitFor({ state: 'detached' });
}

/** 核实: a test whose report names nobody, and which the list wants repeated before it is reported. */
export const VERIFIED = {
  specimen: '无溶血',
  control: true,
  checker: '检验师 王',
  repeatedBefore: { choose: '已复检，结果一致' },
  repeatValue: '与首次一致',
} as const;

/** How a report stands, and of what kind of visit it is. */
type Encounter = 'IMP' | 'AMB';
type ReportStatus = 'final' | 'corrected';

/** What of a report is its own: the observations it consists of, and how it is called. */
interface Reported {
  readonly observations: readonly Readonly<Record<string, unknown>>[];
  readonly report: Readonly<Record<string, unknown>>;
}

interface Sent {
  readonly encounter: Encounter;
  readonly status: ReportStatus;
  /** The institution that sent the specimen in, or the examination. */
  readonly orderedBy?: string;
}

/** Sends a report of just now of a patient of the city hospital's cardiology, as its record system does. */
async function sendOfWard(
  { number, name, key }: Invented,
  { encounter, status, orderedBy }: Sent,
  { observations, report }: Reported,
): Promise<void> {
  const now = new Date().toISOString();
  const url = (n: number): string => `urn:uuid:6a1f3f0e-0f3b-4c7e-9a55-00000000001${String(n)}`;
  const subject = { reference: url(1) };
  const entry = (n: number, resource: Readonly<Record<string, unknown>>): object => ({
    fullUrl: url(n),
    request: { method: 'POST', url: resource['resourceType'] },
    resource,
  });
  await sendBundle(
    false,
    JSON.stringify({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        entry(1, {
          resourceType: 'Patient',
          identifier: [
            { system: 'urn:fujie:id:resident-id', value: number },
            { system: 'urn:fujie:mrn:TY01', value: `M-${key}` },
          ],
          name: [{ text: name }],
          gender: 'male',
          birthDate: '1988-03-07',
        }),
        entry(2, {
          resourceType: 'Encounter',
          identifier: [{ system: 'urn:fujie:encounter:TY01', value: `E-${key}` }],
          status: 'in-progress',
          class: { code: encounter },
          subject,
          period: { start: now },
          serviceProvider: { identifier: { system: 'urn:fujie:department', value: 'XNK' } },
        }),
        ...observations.map((observation, index) =>
          entry(3 + index, { resourceType: 'Observation', status, subject, effectiveDateTime: now, ...observation }),
        ),
        ...(orderedBy === undefined
          ? []
          : [
              entry(8, {
                ...{ resourceType: 'ServiceRequest', status: 'completed', intent: 'order', subject },
                ...{ encounter: { reference: url(2) } },
                requester: { identifier: { system: 'urn:fujie:institution', value: orderedBy } },
              }),
            ]),
        entry(9, {
          ...(orderedBy === undefined ? {} : { basedOn: [{ reference: url(8) }] }),
          resourceType: 'DiagnosticReport',
          identifier: [{ system: 'urn:fujie:report:TY01', value: key }],
          status,
          subject,
          encounter: { reference: url(2) },
          effectiveDateTime: now,
          issued: now,
          performer: [{ identifier: { system: 'urn:fujie:institution', value: 'TY01' } }],
          ...(observations.length === 0
            ? {}
            : { result: observations.map((_, index) => ({ reference: url(3 + index) })) }),
          ...report,
        }),
      ],
    }),
  );
}

const section = (code: string): readonly object[] => [
  { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code }] },
];

/** Sends a potassium; of an inpatient unless it is said otherwise; sent again as `corrected`, it stands in the place of what was sent. */
export async function sendPotassium(
  value: number,
  patient: Invented,
  encounter: Encounter = 'IMP',
  status: ReportStatus = 'final',
  more: Readonly<Record<string, unknown>> = {},
  orderedBy?: string,
): Promise<void> {
  const potassium = {
    ...more,
    code: { coding: [{ system: 'urn:fujie:item', code: 'K' }], text: '钾' },
    valueQuantity: { value, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
    method: { text: '离子选择电极法' },
  };
  await sendOfWard(
    patient,
    { encounter, status, ...(orderedBy === undefined ? {} : { orderedBy }) },
    { observations: [potassium], report: { category: section('LAB'), code: { text: '电解质' } } },
  );
}

/** Sends a potassium that no threshold calls critical, and its laboratory does. */
export async function sendFlagged(value: number, patient: Invented): Promise<void> {
  const system = 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation';
  await sendPotassium(value, patient, 'IMP', 'final', { interpretation: [{ coding: [{ system, code: 'HH' }] }] });
}

/** Sends an electrocardiogram that shows an infarction: a critical value of an examination. */
export async function sendInfarction(patient: Invented, encounter: Encounter, orderedBy?: string): Promise<void> {
  const report = {
    category: section('EC'),
    code: { coding: [{ system: 'urn:fujie:item', code: 'ECG_12' }], text: '十二导心电图' },
    conclusion: '急性前壁心肌梗死',
    conclusionCode: [{ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'I21.0' }] }],
  };
  const sent: Sent = { encounter, status: 'final', ...(orderedBy === undefined ? {} : { orderedBy }) };
  await sendOfWard(patient, sent, { observations: [], report });
}

/** 系统检出: says as the record system of the city hospital that its data show an event of a kind at a department, an hour ago. */
export async function sendDetected(key: string, kind: string, department: string): Promise<void> {
  const occurredAt = new Date(Date.now() - 3_600_000).toISOString();
  const sent = await fetch(`${inject('baseUrl')}/api/v1/adverse-events/detected`, {
    method: 'POST',
    headers: { authorization: `Bearer ${senderOf(false)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ events: [{ key, kind, department, occurredAt }] }),
  });
  if (sent.status !== 200)
    throw new Error(`the detection was answered with ${String(sent.status)} ${await sent.text()}`);
}

/** Asks the server as whoever is signed in on a page, or sends it something; refused, it says why. */
export async function ask<T = unknown>(page: Page, path: string, data?: unknown): Promise<T> {
  const address = `/api/v1/${path}`;
  const answer = await (data === undefined ? page.request.get(address) : page.request.post(address, { data }));
  const text = await answer.text();
  if (!answer.ok()) throw new Error(`${path} answered ${String(answer.status())} ${text}`);
  return (text === '' ? null : JSON.parse(text)) as T;
}

/** 目录: puts an entry of a register in force as the signed-in keeper of it, or withdraws it. */
export async function changeEntry(
  page: Page,
  register: string,
  change: Readonly<Record<string, unknown>>,
): Promise<void> {
  await ask(page, `registers/${register}/entries`, change);
}
