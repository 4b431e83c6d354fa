"""Copy the browser's files from npm packages: `python static/vendor/vendor.py` (needs npm; only to change a version).

Reads names and exact versions from package.json, copies the files named below, draws the icon sprite from icons.txt
and writes VENDOR.json: package, version, licence and SHA-256 of every copied file.
"""

import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# Maps lie beside their files: collectstatic with hashed names refuses a file whose map is missing.
FILES = {
    "bootstrap": {
        "dist/css/bootstrap.min.css": "static/vendor/bootstrap.min.css",
        "dist/css/bootstrap.min.css.map": "static/vendor/bootstrap.min.css.map",
        "dist/js/bootstrap.bundle.min.js": "static/vendor/bootstrap.bundle.min.js",
        "dist/js/bootstrap.bundle.min.js.map": "static/vendor/bootstrap.bundle.min.js.map",
    },
    "htmx.org": {"dist/htmx.min.js": "static/vendor/htmx.min.js"},
    "jsqr": {"dist/jsQR.js": "static/vendor/jsQR.js"},
    "axe-core": {"axe.min.js": "tests/vendor/axe.min.js"},
    "@tabler/icons": {},
}
SPRITE = "static/ikon/sprite.svg"


def unpack(name: str, version: str, folder: Path) -> Path:
    """Download one npm package into `folder` and return where its files lie."""
    command = ["npm", "pack", f"{name}@{version}", "--silent", "--pack-destination", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    target = folder / name.replace("/", "_")
    (archive,) = folder.glob("*.tgz")
    with tarfile.open(archive) as tar:
        tar.extractall(target, filter="data")
    archive.unlink()
    return target / "package"


def sprite(package: Path) -> bytes:
    """One SVG with a <symbol> for each name in icons.txt, drawn in the colour of the text around it."""
    symbols = []
    for name in (HERE / "icons.txt").read_text().split():
        svg = (package / "icons" / "outline" / f"{name}.svg").read_text()
        shapes = re.sub(r"\s+", " ", re.search(r"<svg[^>]*>(.*)</svg>", svg, re.S)[1])
        shapes = shapes.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "").replace("> <", "><").strip()
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
            f'stroke-linecap="round" stroke-linejoin="round">{shapes}</symbol>'
        )
    notice = "<!-- Tabler Icons, MIT licence, copyright (c) Pawel Kuna -->"
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', notice, *symbols, "</svg>\n"]).encode()


def copy(name: str, package: Path) -> dict[str, str]:
    """Write the package's files and return {path: sha256}."""
    contents = {target: (package / source).read_bytes() for source, target in FILES[name].items()}
    if name == "@tabler/icons":
        contents[SPRITE] = sprite(package)
    for target, data in contents.items():
        (ROOT / target).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / target).write_bytes(data)
    return {target: hashlib.sha256(data).hexdigest() for target, data in contents.items()}


def main() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())
    packages = []
    with tempfile.TemporaryDirectory() as folder:
        for name, version in (wanted["dependencies"] | wanted["devDependencies"]).items():
            package = unpack(name, version, Path(folder))
            licence = json.loads((package / "package.json").read_text())["license"]
            packages.append({"name": name, "version": version, "license": licence, "sha256": copy(name, package)})
    (HERE / "VENDOR.json").write_text(json.dumps(packages, indent=2) + "\n")


if __name__ == "__main__":
    main()
