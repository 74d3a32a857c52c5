/** Texts of results that a rejected run may have affected. */
export const iqcAffected = {
  title: '失控影响的患者结果',
  subtitle: '最近一次在控以来本系统报告的每一条结果：维持、更正或撤回；全部处置后由他人审核',
  short: '影响的患者结果',
  unnamed: '请从失控处理打开',
  chart: '质控图',
  loop: '失控处理 {{id}}',
  since: '最近一次在控 {{time}}',
  sinceUnknown: '此前没有在控记录，列出失控前 30 天的结果',
  rejectedAt: '失控 {{time}}',
  until: '恢复在控 {{time}}',
  stillOut: '尚未恢复在控，其间报告的结果一并列出',
  earlier: '该事件在逐条列出结果之前已以文字评估，见失控处理。',
  waits: '目前没有待处置的结果；恢复在控后系统自动完成评估，其间又有结果时在此列出。',
  named: '仪器 {{device}}',
  unnamedInstrument: '未注明仪器',
  otherName: '仪器 {{device}} 不在目录中',
};
