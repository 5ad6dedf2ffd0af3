"""What the fleet's tests ask of PostgreSQL itself: to wind its clock, to fill its disk, to tell."""

FATE = """
CREATE TABLE fate (shift interval NOT NULL, disk_full boolean NOT NULL);
INSERT INTO fate VALUES ('0', false);
CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS
    $$SELECT pg_catalog.clock_timestamp() + (SELECT shift FROM public.fate)$$;
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
    IF (SELECT disk_full FROM public.fate) THEN
        RAISE EXCEPTION USING ERRCODE = 'disk_full', MESSAGE = 'could not extend file';
    END IF;
    RETURN NEW;
END$$;
DO $$DECLARE name text; BEGIN
    EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_catalog', current_database());
    FOREACH name IN ARRAY
        ARRAY['cases', 'outbox', 'events', 'recipients', 'escalations', 'received']
    LOOP
        EXECUTE format('CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON %I
                        FOR EACH ROW EXECUTE FUNCTION refuse()', name);
    END LOOP;
END$$;
"""
"""The server's clock, which a test winds on, and a disk that it fills."""

UNDONE = """
SELECT count(*) FILTER (WHERE leased_by = ANY($1) AND next_at > now.us) AS in_hand,
       count(*) FILTER (WHERE next_at <= now.us AND NOT EXISTS (
           SELECT 1 FROM outbox AS earlier WHERE earlier.state = 'open'
           AND earlier.post_id = outbox.post_id AND earlier.id < outbox.id)) AS due,
       count(outbox.id) AS open,
       min(next_at) FILTER (WHERE next_at > now.us AND NOT coalesce(leased_by = ANY($1), false))
           - now.us AS next,
       min(next_at) FILTER (WHERE next_at > now.us) - now.us AS forgotten,
       (SELECT count(*) FROM escalations WHERE stopped_at IS NULL AND due_at <= now.us) AS clocks,
       max(attempts) AS attempts, sum(id) AS sum
FROM (SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS us) AS now
LEFT JOIN outbox ON state = 'open' GROUP BY now.us
"""
