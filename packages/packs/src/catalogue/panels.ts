/** Panels 组合项目 as Chinese laboratories commonly offer them, with their components. */
import type { PanelComponentRow } from '@fujie/core/registers';

interface Panel {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly items: readonly string[];
}

const PANELS: readonly Panel[] = [
  {
    code: 'P_CBC',
    zh: '血细胞分析（血常规）',
    en: 'Full blood count',
    items: [
      'WBC',
      'RBC',
      'HGB',
      'HCT',
      'PLT',
      'MCV',
      'MCH',
      'MCHC',
      'NEUT_N',
      'LYMPH_N',
      'MONO_N',
      'EOS_N',
      'BASO_N',
      'NEUT_P',
      'LYMPH_P',
      'MONO_P',
      'EOS_P',
      'BASO_P',
    ],
  },
  {
    code: 'P_LIVER',
    zh: '肝功能',
    en: 'Liver function',
    items: ['ALT', 'AST', 'ALP', 'GGT', 'TBIL', 'DBIL', 'TP', 'ALB'],
  },
  { code: 'P_RENAL', zh: '肾功能', en: 'Kidney function', items: ['UREA', 'CREA', 'UA', 'CYSC'] },
  { code: 'P_LIPID', zh: '血脂', en: 'Lipids', items: ['TC', 'TG', 'HDLC', 'LDLC', 'APOA1', 'APOB', 'LPA'] },
  { code: 'P_LYTES', zh: '电解质', en: 'Electrolytes', items: ['K', 'Na', 'Cl', 'Ca', 'P', 'Mg'] },
  { code: 'P_GLUCOSE', zh: '血糖代谢', en: 'Glucose metabolism', items: ['GLU', 'HBA1C_NGSP', 'GSP'] },
  { code: 'P_OGTT', zh: '口服葡萄糖耐量试验', en: 'Oral glucose tolerance test', items: ['GLU', 'GLU_1H', 'GLU_2H'] },
  { code: 'P_MYOCARD', zh: '心肌酶谱', en: 'Cardiac enzymes', items: ['AST', 'CK', 'CKMB_A', 'LDH', 'HBDH'] },
  { code: 'P_CARDIAC', zh: '心肌损伤标志物', en: 'Cardiac injury markers', items: ['CTNI', 'CKMB_M', 'MYO'] },
  {
    code: 'P_THYROID',
    zh: '甲状腺功能（甲功五项）',
    en: 'Thyroid function',
    items: ['TSH', 'FT3', 'FT4', 'TT3', 'TT4'],
  },
  { code: 'P_THYAB', zh: '甲状腺自身抗体', en: 'Thyroid antibodies', items: ['TPOAB', 'TGAB', 'TRAB'] },
  { code: 'P_COAG', zh: '凝血功能', en: 'Coagulation', items: ['PT', 'INR', 'APTT', 'FIB', 'TT'] },
  { code: 'P_FIBRINOLYSIS', zh: '纤溶功能', en: 'Fibrinolysis', items: ['DDIMER', 'FDP'] },
  { code: 'P_HBV5', zh: '乙肝五项', en: 'Hepatitis B serology', items: ['HBSAG', 'HBSAB', 'HBEAG', 'HBEAB', 'HBCAB'] },
  {
    code: 'P_INFECTION',
    zh: '感染性疾病筛查（术前四项）',
    en: 'Infection screen before operations',
    items: ['HBSAG', 'HCVAB', 'HIVAB', 'TPAB'],
  },
  {
    code: 'P_TORCH',
    zh: '优生优育（TORCH）',
    en: 'TORCH',
    items: ['TOXOIGM', 'TOXOIGG', 'RUBIGM', 'RUBIGG', 'CMVIGM', 'CMVIGG', 'HSVIGM'],
  },
  { code: 'P_BLOODGROUP', zh: '血型鉴定', en: 'Blood group', items: ['ABO', 'RHD'] },
  {
    code: 'P_BLOODGAS',
    zh: '血气分析',
    en: 'Blood gas',
    items: ['PH', 'PCO2', 'PO2', 'HCO3', 'BE', 'SO2', 'ICA', 'LAC'],
  },
  { code: 'P_IRON', zh: '铁代谢', en: 'Iron metabolism', items: ['Fe', 'TIBC', 'FER', 'TRF'] },
  { code: 'P_ANAEMIA', zh: '贫血三项', en: 'Anaemia panel', items: ['FER', 'FOL', 'B12'] },
  {
    code: 'P_TUMOUR_M',
    zh: '肿瘤标志物（男）',
    en: 'Tumour markers, male',
    items: ['AFP', 'CEA', 'CA199', 'TPSA', 'FPSA', 'CYFRA', 'NSE'],
  },
  {
    code: 'P_TUMOUR_F',
    zh: '肿瘤标志物（女）',
    en: 'Tumour markers, female',
    items: ['AFP', 'CEA', 'CA199', 'CA125', 'CA153', 'HE4', 'SCC'],
  },
  { code: 'P_SEX', zh: '性激素六项', en: 'Sex hormones', items: ['FSH', 'LH', 'E2', 'PROG', 'PRL', 'TESTO'] },
  {
    code: 'P_IMMUNOGLOBULIN',
    zh: '免疫球蛋白及补体',
    en: 'Immunoglobulins and complement',
    items: ['IGG', 'IGA', 'IGM', 'C3', 'C4'],
  },
  { code: 'P_RHEUMATISM', zh: '风湿三项', en: 'Rheumatism panel', items: ['RF', 'ASO', 'CRP'] },
  {
    code: 'P_ANAPROFILE',
    zh: '抗核抗体谱',
    en: 'Antinuclear antibody profile',
    items: ['ANA', 'DSDNA', 'ANUC', 'SMAB', 'RNPAB', 'SSAAB', 'SSBAB', 'SCL70', 'JO1', 'RIBP', 'CENPB'],
  },
  { code: 'P_INFLAMMATION', zh: '炎症指标', en: 'Inflammation markers', items: ['CRP', 'PCT', 'IL6', 'SAA'] },
  { code: 'P_PEPSINOGEN', zh: '胃功能', en: 'Gastric function', items: ['PG1', 'PG2', 'G17'] },
  {
    code: 'P_TCELL',
    zh: '淋巴细胞亚群',
    en: 'Lymphocyte subsets',
    items: ['CD3_P', 'CD4_N', 'CD8_N', 'CD19_P', 'NK_P'],
  },
  {
    code: 'P_URINE',
    zh: '尿常规',
    en: 'Urinalysis',
    items: [
      'U_PRO',
      'U_GLU',
      'U_KET',
      'U_BLD',
      'U_LEU',
      'U_NIT',
      'U_BIL',
      'U_URO',
      'U_SG',
      'U_PH',
      'U_RBC',
      'U_WBC',
      'U_CAST',
    ],
  },
  { code: 'P_STOOL', zh: '粪便常规', en: 'Stool routine', items: ['ST_ROUTINE', 'ST_FOB', 'ST_PARA'] },
  {
    code: 'P_ALLERGY',
    zh: '过敏原特异性IgE',
    en: 'Specific IgE panel',
    items: ['IGE', 'SIGE_D1', 'SIGE_CAT', 'SIGE_DOG', 'SIGE_EGG', 'SIGE_MILK', 'SIGE_PNUT', 'SIGE_MUG', 'SIGE_SHRIMP'],
  },
];

/** Components of every panel; prices stay empty because each region sets its own. */
export const CATALOGUE_PANELS: readonly PanelComponentRow[] = PANELS.flatMap((panel) =>
  panel.items.map((item) => ({
    panel: panel.code,
    panelNameZh: panel.zh,
    panelNameEn: panel.en,
    panelPrice: null,
    item,
  })),
);
