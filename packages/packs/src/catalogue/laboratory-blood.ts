/** Further laboratory items of blood: haematology, coagulation, chemistry, hormones, drugs, blood bank, bedside tests. */
import { laboratoryItems } from './build.ts';

const SERUM = '血清/血浆';
const EDTA = 'EDTA 全血';
const CITRATE = '枸橼酸盐血浆';
const BLOOD = '全血';
const ARTERIAL = '动脉血';

const HAEMATOLOGY = laboratoryItems('haematology', [
  ['NEUT_N', '中性粒细胞绝对值', 'Neutrophil count', EDTA, '10*9/L'],
  ['LYMPH_N', '淋巴细胞绝对值', 'Lymphocyte count', EDTA, '10*9/L'],
  ['MONO_N', '单核细胞绝对值', 'Monocyte count', EDTA, '10*9/L'],
  ['EOS_N', '嗜酸性粒细胞绝对值', 'Eosinophil count', EDTA, '10*9/L'],
  ['BASO_N', '嗜碱性粒细胞绝对值', 'Basophil count', EDTA, '10*9/L'],
  ['NEUT_P', '中性粒细胞百分比', 'Neutrophil percentage', EDTA, '%'],
  ['LYMPH_P', '淋巴细胞百分比', 'Lymphocyte percentage', EDTA, '%'],
  ['MONO_P', '单核细胞百分比', 'Monocyte percentage', EDTA, '%'],
  ['EOS_P', '嗜酸性粒细胞百分比', 'Eosinophil percentage', EDTA, '%'],
  ['BASO_P', '嗜碱性粒细胞百分比', 'Basophil percentage', EDTA, '%'],
  ['RDW_CV', '红细胞分布宽度变异系数', 'Red cell distribution width, CV', EDTA, '%'],
  ['RDW_SD', '红细胞分布宽度标准差', 'Red cell distribution width, SD', EDTA, 'fL'],
  ['MPV', '平均血小板体积', 'Mean platelet volume', EDTA, 'fL'],
  ['PDW', '血小板分布宽度', 'Platelet distribution width', EDTA, 'fL'],
  ['PLTCRIT', '血小板压积', 'Plateletcrit', EDTA, '%'],
  ['RET_N', '网织红细胞绝对值', 'Reticulocyte count', EDTA, '10*9/L'],
  ['RET_P', '网织红细胞百分比', 'Reticulocyte percentage', EDTA, '%'],
  ['SMEAR', '外周血细胞形态学检查', 'Peripheral blood smear morphology', EDTA, null],
  ['MALARIA', '疟原虫检查', 'Malaria parasite smear', EDTA, null],
  ['G6PD', '葡萄糖-6-磷酸脱氢酶', 'Glucose-6-phosphate dehydrogenase', EDTA, 'U/g{Hb}'],
  ['HBA2', '血红蛋白A2', 'Haemoglobin A2', EDTA, '%'],
  ['HBF', '血红蛋白F', 'Haemoglobin F', EDTA, '%'],
  ['CD3_P', 'CD3+ T淋巴细胞百分比', 'CD3+ T lymphocytes', EDTA, '%'],
  ['CD4_N', 'CD4+ T淋巴细胞绝对值', 'CD4+ T lymphocyte count', EDTA, '/uL'],
  ['CD8_N', 'CD8+ T淋巴细胞绝对值', 'CD8+ T lymphocyte count', EDTA, '/uL'],
  ['CD19_P', 'CD19+ B淋巴细胞百分比', 'CD19+ B lymphocytes', EDTA, '%'],
  ['NK_P', 'NK细胞百分比', 'NK cells', EDTA, '%'],
  ['MARROW', '骨髓细胞学检查', 'Bone marrow cytology', '骨髓', null],
]);

const COAGULATION = laboratoryItems('coagulation', [
  ['F8A', '凝血因子Ⅷ活性', 'Factor VIII activity', CITRATE, '%'],
  ['F9A', '凝血因子Ⅸ活性', 'Factor IX activity', CITRATE, '%'],
  ['VWFAG', '血管性血友病因子抗原', 'von Willebrand factor antigen', CITRATE, '%'],
  ['LUPUS_AC', '狼疮抗凝物', 'Lupus anticoagulant', CITRATE, '{ratio}'],
  ['ANTIXA', '抗Ⅹa活性', 'Anti-factor Xa activity', CITRATE, '[IU]/mL'],
  ['PLAG_ADP', '血小板聚集率（ADP）', 'Platelet aggregation, ADP', CITRATE, '%'],
  ['PLAG_AA', '血小板聚集率（花生四烯酸）', 'Platelet aggregation, arachidonic acid', CITRATE, '%'],
  ['TEG_R', '血栓弹力图R时间', 'Thromboelastography R time', BLOOD, 'min'],
  ['TEG_MA', '血栓弹力图最大振幅', 'Thromboelastography maximum amplitude', BLOOD, 'mm'],
]);

