-- Stock by state, and what is due next: the sweeper looks for vehicles whose time has come.
ALTER TABLE vehicle_row ADD COLUMN commercial text;
ALTER TABLE vehicle_row ADD COLUMN holder text;
ALTER TABLE vehicle_row ADD COLUMN next_due_at timestamptz;
CREATE INDEX vehicle_row_stock ON vehicle_row (holder, commercial, vin) WHERE holder IS NOT NULL;
CREATE INDEX vehicle_row_due ON vehicle_row (next_due_at) WHERE next_due_at IS NOT NULL;
