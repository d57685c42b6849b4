#!/usr/bin/env python3
"""--include, --exclude and -g reach into archives, in `scan` and in `files --why`."""
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import zipfile

UNSOAP = os.path.abspath(sys.argv[1])
USE = ("<?php\n$c = new SoapClient('https://123-ABC-456.mktoapi.com/soap/mktows/2_9?WSDL');\n"
       "$c->getLead(array());\n").encode()
failures = []


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def run(root, *words):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("UNSOAP_")}
    return subprocess.run([UNSOAP, *words], cwd=root, env=environment, capture_output=True, text=True, check=False)


def used(root, *flags):
    """Paths with a call, and what was left out by --exclude and --include."""
    done = run(root, "scan", ".", "--format", "json", "--exit-zero", *flags)
    report = json.loads(done.stdout)
    paths = {f["location"]["path"] for f in report["findings"] if f["kind"] == "call"}
    # Copies of one file are one finding with its places.
    for finding in report["findings"]:
        for copy in finding.get("copies", []):
            paths.add(copy["path"] if isinstance(copy, dict) else copy)
    return paths, report["coverage"].get("ignored_by", {}).get("excluded", 0)


def check(what, got, want):
    if got != want:
        failures.append(f"{what}:\n  got  {got}\n  want {want}")


def use(name):
    """A file that no other is a copy of."""
    return USE.replace(b"getLead", b"getLead /* " + name.encode() + b" */") + f"function f_{name}() {{}}\n".encode()


with tempfile.TemporaryDirectory() as root:
    nested = zipped({"deep/five.php": use("five"), "deep/six.txt": b"six"})
    files = {
        "one.php": use("one"),
        "app.zip": zipped({"src/two.php": use("two"), "old/three.php": use("three"), "x/Y.class": b"\xca\xfe\xba\xbe\0\0"}),
        "site.zip": zipped({"WEB-INF/lib/b.zip": nested, "WEB-INF/four.php": use("four")}),
        "dist.tar.gz": tarred({"old/seven.php": use("seven"), "src/eight.php": use("eight")}),
        "pack.tgz": tarred({"old/nine.php": use("nine")}),
    }
    for name, data in files.items():
        with open(os.path.join(root, name), "wb") as out:
            out.write(data)
    where = {
        "one": "one.php", "two": "app.zip!/src/two.php", "three": "app.zip!/old/three.php",
        "four": "site.zip!/WEB-INF/four.php", "five": "site.zip!/WEB-INF/lib/b.zip!/deep/five.php",
        "seven": "dist.tar.gz!/old/seven.php", "eight": "dist.tar.gz!/src/eight.php", "nine": "pack.tgz!/old/nine.php",
    }
    everything = set(where)

    def left(*names):
        return {where[name] for name in everything - set(names)}

    check("all", used(root), (left(), 0))
    for flags, names, count in [
        (["--exclude", "app.zip!/old/"], ["three"], 1),
        (["--exclude", "app.zip!/src/two.php"], ["two"], 1),
        (["--exclude", "old/"], ["three", "seven", "nine"], 3),
        (["--exclude", "*.zip!/old/"], ["three"], 1),
        (["--exclude", "**/old/*.php"], ["three", "seven", "nine"], 3),
        (["--exclude", "*.php"], list(everything), 8),
        (["-g", "!*.php"], list(everything), 8),
        (["--exclude", "*.php", "--exclude", "!two.php"], list(everything - {"two"}), 7),
        (["--exclude", "b.zip"], ["five"], 2),
        (["--exclude", "site.zip!/WEB-INF/lib/"], ["five"], 2),
        (["--exclude", "b.zip!/deep/"], [], 0),  # a slash in it: from the root, as git has it
        (["--exclude", "**/b.zip!/deep/"], ["five"], 2),
        (["--exclude", "/old/"], [], 0),
        (["--exclude", "/src/"], [], 0),
        (["--exclude", "dist.tar.gz"], ["seven", "eight"], 1),
        (["--exclude", "dist.tar.gz!/"], ["seven", "eight"], 2),
        (["--exclude", "six.txt"], [], 1),
        (["--include", "app.zip"], list(everything - {"two", "three"}), 4),
        (["--include", "*.php"], list(everything - {"one"}), 4),
        (["--include", "app.zip!/src/"], list(everything - {"two"}), 6),
        (["--include", "app.zip!/**/two.php", "--include", "one.php"], list(everything - {"one", "two"}), 5),
        (["-g", "s*.zip!/WEB-INF/lib/b.zip!/deep/"], list(everything - {"five"}), 5),
        (["--include", "*.zip", "--exclude", "old/"], list(everything - {"two", "four", "five"}), 4),
    ]:
        check(" ".join(flags), used(root, *flags), (left(*names), count))

    # A package is one finding of all its members.
    strings = [b"com/marketo/mktows/MktowsPort", b"getLead", b"syncLead"]
    stub = (b"\xca\xfe\xba\xbe\0\0\0\x34\0\x04" + b"".join(b"\x01" + len(s).to_bytes(2, "big") + s for s in strings) + bytes(16))
    with tempfile.TemporaryDirectory() as package:
        jar = zipped({"com/marketo/mktows/MktowsPort.class": stub, "a.txt": b"a"})
        with open(os.path.join(package, "site.war"), "wb") as out:
            out.write(zipped({"WEB-INF/lib/b.jar": jar}))
        for flags, is_there in [([], True), (["--exclude", "b.jar"], False), (["--exclude", "*.class"], False),
                                (["-g", "!site.war!/WEB-INF/lib/b.jar!/com/"], False), (["--exclude", "*.txt"], True),
                                (["--include", "site.war!/**/*.class"], True), (["--include", "site.war!/*.class"], False)]:
            report = json.loads(run(package, "scan", ".", "--format", "json", "--exit-zero", *flags).stdout)
            check("jar " + " ".join(flags), any(f["kind"] == "binary-client" for f in report["findings"]), is_there)
        # A pattern that matches members alone matches something.
        for flags, without in [(["*.war", "*.class"], []), (["*.war", "*.jar", "a.txt"], []), (["*.war", "*.php"], ["*.php"]),
                               (["*.war", "!*.class"], []), (["*.war", "lib/"], []), (["*.war", "libs/"], ["libs/"])]:
            given = [word for pattern in flags for word in ("--include", pattern)]
            report = json.loads(run(package, "scan", ".", "--format", "json", "--exit-zero", *given).stdout)
            check("without a match: " + " ".join(flags), [n["path"] for n in report["coverage"]["not_read"]], without)

    why = dict(line.split("\t") for line in run(root, "files", "--why", "--exclude", "old/", ".").stdout.splitlines())
    for name in everything:
        is_out = name in ("three", "seven", "nine")
        check("files --why " + name, why.get(where[name]), "excluded: --exclude old/" if is_out else "read")
    check("files --why app.zip", why.get("app.zip"), "read")

    with open(os.path.join(root, ".unsoap.yml"), "w", encoding="utf-8") as out:
        out.write("exclude: ['app.zip!/old/', 'five.php']\n")
    check("configuration", used(root)[0], left("three", "five"))

if failures:
    print("\n".join(failures))
    sys.exit(1)
