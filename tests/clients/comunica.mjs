// Runs a query over several endpoints with Comunica: node comunica.mjs QUERY ENDPOINT...
// Prints the rows as JSON: a list of objects from variables to values.
import { QueryEngine } from '@comunica/query-sparql';

const [query, ...endpoints] = process.argv.slice(2);
const sources = endpoints.map((value) => ({ type: 'sparql', value }));
const bindings = await new QueryEngine().queryBindings(query, { sources });
const rows = await bindings.toArray();
console.log(JSON.stringify(rows.map((row) => Object.fromEntries([...row].map(([name, term]) => [name.value, term.value])))));
process.exit(0);
