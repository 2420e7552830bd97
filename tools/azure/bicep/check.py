"""python check.py FOLDER: a line for each fault of the Bicep files and parameters there; exit 1 if there is one."""

import sys
from pathlib import Path

from names import module_calls, names, syntax
from parameters import parameters, together
from rules import lengths, no_keys, roles, rules
from tree import Bicep


def check(folder: Path):
    files = [Bicep(folder, path) for path in sorted(folder.rglob("*.bicep"))]
    broken = [fault for file in files for fault in syntax(file)]
    if broken:
        return broken
    by_path = {file.path.resolve(): file for file in files}
    main = by_path[(folder / "main.bicep").resolve()]
    faults = [fault for file in files for fault in [*names(file), *module_calls(file, by_path)]]
    faults += [*rules(files), *roles(files, folder), *no_keys(files), *lengths(main)]
    faults += [fault for path in sorted(folder.glob("params-*.json")) for fault in parameters(path, main)]
    return [*faults, *together(folder / "params-dev.json", folder / "params-prod.json")]


found = check(Path(sys.argv[1]))
print("\n".join(found), end="\n" if found else "")
sys.exit(1 if found else 0)
