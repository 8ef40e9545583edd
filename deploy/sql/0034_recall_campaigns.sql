-- Recall campaigns as a whole, as far as they are to reach vehicles. All of it is derived, the first three tables from
-- the log, and can be emptied together: then everything is looked at anew, and the log has each event once.
CREATE INDEX event_log_recalls ON event_log (partition, log_offset)
    WHERE type IN ('autocrm.recall.opened.v1', 'autocrm.recall.cancelled.v1') AND source <> 'urn:autocrm:derived';

-- Up to where the campaigns of a partition are noted here.
CREATE TABLE recall_noted (
    partition  smallint PRIMARY KEY,
    log_offset bigint NOT NULL
);

CREATE TABLE recall_opening (
    partition        smallint NOT NULL,
    log_offset       bigint NOT NULL,
    campaign         text COLLATE "C" NOT NULL,
    occurred_at      timestamptz NOT NULL,
    make             text COLLATE "C",
    model            text COLLATE "C",
    years            integer[] NOT NULL,
    cancel_partition smallint,
    cancel_offset    bigint,
    walking          boolean NOT NULL,
    walked           text NOT NULL DEFAULT '',
    walked_table     oid NOT NULL DEFAULT 0,
    PRIMARY KEY (partition, log_offset)
);
CREATE INDEX recall_opening_campaign ON recall_opening (campaign);
CREATE INDEX recall_opening_walk ON recall_opening (partition, log_offset) WHERE walking OR make IS NOT NULL;
CREATE INDEX recall_opening_make ON recall_opening (make) WHERE make IS NOT NULL AND cancel_offset IS NULL;
COMMENT ON COLUMN recall_opening.make IS 'as makes are compared; null if the opening has no rule';
COMMENT ON COLUMN recall_opening.walked IS 'the last vehicle that was looked at; of a cancelled opening, the last one that was told of it';
COMMENT ON COLUMN recall_opening.walked_table IS 'the read model that was walked: a rebuild puts another in its place';

CREATE TABLE recall_cancellation (
    partition   smallint NOT NULL,
    log_offset  bigint NOT NULL,
    campaign    text COLLATE "C" NOT NULL,
    occurred_at timestamptz NOT NULL,
    PRIMARY KEY (partition, log_offset)
);
CREATE INDEX recall_cancellation_campaign ON recall_cancellation (campaign);

-- Which vehicles an opening has reached, or is about to: whom a cancellation of the campaign must reach.
CREATE TABLE recall_reached (
    partition  smallint NOT NULL,
    log_offset bigint NOT NULL,
    vin        text NOT NULL,
    PRIMARY KEY (partition, log_offset, vin)
);

-- Vehicles of which become known what kind they are, until somebody has looked which campaigns they fit. Written in the
-- transaction of their row, so that none is lost; most rows are written over without a change of these columns.
CREATE TABLE vehicle_described (
    vin text NOT NULL
);

CREATE FUNCTION note_vehicle_described() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO autocrm.vehicle_described (vin) VALUES (NEW.vin);
    RETURN NULL;
END $$;

CREATE TRIGGER vehicle_row_new AFTER INSERT ON vehicle_row
    FOR EACH ROW WHEN (NEW.make IS NOT NULL) EXECUTE FUNCTION note_vehicle_described();

CREATE TRIGGER vehicle_row_described AFTER UPDATE OF make, model, model_year ON vehicle_row
    FOR EACH ROW WHEN (
        OLD.make IS DISTINCT FROM NEW.make OR OLD.model IS DISTINCT FROM NEW.model OR OLD.model_year IS DISTINCT FROM NEW.model_year)
    EXECUTE FUNCTION note_vehicle_described();
