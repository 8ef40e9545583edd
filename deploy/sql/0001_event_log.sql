-- The event log: the one truth. Everything else in this database can be rebuilt from these tables.

CREATE TABLE log_incarnation (
    one        boolean PRIMARY KEY DEFAULT true CHECK (one),
    epoch      uuid NOT NULL,
    partitions smallint NOT NULL CHECK (partitions BETWEEN 1 AND 1024)
);

-- The row of a partition is locked by an append until its commit, so offsets are dense and become visible in order.
CREATE TABLE partition_head (
    partition   smallint PRIMARY KEY,
    head_offset bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 10);

CREATE TABLE event_log (
    partition       smallint NOT NULL,
    log_offset      bigint NOT NULL,
    recorded_at     timestamptz NOT NULL,
    occurred_at     timestamptz NOT NULL,
    offset_minutes  smallint NOT NULL,
    source          text NOT NULL,
    id              text NOT NULL,
    type            text NOT NULL,
    dealership      text COLLATE "C",
    customer        text COLLATE "C",
    vin             text COLLATE "C",
    data            bytea NOT NULL,
    attributes      bytea,
    PRIMARY KEY (partition, log_offset)
);
COMMENT ON COLUMN event_log.data IS 'the CloudEvents data member, compact UTF-8 JSON';
COMMENT ON COLUMN event_log.attributes IS 'the other CloudEvents attributes, one compact UTF-8 JSON object';

-- Duplicate detection without a time window.
CREATE TABLE event_identity (
    identity   uuid PRIMARY KEY,
    body_hash  uuid NOT NULL,
    log_offset bigint NOT NULL,
    partition  smallint NOT NULL
);
COMMENT ON COLUMN event_identity.identity IS 'the first 16 bytes of SHA-256 over source and id';

-- An actor's own history, at its activation and for its timeline.
CREATE INDEX event_log_customer ON event_log (customer, partition, log_offset) WHERE customer IS NOT NULL;
CREATE INDEX event_log_vin ON event_log (vin, partition, log_offset) WHERE vin IS NOT NULL;
CREATE INDEX event_log_dealership ON event_log (dealership, partition, log_offset) WHERE dealership IS NOT NULL;

-- How far a partition is folded: a hint for the start, and the freshness of the read models. Never ahead of them.
CREATE TABLE partition_checkpoint (
    partition  smallint PRIMARY KEY,
    log_offset bigint NOT NULL DEFAULT 0,
    epoch      uuid NOT NULL
) WITH (fillfactor = 10);

-- Events that a subject's actor could not fold: visible, and nothing waits for them.
-- kind: 1 customer, 2 vehicle, 3 dealership.
CREATE TABLE quarantine (
    kind           smallint NOT NULL,
    key            text NOT NULL,
    partition      smallint NOT NULL,
    log_offset     bigint NOT NULL,
    reason         text NOT NULL,
    quarantined_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (kind, key, partition, log_offset)
);
