-- From the directory of an answer: duckdb < duckdb.sql
-- Parquet files for a warehouse. One object of findings.jsonl is small; the default buffer for larger ones is not needed.
COPY (
  SELECT repository, revision, owner, location.path AS path, location.start_line AS line, kind, operation, confidence, level, language,
         rule_id, id, family, effort_minutes, message
  FROM read_json('findings.jsonl', format = 'newline_delimited', maximum_object_size = 8388608, union_by_name = true)
  ORDER BY repository, path, line
) TO 'findings.parquet' (FORMAT parquet);
COPY (
  SELECT repository, revision, "commit", tree, owner, status, reason, findings, certain, likely, possible, effort_minutes, files_found,
         files_not_read, as_of, tool, rules, "key", sha256
  FROM read_json('runs.jsonl', format = 'newline_delimited')
) TO 'runs.parquet' (FORMAT parquet);
SELECT status, count(*) AS repositories, sum(findings) AS findings FROM 'runs.parquet' GROUP BY status ORDER BY status;
