-- Every event rewrites the rows of its actors: room on the page keeps a new version beside the old one, so that no index
-- has to be told.
ALTER TABLE vehicle_row SET (fillfactor = 50);
ALTER TABLE customer_row SET (fillfactor = 50);
