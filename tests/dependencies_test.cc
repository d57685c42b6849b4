// Each manifest format gives its packages, versions, and who pulls them in.
#include "scanner/facts/dependencies.h"

#include <string>

#include "scanner/facts/structured.h"
#include "tests/catch.h"

using namespace unsoap;

namespace {

/// "ecosystem:name@version" each, `<through` for a transitive one.
std::string Dependencies(std::string path, std::string text) {
  facts::FileFacts facts;
  facts.path = std::move(path);
  facts.source = SourceText(std::move(text));
  (void)facts::ReadStructured(facts, "");
  std::string out;
  for (const facts::Dependency& d : facts.dependencies) {
    out += std::string(d.ecosystem) + ":" + std::string(d.name) + "@" + std::string(d.version);
    if (!d.is_direct) out += "<" + std::string(d.through);
    out += ";";
    CHECK_FALSE(d.span.empty());
    CHECK(d.span.end <= facts.source.text().size());
  }
  return out;
}

}  // namespace

TEST_CASE("Composer manifests and locks") {
  CHECK(Dependencies(
            "composer.json",
            R"({"require": {"php": ">=7", "Acme/Soap": "^1.2"}, "require-dev": {"x/y": "*"}})") ==
        "composer:acme/soap@^1.2;composer:x/y@*;");
  CHECK(Dependencies("composer.lock",
                     R"({"packages": [{"name": "a/b", "version": "1.0", "require": {"c/d": "^2"}},
        {"name": "c/d", "version": "2.1"}], "packages-dev": [{"name": "e/f", "version": "3"}]})") ==
        "composer:a/b@1.0;composer:c/d@2.1<a/b;composer:e/f@3;");
}

TEST_CASE("RubyGems manifests and locks") {
  CHECK(Dependencies("Gemfile",
                     "source 'https://h'\ngem 'savon', '~> 2.0', require: false\n# gem "
                     "'old'\ngem(\"rake\")\n") == "rubygems:savon@~> 2.0;rubygems:rake@;");
  CHECK(Dependencies("x.gemspec",
                     "Gem::Specification.new do |s|\n  s.add_dependency \"savon\", \">= 2\"\n  "
                     "s.add_development_dependency('rspec')\nend\n") ==
        "rubygems:savon@>= 2;rubygems:rspec@;");
  CHECK(Dependencies(
            "Gemfile.lock",
            "GEM\n  remote: https://h/\n  specs:\n    savon (2.12.1)\n      akami (~> 1.2)\n    "
            "akami (1.3.1)\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  savon (~> 2.0)!\n") ==
        "rubygems:savon@2.12.1;rubygems:akami@1.3.1<savon;");
}

TEST_CASE("Python manifests and locks") {
  CHECK(Dependencies(
            "requirements-dev.txt",
            "# c\nzeep[async]>=3.0 ; python_version < '4'  # why\n-r base.txt\nSuds_Jurko==0.6 "
            "--hash=sha256:x\n-e git+https://h/x.git#egg=My.Pkg&subdirectory=y\n") ==
        "pypi:zeep@>=3.0;pypi:suds-jurko@==0.6 --hash=sha256:x;pypi:my-pkg@;");
  CHECK(Dependencies(
            "pyproject.toml",
            "[project]\nname = \"x\"\ndependencies = [\n  \"zeep>=4\",\n  "
            "'suds',\n]\n[project.optional-dependencies]\nt = "
            "[\"pytest\"]\n[tool.poetry.dependencies]\npython = \"^3\"\nlxml = {version = \"^5\", "
            "extras = [\"a\"]}\n[tool.poetry.group.dev.dependencies]\nblack = \"*\"\n") ==
        "pypi:zeep@>=4;pypi:suds@;pypi:pytest@;pypi:lxml@^5;pypi:black@*;");
  CHECK(Dependencies("Pipfile",
                     "[packages]\nzeep = \"*\"\nx = {version = \"==1\", markers = "
                     "\"m\"}\n[dev-packages]\ny = \"2\"\n") == "pypi:zeep@*;pypi:x@==1;pypi:y@2;");
  CHECK(Dependencies(
            "Pipfile.lock",
            R"({"_meta": {}, "default": {"zeep": {"hashes": ["h"], "version": "==4.0"}}})") ==
        "pypi:zeep@==4.0;");
  CHECK(Dependencies(
            "poetry.lock",
            "[[package]]\nname = \"zeep\"\nversion = \"4.0\"\n\n[package.dependencies]\nlxml = "
            "\">=4\"\n\n[[package]]\nname = \"lxml\"\nversion = \"5.0\"\n") ==
        "pypi:zeep@4.0;pypi:lxml@5.0<zeep;");
  CHECK(Dependencies(
            "uv.lock",
            "version = 1\n[[package]]\nname = \"app\"\nversion = \"0.1\"\nsource = { virtual = "
            "\".\" }\ndependencies = [\n    { name = \"zeep\" },\n]\n[[package]]\nname = "
            "\"zeep\"\nversion = \"4.0\"\nsource = { registry = \"r\" }\ndependencies = [{ name = "
            "\"lxml\" }]\n[[package]]\nname = \"lxml\"\nversion = \"5.0\"\n") ==
        "pypi:zeep@4.0;pypi:lxml@5.0<zeep;");
  CHECK(Dependencies("setup.py",
                     "from setuptools import setup\nsetup(name='x', install_requires=[\n  "
                     "'zeep>=3', # c\n  \"lxml\",\n], extras_require={'a': ['suds']})\n") ==
        "pypi:zeep@>=3;pypi:lxml@;pypi:suds@;");
  CHECK(Dependencies("setup.cfg",
                     "[metadata]\nname = x\n[options]\ninstall_requires =\n  zeep>=3\n  "
                     "lxml\n[options.extras_require]\nt = pytest\n") ==
        "pypi:zeep@>=3;pypi:lxml@;pypi:pytest@;");
}

