// The form's other half, in the browser: sends the customer to /score and shows the answer.
const form = document.querySelector("#customer");
const answer = document.querySelector("#answer");
const fields = [...form.querySelectorAll("[data-input]")];
const MOST_REASONS = 5;

for (const field of fields) {
  const missing = field.querySelector("[data-missing]");
  missing?.addEventListener("change", () => {
    controlOf(field).disabled = missing.checked;
  });
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  for (const field of fields) showFault(field, undefined);
  const customer = Object.fromEntries(fields.map((field) => [field.dataset.input, readValue(field)]));
  try {
    const response = await fetch(`/score?reasons=${MOST_REASONS}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(customer),
    });
    const body = await response.json();
    if (response.ok) showScore(body);
    else showProblem(body);
  } catch {
    answer.replaceChildren(element("p", { className: "fault" }, "The service does not answer. Is it still running?"));
  }
});

const controlOf = (field) => field.querySelector("input[type=number], select");

function readValue(field) {
  if (field.querySelector("[data-missing]")?.checked) return null;
  const { value } = controlOf(field);
  if (field.dataset.type === "category") return value;
  return value === "" ? null : Number(value);
}

function showFault(field, detail) {
  const fault = field.querySelector(".fault");
  fault.hidden = detail === undefined;
  fault.textContent = detail ?? "";
  if (detail === undefined) controlOf(field).removeAttribute("aria-invalid");
  else controlOf(field).setAttribute("aria-invalid", "true");
}

function showProblem({ title, detail, errors = [] }) {
  const faulty = fields.filter((field) => {
    const name = field.dataset.input.replaceAll("~", "~0").replaceAll("/", "~1"); // as in a JSON pointer
    const fault = errors.find(({ pointer }) => pointer === `/${name}`);
    if (fault) showFault(field, fault.detail);
    return fault !== undefined;
  });
  answer.replaceChildren(element("h2", {}, title), element("p", {}, detail));
  if (faulty.length > 0) controlOf(faulty[0]).focus();
}

function showScore({ probability, decision, unusual, reasons = [], model }) {
  const verdict = decision === "churn" ? "Likely to leave" : "Likely to stay";
  answer.replaceChildren(
    element("h2", { className: decision }, `${verdict}: ${percent(probability)}`),
    element("p", {}, `From ${percent(model.threshold)} on a customer counts as leaving. Version ${model.version}.`),
  );
  if (unusual.length > 0) {
    const names = unusual.join(", ");
    answer.append(element("p", {}, `Few customers like this were seen in training; be careful with: ${names}.`));
  }
  if (reasons.length > 0) answer.append(reasonsTable(reasons));
}

function reasonsTable(reasons) {
  const most = Math.max(...reasons.map(({ effect }) => Math.abs(effect)), Number.MIN_VALUE);
  const rows = reasons.map(({ feature, value, effect }) => {
    const towards = effect > 0 ? "churn" : "stay";
    const bar = element("span", { className: `bar ${towards}` });
    bar.style.width = `${(60 * Math.abs(effect)) / most}%`;
    const shown = element("td", {}, bar, `${effect > 0 ? "+" : "−"}${Math.abs(effect).toFixed(2)}`);
    const words = effect > 0 ? "leave" : "stay";
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, feature),
      cell(value ?? missingOf(feature)),
      cell(words),
      shown,
    );
  });
  const head = ["what", "is", "makes more likely to", "by how much (log-odds)"].map((text) =>
    element("th", { scope: "col" }, text),
  );
  return element(
    "table",
    {},
    element("caption", {}, "What moved this score most, beside a customer in the middle"),
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...rows),
  );
}

/** What it means that this customer has no value there. */
function missingOf(feature) {
  const field = fields.find((field) => field.dataset.input === feature);
  return field?.querySelector("[data-missing]")?.dataset.missing ?? "none";
}

const cell = (text) => element("td", {}, String(text));
const percent = (share) => `${(100 * share).toFixed(1)} %`;

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
