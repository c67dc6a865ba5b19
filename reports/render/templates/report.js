"use strict";
// Shows the embedded samples. Everything from a model or a data set is set as text, never as markup.
(() => {
  const PAGE = 25;
  const at = (id) => document.getElementById(id);
  const { runs, texts, samples } = JSON.parse(at("data").textContent);

  // The samples of one problem with one index: what can be read beside each other.
  const groups = new Map();
  for (const sample of samples) {
    const key = JSON.stringify([sample.benchmark, sample.problem_id, sample.sample_index]);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(sample);
    sample.group = groups.get(key);
  }
  const isOriginal = (s) => s.kind === "original";
  const right = (s) => s.outcome === "correct";
  const original = (s) => s.group.find((o) => o.run === s.run && isOriginal(o) && o !== s);
  const first = (s) => s.group.find((o) => o.run === 0 && s.run !== 0 && o.variant_id === s.variant_id && o.kind === s.kind);
  const FLAGS = {
    "variant lost: original right, variant not": (s) => !isOriginal(s) && !right(s) && original(s) !== undefined && right(original(s)),
    "variant won: original not, variant right": (s) => !isOriginal(s) && right(s) && original(s) !== undefined && !right(original(s)),
    "verdict differs from the first run's": (s) => first(s) !== undefined && right(first(s)) !== right(s),
    "copied the original's answer": (s) => s.copied,
    "right with a failing step": (s) => right(s) && s.process === "fails",
  };

  const element = (tag, text, name) => {
    const made = document.createElement(tag);
    if (text !== undefined && text !== null) made.textContent = text;
    if (name) made.className = name;
    return made;
  };
  const fill = (id, values) => {
    at(id).append(...["all", ...values].map((value) => new Option(value, value === "all" ? "" : value)));
  };
  const distinct = (name) => [...new Set(samples.map((s) => s[name]))];
  const label = (outcome) => outcome.replace("_", " ");
  const title = (s) => [...new Set([runs[s.run], s.kind, s.variant_id])].filter(Boolean).join(" · ");
  fill("by-benchmark", distinct("benchmark"));
  fill("by-kind", distinct("kind"));
  at("by-run").append(new Option("all", ""), ...runs.map((name, index) => new Option(name, index)));
  at("by-outcome").append(new Option("all", ""), ...distinct("outcome").map((o) => new Option(label(o), o)));
  fill("by-flag", Object.keys(FLAGS).filter((name) => samples.some(FLAGS[name])));

  let shown = samples;
  let page = 0;
  let open = 0;

  const haystack = (s) => (s.haystack ??= [texts[s.prompt], s.response, s.gold, s.extracted, s.problem_id, s.variant_id].join("\n").toLowerCase());
  const filter = () => {
    const [run, benchmark, kind, outcome, flag] = ["run", "benchmark", "kind", "outcome", "flag"].map((name) => at(`by-${name}`).value);
    const text = at("by-text").value.trim().toLowerCase();
    shown = samples.filter((s) =>
      (!run || s.run === Number(run)) && (!benchmark || s.benchmark === benchmark) &&
      (!kind || s.kind === kind) && (!outcome || s.outcome === outcome) &&
      (!flag || FLAGS[flag](s)) && (!text || haystack(s).includes(text)));
    page = 0;
    draw();
  };

  const verdict = (s) => {
    const cell = element("span");
    cell.append(element("span", label(s.outcome), `chip ${s.outcome}`));
    if (s.copied) cell.append(" ", element("span", "copied", "chip copied"));
    if (right(s) && s.process === "fails") cell.append(" ", element("span", "step fails", "chip fails"));
    return cell;
  };
  const row = (s, index) => {
    const made = element("tr");
    const button = element("button", s.problem_id);
    button.type = "button";
    const cells = [button, runs[s.run], s.benchmark, s.kind, s.sample_index, verdict(s), s.gold, s.extracted ?? "–"];
    for (const [place, content] of cells.entries()) {
      const cell = element("td", undefined, place === 4 ? "number" : "");
      cell.append(content);
      made.append(cell);
    }
    made.addEventListener("click", () => show(index));
    return made;
  };
  const draw = () => {
    const start = page * PAGE;
    at("rows").replaceChildren(...shown.slice(start, start + PAGE).map((s, i) => row(s, start + i)));
    const end = Math.min(start + PAGE, shown.length);
    at("position").textContent = shown.length ? `${start + 1} to ${end} of ${shown.length}` : "no sample fits";
    at("previous").disabled = page === 0;
    at("next").disabled = end === shown.length;
  };

  const side = (s) => {
    const card = element("div", undefined, "card");
    card.append(element("h3", title(s)), verdict(s));
    const facts = element("dl", undefined, "facts");
    const fact = (name, value) => {
      if (value !== null && value !== "") facts.append(element("dt", name), element("dd", value));
    };
    fact("gold", s.gold);
    if (!isOriginal(s)) fact("original's gold", s.original_gold);
    fact("answer", s.extracted ?? "none found");
    fact("found", s.found);
    fact("matched", s.matched);
    fact("finished", s.finish_reason);
    fact("tokens", s.tokens);
    fact("steps", s.process.replace("_", " "));
    fact("failed step", s.failed_step);
    card.append(facts);
    for (const [name, text] of [["prompt", texts[s.prompt] || "not recorded"], ["response", s.response]]) {
      const block = element("pre", text);
      block.tabIndex = 0;
      card.append(element("h4", name), block);
    }
    return card;
  };
  const compare = () => {
    const other = shown[open].group[at("beside").value];
    at("sides").replaceChildren(...(other ? [other, shown[open]] : [shown[open]]).map(side));
  };
  const show = (index) => {
    open = index;
    const s = shown[index];
    at("detail-title").textContent = `${s.benchmark} · ${s.problem_id} · sample ${s.sample_index}`;
    const beside = at("beside");
    const others = s.group.filter((o) => o !== s);
    beside.replaceChildren(new Option("nothing", ""), ...others.map((o) =>
      new Option(`${title(o)} · ${label(o.outcome)}`, s.group.indexOf(o))));
    const partner = original(s) ?? others.find((o) => o.run === s.run) ?? first(s) ?? others[0];
    beside.value = partner ? s.group.indexOf(partner) : "";
    at("earlier").disabled = index === 0;
    at("later").disabled = index === shown.length - 1;
    compare();
    if (!at("detail").open) at("detail").showModal();
    at("detail").scrollTop = 0;
  };

  for (const name of ["run", "benchmark", "kind", "outcome", "flag"]) at(`by-${name}`).addEventListener("change", filter);
  at("by-text").addEventListener("input", filter);
  document.querySelector(".filters").addEventListener("submit", (event) => event.preventDefault());
  at("previous").addEventListener("click", () => { page -= 1; draw(); });
  at("next").addEventListener("click", () => { page += 1; draw(); });
  at("earlier").addEventListener("click", () => show(open - 1));
  at("later").addEventListener("click", () => show(open + 1));
  at("close").addEventListener("click", () => at("detail").close());
  at("beside").addEventListener("change", compare);
  draw();
})();
