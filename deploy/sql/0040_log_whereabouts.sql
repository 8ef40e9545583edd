-- On which server, and on which timeline of it, silos have found the log: elsewhere it may be an older, shorter one, as
-- after a restore or a failover to a standby that lagged. Then it gets another epoch.
ALTER TABLE log_incarnation
    ADD COLUMN system_identifier bigint,
    ADD COLUMN timeline bigint;
