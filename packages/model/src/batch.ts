/** Features of shape [rows * width] and labels of shape [rows], in the order in which they are trained on. */
export type Batch = { readonly rows: number; readonly x: Float32Array; readonly y: Float32Array };
