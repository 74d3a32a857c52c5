/** Examinations 检查: imaging, ultrasound, electrophysiology, nuclear medicine, endoscopy, by body site. */
import type { ExaminationTuple } from './build.ts';
import { examinationItems } from './build.ts';

/** Sites for which CT is ordered plain and with contrast. */
const CT_SITES: readonly (readonly [string, string, string])[] = [
  ['HEAD', '头颅', 'head'],
  ['SINUS', '鼻窦', 'paranasal sinuses'],
  ['ORBIT', '眼眶', 'orbits'],
  ['NECK', '颈部', 'neck'],
  ['CHEST', '胸部', 'chest'],
  ['UABD', '上腹部', 'upper abdomen'],
  ['ABD', '全腹部', 'whole abdomen'],
  ['PELVIS', '盆腔', 'pelvis'],
  ['CSP', '颈椎', 'cervical spine'],
  ['TSP', '胸椎', 'thoracic spine'],
  ['LSP', '腰椎', 'lumbar spine'],
];

const MR_SITES: readonly (readonly [string, string, string])[] = [
  ['HEAD', '头颅', 'head'],
  ['PIT', '垂体', 'pituitary'],
  ['NECK', '颈部', 'neck'],
  ['CSP', '颈椎', 'cervical spine'],
  ['TSP', '胸椎', 'thoracic spine'],
  ['LSP', '腰椎', 'lumbar spine'],
  ['UABD', '上腹部', 'upper abdomen'],
  ['PELVIS', '盆腔', 'pelvis'],
  ['BREAST', '乳腺', 'breast'],
  ['PROSTATE', '前列腺', 'prostate'],
];

function plainAndContrast(modality: string, sites: readonly (readonly [string, string, string])[]): ExaminationTuple[] {
  return sites.flatMap(([code, zh, en]): ExaminationTuple[] => [
    [`${modality}_${code}`, `${zh}${modality}平扫`, `${modality} ${en}, plain`, zh],
    [`${modality}_${code}_C`, `${zh}${modality}增强`, `${modality} ${en}, with contrast`, zh],
  ]);
}

const CT = examinationItems('ct', [
  ...plainAndContrast('CT', CT_SITES),
  ['CT_CHEST_LD', '胸部低剂量CT平扫', 'CT chest, low dose', '胸部'],
  ['CT_TEMPORAL', '颞骨CT平扫', 'CT temporal bones, plain', '颞骨'],
  ['CT_SHOULDER', '肩关节CT平扫', 'CT shoulder, plain', '肩关节'],
  ['CT_HIP', '髋关节CT平扫', 'CT hip, plain', '髋关节'],
  ['CT_KNEE', '膝关节CT平扫', 'CT knee, plain', '膝关节'],
  ['CT_ANKLE', '踝关节CT平扫', 'CT ankle, plain', '踝关节'],
  ['CT_WRIST', '腕关节CT平扫', 'CT wrist, plain', '腕关节'],
  ['CTA_HEADNECK', '头颈部CT血管成像', 'CT angiography, head and neck', '头颈部'],
  ['CTA_CORONARY', '冠状动脉CT血管成像', 'CT angiography, coronary arteries', '冠状动脉'],
  ['CTA_PULMONARY', '肺动脉CT血管成像', 'CT angiography, pulmonary arteries', '肺动脉'],
  ['CTA_AORTA', '主动脉CT血管成像', 'CT angiography, aorta', '主动脉'],
  ['CTA_RENAL', '肾动脉CT血管成像', 'CT angiography, renal arteries', '肾动脉'],
  ['CTA_LEG', '下肢动脉CT血管成像', 'CT angiography, lower limbs', '下肢动脉'],
  ['CTU', '泌尿系CT成像', 'CT urography', '泌尿系'],
]);

