// node --test: terms and where they lead to.
import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, shortened, triples } from "../src/terms.js";

const KNOWN = {
  links: [
    ["https://data.example/id/", "page/"],
    ["https://data.example/graph/", "page/graph/"],
    ["https://w3id.org/cnfiscal/def#", "page/def#"],
  ],
  root: "./",
};

test("an IRI of the store leads to its page, in the language that was chosen", () => {
  assert.equal(addressOf("https://data.example/id/agency/x", KNOWN), "./page/agency/x");
  assert.equal(addressOf("https://data.example/graph/figures", KNOWN), "./page/graph/figures");
  assert.equal(addressOf("https://w3id.org/cnfiscal/def#Figure", KNOWN), "./page/def#Figure");
  assert.equal(
    addressOf("https://w3id.org/cnfiscal/def#Figure", { ...KNOWN, language: "en" }),
    "./page/def?lang=en#Figure",
  );
});

test("another's IRI leads to itself, and one that is no address of the web to nothing", () => {
  assert.equal(addressOf("http://schema.org/Project", KNOWN), "http://schema.org/Project");
  assert.equal(addressOf("javascript:alert(1)", KNOWN), null);
  assert.equal(addressOf("urn:x:y", KNOWN), null);
});

test("the longest prefix that fits shortens an IRI", () => {
  const prefixes = { a: "http://x.example/", b: "http://x.example/y/" };
  assert.equal(shortened("http://x.example/y/z", prefixes), "b:z");
  assert.equal(shortened("http://x.example/z", prefixes), "a:z");
  assert.equal(shortened("http://other.example/z", prefixes), "http://other.example/z");
});

test("triples are read with languages, datatypes, escapes and blank nodes", () => {
  const text = [
    '<http://a.example/s> <http://a.example/p> "\\u533B\\u4FDD \\"x\\"\\n" .',
    '_:b0 <http://a.example/p> "\\U0001F4B0"@zh-Hans .',
    '<http://a.example/s> <http://a.example/p> "4.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .',
    "<http://a.example/s> <http://a.example/p> _:b0 .",
    "",
  ].join("\n");
  const found = triples(text);
  assert.equal(found.length, 4);
  assert.equal(found[0].o.value, '医保 "x"\n');
  assert.deepEqual([found[1].s.type, found[1].s.value], ["bnode", "b0"]);
  assert.deepEqual([found[1].o.value, found[1].o["xml:lang"]], ["💰", "zh-Hans"]);
  assert.deepEqual([found[2].o.value, found[2].o.datatype], ["4.50", "http://www.w3.org/2001/XMLSchema#decimal"]);
  assert.equal(found[3].o.type, "bnode");
});
