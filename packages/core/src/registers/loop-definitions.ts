/** The registers 目录 that loops ask: figures that no document states, as their owners set them. */
import { defineRegister, optional, required } from '../kernel/register.ts';

export const loopParameters = defineRegister({
  id: 'loop-parameter',
  zh: '闭环参数',
  en: 'Figures of loops',
  describe: {
    zh: '法规未定明的时限等闭环参数：机构填写的只用于本机构，不填机构的用于全区域；法规定明的只可从严',
    en: 'Limits and other figures of loops that no document states; without an institution they hold for the region, and what a document states may only be made stricter',
  },
  key: ['loop', 'parameter', 'institution'],
  clauses: ['national-2022.art.4#01'],
  columns: {
    loop: required('text', '闭环', 'Loop'),
    parameter: required('code', '参数', 'Figure'),
    institution: optional('code', '机构', 'Institution', { refersTo: 'institution' }),
    value: required('integer', '数值', 'Value', { min: 1, max: 100_000 }),
    note: optional('text', '依据', 'Grounds'),
  },
});

export const reportingChannels = defineRegister({
  id: 'reporting-channel',
  zh: '监督举报方式',
  en: 'Channels for complaints',
  describe: {
    zh: '各机构和主管部门公布的举报渠道：部门、负责人、职务、电话、邮箱五项齐全',
    en: 'Where to complain, as institutions and authorities publish it: department, person, title, telephone, e-mail',
  },
  key: ['region', 'institution'],
  clauses: ['taiyuan-2024.3.1#04'],
  columns: {
    region: required('code', '地区', 'Region', { refersTo: 'region' }),
    institution: optional('code', '机构', 'Institution', { refersTo: 'institution' }),
    department: required('text', '部门', 'Department'),
    person: required('text', '负责人', 'Person in charge'),
    title: required('text', '职务', 'Title'),
    phone: required('text', '电话', 'Telephone'),
    email: required('text', '邮箱', 'E-mail'),
  },
});
