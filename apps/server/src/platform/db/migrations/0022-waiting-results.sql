-- Results that came before their patient wait under nobody; whether any waits is asked for every patient that arrives.
create index result_waiting on result (subject_ref) where person_id = 0;
