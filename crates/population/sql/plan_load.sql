-- Writes down what a bulk load takes away from the tables, and how it is put back, in phases.
WITH loaded AS (
  SELECT c.oid, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = 'population' AND c.relkind = 'r' AND c.relname NOT IN ('act', 'change', 'loading')
), keys AS (
  SELECT k.oid, k.conname, k.contype, t.relname
  FROM pg_constraint k JOIN loaded t ON t.oid = k.conrelid WHERE k.contype IN ('p', 'u', 'x', 'f')
), steps AS (
  SELECT 1 AS taken, 2 AS phase, relname,
         format('ALTER TABLE population.%I DROP CONSTRAINT %I', relname, conname) AS take,
         format('ALTER TABLE population.%I ADD CONSTRAINT %I %s NOT VALID', relname, conname,
                pg_get_constraintdef(oid)) AS put_back
  FROM keys WHERE contype = 'f'
  UNION ALL
  SELECT 1, 3, relname, NULL, format('ALTER TABLE population.%I VALIDATE CONSTRAINT %I', relname, conname)
  FROM keys WHERE contype = 'f'
  UNION ALL
  SELECT 2, 1, relname, format('ALTER TABLE population.%I DROP CONSTRAINT %I', relname, conname),
         format('ALTER TABLE population.%I ADD CONSTRAINT %I %s', relname, conname, pg_get_constraintdef(oid))
  FROM keys WHERE contype <> 'f'
  UNION ALL
  SELECT 2, 1, t.relname, format('DROP INDEX population.%I', i.relname), pg_get_indexdef(i.oid)
  FROM pg_index x JOIN loaded t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
  WHERE NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u', 'x'))
  UNION ALL
  SELECT 2, 4, t.relname, format('ALTER TABLE population.%I DISABLE TRIGGER USER', t.relname),
         format('ALTER TABLE population.%I ENABLE TRIGGER USER', t.relname)
  FROM loaded t WHERE EXISTS (SELECT 1 FROM pg_trigger g WHERE g.tgrelid = t.oid AND NOT g.tgisinternal)
)
INSERT INTO population.loading (position, phase, relation, take, put_back)
SELECT row_number() OVER (ORDER BY taken, phase, relname, put_back), phase, relname, take, put_back FROM steps
