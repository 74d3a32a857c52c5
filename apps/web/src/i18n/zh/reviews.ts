/** Texts of results under review. */
export const reviews = {
  results: '受影响结果 {{results}} 条：待处置 {{open}}，维持 {{asIs}}，已更正 {{corrected}}，已撤回 {{withdrawn}}',
  standing: '处置情况',
  noResults: '没有受影响的结果',
  how: '更正或撤回报告后，本页自动显示；采用过原结果的医师由报告变更闭环通知。',
  byNumber: '报告按编号在本院检验系统中查找；报告全文只对有诊疗关系的医师开放，此处不设链接。',
  standings: { open: '待处置', 'as-is': '维持原结果', corrected: '已更正', withdrawn: '已撤回' },
  evidence: '处置依据',
  byRecord: '报告的新版本',
  release: '维持原结果',
  releaseAll: '其余 {{count}} 条维持原结果',
  releasing: '{{count}} 条结果维持原报告，理由逐条保存。',
  why: '维持的理由（如留样复测结果）',
};
