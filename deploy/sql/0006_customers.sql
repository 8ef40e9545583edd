-- What a list of customers needs beside the stage: what became of the party, when an owner who stays away counts as
-- defecting, and whether something about the customer has to be decided.
ALTER TABLE customer_row
    ADD COLUMN party text NOT NULL DEFAULT 'Active',
    ADD COLUMN defects_at timestamptz,
    ADD COLUMN conflicts integer NOT NULL DEFAULT 0;
CREATE INDEX customer_row_conflicts ON customer_row (id) WHERE conflicts > 0;
