-- From the directory of an answer: sqlite3 fleet.db < sqlite.sql, or python3 sqlite.py fleet.db where that program is not.
-- Two tables, findings and runs, and what dashboards ask for (dashboard.sql). The table history keeps a row for each day.
CREATE TEMP TABLE finding_line (json TEXT);
CREATE TEMP TABLE run_line (json TEXT);
.mode ascii
.separator "\037" "\n"
.import findings.jsonl finding_line
.import runs.jsonl run_line
.mode list
.separator "|" "\n"
DROP TABLE IF EXISTS findings;
CREATE TABLE findings AS
SELECT json_extract(json, '$.repository') AS repository, json_extract(json, '$.revision') AS revision,
       json_extract(json, '$.owner') AS owner, json_extract(json, '$.location.path') AS path,
       json_extract(json, '$.location.start_line') AS line, json_extract(json, '$.kind') AS kind,
       json_extract(json, '$.operation') AS operation, json_extract(json, '$.confidence') AS confidence,
       json_extract(json, '$.level') AS level, json_extract(json, '$.language') AS language,
       json_extract(json, '$.rule_id') AS rule_id, json_extract(json, '$.id') AS id, json_extract(json, '$.family') AS family,
       json_extract(json, '$.effort_minutes') AS effort_minutes, json_extract(json, '$.message') AS message
FROM finding_line;
DROP TABLE IF EXISTS runs;
CREATE TABLE runs AS
SELECT json_extract(json, '$.repository') AS repository, json_extract(json, '$.commit') AS revision,
       json_extract(json, '$.owner') AS owner, json_extract(json, '$.status') AS status, json_extract(json, '$.reason') AS reason,
       json_extract(json, '$.findings') AS findings, json_extract(json, '$.effort_minutes') AS effort_minutes,
       json_extract(json, '$.files_found') AS files_found, json_extract(json, '$.files_not_read') AS files_not_read,
       json_extract(json, '$.as_of') AS as_of
FROM run_line;
-- How far it is: one row.
DROP VIEW IF EXISTS progress;
CREATE VIEW progress AS
SELECT max(as_of) AS as_of, count(*) AS repositories, sum(status = 'clean') AS clean, sum(status = 'findings') AS with_findings,
       sum(status NOT IN ('clean', 'findings')) AS not_answered, sum(findings) AS findings FROM runs;
CREATE TABLE IF NOT EXISTS history (as_of TEXT PRIMARY KEY, repositories INT, clean INT, with_findings INT, not_answered INT, findings INT);
INSERT OR REPLACE INTO history SELECT * FROM progress WHERE as_of IS NOT NULL;
-- Who has how much left.
DROP VIEW IF EXISTS owners;
CREATE VIEW owners AS
SELECT coalesce(nullif(owner, ''), 'nobody') AS owner, count(DISTINCT repository) AS repositories, count(*) AS places,
       sum(effort_minutes) AS minutes FROM findings GROUP BY 1 ORDER BY places DESC, 1;
-- The same place in many repositories: mend it once.
DROP VIEW IF EXISTS families;
CREATE VIEW families AS
SELECT family, min(message) AS message, count(DISTINCT repository) AS repositories, count(*) AS places
FROM findings GROUP BY family HAVING count(DISTINCT repository) > 1 ORDER BY repositories DESC, places DESC, family;
SELECT * FROM progress;
