"""ROC AUC of scikit-learn's logistic regression and of LightGBM on a split that the project made.

    python baselines.py customers.csv holdout.parquet    # trains on the customers that are not held out
"""
import json
import sys

import lightgbm
import pandas as pd
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

table, holdout = sys.argv[1:3]
held_out = set(pd.read_parquet(holdout)["customerID"])
customers = pd.read_csv(table, na_values=[" "])
y = (customers["Churn"] == "Yes").to_numpy()
test = customers["customerID"].isin(held_out).to_numpy()
x = customers.drop(columns=["customerID", "Churn"])
numbers, texts = make_column_selector(dtype_include="number"), make_column_selector(dtype_exclude="number")

linear = make_pipeline(
    make_column_transformer(
        (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers), (OneHotEncoder(), texts)),
    LogisticRegression(max_iter=1000))
linear.fit(x[~test], y[~test])

codes = x.copy()
for name in texts(x):
    codes[name] = codes[name].astype("category")
trees = lightgbm.LGBMClassifier(
    n_estimators=200, learning_rate=0.03, num_leaves=8, min_child_samples=30, random_state=0, n_jobs=1, verbosity=-1)
trees.fit(codes[~test], y[~test])

print(json.dumps({
    "logisticRegression": roc_auc_score(y[test], linear.predict_proba(x[test])[:, 1]),
    "lightGbm": roc_auc_score(y[test], trees.predict_proba(codes[test])[:, 1]),
}))
