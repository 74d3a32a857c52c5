-- Staff numbers are given by each institution for itself: a practitioner is known by institution and number.
update register_entry set key = (data ->> 'institution') || '|' || key
 where register = 'practitioner' and position('|' in key) = 0;
