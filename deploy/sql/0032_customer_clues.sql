-- By what customers are recognised, as keyed hashes: two who share one may be one. Written by the customers' actors.
CREATE TABLE customer_clue (
    hash     uuid NOT NULL,
    customer text COLLATE "C" NOT NULL,
    PRIMARY KEY (hash, customer)
);
CREATE INDEX customer_clue_customer ON customer_clue (customer);
COMMENT ON COLUMN customer_clue.hash IS 'HMAC of a telephone number, e-mail address or other identifier, or of the name with postcode or date of birth';
