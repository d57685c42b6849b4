"""The pages for people: every link in them leads somewhere, the README is one page, and the tour in it runs as written."""
import glob, os, re, shutil, subprocess, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
UNSOAP = os.path.abspath(sys.argv[1])
PAGES = sorted(path for pattern in ["*.md", "docs/**/*.md", "rules/README.md", "scanner/languages/README.md", "fixtures/**/README.md"]
               for path in glob.glob(os.path.join(ROOT, pattern), recursive=True)
               if "/fixtures/idioms/" not in path and "/fixtures/projects/" not in path)
MOST_LINES = 200  # of the README
failures = []


def text_of(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def anchors(text):
    """As code hosts make them out of headings."""
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in re.findall(r"^#+ (.*)$", text, re.M)}


def links():
    for page in PAGES:
        shown = os.path.relpath(page, ROOT)
        text = re.sub(r"^```.*?^```", "", text_of(page), flags=re.M | re.S)
        for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", text)):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = target.partition("#")
            there = os.path.normpath(os.path.join(os.path.dirname(page), path)) if path else page
            if not os.path.exists(there):
                failures.append(f"{shown}: {target} leads nowhere")
            elif anchor and there.endswith(".md") and anchor not in anchors(text_of(there)):
                failures.append(f"{shown}: {target}: no such heading")


def tour():
    """Each command of the README's tour, with the status that its comment tells."""
    section = re.search(r"^## Five minutes with the sample\n(.*?)^## ", text_of(os.path.join(ROOT, "README.md")), re.M | re.S)
    commands = re.findall(r"^(unsoap .*?)\s*(?:#(.*))?$", section.group(1), re.M) if section else []
    if len(commands) < 5:
        failures.append(f"the tour has {len(commands)} commands")
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(os.path.join(ROOT, "fixtures", "projects"), os.path.join(scratch, "fixtures", "projects"))
        for command, said in commands:
            done = subprocess.run(command.replace("unsoap", f"'{UNSOAP}'", 1), shell=True, cwd=scratch, capture_output=True, text=True)
            status = re.search(r"status (\d+)", said or "")
            expected = [int(status.group(1))] if status else [0, 1]
            if done.returncode not in expected:
                failures.append(f"{command}: status {done.returncode}, not {expected}: {done.stderr}")


def main():
    links()
    lines = text_of(os.path.join(ROOT, "README.md")).count("\n")
    if lines > MOST_LINES:
        failures.append(f"README.md has {lines} lines, at most {MOST_LINES}")
    tour()
    for failure in failures:
        print(failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
