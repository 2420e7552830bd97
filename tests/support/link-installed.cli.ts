import { linkInstalled } from "./link-installed.ts";

linkInstalled(process.cwd());
