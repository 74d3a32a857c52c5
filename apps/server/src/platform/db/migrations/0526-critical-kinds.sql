-- Where a critical value 危急值 comes from: laboratory, imaging, ultrasound, electrocardiography and pathology are counted apart. Null: it
-- stood before kinds were kept; the register of items tells. Source: henan-2023.ind.4.7.
alter table critical_value add column kind text check (kind in ('laboratory', 'imaging', 'ultrasound', 'electrocardiogram', 'pathology', 'other'));
