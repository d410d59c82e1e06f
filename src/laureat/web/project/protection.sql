-- Who may do what: run by the owner after every migration, all anew. {application} and {scelleur} are two other roles.

REVOKE ALL ON DATABASE {base} FROM PUBLIC;
GRANT CONNECT ON DATABASE {base} TO {application}, {scelleur};
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO {application}, {scelleur};
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM {application};
ALTER DEFAULT PRIVILEGES REVOKE ALL ON SEQUENCES FROM {application};

-- What a fact may be: its kinds, the field of its subject, how far its hour may be from ours.
CREATE TABLE IF NOT EXISTS laureat_kind (name text PRIMARY KEY, subject text NOT NULL);
CREATE TABLE IF NOT EXISTS laureat_setting (
    sole boolean PRIMARY KEY DEFAULT true CHECK (sole), clock_gap interval NOT NULL DEFAULT '10 minutes'
);
ALTER TABLE laureat_setting ADD COLUMN IF NOT EXISTS traces_kept interval NOT NULL DEFAULT '365 days';
INSERT INTO laureat_setting DEFAULT VALUES ON CONFLICT DO NOTHING;

-- Facts that arrive in bulk, until the function takes them in the same transaction. Rows of another one are never taken.
DROP TABLE IF EXISTS laureat_arrival;
CREATE UNLOGGED TABLE laureat_arrival (
    rank bigint GENERATED ALWAYS AS IDENTITY,
    xact xid8 NOT NULL DEFAULT pg_current_xact_id(),
    payload bytea NOT NULL
);
DROP FUNCTION IF EXISTS laureat_record(text, text[], text[], text[], bytea[]);

-- Rows of candidates on their way to the lists, within one transaction.
DROP TABLE IF EXISTS laureat_fresh;
CREATE UNLOGGED TABLE laureat_fresh (LIKE exam_sessions_standing);
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT attname FROM pg_attribute WHERE attrelid = 'laureat_fresh'::regclass AND attnum > 0 LOOP
        EXECUTE format('ALTER TABLE laureat_fresh ALTER COLUMN %I DROP NOT NULL', name);
    END LOOP;
END $$;

ALTER TABLE exam_sessions_storedfact ALTER COLUMN id SET GENERATED ALWAYS;
ALTER TABLE exam_sessions_storedtreehead ALTER COLUMN id SET GENERATED ALWAYS;

-- Rights. A new table is the application's like the others; the log, and what says what a fact may be, is not.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {application}, {scelleur};
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, {application}, {scelleur};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {application};
DO $$  -- The queue counts its own rows, and is entered by its functions; it holds identifiers only.
DECLARE name text;
BEGIN
    FOR name IN SELECT oid::regclass FROM pg_class WHERE relkind = 'S' AND relname LIKE 'procrastinate\_%' LOOP
        EXECUTE format('GRANT USAGE ON SEQUENCE %s TO {application}', name);
    END LOOP;
    FOR name IN SELECT oid::regprocedure FROM pg_proc WHERE proname LIKE 'procrastinate\_%' LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO {application}', name);
    END LOOP;
END $$;
REVOKE INSERT, UPDATE, DELETE ON
    exam_sessions_storedfact, exam_sessions_numberedfact, exam_sessions_storedtreehead,
    laureat_kind, laureat_setting, laureat_arrival, django_migrations FROM {application};
REVOKE INSERT, UPDATE, DELETE ON checkpoints_storedcheckpoint FROM {application};
REVOKE UPDATE, DELETE ON checkpoints_cosignature, checkpoints_timestamp FROM {application};
REVOKE SELECT ON laureat_arrival FROM {application};
REVOKE UPDATE, DELETE ON grids_gridedition, grids_gridentry, grids_settlement, grids_signature, grids_harmonisation,
    grids_evidence, grids_tutorlink FROM {application};
