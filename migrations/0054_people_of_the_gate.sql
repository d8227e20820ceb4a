-- Who takes part stands as the gate decided it: a parent who was mended before stays mended after.
GRANT UPDATE (people) ON casework.dossier TO lienthong_app;
