-- A loop whose opener is sealed takes a number between those of earlier loops, so that its number does not tell when it was opened.
-- Source: henan-2025.mq.11#04, core-systems.ae#04.
alter table loop alter column id set increment by 16;
