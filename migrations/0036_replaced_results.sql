-- Which result replaced another one: asked whenever a vault or a public check is opened.
CREATE INDEX result_by_replaced ON casework.result (replaces) WHERE replaces IS NOT NULL;
