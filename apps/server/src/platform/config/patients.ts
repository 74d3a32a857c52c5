/** How patients get to a page of their own 患者本人查询: what a region sets. */
import { isSafeUrl } from './safe-url.ts';

export const PATIENT_KEYS = [
  {
    name: 'FUJIE_PATIENT_CODES',
    default: '',
    describe:
      'Who delivers the one-time codes of patients: the https address of a gateway for text messages; demonstration: shown on the page, in a demonstration only; empty: nobody, patients come by a link of their hospital',
    describeZh:
      '患者一次性验证码的发送方：短信网关的 https 地址；demonstration 表示显示在页面上，仅限演示；为空则不发送，患者凭医院提供的链接核验',
  },
  {
    name: 'FUJIE_PATIENT_CODES_SECRET',
    default: '',
    secret: true,
    describe: 'At least 32 characters, shared with the gateway: signs what is sent to it (HMAC-SHA-256)',
    describeZh: '与短信网关共享的密钥，至少 32 个字符，用于对请求签名（HMAC-SHA-256）',
  },
  {
    name: 'FUJIE_PATIENT_CODE_MINUTES',
    default: '5',
    describe: 'Minutes for which a one-time code holds',
    describeZh: '一次性验证码的有效分钟数',
  },
  {
    name: 'FUJIE_PATIENT_SESSION_MINUTES',
    default: '20',
    describe: 'Minutes after which the page of a patient closes',
    describeZh: '患者页面自动退出的分钟数',
  },
  {
    name: 'FUJIE_PATIENT_LINK_DAYS',
    default: '7',
    describe: 'Days for which a link holds that a hospital hands to a patient',
    describeZh: '医院提供给患者的核验链接的有效天数',
  },
  {
    name: 'FUJIE_PATIENT_SHOWS_STAFF',
    default: 'no',
    describe: 'yes: patients see who looked at their data by name; no: institution, department and role only',
    describeZh: 'yes：向患者显示查看人姓名；no：仅显示机构、科室与角色',
  },
] as const;

/** How patients prove who they are, and what they are shown. */
export interface PatientConfig {
  /** Address of the gateway that delivers codes, the demonstration's stand-in, or nobody. */
  readonly codes: { readonly gateway: string; readonly secret: string } | 'demonstration' | null;
  readonly codeMinutes: number;
  readonly sessionMinutes: number;
  readonly linkDays: number;
  readonly showsStaff: boolean;
}

type Name = (typeof PATIENT_KEYS)[number]['name'];

export function readPatients(
  text: (name: Name) => string,
  integer: (name: Name, min: number, max: number) => number,
  faults: string[],
): PatientConfig {
  const patients: PatientConfig = {
    codes: codesOf(text('FUJIE_PATIENT_CODES'), text('FUJIE_PATIENT_CODES_SECRET'), faults),
    codeMinutes: integer('FUJIE_PATIENT_CODE_MINUTES', 1, 30),
    sessionMinutes: integer('FUJIE_PATIENT_SESSION_MINUTES', 1, 120),
    linkDays: integer('FUJIE_PATIENT_LINK_DAYS', 1, 90),
    showsStaff: text('FUJIE_PATIENT_SHOWS_STAFF') === 'yes',
  };
  if (!['no', 'yes'].includes(text('FUJIE_PATIENT_SHOWS_STAFF')))
    faults.push(`FUJIE_PATIENT_SHOWS_STAFF is \`${text('FUJIE_PATIENT_SHOWS_STAFF')}\`; write no or yes`);
  return patients;
}

function codesOf(text: string, secret: string, faults: string[]): PatientConfig['codes'] {
  if (text === '' || text === 'demonstration') return text === '' ? null : text;
  if (!isSafeUrl(text))
    faults.push(
      'FUJIE_PATIENT_CODES is no address that begins with https:// (http:// is for this machine only), nor demonstration',
    );
  if (secret.length < 32) faults.push('FUJIE_PATIENT_CODES needs FUJIE_PATIENT_CODES_SECRET of at least 32 characters');
  return { gateway: text, secret };
}
