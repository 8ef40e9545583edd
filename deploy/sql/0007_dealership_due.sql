-- When something comes due at a dealership next: the sweepers ask its actor then. There are few dealerships, so that
-- no index is needed, and none would let the row be updated in place.
ALTER TABLE dealership_row ADD COLUMN name text;
ALTER TABLE dealership_row ADD COLUMN region text;
ALTER TABLE dealership_row ADD COLUMN next_due_at timestamptz;
