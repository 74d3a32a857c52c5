-- Seal 封签 of a measurement of control material: a keyed hash of all that was recorded, under a key that follows from the secret of the installation.
-- Who alters a row past the platform, or adds one, cannot make it (henan-2025.lab.6#09). Null: recorded before there were seals.
alter table iqc_result add column seal bytea;
