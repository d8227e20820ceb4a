-- Whether a load on this paper was made before.
SELECT EXISTS (SELECT 1 FROM population.act WHERE kind = 'load' AND paper = $1)
