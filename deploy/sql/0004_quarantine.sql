-- A late row stands for a subject whose actor did not take its events in time: everything about the subject in the
-- partition from the offset on is missing from it until the row goes. Other rows stand for one event each.
ALTER TABLE quarantine ADD COLUMN late boolean NOT NULL DEFAULT false;
ALTER TABLE quarantine DROP CONSTRAINT quarantine_pkey;
ALTER TABLE quarantine ADD PRIMARY KEY (kind, key, partition, log_offset, late);
CREATE INDEX quarantine_late ON quarantine (partition) WHERE late;
