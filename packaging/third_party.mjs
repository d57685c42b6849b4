// third_party.mjs BUILD_DIRECTORY VERSION OUTPUT_DIRECTORY: THIRD-PARTY.txt with the licence of each part that the program
// holds, and sbom.spdx.json (SPDX 2.3) that lists them.
//
// What is linked is read from the build itself: archives out of the command that links the program (Debian's packages by
// dpkg), grammars out of the languages that name them. Headers alone (nlohmann-json, tl-expected, fmt) leave no trace in a
// link, so these three are named here.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, realpathSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [build, version, out] = process.argv.slice(2);
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const run = (command, ...words) =>
  execFileSync(command, words, { encoding: "utf8", maxBuffer: 1 << 26, stdio: ["ignore", "pipe", "ignore"] });

/// The npm packages whose sources are compiled in.
function grammars() {
  const names = new Set(["tree-sitter"]);
  const languages = join(root, "scanner/languages");
  for (const language of readdirSync(languages)) {
    const file = join(languages, language, "language.yaml");
    const found = existsSync(file) && /^ {2}package: *"?([^" \n]+)/m.exec(readFileSync(file, "utf8"));
    if (found) names.add(found[1]);
  }
  return [...names].sort().map((name) => {
    const folder = join(root, "node_modules", name);
    const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const text = readdirSync(folder).find((file) => /^(licen[cs]e|copying)/i.test(file));
    return {
      name, version: about.version, licence: typeof about.license === "string" ? about.license : "NOASSERTION",
      text: text ? readFileSync(join(folder, text), "utf8") : `${about.license}, ${authors(about)}; its package holds no licence text.`,
      purl: `pkg:npm/${name.replace("@", "%40")}@${about.version}`,
    };
  });
}

function authors(about) {
  const one = about.author ?? (about.contributors ?? [])[0] ?? "its authors";
  return typeof one === "string" ? one : one.name;
}

/// The Debian packages whose libraries are linked, or whose headers are compiled in.
function libraries() {
  const command = run("ninja", "-C", build, "-t", "commands", "unsoap").trim().split("\n").at(-1);
  const archives = command.split(/\s+/).filter((word) => /^\/.*\.(a|so[.0-9]*)$/.test(word)).map((file) => realpathSync(file));
  const compiler = ["libstdc++.a", "libgcc.a", "libc.a"].map((name) => run("c++", `-print-file-name=${name}`).trim());
  const headers = ["/usr/include/nlohmann/json.hpp", "/usr/include/tl/expected.hpp", "/usr/include/fmt/format.h"];
  const packages = new Set();
  for (const file of [...archives, ...compiler, ...headers]) {
    for (const name of [file, existsSync(file) ? realpathSync(file) : file]) {
      try {
        packages.add(run("dpkg", "-S", name).split(":")[0]);
        break;
      } catch {
        // Another path of the same file, or a system without dpkg.
      }
    }
  }
  return [...packages].sort().map((name) => {
    const [upstream, architecture] = run("dpkg-query", "-W", "-f", "${Version} ${Architecture}\\n", name).split("\n")[0].split(" ");
    const file = `/usr/share/doc/${name}/copyright`;
    return {
      name, version: upstream, licence: "NOASSERTION",
      text: existsSync(file) ? readFileSync(file, "utf8") : `See the package ${name} of Debian.`,
      purl: `pkg:deb/debian/${name}@${encodeURIComponent(upstream)}?arch=${architecture}`,
    };
  });
}

const parts = [...libraries(), ...grammars()];
const rule = "=".repeat(100);
let notices = `unsoap ${version} holds code of the following projects, each under its own licence.\n`;
for (const part of parts) notices += `\n${rule}\n${part.name} ${part.version}\n${rule}\n\n${part.text.trim()}\n`;
writeFileSync(join(out, "THIRD-PARTY.txt"), notices);

// A document made again from the same commit is the same: the time is that of the commit.
const seconds = Number(process.env.SOURCE_DATE_EPOCH ?? 0);
const id = (name) => `SPDXRef-${name.replace(/[^A-Za-z0-9.-]+/g, "-")}`;
const describe = (part) => ({
  SPDXID: id(part.name), name: part.name, versionInfo: part.version, downloadLocation: "NOASSERTION", filesAnalyzed: false,
  licenseConcluded: "NOASSERTION", licenseDeclared: part.licence, copyrightText: "NOASSERTION",
  externalRefs: part.purl ? [{ referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator: part.purl }] : [],
});
const own = { name: "unsoap", version, licence: "MIT" };
writeFileSync(join(out, "sbom.spdx.json"), JSON.stringify({
  spdxVersion: "SPDX-2.3", dataLicense: "CC0-1.0", SPDXID: "SPDXRef-DOCUMENT", name: `unsoap-${version}`,
  documentNamespace: `urn:unsoap:sbom:${version}:${seconds}`,
  creationInfo: { created: new Date(seconds * 1000).toISOString().replace(".000Z", "Z"), creators: [`Tool: ${basename(import.meta.url)}`] },
  packages: [describe(own), ...parts.map(describe)],
  relationships: [
    { spdxElementId: "SPDXRef-DOCUMENT", relationshipType: "DESCRIBES", relatedSpdxElement: id("unsoap") },
    ...parts.map((part) => ({ spdxElementId: id("unsoap"), relationshipType: "STATIC_LINK", relatedSpdxElement: id(part.name) })),
  ],
}, null, 1) + "\n");