const CHEMISTRY = laboratoryItems('chemistry', [
  ['ADA', '腺苷脱氨酶', 'Adenosine deaminase', SERUM, 'U/L'],
  ['NT5', "5'-核苷酸酶", "5'-Nucleotidase", SERUM, 'U/L'],
  ['AFU', 'α-L-岩藻糖苷酶', 'Alpha-L-fucosidase', SERUM, 'U/L'],
  ['LAP', '亮氨酸氨基肽酶', 'Leucine aminopeptidase', SERUM, 'U/L'],
  ['MAO', '单胺氧化酶', 'Monoamine oxidase', SERUM, 'U/L'],
  ['GPDA', '甘氨酰脯氨酸二肽氨基肽酶', 'Glycylproline dipeptidyl aminopeptidase', SERUM, 'U/L'],
  ['MAST', '线粒体天门冬氨酸氨基转移酶', 'Mitochondrial aspartate aminotransferase', SERUM, 'U/L'],
  ['AMY_P', '胰淀粉酶', 'Pancreatic amylase', SERUM, 'U/L'],
  ['NAG', 'N-乙酰-β-D-氨基葡萄糖苷酶', 'N-acetyl-beta-D-glucosaminidase', SERUM, 'U/L'],
  ['IBIL', '间接胆红素', 'Bilirubin, indirect', SERUM, 'umol/L'],
  ['GLB', '球蛋白', 'Globulin', SERUM, 'g/L'],
  ['GA', '糖化白蛋白', 'Glycated albumin', SERUM, '%'],
  ['NEFA', '游离脂肪酸', 'Non-esterified fatty acids', SERUM, 'mmol/L'],
  ['SDLDL', '小而密低密度脂蛋白胆固醇', 'Small dense LDL cholesterol', SERUM, 'mmol/L'],
  ['APOE', '载脂蛋白E', 'Apolipoprotein E', SERUM, 'mg/L'],
  ['LPPLA2', '脂蛋白相关磷脂酶A2', 'Lipoprotein-associated phospholipase A2', SERUM, 'ug/L'],
  ['NH3', '血氨', 'Ammonia', '血浆', 'umol/L'],
  ['OSM', '血浆渗透压', 'Osmolality', SERUM, 'mosm/kg'],
  ['UIBC', '不饱和铁结合力', 'Unsaturated iron binding capacity', SERUM, 'umol/L'],
  ['CER', '铜蓝蛋白', 'Ceruloplasmin', SERUM, 'g/L'],
  ['EGFR_CALC', '估算肾小球滤过率', 'Estimated glomerular filtration rate', SERUM, 'mL/min/{1.73_m2}'],
  ['GLU_1H', '葡萄糖（糖耐量1小时）', 'Glucose, 1 h after load', SERUM, 'mmol/L'],
  ['GLU_2H', '葡萄糖（糖耐量2小时）', 'Glucose, 2 h after load', SERUM, 'mmol/L'],
  ['LAC', '乳酸', 'Lactate', '血浆', 'mmol/L'],
  ['HCO3', '碳酸氢根（血气）', 'Bicarbonate (blood gas)', ARTERIAL, 'mmol/L'],
  ['BE', '碱剩余（血气）', 'Base excess (blood gas)', ARTERIAL, 'mmol/L'],
  ['SO2', '氧饱和度（血气）', 'Oxygen saturation (blood gas)', ARTERIAL, '%'],
  ['COHB', '碳氧血红蛋白', 'Carboxyhaemoglobin', ARTERIAL, '%'],
  ['ALB_CSF', '脑脊液白蛋白', 'Albumin in cerebrospinal fluid', '脑脊液', 'mg/L'],
  ['TP_CSF', '脑脊液总蛋白', 'Total protein in cerebrospinal fluid', '脑脊液', 'mg/L'],
  ['GLU_CSF', '脑脊液葡萄糖', 'Glucose in cerebrospinal fluid', '脑脊液', 'mmol/L'],
  ['CL_CSF', '脑脊液氯', 'Chloride in cerebrospinal fluid', '脑脊液', 'mmol/L'],
  ['ADA_PF', '胸腹水腺苷脱氨酶', 'Adenosine deaminase in serous fluid', '胸腹水', 'U/L'],
  ['LDH_PF', '胸腹水乳酸脱氢酶', 'Lactate dehydrogenase in serous fluid', '胸腹水', 'U/L'],
]);

