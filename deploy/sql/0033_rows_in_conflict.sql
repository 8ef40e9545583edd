-- A row whose number of conflicts changes need not tell any index as long as it stays in conflict, or out of it: a change
-- to what an index, or the condition of one, speaks of costs an entry in every index of the table.
DROP INDEX vehicle_row_conflicts;
ALTER TABLE vehicle_row ADD COLUMN in_conflict boolean GENERATED ALWAYS AS (conflicts > 0) STORED;
CREATE INDEX vehicle_row_conflicts ON vehicle_row (vin) WHERE in_conflict;

DROP INDEX customer_row_conflicts;
ALTER TABLE customer_row ADD COLUMN in_conflict boolean GENERATED ALWAYS AS (conflicts > 0) STORED;
CREATE INDEX customer_row_conflicts ON customer_row (id) WHERE in_conflict;
