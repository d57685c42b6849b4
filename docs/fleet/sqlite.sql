-- From the directory of an answer: sqlite3 fleet.db < sqlite.sql
-- Two tables, findings and runs, and views for dashboards (Grafana and Metabase read SQLite files).
CREATE TEMP TABLE line (json TEXT);
.mode ascii
.separator "\037" "\n"
.import findings.jsonl line
DROP TABLE IF EXISTS findings;
CREATE TABLE findings AS
SELECT json ->> '$.repository' AS repository, json ->> '$.revision' AS revision, json ->> '$.owner' AS owner,
       json ->> '$.location.path' AS path, json ->> '$.location.start_line' AS line, json ->> '$.kind' AS kind,
       json ->> '$.operation' AS operation, json ->> '$.confidence' AS confidence, json ->> '$.level' AS level,
       json ->> '$.language' AS language, json ->> '$.rule_id' AS rule_id, json ->> '$.id' AS id, json ->> '$.family' AS family,
       json ->> '$.effort_minutes' AS effort_minutes, json ->> '$.message' AS message
FROM line;
DELETE FROM line;
.import runs.jsonl line
DROP TABLE IF EXISTS runs;
CREATE TABLE runs AS
SELECT json ->> '$.repository' AS repository, json ->> '$.commit' AS revision, json ->> '$.owner' AS owner, json ->> '$.status' AS status,
       json ->> '$.reason' AS reason, json ->> '$.findings' AS findings, json ->> '$.effort_minutes' AS effort_minutes,
       json ->> '$.files_found' AS files_found, json ->> '$.files_not_read' AS files_not_read, json ->> '$.as_of' AS as_of
FROM line;
.mode list
.separator "|" "\n"
-- How far it is: one row.
DROP VIEW IF EXISTS progress;
CREATE VIEW progress AS
SELECT max(as_of) AS as_of, count(*) AS repositories, sum(status = 'clean') AS clean, sum(status = 'findings') AS with_findings,
       sum(status NOT IN ('clean', 'findings')) AS not_answered, sum(findings) AS findings FROM runs;
-- Who has how much left.
DROP VIEW IF EXISTS owners;
CREATE VIEW owners AS
SELECT coalesce(nullif(owner, ''), 'nobody') AS owner, count(DISTINCT repository) AS repositories, count(*) AS places,
       sum(effort_minutes) AS minutes FROM findings GROUP BY 1 ORDER BY places DESC, 1;
-- The same place in many repositories: mend it once.
DROP VIEW IF EXISTS families;
CREATE VIEW families AS
SELECT family, min(message) AS message, count(DISTINCT repository) AS repositories, count(*) AS places
FROM findings GROUP BY family HAVING repositories > 1 ORDER BY repositories DESC, places DESC, family;
SELECT * FROM progress;
