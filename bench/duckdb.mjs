// What one would ask DuckDB of raw points: how the requests of each kind went.
//
//   node duckdb.mjs RUN.ndjson
import { createRequire } from 'node:module';
const require = createRequire(process.cwd() + '/');
const { DuckDBInstance } = require('@duckdb/node-api');

const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
const file = process.argv[2].replaceAll("'", "''");
const reader = await connection.runAndReadAll(`
  SELECT metric, data.tags.status AS status, data.tags.error_code AS code,
         count(*) AS points, min(data.time) AS first, max(data.time) AS last, avg(data.value) AS mean
  FROM read_json('${file}', format = 'newline_delimited', columns = {
    metric: 'VARCHAR', type: 'VARCHAR',
    data: 'STRUCT(time VARCHAR, value DOUBLE, tags STRUCT(status VARCHAR, error_code VARCHAR))' })
  WHERE type = 'Point'
  GROUP BY ALL`);
console.log(reader.getRowsJS().length, 'groups');
