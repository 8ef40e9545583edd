-- Read models: one row per actor, written by the actor that owns it, never with an older revision.

CREATE TABLE vehicle_row (
    vin           text PRIMARY KEY,
    revision      bigint NOT NULL,
    make          text,
    model         text,
    model_year    integer,
    odometer_km   numeric,
    sales         integer NOT NULL,
    conflicts     integer NOT NULL,
    dealerships   text[] NOT NULL,
    last_event_at timestamptz NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX vehicle_row_make_model ON vehicle_row (lower(make), lower(model), vin);
CREATE INDEX vehicle_row_conflicts ON vehicle_row (vin) WHERE conflicts > 0;
CREATE INDEX vehicle_row_dealerships ON vehicle_row USING gin (dealerships);

CREATE TABLE customer_row (
    id            text PRIMARY KEY,
    revision      bigint NOT NULL,
    name          text,
    stage         text NOT NULL,
    orders        integer NOT NULL,
    deliveries    integer NOT NULL,
    dealerships   text[] NOT NULL,
    last_event_at timestamptz NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX customer_row_name ON customer_row (lower(name) text_pattern_ops, id);
CREATE INDEX customer_row_dealerships ON customer_row USING gin (dealerships);

CREATE TABLE dealership_row (
    code           text PRIMARY KEY,
    revision       bigint NOT NULL,
    registrations  bigint NOT NULL,
    orders         bigint NOT NULL,
    deliveries     bigint NOT NULL,
    auctions       bigint NOT NULL,
    service_visits bigint NOT NULL,
    last_event_at  timestamptz NOT NULL
) WITH (fillfactor = 50);
