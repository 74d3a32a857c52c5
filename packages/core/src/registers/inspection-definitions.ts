/** The registers 目录 of inspection: who may inspect, and whom each of them may not. */
import { defineRegister, optional, required } from '../kernel/register.ts';

export const inspectors = defineRegister({
  id: 'inspector',
  zh: '检查人员名录',
  en: 'Inspectors',
  describe: {
    zh: '可被抽取的检查人员：岗位、专业、资格与在岗情况；所在单位自动回避',
    en: 'Who may be drawn as inspector: post, specialties, qualification and whether available; the own institution is never inspected',
  },
  key: ['code'],
  clauses: ['national-2022.art.26#02'],
  columns: {
    code: required('code', '人员代码', 'Code'),
    nameZh: required('text', '姓名', 'Name'),
    region: required('code', '地区', 'Region', { refersTo: 'region' }),
    institution: optional('code', '所在机构', 'Institution', { refersTo: 'institution' }),
    post: required('text', '岗位', 'Post'),
    specialties: required('codes', '专业', 'Specialties'),
    qualification: optional('text', '资格', 'Qualification'),
    available: required('boolean', '在岗', 'Available'),
    account: optional('text', '登录账号', 'User name'),
  },
});

export const inspectorConflicts = defineRegister({
  id: 'inspector-conflict',
  zh: '检查人员回避登记',
  en: 'Conflicts of inspectors',
  describe: {
    zh: '检查人员申报的回避关系：曾任职、亲属、持股等；公开的只有“某人不查某机构”，不公开原因',
    en: 'What inspectors declared: former employment, relatives, shares; of it only who may not inspect whom is ever published',
  },
  key: ['inspector', 'institution', 'kind'],
  clauses: ['national-2022.art.26#02'],
  columns: {
    inspector: required('code', '检查人员', 'Inspector', { refersTo: 'inspector' }),
    institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
    kind: required('code', '关系', 'Kind', { options: ['employment', 'relative', 'shareholding', 'other'] }),
    endedOn: optional('day', '关系终止日', 'Ended on'),
  },
});
