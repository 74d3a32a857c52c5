-- How the measurements of a specimen were signed is kept where it was tested, and not at who sent it in. Source: core-systems.14#08.
update critical_value set measurements = '{}' where told_from is not null and measurements <> '{}';
