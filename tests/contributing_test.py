"""CONTRIBUTING.md: what it says that an addition touches is what its examples touch, and the commands and paths in it exist."""
import os, re, subprocess, sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# Texts about everything, tests and fixtures: named in words, not file by file.
APART = re.compile(r"^(fixtures/|tests/|bench/|docs/(?!schema/)|CONTRIBUTING\.md|CHANGELOG\.md|package-lock\.json|README\.md$)")
failures = []


def main():
    if subprocess.run(["git", "rev-parse", "--git-dir"], cwd=ROOT, capture_output=True).returncode != 0:
        print("no repository here: nothing says which files are ours")
        return 77
    with open(os.path.join(ROOT, "CONTRIBUTING.md"), encoding="utf-8") as file:
        text = file.read()
    sections = re.findall(r"^### [^\n(]+\(([\w-]+)\)\n(.*?)(?=^##|\Z)", text, re.M | re.S)
    if len(sections) < 6:
        failures.append(f"only {len(sections)} sections with an example")
    for example, section in sections:
        listed = re.findall(r"^- `([^`]+)`", section, re.M)
        found = subprocess.run(["git", "grep", "-lwiE", "--untracked", "-e", example.replace("-", "[-_]")], cwd=ROOT, capture_output=True, text=True).stdout.split("\n")
        places = {path for path in found if path and not APART.match(path)}
        for path in sorted(places):
            if not any(path == item or (item.endswith("/") and path.startswith(item)) for item in listed):
                failures.append(f"{example}: {path} names it and is not in the list")
        for item in listed:
            if not os.path.exists(os.path.join(ROOT, item)):
                failures.append(f"{example}: {item} does not exist")
    for path in re.findall(r"`((?:[a-z_]+/)+[\w.-]*)`|\]\(([^)#]+)\)", text):
        path = path[0] or path[1]
        if path.startswith("build/"):
            continue
        if not os.path.exists(os.path.join(ROOT, path)):
            failures.append(f"{path} does not exist")
    with open(os.path.join(ROOT, "dev"), encoding="utf-8") as file:
        dev = file.read()
    for command in re.findall(r"\./dev (\w+)", text):
        if f"\n  {command})" not in dev:
            failures.append(f"./dev {command} does not exist")
    for failure in failures:
        print(failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
