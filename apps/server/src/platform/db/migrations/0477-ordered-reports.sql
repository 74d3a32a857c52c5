-- Whoever ordered a report 开单 is told of its change as well, and why another stands in where nobody is found. Source: henan-2025.lab.9#07.
alter table report_reliance drop constraint report_reliance_basis_check;
alter table report_reliance add constraint report_reliance_basis_check check (basis in ('accepted', 'decided', 'ordered', 'printed'));
alter table report_reliance add column stand_in text check (stand_in in ('not-named', 'no-account'));
