-- A way in for facts. What stands beside a fact is what the fact says, its kind is known, its hour is ours; else nothing
-- of the transaction is kept. The source gives rows: rank, log, key, kind, subject, payload. It is read twice, to look at
-- them and to keep them: nothing is held between, which would go to the disk where they are many.
CREATE OR REPLACE FUNCTION {function} RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '64MB' AS $$
#variable_conflict use_column
DECLARE
    wrong record;
BEGIN
    SELECT said.kind, said.subject, said.key, said.fact->>'at' AS hour, first, last,
        (said.fact->>'at' COLLATE "C" BETWEEN first AND last) IS NOT TRUE AS strays
    INTO wrong
    FROM (
        SELECT log, key, kind, subject, convert_from(payload, 'UTF8')::jsonb AS fact FROM {source} OFFSET 0
    ) said CROSS JOIN (
        SELECT to_char((clock_timestamp() - clock_gap) AT TIME ZONE 'UTC', hour) AS first,
               to_char((clock_timestamp() + clock_gap) AT TIME ZONE 'UTC', hour) AS last
        FROM public.laureat_setting, (VALUES ('YYYY-MM-DD"T"HH24:MI:SS"Z"')) AS form (hour)
    ) hours LEFT JOIN public.laureat_kind known ON known.name = said.kind
    WHERE known.name IS NULL
    OR (said.fact->>'kind' = said.kind AND said.fact->>'log' = said.log AND said.fact->>'key' = said.key
        AND coalesce(said.fact->>known.subject, '') = said.subject
        AND said.fact->>'at' LIKE '____-__-__T__:__:__Z'
        AND said.fact->>'at' COLLATE "C" BETWEEN first AND last) IS NOT TRUE
    LIMIT 1;
    IF FOUND AND wrong.strays THEN
        RAISE EXCEPTION 'le fait % dit % ; la base attend de % à %', wrong.key, wrong.hour, wrong.first, wrong.last
            USING ERRCODE = 'LAU01';
    ELSIF FOUND THEN
        RAISE EXCEPTION 'le fait % (% sur « % ») ne dit pas ce qui est écrit à côté de lui, ou son genre est inconnu',
            wrong.key, wrong.kind, wrong.subject USING ERRCODE = 'LAU02';
    END IF;
    INSERT INTO public.exam_sessions_storedfact (log, key, kind, subject, payload)
    SELECT log, key, kind, subject, payload FROM {source} ORDER BY rank;
    {after}
END $$;

REVOKE ALL ON FUNCTION {function} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {function} TO {application};