TEST_CASE("npm manifests and the locks of three package managers") {
  CHECK(
      Dependencies(
          "package.json",
          R"({"name": "x", "dependencies": {"soap": "^0.45", "lodash.merge": "4"}, "devDependencies": {"@a/b": "1"}})") ==
      "npm:soap@^0.45;npm:lodash.merge@4;npm:@a/b@1;");
  CHECK(Dependencies("package-lock.json",
                     R"({"lockfileVersion": 3, "packages": {"": {"dependencies": {"soap": "^1"}},
     "node_modules/soap": {"version": "1.0.0", "dependencies": {"sax": "^1"}}, "node_modules/soap/node_modules/sax": {"version": "1.2"}},
     "dependencies": {"soap": {"version": "1.0.0"}}})") == "npm:soap@1.0.0;npm:sax@1.2<soap;");
  CHECK(
      Dependencies(
          "package-lock.json",
          R"({"lockfileVersion": 1, "dependencies": {"soap": {"version": "1.0.0", "requires": {"sax": "^1"}}, "sax": {"version": "1.2"}}})") ==
      "npm:soap@1.0.0;npm:sax@1.2<soap;");
  CHECK(Dependencies("yarn.lock",
                     "# yarn lockfile v1\n\n\n\"@a/b@^1\", \"@a/b@^1.1\":\n  version \"1.2.0\"\n  "
                     "dependencies:\n    soap \"^1\"\n\nsoap@^1:\n  version \"1.0.0\"\n") ==
        "npm:@a/b@1.2.0;npm:soap@1.0.0<@a/b;");
  CHECK(Dependencies("yarn.lock",
                     "__metadata:\n  version: 6\n\n\"soap@npm:^1\":\n  version: 1.0.0\n  "
                     "dependencies:\n    \"sax\": ^1\n\n\"sax@npm:^1\":\n  version: 1.2\n") ==
        "npm:soap@1.0.0;npm:sax@1.2<soap;");
  CHECK(Dependencies("pnpm-lock.yaml",
                     "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      soap:\n   "
                     "     specifier: ^1\n        version: 1.0.0\npackages:\n  soap@1.0.0:\n    "
                     "resolution: {integrity: x}\n  '@s/sax@1.2':\n    resolution: {integrity: "
                     "y}\nsnapshots:\n  soap@1.0.0:\n    dependencies:\n      '@s/sax': 1.2\n") ==
        "npm:soap@1.0.0;npm:@s/sax@1.2<soap;");
}

