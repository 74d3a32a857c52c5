/** Texts of deviations from the average. */
export const deviations = {
  title: '偏离监测',
  subtitle: '每月互认统计与同类机构比较，明显偏离平均水平的查明原因、提出要求并整改，以后续月份数据复核',
  month: '统计月份',
  limits:
    '与同级别、同类型机构比较（先本市，不足 {{peers}} 家时扩至本省），均值与标准差不含本机构；应互认不足 {{opportunities}} 例的不参与比较。互认率偏离达 {{sigmas}} 倍标准差且至少 {{ratio}}，或项目数偏离达 {{sigmas}} 倍标准差且至少均值的 {{share}}，即为明显偏离；数值由本地区设定。',
  measures: { 'recognition-ratio': '互认率', 'recognised-items': '互认项目数' },
  none: '没有可显示的机构',
  institution: '机构',
  value: '本机构',
  mean: '同类均值',
  bound: '偏离界限',
  opportunities: '应互认例数',
  peers: '同类机构',
  verdict: '比较结果',
  verdicts: { within: '未偏离', low: '明显偏低', high: '明显偏高', 'not-compared': '不足以比较' },
  loop: '查因整改',
  states: { open: '进行中', overdue: '已超时', closed: '已办结', waived: '已免除', void: '作废' },
};
