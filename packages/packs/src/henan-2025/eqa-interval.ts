/**
 * Organisers of EQA hold rounds at intervals 定期组织室间质评: items whose interval is nearly over are asked for. Source: henan-2025.lab.15#02,
 * which says at intervals and no more: half a year is a proposal.
 */
import { local } from '../loop-writer.ts';
import { roundDue } from '../round-due.ts';

export const eqaInterval = roundDue({
  id: 'eqa/interval',
  title: { zh: '室间质评间隔将满', en: 'The interval between EQA rounds is nearly over' },
  clause: 'henan-2025.lab.15#02',
  arises: {
    zh: '项目上一轮次截止后，间隔将满而尚无下一轮次',
    en: 'The interval since the last round of an item is nearly over, and no other is planned',
  },
  parameters: { interval: local('轮次间隔', 'A round again after', 183, 'day') },
  record: { zh: '轮次截止日', en: 'A round closes on' },
  elsewhere: { zh: '由其他组织者组织', en: 'Another organiser holds it' },
});
