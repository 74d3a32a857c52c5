-- When the specimen of a result reached the laboratory 标本接收, by which the time in the laboratory is told (CL-12 of the edition of 2015).
alter table result add column received_at timestamptz;
