-- A restore puts the rows of a backup into an empty installation, as role ops. It changes and deletes none of them.
grant insert on all tables in schema identity to :"ops";
grant insert on audit.entry to :"ops";
