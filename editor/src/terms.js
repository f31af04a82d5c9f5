// RDF terms as the table shows them: where an IRI leads to, how it is written short, and terms of N-Triples.

const TRIPLE = /^(<[^>]*>|_:\S+) (<[^>]*>) (.+) \.$/;
const LITERAL = /^"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?$/;
const ESCAPES = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f", '"': '"', "'": "'", "\\": "\\" };

/** The address that an IRI leads to: its page on this host, itself where it is another's, or none. */
export function addressOf(iri, { links, root, language }) {
  const own = links.find(([start]) => iri.startsWith(start));
  if (!own) return /^https?:\/\//.test(iri) ? iri : null;
  const [place, fragment] = (own[1] + iri.slice(own[0].length)).split("#", 2);
  const asked = language ? `?lang=${language}` : "";
  return root + place + asked + (fragment ? `#${fragment}` : "");
}

/** An IRI as people write it: with the longest prefix that fits, or whole. */
export function shortened(iri, prefixes) {
  let best = null;
  for (const [prefix, start] of Object.entries(prefixes)) {
    if (iri.startsWith(start) && (!best || start.length > best[1].length)) best = [prefix, start];
  }
  return best ? `${best[0]}:${iri.slice(best[1].length)}` : iri;
}

/** The triples of an N-Triples document, as rows of terms like those of SPARQL results in JSON. */
export function triples(text) {
  const found = [];
  for (const line of text.split("\n")) {
    const parts = TRIPLE.exec(line);
    if (parts) found.push({ s: term(parts[1]), p: term(parts[2]), o: term(parts[3]) });
  }
  return found;
}

function term(text) {
  if (text.startsWith("<")) return { type: "uri", value: unescaped(text.slice(1, -1)) };
  const literal = LITERAL.exec(text);
  if (!literal) return { type: "bnode", value: text.replace(/^_:/, "") };
  return { type: "literal", value: unescaped(literal[1]), "xml:lang": literal[2], datatype: literal[3] };
}

function unescaped(text) {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, four, eight, one) =>
    one ? ESCAPES[one] : String.fromCodePoint(parseInt(four ?? eight, 16)),
  );
}