const DRUGS = laboratoryItems('chemistry', [
  ['MTX', '甲氨蝶呤', 'Methotrexate', SERUM, 'umol/L'],
  ['MPA', '霉酚酸', 'Mycophenolic acid', '血浆', 'mg/L'],
  ['VORI', '伏立康唑', 'Voriconazole', SERUM, 'mg/L'],
  ['LTG', '拉莫三嗪', 'Lamotrigine', SERUM, 'mg/L'],
  ['LEV', '左乙拉西坦', 'Levetiracetam', SERUM, 'mg/L'],
  ['OXC', '奥卡西平活性代谢物', 'Oxcarbazepine active metabolite', SERUM, 'mg/L'],
  ['CLOZ', '氯氮平', 'Clozapine', SERUM, 'ug/L'],
  ['AMIK', '阿米卡星', 'Amikacin', SERUM, 'mg/L'],
]);

const HORMONES = laboratoryItems('immunology', [
  ['TPOAB', '甲状腺过氧化物酶抗体', 'Thyroid peroxidase antibody', SERUM, '[IU]/mL'],
  ['TGAB', '甲状腺球蛋白抗体', 'Thyroglobulin antibody', SERUM, '[IU]/mL'],
  ['TRAB', '促甲状腺激素受体抗体', 'TSH receptor antibody', SERUM, '[IU]/L'],
  ['RT3', '反三碘甲状腺原氨酸', 'Reverse triiodothyronine', SERUM, 'nmol/L'],
  ['CT', '降钙素', 'Calcitonin', SERUM, 'ng/L'],
  ['DHEAS', '硫酸脱氢表雄酮', 'Dehydroepiandrosterone sulfate', SERUM, 'umol/L'],
  ['SHBG', '性激素结合球蛋白', 'Sex hormone binding globulin', SERUM, 'nmol/L'],
  ['E3_FREE', '游离雌三醇', 'Oestriol, unconjugated', SERUM, 'nmol/L'],
  ['OHP17', '17α-羟孕酮', '17-Hydroxyprogesterone', SERUM, 'nmol/L'],
  ['ANDRO', '雄烯二酮', 'Androstenedione', SERUM, 'nmol/L'],
  ['RENIN', '肾素', 'Renin', '血浆', 'm[IU]/L'],
  ['ANG2', '血管紧张素Ⅱ', 'Angiotensin II', '血浆', 'ng/L'],
  ['MN', '甲氧基肾上腺素', 'Metanephrine', '血浆', 'nmol/L'],
  ['NMN', '甲氧基去甲肾上腺素', 'Normetanephrine', '血浆', 'nmol/L'],
  ['IGF1', '胰岛素样生长因子1', 'Insulin-like growth factor 1', SERUM, 'ug/L'],
  ['IGFBP3', '胰岛素样生长因子结合蛋白3', 'IGF binding protein 3', SERUM, 'mg/L'],
  ['BHCG_FREE', '游离β-人绒毛膜促性腺激素', 'Free beta-hCG', SERUM, 'ng/mL'],
  ['PAPPA', '妊娠相关血浆蛋白A', 'Pregnancy-associated plasma protein A', SERUM, 'm[IU]/L'],
  ['PLGF', '胎盘生长因子', 'Placental growth factor', SERUM, 'ng/L'],
  ['OC', '骨钙素', 'Osteocalcin', SERUM, 'ug/L'],
  ['P1NP', 'Ⅰ型前胶原氨基端前肽', 'Procollagen type I N-terminal propeptide', SERUM, 'ug/L'],
  ['CTX', 'β-胶原降解产物', 'Beta-CrossLaps', SERUM, 'ng/L'],
]);

const BLOOD_BANK = laboratoryItems('blood-bank', [
  ['ABSCR', '红细胞不规则抗体筛查', 'Red cell antibody screen', EDTA, null],
  ['ABID', '红细胞抗体鉴定', 'Red cell antibody identification', EDTA, null],
  ['XMATCH', '交叉配血', 'Crossmatch', EDTA, null],
  ['DAT', '直接抗人球蛋白试验', 'Direct antiglobulin test', EDTA, null],
  ['IAT', '间接抗人球蛋白试验', 'Indirect antiglobulin test', EDTA, null],
  ['RHPHENO', 'Rh血型分型', 'Rh phenotype', EDTA, null],
  ['HDN', '新生儿溶血病血清学试验', 'Haemolytic disease of the newborn serology', EDTA, null],
]);

const POINT_OF_CARE = laboratoryItems('poct', [
  ['CTNI_POCT', '肌钙蛋白I（即时检测）', 'Troponin I (point of care)', BLOOD, 'ug/L'],
  ['CRP_POCT', 'C-反应蛋白（即时检测）', 'C-reactive protein (point of care)', '末梢血', 'mg/L'],
  ['LAC_POCT', '乳酸（即时检测）', 'Lactate (point of care)', BLOOD, 'mmol/L'],
]);

export const LABORATORY_BLOOD = [
  ...HAEMATOLOGY,
  ...COAGULATION,
  ...CHEMISTRY,
  ...DRUGS,
  ...HORMONES,
  ...BLOOD_BANK,
  ...POINT_OF_CARE,
];
