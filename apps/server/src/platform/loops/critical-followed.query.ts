/** What is remembered of critical values 危急值 and their loops, as their indicators read it; `v` is the value and `l` its loop. */
import type { Sql } from '../db/database.ts';
import { sql } from '../db/database.ts';

/**
 * What was told is corrected by another value that is told anew, or none, by who told it and denies it, and by who was told and did not hear what
 * was said. That a sender doubts it and it is tested again corrects nothing yet: what comes of that does.
 */
export const FOLLOWED_CRITICAL: Sql = sql`
  v.loop_id as "loopId", v.setting, extract(epoch from v.appeared_at)::float8 * 1000 as "appearedAt", l.status, l.flaws, l.state,
  case when v.told_from is not null then 'treating' when l.definition = 'critical-value/sent-in' then 'reporting' end as part,
  exists (select from loop_record t where t.loop_id = l.id and t.kind = 'act' and t.stage = 'notify' and t.outcome = 'told') as "isTold",
  exists (select from loop_record t join loop_record c on c.loop_id = t.loop_id and c.id > t.id
    where t.loop_id = l.id and t.kind = 'act' and t.stage = 'notify' and t.outcome = 'told'
      and ((c.kind = 'withdrawn' and exists (select from loop_record o where o.id = c.corrects and o.kind = 'opened'))
        or (c.kind = 'reopened' and c.by_id = 'platform' and not (c.key like 'doubt:%' and c.stage in ('verify', 'reread')))
        or (c.kind = 'act' and (c.stage, c.outcome) in (('verify', 'false'), ('reread', 'false'), ('receive', 'mismatch'))))) as "isCorrected",
  case when l.status = 'waived' then (select w.content from loop_record w where w.loop_id = l.id and w.kind = 'waived' and w.stage is null
    order by w.id desc limit 1) end as waiver`;
