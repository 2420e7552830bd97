"""The project's bundle as an MLflow model: customers as a frame in, probabilities out, with pandas and numpy alone."""
import json
import os

import numpy as np
import pandas as pd


def _load_pyfunc(folder):
    return Churn(folder)


class Churn:
    def __init__(self, folder):
        with open(os.path.join(folder, "transformer.json")) as file:
            self.columns = json.load(file)["columns"]
        with open(os.path.join(folder, "model.json")) as file:
            specs = json.load(file)["weightsManifest"][0]["weights"]
        numbers = np.fromfile(os.path.join(folder, "weights.bin"), dtype="<f4")
        self.weights, start = {}, 0
        for spec in specs:
            size = int(np.prod(spec["shape"]))
            self.weights[spec["name"]] = numbers[start : start + size].reshape(spec["shape"])
            start += size
        self.hidden = sorted({name.split("/")[0] for name in self.weights if name.startswith("hidden_")})

    def predict(self, frame, params=None):
        x = self.features(frame)
        if "pieces/kernel" in self.weights:
            x = np.hstack([x, np.clip(self.dense(x, "pieces"), 0, 1)])
        for layer in self.hidden:
            x = np.maximum(self.dense(x, layer), 0)
        return 1 / (1 + np.exp(-self.dense(x, "churn_probability")[:, 0]))

    def dense(self, x, layer):
        return x @ self.weights[f"{layer}/kernel"] + self.weights[f"{layer}/bias"]

    def features(self, frame):
        encoded = []
        for column in self.columns:
            name = column["column"]
            values = frame[name].to_numpy() if name in frame else np.full(len(frame), np.nan)
            if column["kind"] == "category":
                encoded += [values == category for category in column["categories"]]
                missing = pd.isna(values)
            else:
                numbers = pd.to_numeric(values).astype(float) if values.dtype == object else values.astype(float)
                missing = np.isnan(numbers)
                if column["missing"]:
                    numbers = np.where(missing, column["missing"]["fill"], numbers)
                scaled = column["kind"] == "number"
                encoded.append((numbers - column["mean"]) / column["scale"] if scaled else numbers)
            if column["missing"]:
                encoded.append(missing)
        return np.column_stack(encoded).astype("float32")
