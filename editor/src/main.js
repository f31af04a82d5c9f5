// The editor of the page: takes the place of the text area of the form, which stays what is sent.

import Yasqe from "@zazuko/yasqe";
import "@zazuko/yasqe/build/yasqe.min.css";
import "./editor.css";
import { AnswerView } from "./answer.js";
import { ask } from "./asking.js";
import { completers } from "./completion.js";
import { element } from "./elements.js";

const form = document.getElementById("ask");
const area = document.getElementById("query");
const format = document.getElementById("format");
const examples = document.getElementById("examples");

async function told() {
  const response = await fetch(form.dataset.told);
  if (!response.ok) return null;
  const found = await response.json();
  const labels = new Map([...found.properties, ...found.classes, ...found.members]);
  return { ...found, labels, root: form.dataset.root, language: form.dataset.lang };
}

function madeEditor(known, run) {
  const place = element("div", { id: "editor" });
  area.after(place);
  area.hidden = true;
  area.required = false;
  Yasqe.defaults.autocompleters = completers(known);
  const yasqe = new Yasqe(place, {
    value: area.value,
    requestConfig: { endpoint: form.action },
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null,
    prefixCcApi: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: null,
    collapsePrefixesOnLoad: true,
    lineWrapping: true,
    screenReaderLabel: document.querySelector("label[for=query]").textContent,
    extraKeys: { Tab: false, "Shift-Tab": false, "Ctrl-Enter": run, "Cmd-Enter": run, "Ctrl-S": false },
  });
  const notify = yasqe.showNotification;
  yasqe.showNotification = (key) => notify(key, known.words["editor-complete"]);
  place.after(element("p", { class: "note" }, known.words["editor-keys"]));
  document.querySelector("label[for=query]").addEventListener("click", () => yasqe.focus());
  return yasqe;
}

function insertExamples(yasqe, known) {
  examples.addEventListener("click", (event) => {
    const link = event.target.closest("[data-example]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    yasqe.setValue(known.examples[link.dataset.example]);
    yasqe.collapsePrefixes(true);
    examples.open = false;
    yasqe.focus();
  });
}

/** Runs what stands in the editor, one query at a time; a new one stops the one before. */
function runner(known, textOf) {
  const section = element("section", { hidden: true, id: "answer" });
  const view = new AnswerView(section, known);
  let asking = null;
  const end = () => asking?.abort();
  const stop = element("button", { type: "button", hidden: true, class: "stop", click: end }, known.words["editor-stop"]);
  form.querySelector("button[type=submit]").after(stop);
  form.after(section);
  return async () => {
    end();
    const mine = (asking = new AbortController());
    const began = performance.now();
    section.hidden = stop.hidden = false;
    view.running(textOf());
    const answer = await ask(form.action, textOf(), mine.signal);
    if (asking !== mine) return;
    stop.hidden = true;
    view.show(answer, performance.now() - began);
  };
}

function start(known) {
  let yasqe = null;
  const run = runner(known, () => yasqe.getValue());
  yasqe = madeEditor(known, run);
  insertExamples(yasqe, known);
  format.prepend(element("option", { value: "", selected: true }, known.words["editor-here"]));
  format.value = "";
  form.addEventListener("submit", (event) => {
    area.value = yasqe.getValue();
    if (format.value) return;
    event.preventDefault();
    run();
  });
  form.dataset.ready = "true";
}

// Without an answer the form stays what it is without script.
told().then((known) => known && start(known));
