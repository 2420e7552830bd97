import { EXIT, Stop } from "../process/stop.mjs";

export const MINIMUM_NODE = [20, 19];

export function isNodeRecent(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1]);
}

export function checkNode(version = process.versions.node) {
  if (isNodeRecent(version)) return;
  throw new Stop(
    EXIT.WRONG_USE,
    `Node ${version} is too old: ${MINIMUM_NODE.join(".")} or newer is needed. Install Node 24 (\`nvm install\` reads .nvmrc).`,
  );
}
