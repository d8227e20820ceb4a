-- A residence file (hồ sơ cư trú) is one household's: an import once made a second household under the same number.
-- The later ones keep the number with a mark, "40D0000001 (2)", so that nothing is lost and somebody can put them right.
WITH repeated AS (
  SELECT household, id, row_number() OVER (PARTITION BY file_no ORDER BY known_from, household) AS place
  FROM population.home WHERE known_to IS NULL AND valid_to IS NULL AND file_no IS NOT NULL
)
UPDATE population.home h SET file_no = format('%s (%s)', h.file_no, repeated.place)
FROM repeated WHERE h.household = repeated.household AND h.id = repeated.id AND repeated.place > 1;

CREATE UNIQUE INDEX home_one_file_no ON population.home (file_no)
  WHERE known_to IS NULL AND valid_to IS NULL AND file_no IS NOT NULL;
-- Nothing asked by it, and the one above answers for every household there is.
DROP INDEX population.home_by_file_no;
