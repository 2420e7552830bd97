/** Those that a job of Azure ML stays in. */
export const ENDS = ["Completed", "Failed", "Canceled", "NotResponding", "Paused"];
