-- Snapshots are large and written often: lz4 costs a tenth of the usual compression. Not every PostgreSQL is built with it.
DO $$
BEGIN
    ALTER TABLE OrleansStorage ALTER COLUMN PayloadBinary SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    NULL;
END $$;
