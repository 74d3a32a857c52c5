-- A code mapping may belong to one institution; those known so far hold for every one.
update register_entry set key = '|' || key where register = 'code-mapping' and not data ? 'institution';
