-- Which activation has written a row as a whole; 0 for a repair or a rebuild. Most events change a few columns of their
-- actors' rows, and only who knows that the others are as it wrote them may leave them alone.
ALTER TABLE vehicle_row ADD COLUMN written_by bigint NOT NULL DEFAULT 0;
ALTER TABLE customer_row ADD COLUMN written_by bigint NOT NULL DEFAULT 0;
ALTER TABLE dealership_row ADD COLUMN written_by bigint NOT NULL DEFAULT 0;
