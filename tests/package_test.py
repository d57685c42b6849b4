"""What ./dev package made works where it is used: the tar file in a root that holds nothing else, the Debian package on clean
systems, the npm packages in a scratch project. Skipped where nothing was packaged."""
import glob, hashlib, json, os, re, shutil, subprocess, sys, tarfile, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
DIST = os.path.join(ROOT, "build", "dist")
SAMPLE = os.path.join(ROOT, "fixtures", "projects")
MOST = 25 << 20  # bytes of the program
failures = []


def check(what, got, expected=True):
    if got != expected:
        failures.append(f"{what}: expected {expected!r}, got {got!r}")


def run(*words, **more):
    return subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)


def one(pattern):
    found = sorted(glob.glob(os.path.join(DIST, pattern)))
    check(f"files like {pattern}", len(found), 1)
    return found[0] if found else None


def findings(report):
    return [(f["rule_id"], f["location"]["path"], f["location"]["start_line"], f["id"]) for f in json.loads(report)["findings"]]


def digests():
    with open(os.path.join(DIST, "SHA256SUMS"), encoding="utf-8") as lines:
        said = dict(reversed(line.split()) for line in lines)
    there = {name for name in os.listdir(DIST) if name != "SHA256SUMS" and not name.startswith(".")}
    check("files with a digest", set(said), there)
    for name in there:
        with open(os.path.join(DIST, name), "rb") as file:
            check(f"digest of {name}", said.get(name), hashlib.sha256(file.read()).hexdigest())


def tar_file(scratch, expected):
    path = one("unsoap-*-linux-*.tar.gz")
    if path is None:
        return None
    with tarfile.open(path) as tar:
        check("owners and times in the tar file", len({(m.uid, m.gid, m.uname, m.mtime) for m in tar.getmembers()}), 1)
        tar.extractall(scratch)
    top = os.path.join(scratch, os.path.basename(path)[: -len(".tar.gz")])
    for name in ["bin/unsoap", "share/man/man1/unsoap.1", "share/bash-completion/completions/unsoap",
                 "share/zsh/vendor-completions/_unsoap", "share/fish/vendor_completions.d/unsoap.fish",
                 "share/doc/unsoap/LICENSE", "share/doc/unsoap/THIRD-PARTY.txt", "share/doc/unsoap/sbom.spdx.json",
                 "share/unsoap/rules/marketo-soap/endpoints.yaml", "share/unsoap/schema/findings.schema.json"]:
        check(f"{name} in the tar file", os.path.isfile(os.path.join(top, name)))
    program = os.path.join(top, "bin", "unsoap")
    check("size of the program", os.path.getsize(program) <= MOST)
    # Nothing to interpret it, nothing to load: it starts on any Linux of this processor.
    headers = run("readelf", "-lWd", program).stdout
    check("an interpreter or a library that the program asks for", re.findall(r"INTERP|NEEDED.*", headers), [])
    report = run(program, "scan", "--no-config", "--exit-zero", "-f", "json", SAMPLE).stdout
    check("findings of the packaged program", findings(report), expected)
    with open(os.path.join(top, "share/doc/unsoap/THIRD-PARTY.txt"), encoding="utf-8") as text:
        notices = text.read()
    with open(os.path.join(top, "share/doc/unsoap/sbom.spdx.json"), encoding="utf-8") as text:
        parts = json.load(text)["packages"]
    for part in parts[1:]:
        check(f"a licence of {part['name']}", f"\n{part['name']} {part['versionInfo']}\n" in notices)
    for name in ["libgit2-dev", "libarchive-dev", "libre2-dev", "libyaml-cpp-dev", "nlohmann-json3-dev", "tree-sitter", "tree-sitter-php"]:
        check(f"{name} in the SBOM", name in [part["name"] for part in parts])
    return top


def bare_root(scratch, top, expected):
    """A root directory with this program, a tree and nothing else."""
    if os.geteuid() != 0:
        print("not root: no bare root was tried")
        return
    root = os.path.join(scratch, "bare")
    os.makedirs(os.path.join(root, "bin"))
    for name in os.listdir(os.path.join(top, "bin")):
        shutil.copy(os.path.join(top, "bin", name), os.path.join(root, "bin", name))
    shutil.copytree(SAMPLE, os.path.join(root, "tree"), symlinks=True)
    done = run("chroot", root, "/bin/unsoap", "scan", "--no-config", "-f", "json", "/tree")
    check("status in a bare root", done.returncode, 1)
    check("findings in a bare root", findings(done.stdout or '{"findings": []}'), expected)
    check("doctor in a bare root", "by their grammars alone" in run("chroot", root, "/bin/unsoap", "doctor", "/tree").stdout)


