import { EXIT, Stop } from "../process/stop.mjs";
import { lookUp, mustAz } from "./az.mjs";
import { environmentOverrides, setArguments } from "./overrides.mjs";
import { inWorkspace } from "./settings.mjs";

/**
 * Makes a version of an environment where there is none; one that is there must have this image.
 *
 * @param bringImage - called before it is made
 */
export async function ensureEnvironment({ name, file, version, image, bringImage }) {
  const named = ["--name", name, "--version", version, ...inWorkspace()];
  const there = await lookUp(["ml", "environment", "show", ...named]);
  if (there && there.image !== image) {
    const what = `Environment ${name}:${version} has the image ${there.image}, not ${image}.`;
    throw new Stop(EXIT.CHECK_SAID_NO, what, `az ml environment archive --name ${name} --version ${version}`);
  }
  if (there) return console.log(`${name}:${version} is there`);
  await bringImage();
  const set = setArguments(environmentOverrides({ version, image }));
  await mustAz(["ml", "environment", "create", "--file", file, ...set, ...inWorkspace()]);
  return console.log(`${name}:${version} made of ${image}`);
}