TEST_CASE("manifests of the Java virtual machine") {
  CHECK(Dependencies(
            "pom.xml",
            "<project><properties><v>1.5</v></properties><dependencies><dependency><groupId>g</"
            "groupId><artifactId>a</artifactId><version>${v}</version></dependency></dependencies>"
            "<build><plugins><plugin><groupId>p</groupId><artifactId>q</artifactId></plugin></"
            "plugins></build></project>") == "maven:g:a@1.5;maven:p:q@;");
  CHECK(Dependencies("build.gradle",
                     "dependencies {\n  implementation 'g:a:1.0' // c\n  compile group: 'g', name: "
                     "'b', version: '2'\n  implementation project(':core')\n  implementation "
                     "files('libs/soap-client-1.2.jar')\n}\nurl 'https://h/x'\n") ==
        "maven:g:a@1.0;maven:g:b@2;jar:soap-client@1.2;");
  CHECK(Dependencies("app/build.gradle.kts",
                     "dependencies { implementation(\"g:a:1.0@aar\") }\n") == "maven:g:a@1.0;");
  CHECK(Dependencies(
            "gradle/libs.versions.toml",
            "[versions]\ncxf = \"3.5\"\n[libraries]\na = { module = \"g:cxf\", version.ref = "
            "\"cxf\" }\nb = \"g:b:1\"\nc = { group = \"g\", name = \"c\", version = \"2\" }\n") ==
        "maven:g:cxf@3.5;maven:g:b@1;maven:g:c@2;");
  CHECK(Dependencies("ivy.xml",
                     "<ivy-module><dependencies><dependency org='g' name='a' "
                     "rev='1'/></dependencies></ivy-module>") == "maven:g:a@1;");
  CHECK(Dependencies("build.sbt",
                     "libraryDependencies += \"g\" %% \"a\" % \"1\" % Test\nlibraryDependencies "
                     "++= Seq(\"h\" % \"b\" % v)\n") == "maven:g:a@1;maven:h:b@;");
  CHECK(Dependencies(".classpath",
                     "<classpath><classpathentry kind=\"src\" path=\"src\"/><classpathentry "
                     "kind=\"lib\" path=\"lib/mkt-1.0.jar\"/></classpath>") == "jar:mkt@1.0;");
}

TEST_CASE("manifests of .NET") {
  CHECK(
      Dependencies(
          "a.csproj",
          "<Project><ItemGroup><PackageReference Include=\"System.ServiceModel.Http\" "
          "Version=\"4.1\"/><PackageReference Include=\"X\"><Version>2</Version></PackageReference>"
          "<Reference Include=\"Mkt.Client, Version=1.0.0.0, "
          "Culture=neutral\"/></ItemGroup></Project>") ==
      "nuget:system.servicemodel.http@4.1;nuget:x@2;nuget:mkt.client@1.0.0.0;");
  CHECK(Dependencies("packages.config",
                     "<packages><package id=\"A.B\" version=\"1.0\"/></packages>") ==
        "nuget:a.b@1.0;");
  CHECK(Dependencies("Directory.Packages.props",
                     "<Project><ItemGroup><PackageVersion Include=\"A\" "
                     "Version=\"3\"/></ItemGroup></Project>") == "nuget:a@3;");
}

TEST_CASE("manifests of Perl, Go, Elixir and Drupal") {
  CHECK(Dependencies("cpanfile",
                     "requires 'SOAP::Lite', '1.20';\non 'test' => sub {\n  requires "
                     "\"Test::More\";\n};\n# requires 'Old';\n") ==
        "cpan:SOAP::Lite@1.20;cpan:Test::More@;");
  CHECK(Dependencies("go.mod",
                     "module x\n\ngo 1.20\n\nrequire g.org/a v1.0.0\n\nrequire (\n\tg.org/b v2.0.0 "
                     "// indirect\n)\n") == "go:g.org/a@v1.0.0;go:g.org/b@v2.0.0<;");
  CHECK(Dependencies("mix.exs", "defp deps do\n  [{:soap, \"~> 1.0\"}, {:x, git: \"u\"}]\nend\n") ==
        "hex:soap@~> 1.0;hex:x@u;");
  CHECK(Dependencies("m.info",
                     "name = M\ndependencies[] = marketo_ma (>= 1.0)\n; dependencies[] = old\n") ==
        "drupal:marketo_ma@(>= 1.0);");
  CHECK(Dependencies("site.make",
                     "core = 7.x\nprojects[marketo_ma][version] = \"1.5\"\nprojects[] = views\n") ==
        "drupal:marketo_ma@7.x-1.5;drupal:views@7.x;");
  CHECK(
      Dependencies("m.info.yml",
                   "name: M\ndependencies:\n  - drupal:node (>= 8)\n  - marketo_ma:marketo_ma\n") ==
      "drupal:node@8.x (>= 8);drupal:marketo_ma@8.x;");
}
