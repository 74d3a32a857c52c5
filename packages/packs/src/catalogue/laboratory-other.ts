/** Further laboratory items: urine, stool and fluids, microbiology, molecular biology. */
import { laboratoryItems } from './build.ts';

const URINE = '尿液';
const STOOL = '粪便';

const URINALYSIS = laboratoryItems('urinalysis', [
  ['U_PRO', '尿蛋白（干化学）', 'Urine protein (dipstick)', URINE, null],
  ['U_GLU', '尿葡萄糖（干化学）', 'Urine glucose (dipstick)', URINE, null],
  ['U_KET', '尿酮体（干化学）', 'Urine ketones (dipstick)', URINE, null],
  ['U_BLD', '尿隐血（干化学）', 'Urine blood (dipstick)', URINE, null],
  ['U_LEU', '尿白细胞酯酶（干化学）', 'Urine leucocyte esterase (dipstick)', URINE, null],
  ['U_NIT', '尿亚硝酸盐（干化学）', 'Urine nitrite (dipstick)', URINE, null],
  ['U_BIL', '尿胆红素（干化学）', 'Urine bilirubin (dipstick)', URINE, null],
  ['U_URO', '尿胆原（干化学）', 'Urine urobilinogen (dipstick)', URINE, null],
  ['U_SG', '尿比重', 'Urine specific gravity', URINE, '1'],
  ['U_PH', '尿pH', 'Urine pH', URINE, '[pH]'],
  ['U_RBC', '尿沉渣红细胞', 'Urine sediment erythrocytes', URINE, '/uL'],
  ['U_WBC', '尿沉渣白细胞', 'Urine sediment leucocytes', URINE, '/uL'],
  ['U_CAST', '尿沉渣管型', 'Urine sediment casts', URINE, '/uL'],
  ['U_RBCM', '尿红细胞形态', 'Urine erythrocyte morphology', URINE, null],
  ['U_TP24', '24小时尿蛋白定量', 'Urine protein, 24 h', '24小时尿', 'g/(24.h)'],
  ['U_ALB', '尿微量白蛋白', 'Urine albumin', URINE, 'mg/L'],
  ['U_CREA', '尿肌酐', 'Urine creatinine', URINE, 'mmol/L'],
  ['U_ACR', '尿白蛋白/肌酐比值', 'Urine albumin to creatinine ratio', URINE, 'mg/g'],
  ['U_NA24', '24小时尿钠', 'Urine sodium, 24 h', '24小时尿', 'mmol/(24.h)'],
  ['U_K24', '24小时尿钾', 'Urine potassium, 24 h', '24小时尿', 'mmol/(24.h)'],
  ['U_CA24', '24小时尿钙', 'Urine calcium, 24 h', '24小时尿', 'mmol/(24.h)'],
  ['U_COR24', '24小时尿游离皮质醇', 'Urine free cortisol, 24 h', '24小时尿', 'nmol/(24.h)'],
  ['U_AMY', '尿淀粉酶', 'Urine amylase', URINE, 'U/L'],
  ['U_HCG', '尿妊娠试验', 'Urine pregnancy test', URINE, null],
  ['U_BJP', '尿本周蛋白', 'Urine Bence Jones protein', URINE, null],
]);

const STOOL_AND_FLUIDS = laboratoryItems('urinalysis', [
  ['ST_ROUTINE', '粪便常规镜检', 'Stool microscopy', STOOL, null],
  ['ST_FOB', '粪便隐血试验', 'Faecal occult blood', STOOL, null],
  ['ST_PARA', '粪便寄生虫检查', 'Stool parasites', STOOL, null],
  ['ST_ROTA', '轮状病毒抗原', 'Rotavirus antigen', STOOL, null],
  ['ST_CDIFF', '艰难梭菌毒素', 'Clostridioides difficile toxin', STOOL, null],
  ['ST_CALP', '粪便钙卫蛋白', 'Faecal calprotectin', STOOL, 'ug/g'],
  ['CSF_WBC', '脑脊液白细胞计数', 'Leucocytes in cerebrospinal fluid', '脑脊液', '10*6/L'],
  ['PF_WBC', '胸腹水有核细胞计数', 'Nucleated cells in serous fluid', '胸腹水', '10*6/L'],
  ['SEMEN', '精液常规分析', 'Semen analysis', '精液', null],
  ['VAGINAL', '阴道分泌物检查', 'Vaginal secretion examination', '阴道分泌物', null],
]);

