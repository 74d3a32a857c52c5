-- The drug or device 药品器械 of an adverse event, for counting by it. Source: henan-2023.t5.2#01.
alter table adverse_event add column product text, add column approval text, add column lot text, add column udi text;
