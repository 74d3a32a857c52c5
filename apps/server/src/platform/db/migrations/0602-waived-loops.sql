-- What was waived is found by how its subject begins, of whatever age the rest is.
-- Source: henan-2025.lab.3#02, henan-2025.lab.8#03.
create index loop_waived on loop (definition, subject collate "C") where status = 'waived';
