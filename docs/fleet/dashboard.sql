-- Panels over the file that sqlite.sql makes: Grafana (with its SQLite data source) and Metabase take each query as it stands.
-- Open places by day (a time series; `time` in seconds):
SELECT CAST(strftime('%s', as_of) AS INTEGER) AS time, findings, with_findings, not_answered FROM history ORDER BY time;
-- Repositories done, in percent (a number):
SELECT round(100.0 * clean / repositories, 1) AS done FROM progress;
-- Who has how much left (bars or a table):
SELECT owner, repositories, places, round(minutes / 60.0, 1) AS hours FROM owners LIMIT 20;
-- Operations that are still called (bars):
SELECT operation, count(*) AS places, count(DISTINCT repository) AS repositories FROM findings
WHERE operation <> '' GROUP BY operation ORDER BY places DESC, operation LIMIT 20;
-- What to mend once for many (a table):
SELECT message, repositories, places FROM families LIMIT 20;
-- What was not answered, and why (a table):
SELECT repository, status, reason FROM runs WHERE status NOT IN ('clean', 'findings') ORDER BY status, repository;
