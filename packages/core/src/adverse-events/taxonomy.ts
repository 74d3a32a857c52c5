/**
 * How adverse events 不良事件 are named: by type of incident as WHO's International Classification for Patient Safety has them, in the
 * words of hospitals; by the events that must be watched for; by what became of the patient. Source: henan-2025.mq.11#02,
 * henan-2023.sa4.2.2#02, core-systems.ae#10 and #13.
 */
import type { Bilingual } from '../kernel/register.ts';

type Named<K extends string> = Readonly<Record<K, Bilingual>>;

const named = <const K extends string>(options: Named<K>): Named<K> => options;

/** Types of incident 事件类型 (ICPS). */
export const EVENT_CLASSES = named({
  administration: { zh: '诊疗管理（挂号、转科、交接、会诊等）', en: 'Clinical administration' },
  procedure: { zh: '诊断、治疗与操作', en: 'Clinical process or procedure' },
  documentation: { zh: '病历与文书', en: 'Documentation' },
  infection: { zh: '医院感染', en: 'Healthcare-associated infection' },
  medication: { zh: '药品与输液', en: 'Medication or intravenous fluids' },
  blood: { zh: '输血与血液制品', en: 'Blood or blood products' },
  nutrition: { zh: '饮食与营养', en: 'Nutrition' },
  gas: { zh: '氧气与医用气体', en: 'Oxygen, gas or vapour' },
  device: { zh: '医疗器械与设备', en: 'Medical device or equipment' },
  behaviour: { zh: '行为（走失、自伤、伤人等）', en: 'Behaviour' },
  accident: { zh: '跌倒、坠床、压力性损伤等意外', en: 'Patient accident (falls, pressure injuries and the like)' },
  premises: { zh: '场所与设施', en: 'Infrastructure, building or fixtures' },
  resources: { zh: '资源与组织管理', en: 'Resources or organisational management' },
});

/** Events that are watched for by name 监测事件. */
export const EVENT_KINDS = named({
  malpractice: { zh: '医疗事故', en: 'Malpractice' },
  'surgical-complication': { zh: '手术并发症', en: 'Complication of surgery' },
  'anaesthesia-complication': { zh: '麻醉并发症', en: 'Complication of anaesthesia' },
  'unexpected-death': { zh: '非预期死亡', en: 'Unexpected death' },
  'return-to-theatre': { zh: '非计划重返手术室再手术', en: 'Unplanned return to theatre' },
  'wound-infection': { zh: 'Ⅰ类切口手术部位感染', en: 'Infection of a class-I incision' },
  'drug-rescue': { zh: '用药后抢救', en: 'Rescue after a drug' },
  naloxone: { zh: '使用纳洛酮', en: 'Naloxone given' },
  fall: { zh: '跌倒、坠床', en: 'Fall' },
  'transfusion-reaction': { zh: '输血反应', en: 'Transfusion reaction' },
  'wrong-result': { zh: '据以处置的检查检验结果有误', en: 'Care rested on a wrong result' },
  hazard: { zh: '安全隐患', en: 'Hazard' },
  other: { zh: '其他负性事件', en: 'Other negative event' },
});

/** Begins the code of an event that an institution watches for by itself 本院监测事件, before its code in the register. */
export const OWN_KIND = 'own/';

/** What became of the patient 后果. */
export const EVENT_HARMS = named({
  hazard: { zh: '隐患，未发生在患者身上', en: 'A hazard that reached no patient' },
  none: { zh: '发生了，未造成伤害', en: 'It reached the patient and did no harm' },
  mild: { zh: '轻度或暂时伤害', en: 'Slight or passing harm' },
  moderate: { zh: '中度伤害，需治疗或延长住院', en: 'Moderate harm: treatment or a longer stay' },
  severe: { zh: '重度伤害或永久残疾', en: 'Severe harm or lasting disability' },
  death: { zh: '死亡', en: 'Death' },
  unknown: { zh: '尚不清楚', en: 'Not known yet' },
});

/** At which stage of service it happened 所处服务阶段. */
export const SERVICE_STAGES = named({
  registration: { zh: '挂号与分诊', en: 'Registration and triage' },
  outpatient: { zh: '门诊诊疗', en: 'Outpatient care' },
  emergency: { zh: '急诊', en: 'Emergency care' },
  admission: { zh: '入院', en: 'Admission' },
  examination: { zh: '检查检验', en: 'Examination and testing' },
  ward: { zh: '住院诊疗与护理', en: 'Care on the ward' },
  surgery: { zh: '围手术期', en: 'Around surgery' },
  critical: { zh: '重症监护', en: 'Intensive care' },
  transfer: { zh: '转运与交接', en: 'Transfer and hand-over' },
  discharge: { zh: '出院与随访', en: 'Discharge and follow-up' },
  support: { zh: '后勤与保障', en: 'Support services' },
});

/** In which state the illness was 诊疗疾病状态. */
export const ILLNESS_STATES = named({
  stable: { zh: '病情平稳', en: 'Stable' },
  acute: { zh: '急性期', en: 'Acute' },
  critical: { zh: '危重', en: 'Critical' },
  recovering: { zh: '恢复期', en: 'Recovering' },
  terminal: { zh: '终末期', en: 'Terminal' },
  'no-patient': { zh: '不涉及患者', en: 'No patient concerned' },
});

/** Where in the hospital 发生地点. */
export const EVENT_PLACES = named({
  clinic: { zh: '诊室', en: 'Consulting room' },
  'emergency-room': { zh: '急诊室', en: 'Emergency room' },
  ward: { zh: '病房', en: 'Ward' },
  bathroom: { zh: '卫生间', en: 'Bathroom' },
  corridor: { zh: '走廊、电梯、楼梯', en: 'Corridor, lift or stairs' },
  theatre: { zh: '手术室', en: 'Theatre' },
  'intensive-care': { zh: '监护室', en: 'Intensive-care unit' },
  laboratory: { zh: '检验科', en: 'Laboratory' },
  imaging: { zh: '影像与功能检查科', en: 'Imaging and function tests' },
  pharmacy: { zh: '药房', en: 'Pharmacy' },
  outdoors: { zh: '院内其他场所', en: 'Elsewhere on the premises' },
});

/** Grades 分级, as the outcomes of triage name them; of III and IV no patient came to harm. */
export const EVENT_GRADES = named({
  'grade-1': { zh: 'Ⅰ级 警告事件', en: 'Grade I: sentinel' },
  'grade-2': { zh: 'Ⅱ级 不良后果事件', en: 'Grade II: with harm' },
  'grade-3': { zh: 'Ⅲ级 未造成后果事件', en: 'Grade III: without harm' },
  'grade-4': { zh: 'Ⅳ级 隐患事件', en: 'Grade IV: hazard' },
});

/** What tells the grades apart, as the national guidance on reporting describes them. */
export const GRADE_MEANINGS = {
  'grade-1': {
    zh: '患者非预期死亡，或非疾病自然进展造成的永久性功能丧失',
    en: 'Unexpected death, or a permanent loss of function that the illness did not cause',
  },
  'grade-2': {
    zh: '诊疗活动而非疾病本身造成患者机体与功能损害',
    en: 'Harm to body or function by the care given, not by the illness',
  },
  'grade-3': {
    zh: '虽发生错误，但未造成损害，或损害轻微、不需处理即可完全康复',
    en: 'An error happened, without harm, or with so little that it heals by itself',
  },
  'grade-4': {
    zh: '及时发现错误或隐患，未形成事实',
    en: 'An error or hazard found in time, before anything came of it',
  },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>;
