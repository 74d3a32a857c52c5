-- Open loops of a kind 未办结闭环: looked for every half second, however many are over.
create index loop_open on loop (definition) where status = 'open';
