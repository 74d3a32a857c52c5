/** The registers 目录 against which uses of keys are watched (henan-2025.mq.19#05): where an institution is, who is on duty when. */
import { defineRegister, optional, required } from '../kernel/register.ts';
import { dutyFaults, siteFaults } from './row-rules.ts';

export const sites = defineRegister({
  id: 'site',
  zh: '院区与网络',
  en: 'Sites and networks',
  describe: {
    zh: '医疗机构各院区的位置与内部网络地址段，用于监测密钥异地使用',
    en: 'Sites of institutions with their place and networks, against which the use of keys is watched',
  },
  key: ['institution', 'code'],
  clauses: ['national-2022.art.36#01', 'henan-2025.mq.19#05'],
  columns: {
    institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
    code: required('code', '院区代码', 'Site'),
    nameZh: required('text', '名称', 'Name'),
    latitude: optional('decimal', '纬度', 'Latitude', { min: -90, max: 90 }),
    longitude: optional('decimal', '经度', 'Longitude', { min: -180, max: 180 }),
    networks: optional('codes', '网络地址段', 'Networks'),
  },
  faultsOf: siteFaults,
});

export const duties = defineRegister({
  id: 'duty',
  zh: '排班',
  en: 'Duty roster',
  describe: {
    zh: '医务人员的班次：有效期内每周的哪几天、几点到几点；止不晚于起的为次日结束',
    en: 'Duties of practitioners: on which days of the week, from when until when, within the period; an end not after the start is of the next day',
  },
  key: ['institution', 'practitioner', 'weekdays', 'starts'],
  references: [{ columns: ['institution', 'practitioner'], register: 'practitioner' }],
  clauses: ['national-2022.art.36#01', 'henan-2025.mq.19#05'],
  columns: {
    institution: required('code', '机构', 'Institution', { refersTo: 'institution' }),
    practitioner: required('code', '工号', 'Practitioner'),
    weekdays: required('code', '星期（如 12345）', 'Days of the week (such as 12345)'),
    starts: required('code', '起（HH:MM）', 'From (HH:MM)'),
    ends: required('code', '止（HH:MM）', 'Until (HH:MM)'),
  },
  faultsOf: dutyFaults,
});
