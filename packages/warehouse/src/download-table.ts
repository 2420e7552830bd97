import { createHash } from "node:crypto";
import { PipelineError } from "@churn/contracts";
import { writeBytes } from "@churn/runtime";

const TIMEOUT_MS = 30_000;

/**
 * Downloads a public file and writes it when it is the one expected.
 *
 * @throws PipelineError UNREACHABLE when it does not come in time, or is another file
 */
export async function downloadTable(
  { url, md5 }: { url: string; md5: string },
  to: string,
  withFile: string,
  timeoutMs = TIMEOUT_MS,
): Promise<void> {
  const unreachable = (what: string, cause?: unknown) =>
    new PipelineError("UNREACHABLE", {
      what,
      where: url,
      fix: `try again, or bring the file (md5 ${md5}) some other way and: ${withFile}`,
      cause,
    });
  let bytes: Uint8Array;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) throw new Error(`the server answers ${response.status}`);
    bytes = new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw unreachable(`the table can't be downloaded: ${reason(error)}`, error);
  }
  const found = createHash("md5").update(bytes).digest("hex");
  if (found !== md5) throw unreachable(`another file (md5 ${found}) is there than is expected; nothing was written`);
  writeBytes(to, bytes);
}

function reason(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === "TimeoutError") return "it did not come in time";
  return cause?.code ?? cause?.message ?? message;
}