const MR = examinationItems('mr', [
  ...plainAndContrast('MR', MR_SITES),
  ['MRA_HEAD', '头颅MR血管成像', 'MR angiography, head', '头颅'],
  ['MRV_HEAD', '头颅MR静脉成像', 'MR venography, head', '头颅'],
  ['MR_DWI', '头颅MR弥散加权成像', 'MR head, diffusion weighted', '头颅'],
  ['MRCP', 'MR胰胆管成像', 'MR cholangiopancreatography', '胰胆管'],
  ['MR_SHOULDER', '肩关节MR平扫', 'MR shoulder, plain', '肩关节'],
  ['MR_HIP', '髋关节MR平扫', 'MR hip, plain', '髋关节'],
  ['MR_KNEE', '膝关节MR平扫', 'MR knee, plain', '膝关节'],
  ['MR_ANKLE', '踝关节MR平扫', 'MR ankle, plain', '踝关节'],
  ['MR_WRIST', '腕关节MR平扫', 'MR wrist, plain', '腕关节'],
  ['MR_CARDIAC', '心脏MR平扫', 'MR heart, plain', '心脏'],
  ['MR_FETAL', '胎儿MR平扫', 'MR fetus', '胎儿'],
  ['MR_SIJ', '骶髂关节MR平扫', 'MR sacroiliac joints, plain', '骶髂关节'],
]);

const RADIOLOGY = examinationItems('radiology', [
  ['DR_CHEST', '胸部正位DR', 'Chest radiograph, PA', '胸部'],
  ['DR_CHEST_2', '胸部正侧位DR', 'Chest radiograph, PA and lateral', '胸部'],
  ['DR_ABD', '腹部立位DR', 'Abdominal radiograph, erect', '腹部'],
  ['DR_KUB', '泌尿系平片', 'Radiograph of kidneys, ureters and bladder', '泌尿系'],
  ['DR_SKULL', '头颅正侧位DR', 'Skull radiograph', '头颅'],
  ['DR_NASAL', '鼻骨侧位DR', 'Nasal bone radiograph', '鼻骨'],
  ['DR_CSP', '颈椎正侧位DR', 'Cervical spine radiograph', '颈椎'],
  ['DR_TSP', '胸椎正侧位DR', 'Thoracic spine radiograph', '胸椎'],
  ['DR_LSP', '腰椎正侧位DR', 'Lumbar spine radiograph', '腰椎'],
  ['DR_PELVIS', '骨盆正位DR', 'Pelvis radiograph', '骨盆'],
  ['DR_CLAVICLE', '锁骨DR', 'Clavicle radiograph', '锁骨'],
  ['DR_RIBS', '肋骨斜位DR', 'Rib radiograph', '肋骨'],
  ['DR_SHOULDER', '肩关节DR', 'Shoulder radiograph', '肩关节'],
  ['DR_ELBOW', '肘关节正侧位DR', 'Elbow radiograph', '肘关节'],
  ['DR_WRIST', '腕关节正侧位DR', 'Wrist radiograph', '腕关节'],
  ['DR_HAND', '手正斜位DR', 'Hand radiograph', '手'],
  ['DR_HIP', '髋关节正侧位DR', 'Hip radiograph', '髋关节'],
  ['DR_KNEE', '膝关节正侧位DR', 'Knee radiograph', '膝关节'],
  ['DR_ANKLE', '踝关节正侧位DR', 'Ankle radiograph', '踝关节'],
  ['DR_FOOT', '足正斜位DR', 'Foot radiograph', '足'],
  ['DR_BONEAGE', '左手骨龄DR', 'Bone age radiograph', '左手'],
  ['DR_OPG', '口腔曲面体层', 'Dental panoramic radiograph', '口腔'],
  ['MG', '双侧乳腺X线摄影', 'Mammography, both breasts', '乳腺'],
  ['BMD_DXA', '双能X线骨密度', 'Bone densitometry, DXA', '腰椎及髋部'],
  ['GI_UPPER', '上消化道造影', 'Upper gastrointestinal contrast study', '上消化道'],
  ['GI_LOWER', '结肠造影', 'Colon contrast study', '结肠'],
  ['IVU', '静脉尿路造影', 'Intravenous urography', '泌尿系'],
  ['HSG', '子宫输卵管造影', 'Hysterosalpingography', '子宫输卵管'],
]);

