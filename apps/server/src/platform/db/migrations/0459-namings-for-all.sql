-- A naming 通报 is read by every unit to which its meeting is shown, not by the named one alone. Source: taiyuan-2024.3.2#04.
alter policy own on dispatch_point
  using (unit = any ((select fujie_institutions())::text[]) or asked = any ((select fujie_institutions())::text[])
    or (kind = 'naming' and exists (
      select from dispatch_meeting m where m.id = meeting_id and m.shown_to && (select fujie_institutions())::text[])));
