// The map as something to explore: filters, hover, arrow keys. Without scripts the figure above and the tables say the same.
(() => {
  const data = JSON.parse(document.getElementById("atlas-data").textContent);
  const at = document.getElementById("atlas");
  const names = ["condition", "search", "number", "index", "s", "terms", "family", "equation", "bound", "decay", "training", "inhibition", "gain"];
  const rules = data.marks.map(mark => Object.fromEntries(names.map((name, k) => [name, mark[k]])));
  const colours = { random: "var(--pl-c6)", exhaustive: "var(--pl-c0)", archive: "var(--pl-c4)", evolution: "var(--pl-c1)" };
  const shapes = { random: [], exhaustive: [4, 45], archive: [3, -90], evolution: [4, 0] }; // corners and the direction of the first; none: a circle
  const element = (name, attributes = {}, text = "") => {
    const made = name === "svg" || "circle path text g".split(" ").includes(name) ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  };
  if (rules.length === 0) { at.append(element("p", {}, "No rule was simulated.")); return; }
  const unique = key => [...new Set(rules.map(rule => rule[key]))].sort();
  const form = element("form");
  const choice = (label, options) => {
    const [outer, select] = [element("label", {}, label), element("select")];
    for (const [value, text] of options) select.append(element("option", { value }, text));
    outer.append(select);
    form.append(outer);
    return select;
  };
  const condition = choice("Condition", unique("condition").map(name => [name, `${name}: ${data.titles[name] ?? name}`]));
  const search = choice("Found by", [["", "any search"], ...unique("search").map(name => [name, name])]);
  const family = choice("Family", [["", "any family"], ...unique("family").map(name => [name, name])]);
  const number = (label, value, step, max) => {
    const [outer, input] = [element("label", {}, label), element("input", { type: "number", min: 0, max, step, value })];
    outer.append(input);
    form.append(outer);
    return input;
  };
  const most = number("Terms at most", 19, 1, 19), least = number("S at least", 0, 0.1, 1);
  const svg = element("svg", { viewBox: "0 0 760 420", tabindex: 0, role: "application", "aria-label": "Map of rules by time-reversal index and score. Left and right arrow keys go from rule to rule." });
  const told = element("output", { "aria-live": "polite" });
  at.append(element("p", {}, `Explore: hover, touch or the arrow keys show a rule; Enter copies it. Circles: random rules, squares: exhaustive, triangles: archive, diamonds: evolution. ${data.simulated > rules.length ? `The ${rules.length} best of ${data.simulated} simulated rules are here; all stand in tables/searched_rules.csv.` : ""}`), form, svg, told);
  const mark = (cx, cy, search) => {
    const [corners, first] = shapes[search], style = `fill: ${colours[search]}; stroke: ${colours[search]}`;
    if (!corners) return element("circle", { class: "rule", cx, cy, r: 4, style });
    const place = k => [cx + 5 * Math.cos((first + 360 * k / corners) * Math.PI / 180), cy + 5 * Math.sin((first + 360 * k / corners) * Math.PI / 180)];
    return element("path", { class: "rule", d: `M${Array.from({ length: corners }, (_, k) => place(k).map(v => v.toFixed(1)).join(" ")).join("L")}Z`, style });
  };
  const x = index => 60 + (index + 1) * 340, y = s => 370 - s * 340;
  let shown = [], chosen = -1;
  const show = k => {
    svg.querySelector(".on")?.classList.remove("on");
    chosen = k;
    if (k < 0) { told.textContent = `${shown.length} rules.`; return; }
    const rule = shown[k].rule;
    shown[k].mark.classList.add("on");
    told.replaceChildren(
      element("code", {}, rule.equation), element("br"),
      document.createTextNode(`S ${rule.s.toFixed(2)} on the screening networks, time-reversal index ${rule.index.toFixed(2)}, ${rule.terms} terms, family ${rule.family}; ${rule.search} rule ${rule.number}; w_max ${rule.bound}, decay ${rule.decay} /s, gain in training ${rule.training}; read out at inhibition ${rule.inhibition} and gain ${rule.gain}.`), element("br"),
      element("code", {}, `plasticity rules check "${rule.equation}"`));
  };
  const draw = () => {
    svg.replaceChildren(element("path", { class: "axis", d: "M60 20V370H740M400 20V370" }));
    for (const v of [-1, -0.5, 0, 0.5, 1]) svg.append(element("text", { x: x(v), y: 390, "text-anchor": "middle" }, String(v).replace("-", "−")));
    for (const v of [0, 0.25, 0.5, 0.75, 1]) svg.append(element("text", { x: 52, y: y(v) + 4, "text-anchor": "end" }, String(v)));
    svg.append(element("text", { x: 400, y: 412, "text-anchor": "middle" }, "time-reversal index: backwards to forwards"), element("text", { x: 16, y: 200, transform: "rotate(-90 16 200)", "text-anchor": "middle" }, "score S"));
    shown = rules.filter(rule => rule.condition === condition.value && (!search.value || rule.search === search.value) && (!family.value || rule.family === family.value) && rule.terms <= most.valueAsNumber && rule.s >= least.valueAsNumber)
      .sort((a, b) => a.index - b.index || a.s - b.s)
      .map(rule => ({ rule, mark: mark(x(rule.index), y(rule.s), rule.search) }));
    svg.append(...shown.map(one => one.mark));
    show(-1);
  };
  svg.addEventListener("pointermove", event => {
    const box = svg.getBoundingClientRect(), scale = 760 / box.width, [px, py] = [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
    let [best, near] = [-1, 300];
    shown.forEach((one, k) => {
      const d = (x(one.rule.index) - px) ** 2 + (y(one.rule.s) - py) ** 2;
      if (d < near) [best, near] = [k, d];
    });
    if (best >= 0 && best !== chosen) show(best);
  });
  svg.addEventListener("keydown", event => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -1e9, End: 1e9 }[event.key];
    if (step && shown.length) { event.preventDefault(); show(Math.max(0, Math.min(shown.length - 1, chosen + step))); }
    if (event.key === "Enter" && chosen >= 0) navigator.clipboard?.writeText(shown[chosen].rule.equation);
    if (event.key === "Escape") show(-1);
  });
  form.addEventListener("input", draw);
  form.addEventListener("submit", event => event.preventDefault());
  draw();
})();
