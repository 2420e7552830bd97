"""params-*.json against the parameters of main.bicep."""

import json
import re

from names import allowed, required
from tree import decorators, text

TYPES = {"string": str, "int": int, "bool": bool, "array": list, "object": dict}
FROM_THE_WORKFLOW = {"repositorySubject"}
PROJECT = re.compile(r"[a-z][a-z0-9]+")


def parameters(path, main):
    given = values(path)
    for name in given.keys() - main.params.keys():
        yield f"{path.name}: main.bicep has no parameter {name}"
    for name in required(main) - given.keys() - FROM_THE_WORKFLOW:
        yield f"{path.name}: {name} is missing"
    for name in given.keys() & main.params.keys():
        yield from (f"{path.name}: {name} {fault}" for fault in faults(given[name], main.params[name]))
    yield from (f"{path.name}: {fault}" for fault in meaning(given))


def together(dev, prod):
    """What dev and prod must agree on: prod finds dev's staging identity, which writes models, by the project's name."""
    dev, prod = values(dev), values(prod)
    if dev.get("project") != prod.get("project"):
        yield f"project: {dev.get('project')} in dev, {prod.get('project')} in prod"


def values(path):
    return {name: entry.get("value") for name, entry in json.loads(path.read_text())["parameters"].items()}


def faults(value, declaration):
    kind = text(declaration.named_children[1])
    if type(value) is not TYPES[kind]:
        yield f"must be {kind}, and is {json.dumps(value)}"
        return
    choice = allowed(declaration)
    if choice is not None and value not in choice:
        yield f"must be one of {', '.join(choice)}, and is {value}"
    size = len(value) if isinstance(value, str) else value
    for word, is_out in (("min", lambda limit: size < limit), ("max", lambda limit: size > limit)):
        for what in ("Length", "Value"):
            limit = decorators(declaration).get(word + what)
            if limit is not None and is_out(int(text(limit.named_children[0]))):
                yield f"is out of {word}{what}: {value}"


def meaning(given):
    if not PROJECT.fullmatch(str(given.get("project"))):
        yield "project must be of small letters and digits: it is in the name of a storage account"
    if given.get("stage") == "prod" and given.get("purgeProtection") is not True:
        yield "purgeProtection must be true: what holds production's secrets can't be purged"
