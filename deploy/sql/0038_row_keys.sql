-- Rows are walked in the order of the log's own keys. With the database's order instead, each step of a walk had to look
-- at every row, because no index had the order that was asked for.
ALTER TABLE vehicle_row ALTER COLUMN vin TYPE text COLLATE "C";
ALTER TABLE customer_row ALTER COLUMN id TYPE text COLLATE "C";
ALTER TABLE dealership_row ALTER COLUMN code TYPE text COLLATE "C";
