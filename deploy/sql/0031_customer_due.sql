-- When something comes due at a customer next: the sweepers ask its actor then.
ALTER TABLE customer_row ADD COLUMN next_due_at timestamptz;
CREATE INDEX customer_row_due ON customer_row (next_due_at) WHERE next_due_at IS NOT NULL;
