-- Departments without a meeting 未召开科室 are named in both languages; what was named before keeps the name that it had.
update quality_journal
   set figures = jsonb_set(figures, '{departmentsWithout}', (
     select jsonb_agg(jsonb_build_object('zh', name, 'en', name))
       from jsonb_array_elements_text(figures -> 'departmentsWithout') as name))
 where jsonb_array_length(figures -> 'departmentsWithout') > 0;
