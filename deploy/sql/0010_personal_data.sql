-- The keys of personal data: one per customer, wrapped by a key that derives from the master key, which is not in this
-- database. A customer whose key was destroyed keeps the row, so that no new key is made for it.
CREATE TABLE customer_key (
    customer     text COLLATE "C" PRIMARY KEY,
    wrapped      bytea,
    made_at      timestamptz NOT NULL DEFAULT now(),
    destroyed_at timestamptz,
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
);
CREATE INDEX customer_key_destroyed ON customer_key (destroyed_at) WHERE destroyed_at IS NOT NULL;

-- What the master key makes of a fixed text: a silo with another master key would make keys that the others cannot read.
CREATE TABLE master_key_check (
    one     boolean PRIMARY KEY DEFAULT true CHECK (one),
    derived bytea NOT NULL
);

-- Names are encrypted from now on, and found by keyed hashes of how they begin; so are telephone numbers and e-mail
-- addresses. Rows of before are written anew by their actors, by the sweep, or by a rebuild.
DROP INDEX customer_row_name;
UPDATE customer_row SET name = NULL WHERE name IS NOT NULL;
ALTER TABLE customer_row ADD COLUMN search bigint[] NOT NULL DEFAULT '{}';
CREATE INDEX customer_row_search ON customer_row USING gin (search);
