// Completion from what this host tells of the project: its prefixes and terms, and no service of anybody else.

import Yasqe from "@zazuko/yasqe";

/** Replaces every completer that would ask another host; the names of the ones that are left. */
export function completers({ prefixes, properties, classes, members, labels }) {
  const labelled = (yasqe, hints) => hints.map((hint) => ({ ...hint, displayText: shown(yasqe, hint, labels) }));
  const known = { bulk: true, persistenceId: null, postprocessHints: labelled };
  const iris = (pairs) => ({ ...known, get: pairs.map(([iri]) => iri) });
  const written = Object.entries(prefixes).map(([prefix, start]) => `${prefix}: <${start}>`);
  Yasqe.forkAutocompleter("prefixes", { name: "own-prefixes", get: written.sort(), persistenceId: null }, false);
  Yasqe.forkAutocompleter("property", { name: "own-properties", ...iris(properties) }, false);
  Yasqe.forkAutocompleter("class", { name: "own-classes", ...iris(classes) }, false);
  const ofObjects = { isValidCompletionPosition: isTermOfObject };
  Yasqe.forkAutocompleter("class", { name: "own-members", ...iris(members), ...ofObjects }, false);
  for (const name of ["prefixes", "property", "class"]) delete Yasqe.Autocompleters[name];
  return ["variables", "own-prefixes", "own-properties", "own-classes", "own-members"];
}

function isTermOfObject(yasqe) {
  const token = yasqe.getCompleteToken();
  if (!/^(<|[\w-]+:)/.test(token.string)) return false;
  const before = yasqe.getPreviousNonWsToken(yasqe.getDoc().getCursor().line, token);
  if (before.string.toUpperCase() === "PREFIX" || before.string === "a") return false;
  return !token.state.possibleCurrent.includes("a");
}

function shown(yasqe, hint, labels) {
  const known = yasqe.getPrefixesFromQuery();
  const [prefix, ...rest] = hint.text.split(":");
  const iri = prefix in known ? known[prefix] + rest.join(":") : hint.text.replace(/^<|>$/g, "");
  const label = labels.get(iri);
  return label ? `${hint.text}  ${label}` : hint.text;
}
