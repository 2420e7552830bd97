import { EXIT, Stop } from "../../process/stop.mjs";
import { inWorkspace, setting } from "../settings.mjs";

const COLOURS = ["blue", "green"];

/**
 * The colour that answers, undefined for none, and the one that may be made anew.
 *
 * @param traffic - share of each deployment, in percent
 */
export function coloursOf(traffic) {
  const live = COLOURS.filter((colour) => traffic[colour] > 0);
  if (live.length < 2) return { live: live[0], idle: live[0] === "blue" ? "green" : "blue" };
  const what = `The traffic is split, ${inWords(traffic)}: a deployment was not brought to its end.`;
  throw new Stop(EXIT.CHECK_SAID_NO, what, allToOne(traffic));
}

/** The command that gives everybody to the colour that most have. */
export function allToOne(traffic) {
  const [most] = Object.keys(traffic).sort((one, other) => traffic[other] - traffic[one]);
  const named = ["--name", setting("AZURE_ENDPOINT"), ...inWorkspace()].join(" ");
  return `az ml online-endpoint update ${named} --traffic "${inWords({ ...nobody(traffic), [most]: 100 })}"`;
}

export const isSame = (one, other) =>
  Object.keys({ ...one, ...other }).every((colour) => (one[colour] ?? 0) === (other[colour] ?? 0));

/** The same deployments without a share. */
export const nobody = (traffic) => Object.fromEntries(Object.keys(traffic).map((colour) => [colour, 0]));

/** As az takes it. */
export const inWords = (map) =>
  Object.entries(map)
    .map(([colour, share]) => `${colour}=${share}`)
    .join(" ");