const ULTRASOUND = examinationItems('ultrasound', [
  ['US_ABD', '腹部超声（肝胆胰脾）', 'Ultrasound, liver, gallbladder, pancreas and spleen', '上腹部'],
  ['US_URINARY', '泌尿系超声（双肾输尿管膀胱）', 'Ultrasound, kidneys, ureters and bladder', '泌尿系'],
  ['US_PROSTATE', '前列腺超声', 'Ultrasound, prostate', '前列腺'],
  ['US_RESIDUAL', '残余尿测定超声', 'Ultrasound, residual urine', '膀胱'],
  ['US_GYN', '妇科超声（经腹）', 'Ultrasound, gynaecological, transabdominal', '子宫附件'],
  ['US_GYN_TV', '妇科超声（经阴道）', 'Ultrasound, gynaecological, transvaginal', '子宫附件'],
  ['US_OB', '产科常规超声', 'Ultrasound, obstetric, routine', '胎儿'],
  ['US_OB_3', '产科系统超声筛查', 'Ultrasound, obstetric, anomaly scan', '胎儿'],
  ['US_NT', '胎儿颈项透明层超声', 'Ultrasound, nuchal translucency', '胎儿'],
  ['US_THYROID', '甲状腺超声', 'Ultrasound, thyroid', '甲状腺'],
  ['US_BREAST', '乳腺超声', 'Ultrasound, breasts', '乳腺'],
  ['US_NECKLN', '颈部淋巴结超声', 'Ultrasound, neck lymph nodes', '颈部'],
  ['US_AXLN', '腋窝淋巴结超声', 'Ultrasound, axillary lymph nodes', '腋窝'],
  ['US_SUPERFICIAL', '浅表肿物超声', 'Ultrasound, superficial mass', '浅表软组织'],
  ['US_SCROTUM', '阴囊超声', 'Ultrasound, scrotum', '阴囊'],
  ['US_PLEURA', '胸腔积液超声', 'Ultrasound, pleural effusion', '胸腔'],
  ['US_ASCITES', '腹腔积液超声', 'Ultrasound, ascites', '腹腔'],
  ['US_CAROTID', '颈动脉超声', 'Ultrasound, carotid arteries', '颈动脉'],
  ['US_TCD', '经颅多普勒超声', 'Transcranial Doppler', '颅内动脉'],
  ['US_LEGVEIN', '下肢静脉超声', 'Ultrasound, lower limb veins', '下肢静脉'],
  ['US_LEGART', '下肢动脉超声', 'Ultrasound, lower limb arteries', '下肢动脉'],
  ['US_RENALART', '肾动脉超声', 'Ultrasound, renal arteries', '肾动脉'],
  ['US_PORTAL', '门静脉超声', 'Ultrasound, portal vein', '门静脉'],
  ['US_ECHO', '超声心动图', 'Echocardiography, transthoracic', '心脏'],
  ['US_TEE', '经食管超声心动图', 'Echocardiography, transoesophageal', '心脏'],
  ['US_ELASTO', '肝脏弹性成像', 'Liver elastography', '肝脏'],
  ['US_HIP_NEO', '新生儿髋关节超声', 'Ultrasound, neonatal hips', '髋关节'],
  ['US_CRANIAL_NEO', '新生儿颅脑超声', 'Ultrasound, neonatal head', '颅脑'],
]);

