import type { TransformerState } from "@churn/contracts";
import { type CustomerRow, FeatureTransformer, toColumns } from "@churn/features";
import type { ChurnModel } from "@churn/model";

/**
 * Probability of churn of each customer, the way a service goes: raw row, columns, features, network.
 *
 * @throws RangeError for a value the model can't take, or a network of another width
 */
export function scoreRows(state: TransformerState, model: ChurnModel, rows: readonly CustomerRow[]): Float32Array {
  const transformer = new FeatureTransformer(state);
  if (transformer.width !== model.width) {
    throw new RangeError(`expected a network of ${transformer.width} features, received one of ${model.width}`);
  }
  return model.predict(transformer.transform(toColumns(state, rows)));
}