def debian_root(scratch, suite):
    """A clean system of a release, or None. Kept below build/: making one takes a minute."""
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        return None
    kept = os.path.join(ROOT, "build", "roots", suite)
    if not os.path.exists(os.path.join(kept, "bin", "sh")):
        shutil.rmtree(kept, ignore_errors=True)
        os.makedirs(kept)
        made = run("debootstrap", "--variant=minbase", suite, kept)
        if made.returncode != 0:
            shutil.rmtree(kept, ignore_errors=True)
            return None
    root = os.path.join(scratch, suite)
    subprocess.run(["cp", "-a", kept, root], check=True)
    return root


def everything(root):
    """Paths of a system, without what dpkg itself keeps or makes anew."""
    own = re.compile(r"^/(proc|sys|dev|tree|tmp|var/(lib/dpkg|log|cache))(/|$)")
    found = set()
    for folder, folders, files in os.walk(root):
        here = "/" + os.path.relpath(folder, root)
        for name in folders + files:
            path = os.path.normpath(os.path.join(here, name))
            if not own.match(path):
                found.add(path)
    return found


def debian_package(scratch, expected):
    path = one("unsoap_*.deb")
    if path is None:
        return
    for suite in ["bookworm", "trixie"]:
        root = debian_root(scratch, suite)
        if root is None:
            print(f"no clean {suite} can be made here: the Debian package was not tried there")
            continue
        before = everything(root)
        shutil.copy(path, os.path.join(root, "tmp", "unsoap.deb"))
        shutil.copytree(SAMPLE, os.path.join(root, "tree"), symlinks=True)
        check(f"{suite}: installs", run("chroot", root, "dpkg", "-i", "/tmp/unsoap.deb").returncode, 0)
        done = run("chroot", root, "unsoap", "scan", "--no-config", "-f", "json", "/tree")
        check(f"{suite}: status", done.returncode, 1)
        check(f"{suite}: findings", findings(done.stdout or '{"findings": []}'), expected)
        check(f"{suite}: uninstalls", run("chroot", root, "dpkg", "--purge", "unsoap").returncode, 0)
        check(f"{suite}: traces", sorted(everything(root) - before), [])
        shutil.rmtree(root)


def npm_packages(scratch, expected):
    command, platform = one("unsoap-[0-9]*.tgz"), one("unsoap-linux-*.tgz")
    if command is None or platform is None or shutil.which("npm") is None:
        return
    project = os.path.join(scratch, "project")
    os.makedirs(project)
    with open(os.path.join(project, "package.json"), "w", encoding="utf-8") as out:
        # The platform's package is named as a user's npm would find it in the registry.
        name = re.sub(r"-[0-9][^-]*\.tgz$", "", os.path.basename(platform))
        json.dump({"private": True, "dependencies": {"unsoap": f"file:{command}"}, "optionalDependencies": {name: f"file:{platform}"},
                   "overrides": {name: f"file:{platform}"}}, out)
    installed = run("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", cwd=project)
    check("npm install", (installed.returncode, installed.stderr if installed.returncode else ""), (0, ""))
    done = run("npx", "--no-install", "unsoap", "scan", "--no-config", "-f", "json", SAMPLE, cwd=project)
    check("npx: status", done.returncode, 1)
    check("npx: findings", findings(done.stdout or '{"findings": []}'), expected)
    done = run("npx", "--no-install", "unsoap", "scan", "--no-such-flag", cwd=project)
    check("npx: status of a mistake", done.returncode, 2)
    shutil.rmtree(os.path.join(project, "node_modules", name))
    done = run("npx", "--no-install", "unsoap", "version", cwd=project)
    check("npx without a program", (done.returncode, "is not installed" in done.stderr), (3, True))


def main():
    if not os.path.exists(os.path.join(DIST, "SHA256SUMS")):
        print("nothing is packaged here: run ./dev package first")
        return 77
    packaged_from = ""
    if os.path.exists(os.path.join(DIST, ".from")):
        with open(os.path.join(DIST, ".from"), encoding="utf-8") as file:
            packaged_from = file.read().strip()
    if packaged_from != run("git", "rev-parse", "HEAD", cwd=ROOT).stdout.strip():
        print("what is packaged is of another commit: run ./dev package again")
        return 77
    expected = findings(run(sys.argv[1], "scan", "--no-config", "--exit-zero", "-f", "json", SAMPLE).stdout)
    packaged = run(sys.argv[1], "version").stdout.split("\n")[0].replace(" ", "-")
    if not glob.glob(os.path.join(DIST, packaged + "-linux-*.tar.gz")):
        print(f"what is packaged is not {packaged}: run ./dev package again")
        return 77
    with tempfile.TemporaryDirectory() as scratch:
        digests()
        top = tar_file(scratch, expected)
        if top is not None:
            bare_root(scratch, top, expected)
        debian_package(scratch, expected)
        npm_packages(scratch, expected)
    for failure in failures:
        print(failure)
    if failures:
        print("if the sources changed since it was packaged, run ./dev package again")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
