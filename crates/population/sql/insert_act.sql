-- Writes down one act: who changed what, why, on which ground.
INSERT INTO population.act
  (id, kind, at, request, actor_kind, account, agency, task, purpose, ground, dossier, paper, undoes)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
