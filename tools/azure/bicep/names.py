"""Syntax, and names: what is used is declared, what is declared is used, modules get what they ask for."""

from tree import body, decorators, find, properties, text, walk

# named, but not references: functions, types, and the left side of a property
NOT_A_REFERENCE = {"call_expression", "object_property", "decorator", "type", "primitive_type"}


def syntax(file):
    for node in walk(file.root):
        if node.type == "ERROR" or node.is_missing:
            yield file.at(node, f"is not Bicep: {text(node)[:40]!r}")
            return


def names(file):
    loops = {text(node) for node in walk(file.root) if node.type in ("loop_variable", "loop_enumerator")}
    known = {*file.params, *file.variables, *file.modules, *file.resources, *loops}
    used = set()
    for node in references(file.root):
        used.add(text(node))
        if text(node) not in known:
            yield file.at(node, f"{text(node)} is declared nowhere")
    for name, node in {**file.params, **file.variables}.items():
        if name not in used:
            yield file.at(node, f"{name} is used nowhere")


def references(root):
    for node in walk(root):
        if node.type != "identifier":
            continue
        parent = node.parent
        names_it = parent.type in NOT_A_REFERENCE or parent.type.endswith("_declaration")
        if names_it and parent.named_children[0] == node:
            continue
        yield node


def module_calls(file, by_path):
    for name, node in file.modules.items():
        path = (file.path.parent / text(node.named_children[1]).strip("'")).resolve()
        module = by_path.get(path)
        if module is None:
            yield file.at(node, f"{path.name} is not there")
            continue
        given = properties(find(body(node), "params"))
        for param in given.keys() - module.params.keys():
            yield file.at(given[param], f"{module.name} has no parameter {param}")
        for param, value in given.items():
            if ".outputs." in text(value):
                yield file.at(value, f"{param} is another module's output: what-if can't tell what {module.name} would change")
        for param in required(module) - given.keys():
            yield file.at(node, f"{module.name} wants {param}")
        for reference in walk(file.root):
            if reference.type == "member_expression" and outputs_of(reference) == name:
                output = text(reference.named_children[1])
                if output not in module.outputs:
                    yield file.at(reference, f"{module.name} has no output {output}")


def outputs_of(reference):
    """M, of M.outputs.x or M[i].outputs.x; None of anything else."""
    inner = reference.named_children[0]
    if inner.type != "member_expression" or text(inner.named_children[1]) != "outputs":
        return None
    return text(inner.named_children[0]).split("[")[0]


def required(file) -> set:
    """Parameters without a default: a declaration has a name, a type and perhaps that."""
    return {name for name, node in file.params.items() if len(node.named_children) == 2}


def allowed(declaration):
    """The values of @allowed, or None."""
    values = decorators(declaration).get("allowed")
    return None if values is None else [text(node).strip("'") for node in values.named_children[0].named_children]
