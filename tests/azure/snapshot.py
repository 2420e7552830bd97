# `snapshot.py COMPONENT FOLDER`: writes into FOLDER what the SDK uploads for a component's jobs
import shutil
import sys
from pathlib import Path

from azure.ai.ml import load_component
from azure.ai.ml._utils._asset_utils import get_upload_files_from_folder

component, folder = sys.argv[1:]
with load_component(component)._build_code() as code:
    for source, path in get_upload_files_from_folder(code.path, ignore_file=code._ignore_file):
        to = Path(folder, path)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, to)