const MICROBIOLOGY = laboratoryItems('microbiology', [
  ['CULT_BLOOD', '血培养及鉴定', 'Blood culture', '血液', null],
  ['CULT_URINE', '尿培养及鉴定', 'Urine culture', URINE, null],
  ['CULT_SPUTUM', '痰培养及鉴定', 'Sputum culture', '痰液', null],
  ['CULT_STOOL', '粪便培养及鉴定', 'Stool culture', STOOL, null],
  ['CULT_WOUND', '伤口分泌物培养及鉴定', 'Wound culture', '伤口分泌物', null],
  ['CULT_CSF', '脑脊液培养及鉴定', 'Cerebrospinal fluid culture', '脑脊液', null],
  ['CULT_FUNGUS', '真菌培养及鉴定', 'Fungal culture', '各类标本', null],
  ['CULT_TB', '分枝杆菌培养', 'Mycobacterial culture', '痰液', null],
  ['CULT_MYCO', '解脲脲原体及人型支原体培养', 'Genital mycoplasma culture', '生殖道分泌物', null],
  ['CULT_GBS', 'B族链球菌培养', 'Group B streptococcus culture', '阴道/直肠拭子', null],
  ['AFB', '抗酸杆菌涂片', 'Acid-fast smear', '痰液', null],
  ['GRAM', '革兰染色涂片', 'Gram stain', '各类标本', null],
  ['AST_PANEL', '细菌药物敏感试验', 'Antimicrobial susceptibility test', '分离菌株', null],
  ['SCR_MRSA', '耐甲氧西林金黄色葡萄球菌筛查', 'MRSA screen', '鼻拭子', null],
  ['SCR_CRE', '碳青霉烯耐药肠杆菌筛查', 'CRE screen', '直肠拭子', null],
]);

const MOLECULAR = laboratoryItems('molecular', [
  ['HCVRNA', '丙肝病毒RNA定量', 'HCV RNA, quantitative', '血清/血浆', '{Log_IU}/mL'],
  ['HIVRNA', 'HIV-1 RNA定量', 'HIV-1 RNA, quantitative', '血浆', '{Log_copies}/mL'],
  ['CMVDNA', '巨细胞病毒DNA定量', 'CMV DNA, quantitative', '血浆', '{Log_IU}/mL'],
  ['EBVDNA', 'EB病毒DNA定量', 'EBV DNA, quantitative', '血浆', '{Log_IU}/mL'],
  ['HPVDNA', '人乳头瘤病毒核酸分型', 'HPV genotyping', '宫颈脱落细胞', null],
  ['TBDNA', '结核分枝杆菌核酸', 'Mycobacterium tuberculosis DNA', '痰液', null],
  ['MPNA', '肺炎支原体核酸', 'Mycoplasma pneumoniae nucleic acid', '咽拭子', null],
  ['SARS2', '新型冠状病毒核酸', 'SARS-CoV-2 RNA', '鼻咽拭子', null],
  ['FLUANA', '甲型流感病毒核酸', 'Influenza A RNA', '鼻咽拭子', null],
  ['FLUBNA', '乙型流感病毒核酸', 'Influenza B RNA', '鼻咽拭子', null],
  ['RSVNA', '呼吸道合胞病毒核酸', 'RSV RNA', '鼻咽拭子', null],
  ['NORONA', '诺如病毒核酸', 'Norovirus RNA', STOOL, null],
  ['CTDNA', '沙眼衣原体核酸', 'Chlamydia trachomatis DNA', '生殖道分泌物', null],
  ['NGDNA', '淋病奈瑟菌核酸', 'Neisseria gonorrhoeae DNA', '生殖道分泌物', null],
  ['UUDNA', '解脲脲原体核酸', 'Ureaplasma urealyticum DNA', '生殖道分泌物', null],
  ['CYP2C19', 'CYP2C19基因型', 'CYP2C19 genotype', 'EDTA 全血', null],
  ['ALDH2', 'ALDH2基因型', 'ALDH2 genotype', 'EDTA 全血', null],
  ['MTHFR', 'MTHFR基因型', 'MTHFR genotype', 'EDTA 全血', null],
  ['HLAB5801', 'HLA-B*58:01基因', 'HLA-B*58:01', 'EDTA 全血', null],
  ['THALA', 'α-地中海贫血基因', 'Alpha-thalassaemia genotype', 'EDTA 全血', null],
  ['THALB', 'β-地中海贫血基因', 'Beta-thalassaemia genotype', 'EDTA 全血', null],
  ['EGFR_GENE', 'EGFR基因突变', 'EGFR mutation', '组织', null],
  ['JAK2', 'JAK2 V617F基因突变', 'JAK2 V617F mutation', 'EDTA 全血', null],
  ['BCRABL', 'BCR-ABL融合基因', 'BCR-ABL fusion', 'EDTA 全血', null],
  ['NIPT', '无创产前基因检测', 'Non-invasive prenatal testing', '血浆', null],
  ['KARYO', '染色体核型分析', 'Karyotype', '外周血', null],
  ['SMN1', 'SMN1基因拷贝数', 'SMN1 copy number', 'EDTA 全血', null],
]);

export const LABORATORY_OTHER = [...URINALYSIS, ...STOOL_AND_FLUIDS, ...MICROBIOLOGY, ...MOLECULAR];