const ELECTROPHYSIOLOGY = examinationItems('electrophysiology', [
  ['ECG_12', '常规12导联心电图', 'Electrocardiogram, 12 leads', '心脏'],
  ['ECG_18', '18导联心电图', 'Electrocardiogram, 18 leads', '心脏'],
  ['ECG_HOLTER', '24小时动态心电图', 'Ambulatory electrocardiogram, 24 h', '心脏'],
  ['ECG_TMT', '平板运动试验', 'Treadmill exercise test', '心脏'],
  ['ABPM', '24小时动态血压监测', 'Ambulatory blood pressure, 24 h', '上臂'],
  ['EEG', '常规脑电图', 'Electroencephalogram, routine', '脑'],
  ['EEG_VIDEO', '视频脑电图', 'Video electroencephalogram', '脑'],
  ['EMG', '肌电图', 'Electromyography', '肌肉'],
  ['NCV', '神经传导速度', 'Nerve conduction study', '周围神经'],
  ['VEP', '视觉诱发电位', 'Visual evoked potentials', '视觉通路'],
  ['BAEP', '脑干听觉诱发电位', 'Brainstem auditory evoked potentials', '听觉通路'],
  ['SEP', '体感诱发电位', 'Somatosensory evoked potentials', '感觉通路'],
  ['PSG', '多导睡眠监测', 'Polysomnography', '全身'],
]);

const NUCLEAR_MEDICINE = examinationItems('nuclear-medicine', [
  ['NM_BONE', '全身骨显像', 'Whole-body bone scan', '全身骨骼'],
  ['NM_THYROID', '甲状腺显像', 'Thyroid scan', '甲状腺'],
  ['NM_THYUPTAKE', '甲状腺摄碘率', 'Thyroid iodine uptake', '甲状腺'],
  ['NM_PARATHY', '甲状旁腺显像', 'Parathyroid scan', '甲状旁腺'],
  ['NM_RENAL', '肾动态显像', 'Dynamic renal scan', '肾脏'],
  ['NM_MPI_REST', '静息心肌灌注显像', 'Myocardial perfusion, rest', '心脏'],
  ['NM_MPI_STRESS', '负荷心肌灌注显像', 'Myocardial perfusion, stress', '心脏'],
  ['NM_LUNG', '肺通气灌注显像', 'Ventilation-perfusion lung scan', '肺'],
  ['NM_SALIVARY', '唾液腺显像', 'Salivary gland scan', '唾液腺'],
  ['NM_HEPATOBIL', '肝胆动态显像', 'Hepatobiliary scan', '肝胆'],
  ['NM_MECKEL', '异位胃黏膜显像', "Meckel's scan", '腹部'],
  ['PETCT_BODY', '全身PET-CT', 'Whole-body PET-CT', '全身'],
  ['PETCT_BRAIN', '脑PET-CT', 'Brain PET-CT', '脑'],
]);

const ENDOSCOPY = examinationItems('endoscopy', [
  ['EN_GASTRO', '电子胃镜', 'Gastroscopy', '上消化道'],
  ['EN_COLON', '电子结肠镜', 'Colonoscopy', '结肠'],
  ['EN_BRONCHO', '电子支气管镜', 'Bronchoscopy', '支气管'],
  ['EN_LARYNGO', '电子喉镜', 'Laryngoscopy', '喉'],
  ['EN_NASAL', '鼻内镜', 'Nasal endoscopy', '鼻腔'],
  ['EN_CYSTO', '膀胱镜', 'Cystoscopy', '膀胱'],
  ['EN_HYSTERO', '宫腔镜', 'Hysteroscopy', '子宫'],
  ['EN_COLPO', '阴道镜', 'Colposcopy', '宫颈'],
  ['EN_CAPSULE', '胶囊内镜', 'Capsule endoscopy', '小肠'],
  ['EN_EUS', '超声内镜', 'Endoscopic ultrasound', '消化道'],
]);

export const EXAMINATIONS = [
  ...CT,
  ...MR,
  ...RADIOLOGY,
  ...ULTRASOUND,
  ...ELECTROPHYSIOLOGY,
  ...NUCLEAR_MEDICINE,
  ...ENDOSCOPY,
];
