// Shows an answer: a table in pages with links to the pages of things, yes or no, or the server's own words.

import { element, filled } from "./elements.js";
import { addressOf, shortened } from "./terms.js";

const PER_PAGE = 100;
const NUMBER = /#(?:decimal|integer|double|float|int|long|short|byte|(?:non)?(?:positive|negative)Integer)$/i;

/** Fills the section of the answer; `told` is what the page was told of words, links and prefixes. */
export class AnswerView {
  constructor(section, told) {
    this.told = told;
    this.words = told.words;
    this.status = element("p", { role: "status", id: "answer-status" });
    this.body = element("div");
    this.link = element("a", { id: "answer-link", href: "?" }, this.words["editor-link"]);
    this.title = element("h2", { id: "answer-title", tabindex: -1 }, this.words["editor-answer"]);
    section.setAttribute("aria-labelledby", "answer-title");
    section.append(this.title, this.status, this.body, element("p", { class: "note" }, this.link));
  }

  running(query) {
    this.status.textContent = this.words["editor-running"];
    this.body.replaceChildren();
    const asked = new URLSearchParams({ query, ...(this.told.language ? { lang: this.told.language } : {}) });
    this.link.href = `?${asked}`;
  }

  show(answer, milliseconds) {
    const seconds = (milliseconds / 1000).toFixed(1);
    if (answer.rows) this.#table(answer, seconds);
    else if ("boolean" in answer) this.#say(answer.boolean ? "editor-true" : "editor-false");
    else if (answer.refused) this.#refusal(answer);
    else this.#say(answer.stopped ? "editor-stopped" : "editor-unreachable");
    if (this.title.getBoundingClientRect().top > window.innerHeight / 2) this.title.scrollIntoView();
  }

  #say(key, values = {}) {
    this.status.textContent = filled(this.words[key], values);
  }

  #refusal({ refused, words }) {
    this.#say("editor-refused", { status: refused });
    this.body.replaceChildren(element("pre", { class: "refusal", role: "alert", tabindex: 0 }, words));
  }

  #table({ columns, rows, isGraph }, seconds) {
    this.#say(rows.length ? "editor-rows" : "editor-none", { count: rows.length.toLocaleString(), seconds });
    if (rows.length) this.#page({ columns, rows, isGraph }, 0);
  }

  #page(answer, first, moved = false) {
    const { rows } = answer;
    const last = Math.min(first + PER_PAGE, rows.length);
    const region = element(
      "div",
      { class: "wide", role: "region", "aria-labelledby": "answer-title", tabindex: 0 },
      element(
        "table",
        { class: "answer" },
        element("thead", {}, this.#head(answer)),
        element("tbody", {}, ...rows.slice(first, last).map((row, at) => this.#row(answer.columns, row, first + at + 1))),
      ),
    );
    const pager = rows.length > PER_PAGE ? [this.#pager(answer, first, last)] : [];
    this.body.replaceChildren(region, ...pager);
    if (moved) {
      this.title.scrollIntoView();
      region.focus({ preventScroll: true });
    }
  }

  #head({ columns, rows, isGraph }) {
    const names = isGraph ? ["subject", "property", "object"].map((key) => this.words[`editor-${key}`]) : columns;
    const heads = names.map((name, at) => element("th", { scope: "col", class: kindOf(rows[0][columns[at]]) }, name));
    return element("tr", {}, element("th", { scope: "col" }, "#"), ...heads);
  }

  #row(columns, row, number) {
    const cells = columns.map((column) => this.#cell(row[column]));
    return element("tr", {}, element("th", { scope: "row", class: "faint" }, String(number)), ...cells);
  }

  #cell(term) {
    if (!term) return element("td");
    if (term.type === "uri") return element("td", {}, this.#named(term.value));
    if (term.type === "bnode") return element("td", { class: "faint" }, `_:${term.value}`);
    if (term.type === "triple") return element("td", {}, JSON.stringify(term.value));
    return element("td", { class: kindOf(term), lang: term["xml:lang"], title: term.datatype }, term.value);
  }

  #named(iri) {
    const address = addressOf(iri, this.told);
    const words = shortened(iri, this.told.prefixes);
    if (!address) return words;
    const others = address === iri ? "external noreferrer" : null;
    const title = [this.told.labels.get(iri), iri].filter(Boolean).join(" ");
    return element("a", { href: address, title, rel: others }, words);
  }

  #pager(answer, first, last) {
    const count = answer.rows.length;
    const turn = (to) => ({ type: "button", disabled: to < 0 || to >= count, click: () => this.#page(answer, to, true) });
    return element(
      "div",
      { class: "pager" },
      element("button", { ...turn(first - PER_PAGE), id: "answer-previous" }, this.words["editor-previous"]),
      element("span", {}, filled(this.words["editor-window"], { first: first + 1, last, count: count.toLocaleString() })),
      element("button", { ...turn(first + PER_PAGE), id: "answer-next" }, this.words["editor-next"]),
    );
  }
}

function kindOf(term) {
  return NUMBER.test(term?.datatype ?? "") ? "number" : null;
}
