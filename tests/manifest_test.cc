// What manifests call their own package.
#include "scanner/facts/manifest.h"

#include "tests/catch.h"

namespace unsoap::facts {
namespace {

std::string OwnOf(const std::string& path, std::string_view text) {
  const Manifest manifest = ReadManifest(path, text);
  return manifest.own.name.empty() ? "" : manifest.own.ecosystem + " " + manifest.own.name;
}

TEST_CASE("a manifest says what its own package is called") {
  CHECK(OwnOf("composer.json", R"({"name": "Acme/Crm-Client"})") == "composer acme/crm-client");
  CHECK(OwnOf("composer.json", R"({"authors": [{"name": "n"}]})").empty());
  CHECK(OwnOf("packages/crm/package.json", R"({"name": "@acme/crm"})") == "npm @acme/crm");
  CHECK(OwnOf("crm.gemspec", "Gem::Specification.new do |s|\n  s.name = 'acme-crm'\nend\n") ==
        "rubygems acme-crm");
  CHECK(OwnOf("pyproject.toml", "[project]\nname = \"Acme_Crm\"\n") == "pypi acme-crm");
  CHECK(OwnOf("pyproject.toml", "[tool.poetry]\nname = \"acme.crm\"\n") == "pypi acme-crm");
  CHECK(OwnOf("setup.py", "setup(\n    name='acme_crm',\n    version='1')\n") == "pypi acme-crm");
  CHECK(OwnOf("setup.py", "setup(name=\"acme_crm\", version='1')\n") == "pypi acme-crm");
  CHECK(OwnOf("setup.py", "setup(package_name='x')\n").empty());
  CHECK(OwnOf("setup.cfg", "[metadata]\nname = acme-crm\n") == "pypi acme-crm");
  CHECK(OwnOf("go.mod", "module github.com/acme/crm // ours\n\ngo 1.21\n") ==
        "go github.com/acme/crm");
  CHECK(OwnOf("pom.xml",
              "<project><parent><groupId>com.acme</groupId><artifactId>p</artifactId></parent>"
              "<artifactId>crm</artifactId><dependencies><dependency><groupId>x</groupId>"
              "<artifactId>y</artifactId></dependency></dependencies></project>") ==
        "maven com.acme:crm");
  CHECK(OwnOf("build.gradle", "group = 'com.acme'\nversion = '1'\n") == "maven com.acme:");
  CHECK(OwnOf("settings.gradle.kts", "rootProject.name = \"crm\"\n") == "maven :crm");
  CHECK(OwnOf("src/Acme.Crm.csproj", "<Project><PropertyGroup/></Project>") == "nuget acme.crm");
  CHECK(OwnOf("a.csproj",
              "<Project><PropertyGroup><AssemblyName>Acme.Crm</AssemblyName>"
              "</PropertyGroup></Project>") == "nuget acme.crm");
  CHECK(OwnOf("a.csproj",
              "<Project><PropertyGroup><AssemblyName>A</AssemblyName>"
              "<PackageId>Acme.Crm</PackageId></PropertyGroup></Project>") == "nuget acme.crm");
  CHECK(OwnOf("packages.config", "<packages><package id=\"x\"/></packages>").empty());
  CHECK(OwnOf("a.json", R"({"name": "x"})").empty());
}

TEST_CASE("a manifest's direct dependencies are told each once") {
  const Manifest manifest = ReadManifest(
      "go.mod",
      "module a\nrequire (\n\tgithub.com/b/b v1\n\tgithub.com/c/c v1 // indirect\n)\nrequire "
      "github.com/b/b v1\n");
  REQUIRE(manifest.direct.size() == 1);
  CHECK(manifest.direct[0] == PackageName{"go", "github.com/b/b"});
  CHECK(IsManifest("x/Gemfile"));
  CHECK(!IsManifest("x/app.json"));
}

}  // namespace
}  // namespace unsoap::facts
