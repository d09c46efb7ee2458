// What the fold of raw points answers, asked of DuckDB: how the requests of each kind went.
//
//   node duckdb.mjs RUN.ndjson
//
// Tags are a map, as which of them a run has is not known beforehand.
import { createRequire } from 'node:module';
const require = createRequire(process.cwd() + '/');
const { DuckDBInstance } = require('@duckdb/node-api');

const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
const file = process.argv[2].replaceAll("'", "''");
const reader = await connection.runAndReadAll(`
  SELECT metric, data.tags['status'] AS status, data.tags['error_code'] AS code, data.tags['method'] AS method,
         data.tags['scenario'] AS scenario, data.tags['group'] AS in_group,
         regexp_replace(data.tags['name'], '[0-9]+', '{id}') AS endpoint,
         count(*) AS points, min(data.time) AS first, max(data.time) AS last, min(data.value) AS least,
         max(data.value) AS most, avg(data.value) AS mean, quantile_cont(data.value, [0.5, 0.95]) AS percentiles
  FROM read_json('${file}', format = 'newline_delimited', columns = {
    metric: 'VARCHAR', type: 'VARCHAR',
    data: 'STRUCT(time VARCHAR, value DOUBLE, tags MAP(VARCHAR, VARCHAR))' })
  WHERE type = 'Point'
  GROUP BY ALL`);
console.log(reader.getRowsJS().length, 'groups');
