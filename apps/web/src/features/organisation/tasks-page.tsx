/** 任务清单: the tasks of a hospital, or of authorities and centres, each a project with its owner and the milestones that are chased. */
import type { TaskMilestone, TasksResponse, TaskView } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Statistic, Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import './organisation.css';
import { tasksQuery } from '../../api/tasks.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { listed } from '../../ui/listed.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { KeepRegister } from './keep-register.tsx';

const COLOURS: Readonly<Record<TaskMilestone['standing'], string>> = {
  open: 'blue',
  overdue: 'red',
  reported: 'gold',
  verified: 'green',
  released: 'default',
  'not-followed': 'default',
};

export function TasksPage() {
  const { t } = useTranslation();
  const found = useQuery(tasksQuery);
  const register = useActor()?.institution === null ? 'authority-task' : 'quality-task';
  return (
    <Require can="task:read">
      <Page title={t('tasks.title')} subtitle={t('tasks.subtitle')} tools={<KeepRegister register={register} />}>
        <Loaded query={found}>{(data) => <Content data={data} />}</Loaded>
      </Page>
    </Require>
  );
}

function Content({ data: { isFollowed, due, met, tasks, withoutProject } }: { readonly data: TasksResponse }) {
  const { t } = useTranslation();
  const named = useNamed();
  return (
    <>
      {isFollowed ? null : <Alert type="info" showIcon title={t('tasks.notFollowed')} />}
      <div className="fj-organisation-figures">
        <Statistic title={t('tasks.count')} value={tasks.length} />
        <Statistic title={t('tasks.met')} value={`${String(met)} / ${String(due)}`} />
        <Statistic title={t('tasks.withoutProject')} value={withoutProject.length} />
      </div>
      <Lacking rows={withoutProject} />
      {tasks.length === 0 ? <p className="fj-faint">{t('tasks.none')}</p> : null}
      {tasks.map((task) => (
        <Section
          key={`${task.lead.code}|${task.code}`}
          title={named(task)}
          tools={<KeepRegister register={task.holder === 'hospital' ? 'task-milestone' : 'authority-milestone'} />}
        >
          <Facts task={task} />
          <Milestones rows={task.milestones} />
        </Section>
      ))}
    </>
  );
}

/** Targets that no whole project serves, with what is missing of each. */
function Lacking({ rows }: { readonly rows: TasksResponse['withoutProject'] }) {
  const { t } = useTranslation();
  const named = useNamed();
  const say = useBilingual();
  if (rows.length === 0) return null;
  return (
    <ul>
      {rows.map(({ target, missing }) => (
        <li key={target.code}>
          {missing === null
            ? t('tasks.noProject', { target: named(target) })
            : t('tasks.lacks', { target: named(target), parts: listed(missing.map(say)) })}
        </li>
      ))}
    </ul>
  );
}

function Facts({ task }: { readonly task: TaskView }) {
  const { t } = useTranslation();
  const named = useNamed();
  const say = useBilingual();
  const { holder, lead, owner, sharing, sharedBy, serves, target, isSafety, project } = task;
  const shared = sharedBy ?? listed(sharing.map(named));
  return (
    <dl className="fj-meeting-facts">
      <dt>{t(`tasks.holders.${holder}`)}</dt>
      <dd>
        {named(lead)} · {owner} {isSafety === true ? <Tag color="blue">{t('tasks.safety')}</Tag> : null}
      </dd>
      {shared === '' ? null : (
        <>
          <dt>{t('tasks.sharing')}</dt>
          <dd>{shared}</dd>
        </>
      )}
      {target === null && serves === null ? null : (
        <>
          <dt>{t('tasks.serves')}</dt>
          <dd>{target === null ? serves : named(target)}</dd>
        </>
      )}
      {project.map(({ part, text }) => (
        <Part key={part.en} name={say(part)} text={text} />
      ))}
    </dl>
  );
}

function Part({ name, text }: { readonly name: string; readonly text: string | null }) {
  const { t } = useTranslation();
  return (
    <>
      <dt>{name}</dt>
      <dd>{text ?? <Tag color="red">{t('tasks.missing')}</Tag>}</dd>
    </>
  );
}

function Milestones({ rows }: { readonly rows: TaskView['milestones'] }) {
  const { t } = useTranslation();
  const named = useNamed();
  const follows = may(useActor(), 'loop:manage');
  return (
    <RecordTable<TaskMilestone>
      rowKey="code"
      rows={rows}
      empty={t('tasks.noMilestones')}
      columns={[
        { title: t('tasks.milestone'), key: 'milestone', render: (_, row) => named(row) },
        {
          title: t('tasks.dueOn'),
          key: 'dueOn',
          render: (_, { dueOn, followedUntil }) => (
            <>
              <span className="fj-nowrap">{dueOn}</span>{' '}
              {followedUntil === null ? null : (
                <span className="fj-faint">{t('tasks.followedUntil', { day: followedUntil })}</span>
              )}
            </>
          ),
        },
        {
          title: t('tasks.standing'),
          key: 'standing',
          render: (_, { standing }) => <Tag color={COLOURS[standing]}>{t(`tasks.standings.${standing}`)}</Tag>,
        },
        {
          title: t('tasks.loop'),
          key: 'loop',
          render: (_, { loop }) =>
            loop !== null && follows ? (
              <Link to="/loops/$id" params={{ id: String(loop) }} className="fj-link">
                {String(loop)}
              </Link>
            ) : (
              '—'
            ),
        },
      ]}
    />
  );
}
