-- Two silos may carry a partition for a while, and each passes over what is missing only by a row of its own. The keeper
-- is one life of the partition's carrier, the silo is where it lived: address:port@generation of the members' table.
ALTER TABLE quarantine ADD COLUMN keeper uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';
ALTER TABLE quarantine ADD COLUMN silo text NOT NULL DEFAULT '';
ALTER TABLE quarantine DROP CONSTRAINT quarantine_pkey;
ALTER TABLE quarantine ADD PRIMARY KEY (kind, key, partition, log_offset, late, keeper);
