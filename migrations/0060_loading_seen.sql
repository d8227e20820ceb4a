-- The program sees that a load has taken keys away, though not which, so that it changes nothing until they are back.
GRANT SELECT (position) ON population.loading TO lienthong_app;
