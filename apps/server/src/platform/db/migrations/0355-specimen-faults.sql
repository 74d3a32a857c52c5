-- Specimens 标本 with something wrong, by which one knows since when a laboratory records such at all (indicators CL-01 to CL-06). Of specimens
-- `codes` are the faults, `categories` whether an anticoagulant was needed, `ended_at` is when it reached the laboratory.
create index resource_specimen_faults on resource (institution, updated_at) where current and type = 'Specimen' and cardinality(codes) > 0;
