/** A table that no contract knows, with what real ones have: names, dates, row numbers, values that are missing. */
export function bankTable(rows: number): string {
  const random = seededRandom(7);
  const oneOf = (values: readonly string[]) => values[Math.floor(random() * values.length)] as string;
  const lines = Array.from({ length: rows }, (_, i) => {
    const age = 18 + Math.floor(random() * 60);
    const products = 1 + Math.floor(random() * 3);
    const hasSavings = random() > 0.3;
    const balance = hasSavings ? (random() * 90_000).toFixed(2) : "";
    const risk = 1 / (1 + Math.exp(-(-1.5 + (age - 48) / 9 - products + (hasSavings ? 0 : 2))));
    return [
      i + 1,
      15_000_000 + ((i * 7919) % 9_999_991),
      `${oneOf(["Ng", "Silva", "O'Hara", "Ünal"])}-${i}`,
      400 + Math.floor(random() * 450),
      oneOf(["France", "Germany", "Spain"]),
      age,
      Math.floor(random() * 11),
      balance,
      products,
      random() < 0.7 ? 1 : 0,
      `20${10 + Math.floor(random() * 15)}-0${1 + Math.floor(random() * 9)}-15`,
      random() < risk ? "yes" : "no",
    ];
  });
  const header =
    "row_number,customer_id,surname,credit_score,country,age,tenure_years,balance,num_products,has_card,opened_on,exited";
  return `${[header, ...lines.map((line) => line.join(","))].join("\n")}\n`;
}

function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
