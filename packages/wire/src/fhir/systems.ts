/**
 * Names of identifier and code systems that Fujie reads and writes in FHIR. A hospital that sends other systems for its
 * own item codes registers them as code mappings 编码对照.
 */

/** Citizen identity number 公民身份号码 (GB 11643-1999), 18 digits; 15-digit numbers are converted on arrival. */
export const RESIDENT_ID_SYSTEM = 'urn:fujie:id:resident-id';

/** Electronic or plastic resident health card 居民健康卡 (WS/T 543). */
export const HEALTH_CARD_SYSTEM = 'urn:fujie:id:health-card';

/** Passport 护照; the issuing country is the assigner. */
export const PASSPORT_SYSTEM = 'urn:fujie:id:passport';

/** Institution code 机构代码 of the institution register. */
export const INSTITUTION_SYSTEM = 'urn:fujie:institution';

/** Department code 科室代码; unique within its institution. */
export const DEPARTMENT_SYSTEM = 'urn:fujie:department';

/** Code 工号 of the practitioner register. */
export const PRACTITIONER_SYSTEM = 'urn:fujie:practitioner';

/** Item code 项目代码 of the item register. */
export const ITEM_SYSTEM = 'urn:fujie:item';

export const LOINC_SYSTEM = 'http://loinc.org';
export const UCUM_SYSTEM = 'http://unitsofmeasure.org';

/** Extension that carries one recognition mark 互认标识 printed on the report line, such as 晋HR, as `valueString`. */
export const MARK_EXTENSION = 'urn:fujie:extension:mark';

/** Extension that names a lot of a reagent or calibrator by which a line was measured, as `product|lot` of the registers, as `valueString`. */
export const LOT_EXTENSION = 'urn:fujie:extension:lot';

const MRN_PREFIX = 'urn:fujie:mrn:';
const REPORT_PREFIX = 'urn:fujie:report:';

/** System of the patient numbers 病案号/就诊卡号 that an institution gives. */
export function mrnSystem(institution: string): string {
  return `${MRN_PREFIX}${institution}`;
}

/** System of the report numbers 报告编号 that an institution gives. */
export function reportSystem(institution: string): string {
  return `${REPORT_PREFIX}${institution}`;
}

/** The institution of a system made by `mrnSystem`, or null. */
export function institutionOfMrnSystem(system: string): string | null {
  return system.startsWith(MRN_PREFIX) ? system.slice(MRN_PREFIX.length) : null;
}
