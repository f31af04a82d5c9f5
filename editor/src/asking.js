// Asks the endpoint of this host, and reads what it says into one shape: columns and rows, yes or no, or a refusal.

import { triples } from "./terms.js";

const JSON_RESULTS = "application/sparql-results+json";
const ACCEPT = `${JSON_RESULTS}, application/n-triples`;

/** The answer to a query; `signal` stops it, and the server with it. */
export async function ask(endpoint, query, signal) {
  let response;
  try {
    response = await fetch(endpoint, {
      method: "POST",
      headers: { Accept: ACCEPT, "Content-Type": "application/sparql-query" },
      body: query,
      signal,
    });
    if (!response.ok) return { refused: response.status, words: (await response.text()).trim() };
    const tabular = response.headers.get("Content-Type").startsWith(JSON_RESULTS);
    return tabular ? table(await response.json()) : graph(await response.text());
  } catch (error) {
    if (error.name === "AbortError") return { stopped: true };
    if (error instanceof TypeError) return { unreachable: true };
    throw error;
  }
}

function table(told) {
  if ("boolean" in told) return { boolean: told.boolean };
  return { columns: told.head.vars, rows: told.results.bindings };
}

function graph(text) {
  return { columns: ["s", "p", "o"], rows: triples(text), isGraph: true };
}
