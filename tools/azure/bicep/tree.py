"""Bicep files as trees, and the few questions that the checks ask of them."""

from pathlib import Path

import tree_sitter_bicep
from tree_sitter import Language, Parser

PARSER = Parser(Language(tree_sitter_bicep.language()))


class Bicep:
    """One file: what it declares, and its resources."""

    def __init__(self, folder: Path, path: Path):
        self.path = path
        self.name = str(path.relative_to(folder))
        self.root = PARSER.parse(path.read_bytes()).root_node
        self.params = declared(self.root, "parameter_declaration")
        self.variables = declared(self.root, "variable_declaration")
        self.outputs = declared(self.root, "output_declaration")
        self.modules = declared(self.root, "module_declaration")
        self.resources = declared(self.root, "resource_declaration")

    def at(self, node, what: str) -> str:
        return f"{self.name}:{node.start_point[0] + 1}: {what}"

    def made(self):
        """Type without its version, and body, of each resource that the file makes: those that exist are left out."""
        for node in self.resources.values():
            if not any(child.type == "existing" for child in node.children):
                yield text(node.named_children[1]).strip("'").split("@")[0], body(node)


def declared(root, kind: str) -> dict:
    return {text(node.named_children[0]): node for node in walk(root) if node.type == kind}


def walk(node):
    yield node
    for child in node.children:
        yield from walk(child)


def text(node) -> str:
    return node.text.decode()


def body(declaration):
    """The object of a resource or module, also behind `if` or `for`."""
    return next((node for node in walk(declaration) if node.type == "object"), None)


def properties(thing) -> dict:
    """Name → value of an object's properties."""
    pairs = [child for child in thing.named_children if child.type == "object_property"] if thing else []
    return {text(pair.named_children[0]).strip("'"): pair.named_children[-1] for pair in pairs}


def find(thing, path: str):
    """The value at a.b.0.c, or None."""
    for step in path.split("."):
        if thing is None:
            return None
        if step.isdigit():
            items = [child for child in thing.named_children if child.type != "comment"]
            thing = items[int(step)] if thing.type == "array" and int(step) < len(items) else None
        else:
            thing = properties(thing).get(step) if thing.type == "object" else None
    return thing


def decorators(declaration) -> dict:
    """Name → arguments' node of the decorators before a declaration."""
    before = declaration.prev_named_sibling
    if before is None or before.type != "decorators":
        return {}
    calls = [child.named_children[0] for child in before.named_children]
    return {text(call.named_children[0]): call.named_children[1] for call in calls}
