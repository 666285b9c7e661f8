// Shows an answer while it is made. Without this script the same form gives the same answer as a whole page.
// Everything that comes from the server goes into the page as text, never as markup.
"use strict";

(() => {
  const form = document.getElementById("ask");
  const place = document.getElementById("answer");
  const progress = document.getElementById("progress");
  const texts = document.getElementById("words");
  // What stood here while the answer was being written has served.
  document.getElementById("waiting")?.remove();
  if (!form || !place || !progress || !texts || !window.ReadableStream) return;

  const words = new Map();
  for (const word of texts.content.children) words.set(word.dataset.key, word.textContent);
  const say = (key, value) => (words.get(key) ?? "").replace("{}", value ?? "");
  const day = (iso) => iso.split("-").reverse().join("/");
  const on = (url, date) => (url.includes("?") ? url : `${url}?on=${date}`);
  // What a breadcrumb names below the act itself; a number alone says nothing.
  const below = (breadcrumb) => {
    const names = breadcrumb.split(" › ").slice(1).join(" › ");
    return /\p{L}/u.test(names) ? names : "";
  };
  let running = null;
  // What was found, by number from 1.
  let shown = [];

  // A copy of a shape with its texts, links and classes filled in; an element without text goes.
  function shaped(name, values) {
    const copy = document.getElementById(`shape-${name}`).content.cloneNode(true);
    for (const part of copy.querySelectorAll("[data-text], [data-href], [data-class]")) {
      const { text, href, class: style } = part.dataset;
      if (style) part.classList.add(values[style]);
      if (href && values[href]) part.setAttribute("href", values[href]);
      if (text) part.textContent = values[text] ?? "";
      if (text && !values[text]) part.remove();
    }
    return copy;
  }

  // What is to be known of a document before it is taken for law.
  function caution({ document: act, unfounded }) {
    if (!act.makes_rules) return ` · ${say("no_rules")}`;
    return unfounded ? ` · ${say(`unfounded.${unfounded}`)}` : "";
  }

  function evidence(found, date) {
    const { document: act, page, status } = found;
    const facts = [page && say("page", page), found.recognised && say("recognised"), act.issuer, act.issued && day(act.issued)];
    const shape = shaped("evidence", {
      url: on(found.url, date),
      place: found.citation || act.name,
      document: found.citation ? act.name : "",
      status: say(`status.${status}`),
      name: status,
      caution: caution(found),
      facts: facts.filter(Boolean).map((fact) => ` · ${fact}`).join(""),
      title: act.title,
      above: below(found.breadcrumb),
      text: found.text,
    });
    const alike = (other) =>
      shaped("alike", {
        likeness: say(`likeness.${other.likeness}`),
        url: on(other.url, date),
        place: `${other.citation} ${other.document.name}`,
        status: say(`status.${other.status}`),
        name: other.status,
        caution: caution(other),
      });
    shape.querySelector(".evidence").append(...(found.alike ?? []).map(alike));
    return shape;
  }

  // Where the quoted words are looked at beside the answer: on the page as issued, else in the text.
  function lookedAt({ sheet, url }) {
    return sheet
      ? { sheet, sheetkind: "sheet-link", sheetwords: say("answer.sheet") }
      : { sheet: url, sheetkind: "text-link", sheetwords: say("answer.beside") };
  }

  function quote(quoted) {
    return shaped("quote", {
      url: quoted.url,
      text: quoted.text,
      place: `${quoted.citation} ${quoted.document}`,
      caution: shown[quoted.evidence - 1] ? caution(shown[quoted.evidence - 1]) : "",
      page: [quoted.page ? `, ${say("page", quoted.page)}` : "", quoted.recognised ? ` · ${say("recognised")}` : "", quoted.cut ? ` · ${say("answer.cut")}` : ""].join(""),
      status: say(`status.${quoted.status}`),
      name: quoted.status,
      number: say("answer.evidence.number", quoted.evidence),
      ...lookedAt(quoted),
      original: `/vb/${encodeURIComponent(quoted.slug)}/ban-goc`,
    });
  }

  function check(made) {
    const line = document.createElement("li");
    const passed = made.passed ? "passed" : "failed";
    line.className = passed;
    line.textContent = `${made.passed ? "✓" : "✗"} ${say(`check.${made.kind}`)}${say("answer.colon")} ${say(`check.${passed}`)} – ${made.detail}`;
    return line;
  }

  function row(made) {
    const verdict = say(`verdict.${made.verdict}`);
    const empty = say("answer.table.empty");
    const { duty, who, deadline } = made.row;
    const copy = shaped("row", { duty, who: who || empty, deadline: deadline || empty, verdict, name: made.verdict });
    const basis = (quoted) =>
      shaped("basis", {
        url: quoted.url,
        place: `${quoted.citation} ${quoted.document}`,
        status: say(`status.${quoted.status}`),
        name: quoted.status,
        text: quoted.text,
        recognised: [quoted.recognised && say("recognised"), quoted.cut && say("answer.cut")].filter(Boolean).join(" · "),
        ...lookedAt(quoted),
      });
    copy.querySelector(".checks ul").append(...made.checks.map(check));
    copy.querySelector("td:last-child").prepend(...made.quotes.map(basis));
    return copy;
  }

  function claim(made) {
    const quotes = made.quotes;
    const [one] = quotes;
    const place = `${one.citation} ${one.document}`;
    const alone = quotes.length === 1 && (made.text.includes(one.text.trim()) || made.text.trim() === place);
    const verdict = say(`verdict.${made.verdict}`);
    const copy = shaped("claim", { verdict, name: made.verdict, kind: say(`kind.${made.kind}`), text: alone ? "" : made.text });
    copy.querySelector("[data-part=quotes]").append(...quotes.map(quote));
    const checks = made.checks.map(check);
    copy.querySelector(".checks ul").append(...checks);
    return copy;
  }

  function cited(reference, date) {
    const { kind, acts, results, citation, document: act, nearest } = reference;
    const found = kind === "found";
    const near = found ? results.map((one) => ({ ...one.document, ...one })) : nearest;
    const copy = shaped("cited", {
      words: say(`cited.${kind}`, citation),
      url: act ? `/vb/${encodeURIComponent(act.slug)}` : "",
      name: act?.name,
      nearest: found ? acts > 1 && say("cited.several", acts) : near.length && say("cited.nearest"),
    });
    for (const one of near) {
      const link = document.createElement("a");
      link.href = on(one.url ?? `/vb/${encodeURIComponent(one.slug)}`, date);
      link.textContent = [one.citation, one.name].filter(Boolean).join(" ");
      const line = document.createElement("li");
      line.append(link);
      if (one.status) {
        const state = document.createElement("span");
        state.className = `status ${one.status}`;
        state.textContent = say(`status.${one.status}`);
        const facts = [one.title, one.issuer, one.issued && day(one.issued)].filter(Boolean);
        line.append(` ${facts.join(" · ")} · `, state);
      }
      if (one.outside) line.append(` · ${say("cited.outside")}`);
      copy.querySelector("ul").append(line);
    }
    return copy;
  }

  // Under which id the answer can be read again, printed and put into a file.
  function recorded(answer) {
    if (answer.unrecorded) return [shaped("unrecorded", {})];
    if (!answer.record) return [];
    const page = `/ho-so/${encodeURIComponent(answer.record)}`;
    const line = shaped("record", { id: answer.record, page, docx: `${page}/docx`, block: `${page}/can-cu.txt`, complain: `/bao-loi?ho-so=${encodeURIComponent(answer.record)}` });
    if (!answer.claims.length) line.querySelector("[data-part=block]").remove();
    return [line];
  }

  // That an answer to the same question was approved, and where it can be read.
  function approved({ record, at, same }) {
    const line = document.createElement("p");
    line.className = "standing approved";
    const said = document.createElement("strong");
    said.textContent = say(same ? "answer.approved.same" : "answer.approved.other", day(at));
    const link = document.createElement("a");
    link.href = `/ho-so/${encodeURIComponent(record)}`;
    link.textContent = say("answer.approved.open");
    line.append("✔ ", said, " ", link, ` (${record})`);
    return line;
  }

  // The same question with one field of its address changed.
  function again({ field, value, label }) {
    const address = new URLSearchParams(location.search);
    address.set(field, value);
    const link = document.createElement("a");
    link.href = `/hoi?${address}`;
    link.textContent = label;
    const line = document.createElement("li");
    line.append(link);
    return line;
  }

  function asks(fact) {
    const hint = fact.fact === "day" && !fact.must_know;
    const copy = shaped("asks", { words: say(hint ? "asks.day.changed" : `asks.${fact.fact}`) });
    copy.querySelector("ul").append(...fact.choices.map(again));
    return copy;
  }

  function twins({ document: act, others }) {
    const copy = shaped("twins", {});
    const lines = [act, ...others].map((one) => {
      const link = document.createElement("a");
      link.href = `/vb/${encodeURIComponent(one.slug)}`;
      link.textContent = one.name;
      const facts = [one.title, one.issuer, one.issued && day(one.issued), say("twins.file", one.file)];
      const line = document.createElement("li");
      line.append(link, ` ${facts.filter(Boolean).join(" · ")}`);
      return line;
    });
    copy.querySelector("ul").append(...lines);
    return copy;
  }

  function conflict(found) {
    const copy = shaped("conflict", { over: say(`conflict.over.${found.over}`) });
    const sides = found.sides.map((side) => {
      const facts = [
        side.rank && say(`rank.${side.rank}`),
        side.issued && say("conflict.issued", day(side.issued)),
        side.from && say("conflict.from", day(side.from)),
        say("answer.evidence.number", side.evidence),
      ];
      const { url, text, citation, document: act } = side;
      return shaped("side", { url, text, place: `${citation} ${act}`, facts: facts.filter(Boolean).map((fact) => ` · ${fact}`).join("") });
    });
    copy.querySelector(".sides").append(...sides);
    const rules = found.guidance.map((rule) => {
      const line = document.createElement("li");
      line.textContent = say(`guidance.${rule.rule}`, rule.document);
      return line;
    });
    copy.querySelector("ul").append(...rules);
    return copy;
  }

  function finish(answer, others, part) {
    const { refusal, model, not_in_force: old, on: date } = answer;
    if (answer.read_as) {
      const line = document.createElement("p");
      const link = document.createElement("a");
      line.className = "more";
      const typed = new URLSearchParams(location.search);
      typed.set("as_typed", "1");
      link.href = `/hoi?${typed}`;
      link.textContent = say("search.as_typed");
      line.append(`${say("search.read_as", answer.read_as)} · `, link);
      part("notes").append(line);
    }
    for (const note of answer.notes ?? []) {
      const line = document.createElement("p");
      line.className = "notice";
      line.textContent = say(`note.${note}`);
      part("notes").append(line);
    }
    if (answer.approved) part("record").append(approved(answer.approved));
    part("record").append(...recorded(answer));
    const { personal = [], handling, kept_back: kept } = answer.egress ?? {};
    const found = personal.map((one) => `${one.mask} ${one.text}`).join(", ");
    for (const words of [found && `${say(`egress.${handling}`)} ${found}.`, kept && say("egress.kept_back", kept)]) {
      if (!words) continue;
      const line = document.createElement("p");
      line.className = "notice";
      line.textContent = words;
      part("notes").append(line);
    }
    if (refusal) {
      part("refusal").textContent = say(`refusal.${refusal}`);
      part("refusal").hidden = false;
    }
    const left = answer.unverified - answer.dropped.length;
    part("left").textContent = say("answer.left_out", left);
    part("left").hidden = left === 0;
    if (answer.doubtful && !refusal) {
      const line = document.createElement("p");
      line.className = "notice";
      line.textContent = say("answer.unsure");
      part("doubts").append(line);
    }
    if (answer.doubtful) part("evidence").querySelector("h3").textContent = say("answer.doubtful");
    const [first, ...more] = (answer.conflicts ?? []).map(conflict);
    part("doubts").append(...(answer.asks ?? []).map(asks), ...(answer.same_number ?? []).map(twins));
    if (first) part("doubts").append(first);
    if (more.length) {
      const folded = shaped("conflicts", { words: say("conflict.more", more.length) });
      folded.querySelector("details").append(...more);
      part("doubts").append(folded);
    }
    part("made").textContent = model ? say("answer.model", model) : say("answer.extractive");
    part("cited").append(...answer.cited.map((reference) => cited(reference, date)));
    if (!old.length) return;
    if (others || refusal === "only_not_in_force" || !(answer.evidence.length || answer.claims.length)) {
      part("others").querySelector("ol").append(...old.map((found) => evidence(found, date)));
      part("others").hidden = false;
    } else {
      part("more").textContent = say("answer.others.hidden", old.length);
      part("more").hidden = false;
    }
  }

  // What each step of the answer does to the page.
  function steps(asked) {
    const { date, others } = asked;
    const part = (name) => place.querySelector(`[data-part=${name}]`);
    return {
      evidence(step) {
        progress.textContent = say("answer.writing");
        shown = step.evidence;
        part("evidence").querySelector("ol").append(...step.evidence.map((found) => evidence(found, date)));
        part("evidence").hidden = step.evidence.length === 0;
      },
      claim(step) {
        part("claims").hidden = false;
        if (step.claim.row) {
          part("table").hidden = false;
          part("table").tBodies[0].append(row(step.claim));
        } else part("claims").append(claim(step.claim));
      },
      dropped(step) {
        const line = document.createElement("li");
        line.textContent = step.dropped.text;
        const why = document.createElement("ul");
        why.className = "why";
        why.append(...step.dropped.checks.filter((one) => !one.passed).map(check));
        line.append(why);
        part("dropped").hidden = false;
        part("dropped").querySelector("ul").append(line);
      },
      done(step) {
        progress.textContent = say("answer.done");
        finish(step.answer, others, part);
      },
      problem(step) {
        progress.textContent = `${step.problem.title}. ${step.problem.detail}`;
      },
    };
  }

  // Reads one JSON object a line.
  async function read(body, take) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      const lines = (rest + (value ?? "")).split("\n");
      rest = lines.pop();
      for (const line of lines) if (line) take(JSON.parse(line));
      if (done) return;
    }
  }

  async function ask(query) {
    running?.abort();
    const stop = (running = new AbortController());
    const asked = { date: query.get("on"), others: query.has("kem") || Boolean(query.get("status")) };
    progress.textContent = say("answer.waiting");
    document.getElementById("lead")?.remove();
    const shape = { question: query.get("q"), asof: say("on.is", day(asked.date)) };
    place.replaceChildren(shaped("answer", { ...shape, others: say("answer.others.note", day(asked.date)) }));
    try {
      const answer = await fetch(`/api/ask/stream?${query}`, { signal: stop.signal });
      const does = steps(asked);
      if (answer.ok) await read(answer.body, (step) => does[step.event]?.(step));
      else does.problem({ problem: await answer.json() });
    } catch (error) {
      if (error.name !== "AbortError") progress.textContent = say("answer.failed");
    }
  }

  // The filters that the page was made with: with others, the whole page is made anew.
  const filters = () => [...new FormData(form)].filter(([name, value]) => value && !["q", "on", "kem"].includes(name)).join();
  const made = filters();

  form.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("formaction") || filters() !== made) return;
    event.preventDefault();
    const query = new URLSearchParams(new FormData(form));
    history.pushState(null, "", `/hoi?${query}`);
    ask(query);
  });

  // Enter asks, Shift+Enter makes a new line.
  form.elements.q.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });

  window.addEventListener("popstate", () => location.reload());
})();
