-- A way in for facts: the source gives their bytes, in their order. What stands beside a fact is read from the fact; its
-- kind is known and its hour is ours, else it would enter without its bytes, which the table refuses: nothing is kept.
CREATE OR REPLACE FUNCTION {function} RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '64MB' AS $$
#variable_conflict use_column
DECLARE
    known jsonb := (SELECT jsonb_object_agg(name, subject) FROM public.laureat_kind);
    first text;
    last text;
    wrong jsonb;
BEGIN
    SELECT to_char((clock_timestamp() - clock_gap) AT TIME ZONE 'UTC', hour),
        to_char((clock_timestamp() + clock_gap) AT TIME ZONE 'UTC', hour)
    INTO first, last
    FROM public.laureat_setting, (VALUES ('YYYY-MM-DD"T"HH24:MI:SS"Z"')) AS form (hour);
    BEGIN
        INSERT INTO public.exam_sessions_storedfact (log, key, kind, subject, payload)
        SELECT fact->>'log', fact->>'key', fact->>'kind', coalesce(fact->>(known->>(fact->>'kind')), ''),
            CASE WHEN known ? (fact->>'kind') AND fact->>'at' LIKE '____-__-__T__:__:__Z'
            AND fact->>'at' COLLATE "C" BETWEEN first AND last THEN payload END
        FROM (SELECT payload, convert_from(payload, 'UTF8')::jsonb AS fact FROM {source} OFFSET 0) said;
    EXCEPTION WHEN not_null_violation THEN
        SELECT fact INTO wrong
        FROM (SELECT convert_from(payload, 'UTF8')::jsonb AS fact FROM {source} OFFSET 0) said
        WHERE (known ? (fact->>'kind') AND fact->>'log' IS NOT NULL AND fact->>'key' IS NOT NULL
        AND fact->>'at' LIKE '____-__-__T__:__:__Z' AND fact->>'at' COLLATE "C" BETWEEN first AND last) IS NOT TRUE
        LIMIT 1;
        IF known ? (wrong->>'kind') AND wrong->>'at' COLLATE "C" NOT BETWEEN first AND last THEN
            RAISE EXCEPTION 'le fait % dit % ; la base attend de % à %', wrong->>'key', wrong->>'at', first, last
                USING ERRCODE = 'LAU01';
        END IF;
        RAISE EXCEPTION 'le fait % est d''un genre inconnu (%), ou ne dit pas son journal, sa clé ou son heure',
            wrong->>'key', wrong->>'kind' USING ERRCODE = 'LAU02';
    END;
    {after}
END $$;

REVOKE ALL ON FUNCTION {function} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {function} TO {application};
