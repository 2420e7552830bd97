# `request.py KIND FILE KEY=VALUE …`: what the SDK would send for a file, with these `--set`, as JSON
import json
import sys

from azure.ai.ml import load_job
from azure.ai.ml.entities._load_functions import load_schedule

kind, path, *overrides = sys.argv[1:]
load = {"job": load_job, "schedule": load_schedule}[kind]
entity = load(path, params_override=[dict([text.split("=", 1)]) for text in overrides])
print(json.dumps(entity._to_rest_object().as_dict(), default=str))
