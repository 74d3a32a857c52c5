-- What the application may change 最小权限: of each row only the columns that it writes again, and it deletes only what ends by itself
-- (sessions, codes, tokens, failures, keys of the issuer). A new table names its columns here or in its own migration.
-- Source: GB/T 22239-2019 (access control).
do $$ declare changed record; begin
  for changed in select * from (values
    ('person',               null),
    ('person_identifier',    null),
    ('resource',             'current, person_id'),
    ('result',               'current, person_id, identity, report_id, report_no, item, item_by, item_value, warnings'),
    ('report_key',           'report_id, digest, earlier'),
    ('person_review',        'seen_at, person_id, other_person_id, fields, state'),
    ('quarantine',           'state, closed_at, closed_by, close_note, document_id, corrected, corrected_problems'),
    ('recognition_case',     'class, prompted, decision_id, answer, act_id, opened, overlooked_id, reordered_id'),
    ('recognition_daily',    'count, yuan'),
    ('notice',               'read_at, read_by'),
    ('patient_link',         'revoked_at'),
    ('patient_verification', null),
    ('patient_session',      null),
    ('account',              'password_hash, password_by, must_change_password, name, role, institution, department, practitioner,
                              region, role_from, role_to, disabled, issuer, subject, totp_secret, totp_pending, totp_step'),
    ('session',              'seen_at'),
    ('system_client',        'token_hash, name, institution, disabled, jwks, jwks_url, jwks_before, before_until, keys_at, issuer,
                              kinds, last_used_at, ehr_url, ehr_client_id, ehr_signs'),
    ('recovery_code',        null),
    ('sign_in_failure',      'level, at, until'),
    -- Nothing writes it again: who throws expired ones away locks them first.
    ('used_token_id',        'expires_at'),
    ('application',          'name, redirect_uris, leave_uris, secret'),
    ('issuer_key',           null),
    ('issuer_state',         'sealed, uid, grant_id, expires_at, consumed_at'),
    ('setting',              'value, updated_at'),
    ('migration',            null)) as t (name, columns)
  loop
    execute format('revoke update on %I from fujie_app', changed.name);
    if changed.columns is not null then
      execute format('grant update (%s) on %I to fujie_app', changed.columns, changed.name);
    end if;
  end loop;
end $$;
revoke delete on report_key, person_review, recognition_case, recognition_daily, notice, account, system_client, setting, migration
  from fujie_app;
revoke insert on migration from fujie_app;
-- Who is asking is found out by the worker, which also counts anew.
grant update (failures, used_at) on patient_link, patient_verification to fujie_worker;
grant update (guardianship_id) on patient_session to fujie_worker;
grant delete on recognition_case, recognition_daily to fujie_worker;