REVOKE UPDATE ON grids_followup, grids_remark, aftermath_toldfigures FROM {application};
GRANT UPDATE (exported) ON aftermath_toldfigures TO {application};
GRANT UPDATE (taken_away, taken_away_by, title) ON grids_evidence TO {application};
GRANT UPDATE (closed, signed, signed_digest, name, quality, email) ON grids_tutorlink TO {application};
-- The security log: the application adds a line, of now, and changes none; one goes when its time is past.
REVOKE UPDATE, DELETE ON accounts_trace FROM {application};
CREATE OR REPLACE FUNCTION laureat_of_now() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    NEW.at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER of_now BEFORE INSERT ON accounts_trace FOR EACH ROW EXECUTE FUNCTION laureat_of_now();
CREATE OR REPLACE FUNCTION laureat_forget_traces() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH gone AS (
        DELETE FROM public.accounts_trace WHERE at < now() - (SELECT traces_kept FROM public.laureat_setting) RETURNING 1
    ) SELECT count(*) FROM gone
$$;
REVOKE ALL ON FUNCTION laureat_forget_traces() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION laureat_forget_traces() TO {application};
-- What names someone is erased after its term, and never changed.
CREATE OR REPLACE FUNCTION laureat_erased_or_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    before jsonb := to_jsonb(OLD);
    after jsonb := to_jsonb(NEW);
    name text;
BEGIN
    FOREACH name IN ARRAY TG_ARGV LOOP
        IF after ->> name <> before ->> name AND after ->> name NOT IN ('', 'effacé') THEN
            RAISE EXCEPTION 'ce qui nomme une personne ne change pas : il s''efface';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER erased_or_kept BEFORE UPDATE ON grids_evidence
    FOR EACH ROW EXECUTE FUNCTION laureat_erased_or_kept('title');
CREATE OR REPLACE TRIGGER erased_or_kept BEFORE UPDATE ON grids_tutorlink
    FOR EACH ROW EXECUTE FUNCTION laureat_erased_or_kept('name', 'quality', 'email');
-- What was delivered is never taken away, nor another title put under its number; a revocation is for ever.
REVOKE UPDATE, DELETE ON titles_title, titles_paper FROM {application};
GRANT UPDATE (result, identity, state, reason, moved, document, share) ON titles_title TO {application};
GRANT UPDATE (result, identity, state, reason, moved) ON titles_paper TO {application};
CREATE OR REPLACE FUNCTION laureat_revoked_for_ever() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF OLD.state = 'revoque' AND NEW.state <> 'revoque' THEN
        RAISE EXCEPTION 'une révocation est définitive';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER revoked_for_ever BEFORE UPDATE ON titles_title
    FOR EACH ROW EXECUTE FUNCTION laureat_revoked_for_ever();
CREATE OR REPLACE TRIGGER revoked_for_ever BEFORE UPDATE ON titles_paper
    FOR EACH ROW EXECUTE FUNCTION laureat_revoked_for_ever();
-- The figures of a session that went out are what later ones are compared with: they stay.
CREATE OR REPLACE FUNCTION laureat_told_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF OLD.exported AND (TG_OP = 'DELETE' OR NOT NEW.exported) THEN
        RAISE EXCEPTION 'des chiffres sortis en fichier restent';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE OR REPLACE TRIGGER told_stays BEFORE UPDATE OR DELETE ON aftermath_toldfigures
    FOR EACH ROW EXECUTE FUNCTION laureat_told_stays();
GRANT INSERT (payload) ON laureat_arrival TO {application};
-- The sealer reads what it draws papers and titles from; neither passwords, nor second factors, nor what people do.
GRANT SELECT ON ALL TABLES IN SCHEMA public TO {scelleur};
REVOKE SELECT ON laureat_arrival, laureat_fresh, django_session, mfa_authenticator FROM {scelleur};
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT oid::regclass FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        AND (relname LIKE 'procrastinate\_%' OR relname LIKE 'jobs\_%' OR relname LIKE 'account\_%'
        OR relname LIKE 'accounts\_%') AND relname NOT IN ('accounts_establishment', 'accounts_house') LOOP
        EXECUTE format('REVOKE SELECT ON %s FROM {scelleur}', name);
    END LOOP;
END $$;
GRANT SELECT (id, pseudonym, name, email, role, establishment_id, is_active) ON accounts_user TO {scelleur};
GRANT INSERT ON exam_sessions_numberedfact, exam_sessions_storedtreehead, checkpoints_storedcheckpoint TO {scelleur};
