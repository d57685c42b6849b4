#!/usr/bin/env python3
"""Makes the trees that bench/run.sh measures on: our own templates, one fixed seed, no third-party text.

cold      many files of ordinary code in several languages that never mention the service
dense-N   N times 312 files (2.5 MB) in which every one uses it, through wrappers that call each other across files
"""
import argparse
import os
import random

NOUNS = "order customer invoice basket session widget report channel device ticket ledger route".split()
VERBS = "load store merge split render verify resolve collect publish archive notify compute".split()
OPERATIONS = ["getLead", "syncLead", "syncMultipleLeads", "getCampaignsForSource", "requestCampaign", "listMObjects",
              "getLeadActivity", "describeMObject", "mergeLeads", "getMultipleLeads"]


def words(rng):
    return rng.choice(VERBS), rng.choice(NOUNS), rng.choice(NOUNS), rng.randrange(10_000)


def java(rng, n):
    body = []
    for _ in range(n):
        v, a, b, k = words(rng)
        body.append(f"  /** Applies the {a} rules to a {b}. */\n  public int {v}{a.title()}{k}(int {b}) {{\n"
                    f"    if ({b} > {k}) {{\n      log.info(\"{v} {a}\", {b});\n      return {b} * {k % 97};\n    }}\n"
                    f"    return this.{a} + {b};\n  }}\n")
    return "package app.core;\n\npublic class Service {\n  private int " + ", ".join(NOUNS) + ";\n" + "".join(body) + "}\n"


def php(rng, n):
    body = []
    for _ in range(n):
        v, a, b, k = words(rng)
        body.append(f"    public function {v}{a.title()}{k}(array ${b}) {{\n        $rows = $this->{a}->find(['{b}' => {k}]);\n"
                    f"        foreach ($rows as $row) {{ $this->{v}($row['{a}'], ${b}); }}\n        return count($rows);\n    }}\n")
    return "<?php\nclass Service {\n" + "".join(body) + "}\n"


def javascript(rng, n):
    body = []
    for _ in range(n):
        v, a, b, k = words(rng)
        body.append(f"export async function {v}{a.title()}{k}({b}) {{\n  const {a} = await fetch(`/api/{a}/${{{b}.id}}`);\n"
                    f"  return {{ ...{b}, {a}: await {a}.json(), limit: {k} }};\n}}\n")
    return "".join(body)


def python(rng, n):
    body = []
    for _ in range(n):
        v, a, b, k = words(rng)
        body.append(f"def {v}_{a}_{k}({b}, limit={k}):\n    \"\"\"Applies the {a} rules.\"\"\"\n    for item in {b}.items():\n"
                    f"        if item.{a} > limit:\n            yield item.{v}(limit)\n\n")
    return "import logging\n\n" + "".join(body)


def ruby(rng, n):
    body = []
    for _ in range(n):
        v, a, b, k = words(rng)
        body.append(f"  def {v}_{a}_{k}({b})\n    {b}.select {{ |each| each.{a} > {k} }}.map(&:{v})\n  end\n")
    return "class Service\n" + "".join(body) + "end\n"


COLD = [("java", java), ("php", php), ("js", javascript), ("py", python), ("rb", ruby)]


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def cold(root, files, rng):
    for i in range(files):
        extension, make = COLD[i % len(COLD)]
        write(f"{root}/m{i % 83}/p{i % 29}/f{i}.{extension}", make(rng, int(rng.lognormvariate(3, 1)) + 1))


def dense_php(rng, i, op):
    calls = "".join(
        f"  public function step{i}_{k}($row) {{\n    return (new Client())->send('{op}', ['leadKey' => "
        f"['keyType' => 'EMAIL', 'keyValue' => $row['mail{k}']]]);\n  }}\n" for k in range(6))
    above = f"  public function run($row) {{ return (new Flow{i // 2})->step{i // 2}_0($row); }}\n" if i else ""
    return f"<?php\nclass Flow{i} {{\n{calls}{above}}}\n" + php(rng, 38)[6:]


def dense_java(rng, i, op):
    element = op[0].upper() + op[1:]
    calls = "".join(
        f"  public Object step{i}_{k}(Row row) {{\n    Params{element} params = new Params{element}();\n"
        f"    params.setLeadKey(Keys.of(\"EMAIL\", row.get(\"mail{k}\")));\n"
        f"    return new Gate().port().{op}(params, Gate.header());\n  }}\n" for k in range(6))
    above = f"  public Object run(Row row) {{ return new Flow{i - 4}().step{i - 4}_0(row); }}\n" if i > 4 else ""
    return (f"package app.flow;\n\nimport com.marketo.mktows.*;\n\npublic class Flow{i} {{\n{calls}{above}}}\n"
            + java(rng, 32).split("\n", 2)[2].replace("class Service", f"class Helper{i}").replace("public class", "class"))


def dense(root, files, rng):
    write(f"{root}/src/Client.php", "<?php\nclass Client {\n  private $soap;\n  public function __construct() {\n"
          "    $this->soap = new SoapClient('https://example.mktoapi.com/soap/mktows/2_9?WSDL');\n  }\n"
          "  public function send($name, $request) { return $this->soap->__soapCall($name, [$request]); }\n}\n")
    write(f"{root}/src/Gate.java", "package app.flow;\n\nimport com.marketo.mktows.*;\n\npublic class Gate {\n"
          "  public MktowsPort port() { return new MktMktowsApiService().getMktowsApiSoapPort(); }\n"
          "  public static AuthenticationHeader header() { return new AuthenticationHeader(); }\n}\n")
    for i in range(files):
        make, extension = (dense_java, "java") if i % 4 == 3 else (dense_php, "php")
        write(f"{root}/src/d{i % 41}/Flow{i}.{extension}", make(rng, i, OPERATIONS[i % len(OPERATIONS)]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--cold-files", type=int, default=20_000)
    options = parser.parse_args()
    cold(f"{options.out}/cold", options.cold_files, random.Random(20261123))
    for scale in (1, 4, 16):
        dense(f"{options.out}/dense-{scale}", 312 * scale, random.Random(20261123))
    write(f"{options.out}/made", "")


if __name__ == "__main__":
    main()
