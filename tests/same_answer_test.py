#!/usr/bin/env python3
"""The answer is the same however the question is put.

Makes small projects in many languages whose use of the service goes through files that name nothing
of it (same_answer_projects.py), checks that every use is found, and scans them again: without the
prefilter, with other numbers of threads, by absolute and relative roots, as a copy under another
name, with other line ends, written in another order, beside an unrelated busy directory, and under
other locales, time zones, umasks, homes and terminals. What does not name the input must be equal to
the byte.

    same_answer_test.py UNSOAP [SEED | anew]
"""
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import same_answer_projects as projects  # noqa: E402

UNSOAP = os.path.abspath(sys.argv[1])
# One seed, so that the test says the same of the same program; "anew" draws one, and it is printed: the run can be made again.
DRAWN = sys.argv[2] if len(sys.argv) > 2 else "20261129"
SEED = random.SystemRandom().randrange(1 << 32) if DRAWN == "anew" else int(DRAWN)
TAGS = ["Amber", "Birch", "Cedar", "Delta", "Ember", "Fjord", "Grove", "Heath"]
failures = []


def write(root, files, newline="\n", reverse=False):
    for path in sorted(files, reverse=reverse):
        full = os.path.join(root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8", newline=newline) as out:
            out.write(files[path])


def scan(cwd, *words, **environment):
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("UNSOAP_")}
    umask = environment.pop("umask", None)
    done = subprocess.run(
        [UNSOAP, "scan", *words, "--format", "json", "--exit-zero", "--no-config", "--as-of", "2026-11-23",
         "--min-confidence", "possible"],
        cwd=cwd, env=inherited | environment, capture_output=True, check=False,
        preexec_fn=None if umask is None else lambda: os.umask(umask))
    if done.returncode != 0:
        sys.exit(f"seed {SEED}: status {done.returncode} of {words} in {cwd}: {done.stderr.decode()}")
    return json.loads(done.stdout)


def answer(report, under=""):
    """What a report says of the tree, in lines; `under`: of this folder of it, named from there."""
    def local(value):
        if isinstance(value, dict):
            return {k: local(v) for k, v in value.items()}
        if isinstance(value, list):
            return [local(v) for v in value]
        return value
    parts = {key: report.get(key) for key in ("findings", "suppressed", "wrappers", "diagnostics", "verdict", "summary")}
    if under:
        text = json.dumps(parts["findings"]).replace(f'"{under}/', '"').replace(f" {under}/", " ")
        parts = {"findings": [f for f in json.loads(text)]}
    return json.dumps(local(parts), indent=1, sort_keys=True).split("\n")


def compare(what, first, second):
    if first == second:
        return
    at = next((i for i, (a, b) in enumerate(zip(first, second)) if a != b), min(len(first), len(second)))
    context = lambda lines: "\n    ".join(lines[max(0, at - 12):at + 3])
    failures.append(f"{what} differs at line {at}:\n    {context(first)}\n  ----\n    {context(second)}")


def uses(report):
    return {(f["location"]["path"], f["location"]["start_line"]) for f in report["findings"]
            if f["kind"] in ("call", "wrapper-call", "envelope") and f["confidence"] != "possible"}


def busy_files(rng):
    """Files of another product that use everyday words only, and declare nothing that is needed."""
    words = ["client", "service", "base", "lead", "campaign", "request", "source", "value", "name"]
    files = {}
    for i in range(60):
        body = "\n".join(f"    def step{j}(self, {rng.choice(words)}):\n        return self.step{(j * 7) % 20}({rng.choice(words)})"
                         for j in range(20))
        files[f"part{i % 6}/view{i}.py"] = f"# the {rng.choice(words)} of this view\nclass View{i}:\n{body}\n"
        files[f"part{i % 6}/View{i}.java"] = (
            f"package part{i % 6};\nclass View{i} {{\n  Object {rng.choice(words)};\n"
            f"  Object run(Object {rng.choice(words)}) {{ return new View{(i * 7) % 60}().run(null); }}\n}}\n")
    return files


def one_project(rng, scratch, language, shape, tag):
    names = projects.draw(rng, tag)
    files, expected = projects.make(language, shape, names)
    what = f"{language}, {shape}, {names}"
    root = os.path.join(scratch, "project")
    shutil.rmtree(root, ignore_errors=True)
    write(root, files)
    report = scan(root, ".")
    missing = [use for use in expected if use not in uses(report)]
    if missing:
        failures.append(f"{what}: no use is found on {missing}")
    compare(f"{what}: --no-prefilter", answer(report), answer(scan(root, ".", "--no-prefilter")))
    return files, expected


def whole_tree(rng, scratch, files, expected):
    """All projects side by side."""
    root = os.path.join(scratch, "tree")
    write(root, files)
    plain = scan(root, ".")
    found = uses(plain)
    missing = [use for use in expected if use not in found]
    if missing:
        failures.append(f"the tree of all projects: no use is found on {missing}")
    first = answer(plain)
    compare("--no-prefilter", first, answer(scan(root, ".", "--no-prefilter")))
    compare("-j1", first, answer(scan(root, ".", "-j1")))
    compare("-j8", first, answer(scan(root, ".", "-j8")))
    compare("an absolute root", first, answer(scan("/", root)))
    compare("a relative root", first, answer(scan(scratch, "tree")))
    compare("a roundabout root", first, answer(scan(scratch, "./tree/../tree/")))
    compare("another locale, time zone, umask, home and terminal", first,
            answer(scan(root, ".", LC_ALL="tr_TR.UTF-8", LANG="tr_TR.UTF-8", TZ="Pacific/Kiritimati", HOME="/nonexistent",
                        COLUMNS="40", TERM="dumb", umask=0o077)))
    compare("the C locale", first, answer(scan(root, ".", LC_ALL="C", TZ="UTC", COLUMNS="200", umask=0)))
    copy = os.path.join(scratch, "another name")
    write(copy, files, reverse=True)
    compare("a copy under another name, written in the other order", first, answer(scan(copy, ".")))
    windows = os.path.join(scratch, "windows")
    write(windows, files, newline="\r\n")
    compare("CRLF", first, answer(scan(windows, ".")))
    beside = os.path.join(scratch, "beside")
    write(os.path.join(beside, "ours"), files)
    alone = answer(scan(beside, "."), "ours")
    write(os.path.join(beside, "theirs"), busy_files(rng))
    compare("an unrelated busy directory", alone, answer(scan(beside, "."), "ours"))
    compare("an unrelated busy directory without the prefilter", alone, answer(scan(beside, ".", "--no-prefilter"), "ours"))


def main():
    print(f"seed {SEED}")
    rng = random.Random(SEED)
    tree, expected = {}, []
    with tempfile.TemporaryDirectory() as scratch:
        for number, (language, shape) in enumerate(projects.SHAPES):
            one_project(rng, scratch, language, shape, tag=None)
            files, lines = one_project(rng, scratch, language, shape, tag=TAGS[number // 8] + TAGS[number % 8])
            folder = f"p{number}"
            tree.update({f"{folder}/{path}": text for path, text in files.items()})
            expected += [(f"{folder}/{path}", line) for path, line in lines]
        whole_tree(rng, scratch, tree, expected)
    if failures:
        print("\n".join(failures))
        sys.exit(f"seed {SEED}: {len(failures)} differences")


main()
